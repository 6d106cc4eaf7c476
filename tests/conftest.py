"""What the tests stand on: a fresh database of either kind, and a real browser.

A machine without PostgreSQL, Chromium or Pango skips what needs it and says why;
with CI=true that is a failure instead.
"""

import fcntl
import gc
import importlib
import json
import os
import shutil
import subprocess
import tempfile
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

import psycopg
import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

from exports.printing import Press
from recommendations.records import indexing, passages, word_runs
from tests.on_databases import BOTH
from tests.prepared import PREPARED
from tracker.database import Database

T = TypeVar("T")
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


@cache
def faketime() -> Path | None:
    """The library that gives a process another clock."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


NEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "postgresql": (
        postgresql_server,
        "no PostgreSQL answers that lets us make databases"
        " (TEST_POSTGRES_URL, the local socket, or postgres@127.0.0.1:5432)",
    ),
    "browser": (installed_chromium, "no Chromium or Chrome is installed"),
    "pdf": (pdf_library, "Pango is not installed"),
    "faketime": (faketime, "libfaketime is not installed"),
    "pdftotext": (lambda: shutil.which("pdftotext"), "pdftotext (Poppler) is not installed"),
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"browser", "page"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


LONGEST = (
    "test_gate.py",
    "test_model.py",
    "test_hostile_rendering.py",
    "test_bad_registers.py",
    "test_bad_imports.py",
    "test_bad_sources.py",
    "test_hostile_forms.py",
    "test_crash.py",
    "test_anchors.py",
    "test_canaries.py",
    "test_disk.py",
    "test_who_may_what.py",
    "test_history.py",
    "test_renderer.py",
)
"""Files whose deep tests take minutes, the longest first."""


class LongestFirst:
    """What takes minutes begins at once, dealt out to the workers, so that none of it is
    left for the end. The workers get the tests in as many stretches as there are of them;
    those who are done early take from the end of another's."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        workers = getattr(config, "workerinput", {"workercount": 1})["workercount"]
        long = sorted((i for i in items if place_of(i) is not None), key=place_of)
        short = [item for item in items if place_of(item) is None]
        items[:] = dealt_out(long, short, workers)


def place_of(item: pytest.Item) -> int | None:
    deep = item.get_closest_marker("deep") is not None
    return LONGEST.index(item.path.name) if deep and item.path.name in LONGEST else None


