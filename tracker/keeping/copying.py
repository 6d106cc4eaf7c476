"""A consistent copy of a database of either kind, and putting one in place."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlmodel import Session

from recommendations.errors import Refused
from tracker.database import Database, migrate, upgrade
from tracker.keeping.disk import to_disk

DAMAGED = "The database is damaged: "
NOT_TAKEN = "The disk does not take it: "
BROKEN = (sqlite3.Error, UnicodeDecodeError)
"""SQLite may tell what is damaged with a piece of it that is no text."""
WHOLE = b"-- PostgreSQL database dump complete"
KEY = re.compile(rb"^\\restrict (\w+)$", re.MULTILINE)
MAKES_SCHEMA = re.compile(rb"^CREATE SCHEMA public;$", re.MULTILINE)
DUMP = (
    "pg_dump",
    *("--schema=public", "--no-owner", "--no-privileges", "--no-comments"),
    *("--inserts", "--rows-per-insert=200", "--no-password"),
)


def kind(url: str) -> str:
    return make_url(url).get_backend_name()


@contextmanager
def copied(url: str, to: Path) -> Iterator[Session]:
    """Writes the copy and gives a session that reads exactly what is in it. People may
    go on writing."""
    copying = _sqlite if kind(url) == "sqlite" else _postgresql
    with copying(url, to) as session:
        yield session


@contextmanager
def _sqlite(url: str, to: Path) -> Iterator[Session]:
    present = Path(str(make_url(url).database))
    if not present.exists():
        raise Refused("There is no database yet; nothing was backed up.")
    try:
        with (
            closing(sqlite3.connect(present, timeout=30)) as source,
            closing(sqlite3.connect(to)) as copy,
        ):
            source.backup(copy)
    except sqlite3.OperationalError as error:
        raise Refused(f"{NOT_TAKEN}{error}. No backup was made.") from error
    except sqlite3.Error as error:
        raise Refused(f"{DAMAGED}{error}. No backup was made.") from error
    refuse_damaged(to)
    with _opened(f"sqlite:///{to}") as database, database.reading() as session:
        yield session


@contextmanager
def _postgresql(url: str, to: Path) -> Iterator[Session]:
    """pg_dump reads the very snapshot that the session reads."""
    with _opened(url) as database:
        engine = database.engine.execution_options(isolation_level="REPEATABLE READ")
        with Session(engine) as session:
            snapshot = session.execute(sa.text("SELECT pg_export_snapshot()")).scalar_one()
            _dump(make_url(url), snapshot, to)
            yield session


def _dump(url: URL, snapshot: str, to: Path) -> None:
    plain = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": url.password} if url.password else {}
    words = [*DUMP, f"--snapshot={snapshot}", f"--file={to}", f"--dbname={plain}"]
    try:
        done = subprocess.run(words, env=os.environ | secret, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise Refused(
            "A backup of PostgreSQL needs pg_dump, which is not installed here; on Debian it "
            "comes with postgresql-client. No backup was made."
        ) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise Refused(f"pg_dump refused: {said[-1]}. No backup was made.")


def refuse_damaged(copy: Path, also: str = "No backup was made.") -> None:
    try:
        with closing(sqlite3.connect(copy)) as connection:
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            lost = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.OperationalError as error:
        raise Refused(f"{NOT_TAKEN}{error}. {also}") from error
    except sqlite3.Error as error:
        raise Refused(f"{DAMAGED}{error}. {also}") from error
    if said != "ok" or lost:
        raise Refused(f"{DAMAGED}{'a record points at nothing' if lost else said}. {also}")


def refuse_cut_off(dump: Path) -> None:
    with dump.open("rb") as file:
        file.seek(max(0, dump.stat().st_size - 1000))
        if WHOLE not in file.read():
            raise Refused("pg_dump did not write everything. No backup was made.")


def is_there(url: str) -> bool:
    """Whether a restore would meet something."""
    if kind(url) == "sqlite":
        return Path(str(make_url(url).database)).exists()
    with _connected(url) as connection:
        found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        return bool((found.fetchone() or [0])[0])


def try_out(url: str, copy: Path, check: Callable[[Session], None]) -> bool:
    """As `put_in` would do it, with nothing put in place. False where PostgreSQL does not
    let this role make a schema."""
    if kind(url) == "sqlite":
        _ready(copy, check)
        return True
    try:
        _put_postgresql(url, copy, "trial", check, keep=False)
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


def put_in(url: str, copy: Path, aside: str, check: Callable[[Session], None]) -> None:
    """In place of what is there, which is kept under a name that ends in `aside`. `check`
    sees the restored database first; where it refuses, all is as before."""
    putting = _put_sqlite if kind(url) == "sqlite" else _put_postgresql
    putting(url, copy, aside, check)


def _put_sqlite(url: str, copy: Path, aside: str, check: Callable[[Session], None]) -> None:
    _ready(copy, check)
    present = Path(str(make_url(url).database))
    ready = present.with_name(f".{present.name}.restored")
    shutil.copyfile(copy, ready)
    ready.chmod(0o600)
    to_disk(ready)
    if present.exists():
        _set_aside(present, f"{present.name}.before-{aside}")
    ready.replace(present)
    to_disk(present.parent)


def _ready(copy: Path, check: Callable[[Session], None]) -> None:
    """Brings the copy itself to the newest schema, and has it checked."""
    refuse_damaged(copy, "Nothing was changed.")
    with _opened(f"sqlite:///{copy}") as database:
        migrate(database)
        with database.writing() as session:
            check(session)


def _set_aside(present: Path, name: str) -> None:
    """A second name for the file: at no moment is there no database."""
    with suppress(*BROKEN), closing(sqlite3.connect(present)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # ends a broken write
    for ending in ("-journal", "-wal", "-shm"):
        beside = present.with_name(present.name + ending)
        if beside.exists():
            beside.rename(present.with_name(name + ending))
    present.with_name(name).hardlink_to(present)


def _put_postgresql(
    url: str, copy: Path, aside: str, check: Callable[[Session], None], keep: bool = True
) -> None:
    """All in one transaction: whoever looks sees the old record or the new one. With
    `keep` false it is undone at the end, and nobody has seen anything."""
    script = _as_statements(copy.read_bytes())
    with (
        _opened(url) as database,
        database.engine.connect() as connection,
        connection.begin() as transaction,
    ):
        raw = connection.connection.dbapi_connection
        if not isinstance(raw, psycopg.Connection):
            raise TypeError("PostgreSQL is reached by psycopg")
        if is_there(url):
            name = f"before_{aside}".lower()
            raw.execute(f'ALTER SCHEMA public RENAME TO "{name}"'.encode())
            raw.execute(b"CREATE SCHEMA public")
        try:
            raw.execute(script)
        except psycopg.Error as error:
            raise Refused(f"PostgreSQL refused this backup: {error}. Nothing changed.") from error
        raw.execute(b"RESET ALL")
        with Session(connection, expire_on_commit=False) as session:
            upgrade(connection)
            check(session)
            session.commit()
        if not keep:
            transaction.rollback()


def _as_statements(dump: bytes) -> bytes:
    """Without what only psql understands, and without making the schema that is there."""
    if found := KEY.search(dump):
        lock = re.compile(rb"^\\(?:un)?restrict " + found.group(1) + rb"$", re.MULTILINE)
        dump = lock.sub(b"", dump)
    return MAKES_SCHEMA.sub(b"", dump, count=1)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(plain) as connection:
            yield connection
    except psycopg.OperationalError as error:
        raise Refused("The database cannot be reached. Nothing was changed.") from error
