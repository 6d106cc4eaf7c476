"""The database: SQLite in the home folder, or PostgreSQL. Beside what keeps it
(tracker/keeping) nothing else asks which."""

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url
from sqlmodel import Session

from recommendations.errors import Refused

# A session is all that the pages know of it.
__all__ = [
    "Database",
    "Session",
    "Unavailable",
    "broken_keys",
    "is_current",
    "is_known",
    "migrate",
    "newest",
    "revision",
    "upgrade",
]

DAMAGE = ("malformed", "not a database", "no such table", "unsupported file format")
"""In what SQLite says of a file that is no longer the record."""
DAMAGED = (
    "The database file is damaged. Nothing was saved. At the machine, tracker restore puts the "
    "newest backup back: tracker restore FILE --replace."
)

MIGRATIONS = Path(__file__).parent / "migrations"
SAFE_WAL = (3, 51, 3)
"""Below this SQLite can corrupt a database in WAL mode."""
CACHE = 16_000
"""In KiB, of each connection."""
TURN = 20241031
"""Any number that other users of the same PostgreSQL database do not lock."""


class Unavailable(Exception):
    """The database did not take it: full, read-only or away. Nothing was saved.

    Not a rule's no, so no page takes it for one: it is said in one place, with
    everything that was typed."""

    @property
    def sentences(self) -> dict[str, str]:
        return {"": str(self)}


class Database:
    """`reading` and `writing` give a session each; what was written is committed when
    the block ends without an error, and otherwise nothing of it is. One writes at a
    time, on either database: what a rule has read stays true until it has written."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._refused = False
        self.watches: list[Callable[[Session], None]] = []
        """Each is shown every session that writes, before it does."""

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with _session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self._writer() as session, session.begin():
            _wait_for_turn(session)
            for watch in self.watches:
                watch(session)
            yield session

    @contextmanager
    def trying(self) -> Iterator[Session]:
        """To see what would be saved: all of it is undone when the block ends."""
        with self._writer() as session:
            _wait_for_turn(session)
            yield session
            session.rollback()

    @contextmanager
    def _writer(self) -> Iterator[Session]:
        """A connection that was opened while the disk was read-only stays so for ever, so
        after a refusal the next who writes gets a new one."""
        if self._refused:
            self._refused = False
            self.engine.dispose()
        writer = self.engine.execution_options(writes=True)
        try:
            with _session(writer) as session:
                yield session
        except Unavailable:
            self._refused = True
            raise

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _session(engine: sa.Engine) -> Iterator[Session]:
    """Where the database was closed meanwhile, what this one held is closed with its end:
    nobody else would."""
    pool = engine.pool
    try:
        with _said_plainly(), Session(engine, expire_on_commit=False) as session:
            yield session
    finally:
        if engine.pool is not pool:
            pool.dispose()


def migrate(database: Database) -> None:
    """To the newest schema; on SQLite with foreign keys off, then checked, because
    rebuilding a table would otherwise cascade into its children."""
    if is_current(database):
        return
    engine = database.engine.execution_options(writes=True, migrates=True)
    with _said_plainly(), engine.begin() as connection:
        upgrade(connection)
        if database.engine.dialect.name == "sqlite" and broken_keys(connection):
            raise Refused("The migration would leave records that point at nothing; undone.")


def upgrade(connection: sa.Connection, to: str = "head") -> None:
    config = _alembic()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def is_current(database: Database) -> bool:
    with _said_plainly(), database.engine.connect() as connection:
        return revision(connection) == newest()


def revision(connection: sa.Connection) -> str:
    """Of its schema; empty where there are no tables."""
    return MigrationContext.configure(connection).get_current_revision() or ""


@cache
def newest() -> str:
    return ScriptDirectory.from_config(_alembic()).get_current_head() or ""


def is_known(name: str) -> bool:
    """Whether this version of the tracker knows the revision."""
    return name in {
        one.revision for one in ScriptDirectory.from_config(_alembic()).walk_revisions()
    }


def broken_keys(connection: sa.Connection) -> list[str]:
    """Records that point at nothing. PostgreSQL never lets one in."""
    if connection.dialect.name != "sqlite":
        return []
    rows = connection.execute(sa.text("PRAGMA foreign_key_check"))
    return [f"{row[0]} {row[1]} points at a {row[2]} that is not there" for row in rows]


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


_engines: WeakValueDictionary[str, sa.Engine] = WeakValueDictionary()
_lately: deque[sa.Engine] = deque(maxlen=4)
"""Held although nobody uses them just now: whoever opens the same address next finds every
query put into SQL already. Few, since that takes megabytes, and each backup is opened under an
address of its own."""


def _engine(url: str) -> sa.Engine:
    """One for each address, for as long as somebody holds it."""
    engine = _engines.get(url)
    if engine is None:
        engine = _engines[url] = _made(url)
    _lately.append(engine)
    return engine


def _made(url: str) -> sa.Engine:
    name = make_url(url).get_backend_name()
    if name == "postgresql":
        return sa.create_engine(
            make_url(url).set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            # Compiling the gate's query takes seconds, running it milliseconds.
            connect_args={"options": "-c jit=off"},
        )
    if name != "sqlite":
        raise Refused(f"“{name}” is not a database this service knows: SQLite or PostgreSQL.")
    engine = sa.create_engine(url, connect_args={"timeout": 30})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    wal = sqlite3.sqlite_version_info >= SAFE_WAL
    connection.execute(f"PRAGMA journal_mode={'WAL' if wal else 'DELETE'}")
    connection.execute(f"PRAGMA synchronous={'FULL' if wal else 'EXTRA'}")
    connection.execute("PRAGMA secure_delete=ON")
    # The 2 MB that it takes by itself are read again and again once years are on record.
    connection.execute(f"PRAGMA cache_size=-{CACHE}")
    # Without it REPLACE removes what is append-only and asks no trigger.
    connection.execute("PRAGMA recursive_triggers=ON")
    connection.execute("PRAGMA busy_timeout=30000")


def _wait_for_turn(session: Session) -> None:
    """SQLite's writers take the only lock there is; PostgreSQL's take this one."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})


def _begin_sqlite(connection: sa.Connection) -> None:
    """A read that turns into a write fails when another writes first, so writers take
    the lock at once."""
    options = connection.get_execution_options()
    keys = "OFF" if options.get("migrates") else "ON"
    connection.exec_driver_sql(f"PRAGMA foreign_keys={keys}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except sa.exc.OperationalError as error:
        raise Unavailable(_sentence(str(error.orig))) from error
    except sa.exc.InternalError as error:
        if "read-only" not in str(error.orig):
            raise
        raise Unavailable(_sentence(str(error.orig))) from error
    except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
        said = str(getattr(error, "orig", error))
        if not any(sign in said for sign in DAMAGE):
            raise
        raise Unavailable(DAMAGED) from error


def _sentence(said: str) -> str:
    if any(sign in said for sign in DAMAGE):
        return DAMAGED
    if "disk I/O" in said:
        return "The disk failed. Nothing was saved; have a look at the machine, then save again."
    if "full" in said or "No space left" in said:
        return "The disk is full. Nothing was saved; free some space and save again."
    if "readonly" in said or "read-only" in said:
        return "The disk is read-only. Nothing was saved; mend that and save again."
    if "locked" in said:
        return "The database is busy. Nothing was saved; try again in a moment."
    return "The database cannot be reached. Nothing was saved; try again in a moment."
