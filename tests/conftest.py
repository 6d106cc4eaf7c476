"""What the tests stand on: a fresh database of either kind, and a real browser.

A machine without PostgreSQL, Chromium or Pango skips what needs it and says why;
with CI=true that is a failure instead.
"""

import importlib
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

from exports.profiles import shipped
from recommendations.importing import import_report
from recommendations.profiling import ship_profiles
from tracker.database import Database, migrate
from tracker.demo import fill
from tracker.service import Service
from tracker.settings import REPORT, Settings

KINDS = ("sqlite", "postgresql")
OURS = "tracker_test_"
"""Names of databases: tracker_test_, the time they were made, something random."""
STAMP = "%Y%m%d%H%M"

CHROMIUM_NAMES = (
    os.environ.get("CHROMIUM", "chromium"),
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
CHROMIUM_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@cache
def installed_chromium() -> str | None:
    for name in CHROMIUM_NAMES:
        path = shutil.which(name)
        # Ubuntu's chromium-browser may be a script that only says to install a snap.
        if path and subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            return path
    return None


@cache
def postgresql_server() -> URL | None:
    """The first server that answers and lets us make databases."""
    named = os.environ.get("TEST_POSTGRES_URL")
    hosts = (
        [named] if named else ["postgresql:///postgres", "postgresql://postgres@127.0.0.1/postgres"]
    )
    for host in hosts:
        url = make_url(host).set(drivername="postgresql+psycopg")
        with suppress(OperationalError), connected(url) as server:
            if server.scalar(
                text("select rolcreatedb or rolsuper from pg_roles where rolname = current_user")
            ):
                return url
    return None


@cache
def pdf_library() -> bool:
    try:
        importlib.import_module("weasyprint")
    except OSError:
        return False
    return True


NEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "postgresql": (
        postgresql_server,
        "no PostgreSQL answers that lets us make databases"
        " (TEST_POSTGRES_URL, the local socket, or postgres@127.0.0.1:5432)",
    ),
    "browser": (installed_chromium, "no Chromium or Chrome is installed"),
    "pdf": (pdf_library, "Pango is not installed"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"browser", "page"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, (found, sentence) in NEEDS.items():
        if item.get_closest_marker(name) and not found():
            if os.environ.get("CI") == "true":
                pytest.fail(f"CI=true, but {sentence}.", pytrace=False)
            pytest.skip(sentence)


def with_tables(url: str) -> None:
    database = Database(url)
    migrate(database)
    database.close()


def with_report(url: str) -> None:
    """The bundled report and the shipped profiles, and nothing decided about them."""
    database = Database(url)
    migrate(database)
    with database.writing() as session:
        ship_profiles(session, shipped())
        import_report(session, REPORT.read_bytes(), REPORT.name)
    database.close()


def with_sample(url: str) -> None:
    """The sample home's record: everything people would decide, invented."""
    with_report(url)
    with tempfile.TemporaryDirectory() as home:
        service = Service(Settings(home=Path(home), database_url=url), Database(url))
        fill(service)
        service.close()


PREPARED = {"tables": with_tables, "report": with_report, "sample": with_sample}
"""What a new database may come with; made once and copied for every test."""


@contextmanager
def connected(url: URL) -> Iterator[Connection]:
    engine = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
        connect_args={"connect_timeout": 2},
    )
    with engine.connect() as connection:
        yield connection


class SqliteFiles:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.templates: dict[str, Path] = {}

    def make(self, prepared: str = "") -> str:
        path = self.folder / f"{uuid.uuid4().hex}.sqlite"
        if prepared and prepared not in self.templates:
            template = self.folder / f"{prepared}.template"
            PREPARED[prepared](f"sqlite:///{template}")
            self.templates[prepared] = template
        if prepared:
            shutil.copyfile(self.templates[prepared], path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        database = make_url(url).database
        for path in self.folder.glob(f"{Path(str(database)).name}*"):
            path.unlink()


class PostgresqlDatabases:
    """A few for each worker. One that a test has given back is filled again as it was
    prepared for the next: making and dropping databases makes the server flush its disk."""

    def __init__(self, server: URL) -> None:
        self.server = server
        self.made: list[str] = []
        self.prepared: dict[str, str] = {}
        self.free: dict[str, list[str]] = {}
        self.drop_what_was_left()

    def make(self, prepared: str = "") -> str:
        if self.free.get(prepared):
            url = self.free[prepared].pop()
            fill_again(url)
            return url
        url = self.url(self.create())
        if prepared:
            PREPARED[prepared](url)
            keep_what_is_there(url)
        self.prepared[url] = prepared
        return url

    def create(self) -> str:
        name = f"{OURS}{datetime.now(UTC):{STAMP}}_{uuid.uuid4().hex[:12]}"
        with connected(self.server) as server:
            server.execute(text(f"create database {name} template template0"))
        self.made.append(name)
        return name

    def url(self, name: str) -> str:
        return self.server.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        prepared = self.prepared[url]
        if prepared:
            self.free.setdefault(prepared, []).append(url)

    def close(self) -> None:
        self.drop_now(self.made)

    def drop_now(self, names: Iterable[str]) -> None:
        with connected(self.server) as server:
            for name in names:
                server.execute(text(f"drop database if exists {name} with (force)"))

    def drop_what_was_left(self) -> None:
        """By test runs that were killed: anything of ours older than a day."""
        oldest = f"{OURS}{datetime.now(UTC) - timedelta(days=1):{STAMP}}"
        with connected(self.server) as server:
            names = server.scalars(text("select datname from pg_database")).all()
        self.drop_now(name for name in names if name.startswith(OURS) and name < oldest)


def keep_what_is_there(url: str) -> None:
    """Beside the tables of a prepared database, their rows for `fill_again`."""
    kept = [f"create table kept.{name} as table public.{name};" for name in table_names()]
    in_one_go(url, "create schema kept;" + "".join(kept))


def fill_again(url: str) -> None:
    """Foreign keys stay on, so the order matters; a session that was left open in the
    test before is an error here."""
    names = table_names()
    in_one_go(
        url,
        "set local lock_timeout = '10s';"
        + "".join(f"alter table {name} disable trigger user;" for name in names)
        + "".join(f"delete from {name};" for name in reversed(names))
        + "".join(f"insert into {name} select * from kept.{name};" for name in names)
        + "".join(
            f"select setval('{name}_id_seq', coalesce(max(id), 0) + 1, false) from {name};"
            for name in names
            if "id" in SQLModel.metadata.tables[name.strip('"')].columns
        )
        + "".join(f"alter table {name} enable trigger user;" for name in names),
    )


def table_names() -> list[str]:
    """Those that others refer to first."""
    return [f'"{table.name}"' for table in SQLModel.metadata.sorted_tables]


def in_one_go(url: str, statements: str) -> None:
    with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(False)) as all_of_it:
        all_of_it.execute(statements)


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[PostgresqlDatabases]:
    server = postgresql_server()
    assert server, "asked for without the marker `postgresql`"
    databases = PostgresqlDatabases(server)
    yield databases
    databases.close()


BOTH = [
    pytest.param(kind, marks=[pytest.mark.postgresql] * (kind == "postgresql")) for kind in KINDS
]


@pytest.fixture(params=BOTH)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Whatever asks for this runs once on SQLite and once on PostgreSQL."""
    return request.param


@pytest.fixture
def databases(
    database_kind: str, request: pytest.FixtureRequest
) -> SqliteFiles | PostgresqlDatabases:
    maker = {"sqlite": "sqlite_files", "postgresql": "postgresql_databases"}[database_kind]
    return request.getfixturevalue(maker)


@pytest.fixture
def database_url(databases: SqliteFiles | PostgresqlDatabases) -> Iterator[str]:
    """A database of its own for one test, with its tables and nothing in them."""
    url = databases.make("tables")
    yield url
    databases.drop(url)


@pytest.fixture
def report_url(databases: SqliteFiles | PostgresqlDatabases) -> Iterator[str]:
    """A database with the bundled report in it, fresh from import."""
    url = databases.make("report")
    yield url
    databases.drop(url)


@pytest.fixture
def sample_url(databases: SqliteFiles | PostgresqlDatabases) -> Iterator[str]:
    """A database with the record of the sample home."""
    url = databases.make("sample")
    yield url
    databases.drop(url)


@pytest.fixture
def empty_database_url(databases: SqliteFiles | PostgresqlDatabases) -> Iterator[str]:
    """For tests of the migrations themselves: nothing has been made yet."""
    url = databases.make()
    yield url
    databases.drop(url)


class Chromium:
    """Started once for each worker, and again should it have died: one crash is then one
    failed test and not all that come after it."""

    def __init__(self, playwright: Playwright) -> None:
        self.playwright = playwright
        self.running: Browser | None = None

    def browser(self) -> Browser:
        if self.running is None or not self.running.is_connected():
            flags = [*CHROMIUM_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
            self.running = self.playwright.chromium.launch(
                executable_path=installed_chromium(), headless=True, args=flags
            )
        return self.running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        chromium = Chromium(playwright)
        yield chromium
        if chromium.running is not None:
            chromium.running.close()


@pytest.fixture
def browser(chromium: Chromium) -> Browser:
    return chromium.browser()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser nobody has used before."""
    context = browser.new_context(locale="en-GB")
    yield context.new_page()
    context.close()