def dealt_out(long: Sequence[T], short: Sequence[T], workers: int) -> list[T]:
    """The stretches are as long as those that pytest-xdist makes."""
    left, done, found = len(long) + len(short), 0, []
    for worker in range(workers):
        first = list(long[worker::workers])
        size = max(left // (workers - worker), len(first))
        filled = max(0, size - len(first))
        found += [*first, *short[done : done + filled]]
        done, left = done + filled, left - size
    return found


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, (found, sentence) in NEEDS.items():
        if item.get_closest_marker(name) and not found():
            if os.environ.get("CI") == "true":
                pytest.fail(f"CI=true, but {sentence}.", pytrace=False)
            pytest.skip(sentence)


MEMORY = "/dev/shm"
RUN = "TRACKER_TEST_RUN"
FIGURES = os.environ.get("FIGURES")
"""A file that takes the figures of this run, for docs/promises.md."""
"""Environment variable: the folder of this test run, which its workers share."""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """What the promises measured, on the process that hears from all workers: of the folders
    it has read none but this one. What failed has no figure."""
    if not FIGURES or report.when != "call" or not report.passed:
        return
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    told = {"test": report.nodeid, "deep": "deep" in report.keywords}
    told |= {"has_deep": ("has_deep", True) in map(tuple, report.user_properties)}
    told |= {"day": f"{datetime.now(UTC):%Y-%m-%d}"}
    with Path(FIGURES).open("a") as out:
        for name, said in report.user_properties:
            if name == "figure":
                out.write(json.dumps({**told, "promise": said[0], "said": said[1]}) + "\n")


def pytest_configure(config: pytest.Config) -> None:
    # Tests make much and keep most of it to the end; looking for rubbish as often as
    # Python does by default takes a tenth of their time.
    gc.set_threshold(200_000, 50, 100)
    config.pluginmanager.register(LongestFirst())
    if not hasattr(config, "workerinput"):
        # In memory where there is such a folder: no test cuts the power.
        memory = MEMORY if os.access(MEMORY, os.W_OK) else None
        os.environ[RUN] = tempfile.mkdtemp(prefix=OURS, dir=memory)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run = Path(os.environ[RUN])
        drop_databases(name for file in run.glob("*.made") for name in file.read_text().split())
        shutil.rmtree(run)


@contextmanager
def alone(subject: str) -> Iterator[Path]:
    """One worker at a time; the others wait. Gives the folder of this run."""
    run = Path(os.environ[RUN])
    with (run / f"{subject}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield run


def drop_databases(names: Iterable[str]) -> None:
    """Each makes the server flush its disk, hence not before the end."""
    for name in names:
        with connected(the_server()) as server:
            server.execute(text(f"drop database if exists {name} with (force)"))


def the_server() -> URL:
    server = postgresql_server()
    assert server, "asked for without the marker `postgresql`"
    return server


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


class Databases(ABC):
    """A few for each worker. One that a test has given back is filled again as it was
    prepared: neither a new database nor the queries of the one before are made twice."""

    def __init__(self) -> None:
        self.free: dict[str, list[Database]] = {}
        self.prepared: dict[str, str] = {}

    def make(self, prepared: str) -> Database:
        if self.free.get(prepared):
            database = self.free[prepared].pop()
            self.fill_again(database, prepared)
        else:
            database = Database(self.create(prepared))
            self.prepared[database.url] = prepared
        return database

    def give_back(self, database: Database) -> None:
        database.close()
        self.free.setdefault(self.prepared[database.url], []).append(database)

    @abstractmethod
    def create(self, prepared: str) -> str:
        """Prepared as named, or empty."""

    @abstractmethod
    def fill_again(self, database: Database, prepared: str) -> None: ...


class SqliteFiles(Databases):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def create(self, prepared: str) -> str:
        path = self.folder / f"{uuid.uuid4().hex}.sqlite"
        if prepared:
            shutil.copyfile(self.template(prepared), path)
        return f"sqlite:///{path}"

    def fill_again(self, database: Database, prepared: str) -> None:
        shutil.copyfile(self.template(prepared), str(make_url(database.url).database))

    def template(self, prepared: str) -> Path:
        with alone(f"sqlite-{prepared}") as run:
            path = run / f"{prepared}.sqlite"
            if not path.exists():
                PREPARED[prepared](f"sqlite:///{path}")
            return path


class PostgresqlDatabases(Databases):
    def __init__(self) -> None:
        super().__init__()
        self.drop_what_was_left()

    def create(self, prepared: str) -> str:
        if not prepared:
            return self.create_from("template0")
        with alone(f"postgresql-{prepared}") as run:
            name = run / f"{prepared}.name"
            if not name.exists():
                url = self.create_from("template0")
                PREPARED[prepared](url)
                in_one_go(url, keep_what_is_there())
                name.write_text(str(make_url(url).database))
            return self.create_from(name.read_text())

    def create_from(self, template: str) -> str:
        name = f"{OURS}{datetime.now(UTC):{STAMP}}_{uuid.uuid4().hex[:12]}"
        with alone("postgresql") as run, (run / "postgresql.made").open("a") as made:
            made.write(f"{name}\n")
        with connected(the_server()) as server:
            server.execute(text(f"create database {name} template {template}"))
            server.execute(text(f"alter database {name} set synchronous_commit = off"))
        return the_server().set(database=name).render_as_string(hide_password=False)

    def fill_again(self, database: Database, prepared: str) -> None:
        in_one_go(database.url, put_back_what_was_there())

    def drop_what_was_left(self) -> None:
        """By test runs that were killed: anything of ours older than a day."""
        oldest = f"{OURS}{datetime.now(UTC) - timedelta(days=1):{STAMP}}"
        with connected(the_server()) as server:
            names = server.scalars(text("select datname from pg_database")).all()
        drop_databases(name for name in names if name.startswith(OURS) and name < oldest)


def keep_what_is_there() -> str:
    kept = [f"create table kept.{name} as table public.{name};" for name in table_names()]
    return "create schema kept;" + "".join(kept)


def put_back_what_was_there() -> str:
    """Foreign keys stay on, hence the order. A session that an earlier test left open
    is an error here."""
    names = table_names()
    numbered = [t.name for t in SQLModel.metadata.sorted_tables if "id" in t.columns]
    return "".join(
        [
            "set local lock_timeout = '10s';",
            *(f"alter table {name} disable trigger user;" for name in names),
            *(f"delete from {name};" for name in reversed(names)),
            *(f"insert into {name} select * from kept.{name};" for name in names),
            *(
                f"select setval(pg_get_serial_sequence('{name}', 'id'), coalesce(max(id), 0) + 1,"
                f' false) from "{name}";'
                for name in numbered
            ),
            *(f"alter table {name} enable trigger user;" for name in names),
        ]
    )


def table_names() -> list[str]:
    """Those that others refer to come first."""
    kept = [table.name for table in SQLModel.metadata.sorted_tables]
    return [f'"{name}"' for name in (*kept, *indexing.TABLES, *passages.TABLES, *word_runs.TABLES)]


def in_one_go(url: str, statements: str) -> None:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        connection.execute(statements.encode())


@pytest.fixture(scope="session")
def sqlite_files() -> SqliteFiles:
    return SqliteFiles(Path(tempfile.mkdtemp(dir=os.environ[RUN])))


@pytest.fixture(scope="session")
def postgresql_databases() -> PostgresqlDatabases:
    return PostgresqlDatabases()


@pytest.fixture(params=BOTH)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Whatever asks for this runs once on SQLite and once on PostgreSQL."""
    return request.param


@pytest.fixture
def databases(database_kind: str, request: pytest.FixtureRequest) -> Databases:
    maker = {"sqlite": "sqlite_files", "postgresql": "postgresql_databases"}[database_kind]
    return request.getfixturevalue(maker)


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """One of its own for one test, with its tables and nothing in them."""
    yield from lent(databases, "tables")


@pytest.fixture
def report_database(databases: Databases, request: pytest.FixtureRequest) -> Iterator[Database]:
    """With the bundled report in it, fresh from import; and already with the sample people
    and their record where the test asks for those."""
    asked = set(request.fixturenames)
    people = "people" if "people" in asked else "report"
    yield from lent(databases, "record" if "sample_record" in asked else people)


@pytest.fixture
def sample_database(databases: Databases) -> Iterator[Database]:
    """With the record of the sample home."""
    yield from lent(databases, "sample")


@pytest.fixture
def empty_database_url(databases: Databases) -> str:
    """For tests of the migrations themselves: nothing has been made yet."""
    return databases.create("")


def lent(databases: Databases, prepared: str) -> Iterator[Database]:
    database = databases.make(prepared)
    yield database
    databases.give_back(database)


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


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    """Starting it takes longer than printing; it starts when it is first asked."""
    with Press() as running:
        yield running


@pytest.fixture
def browser(chromium: Chromium) -> Browser:
    return chromium.browser()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser nobody has used before."""
    context = browser.new_context(locale="en-GB")
    yield context.new_page()
    context.close()
