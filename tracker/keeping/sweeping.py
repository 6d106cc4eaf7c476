"""Sweeping: after words were destroyed, nothing of them is left in the bytes of the
database. What it never reaches is said in docs/security.md."""

import re
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from recommendations.records import indexing, passages, word_runs
from tracker.database import Database
from tracker.keeping.disk import write_whole

OWED = "sweep"
"""A file in the home: words were destroyed, and the database is still to be swept."""

TRIES = 60
PAUSE = 0.5
"""Seconds between them."""


def owe(home: Path, tables: Iterable[str]) -> None:
    """Before anything is destroyed: where the process ends in between, the next start
    sweeps."""
    write_whole(home / OWED, "\n".join(sorted({*tables, *_owed(home)})))


def pay(database: Database, home: Path) -> bool:
    """Whether nothing is owed any more. Cost: the tables are written anew, and nobody
    writes meanwhile."""
    tables = _owed(home)
    if tables and _swept(database, tables):
        (home / OWED).unlink(missing_ok=True)
    return not (home / OWED).exists()


def _owed(home: Path) -> list[str]:
    try:
        return (home / OWED).read_text().split()
    except FileNotFoundError:
        return []


def _swept(database: Database, tables: Iterable[str]) -> bool:
    """False where somebody else held the database for half a minute."""
    try:
        if database.engine.dialect.name == "sqlite":
            _sqlite(database)
        else:
            _postgresql(database, tables)
    except (sqlite3.OperationalError, psycopg.OperationalError):
        return False
    return True


def _sqlite(database: Database) -> None:
    database.close()  # its idle connections would keep a journal open
    file = str(make_url(database.url).database)
    with closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        # A search index keeps words that were removed until its parts are put together.
        connection.execute("INSERT INTO searchword (searchword) VALUES ('optimize')")
        connection.execute("INSERT INTO searchpassage (searchpassage) VALUES ('optimize')")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _postgresql(database: Database, tables: Iterable[str]) -> None:
    """Statistics hold common values of a column, hence they are made and swept as well."""
    plain = make_url(database.url).set(drivername="postgresql")
    address = plain.render_as_string(hide_password=False)
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        connection.execute("SET lock_timeout = '30s'")
        named = sorted(SQLModel.metadata.tables.keys() & set(tables))
        known = [*named, indexing.TABLE, passages.TABLE, word_runs.TABLES[0]]
        for table in known:
            _written_anew(connection, sql.SQL("(FULL, ANALYZE, VERBOSE)"), sql.Identifier(table))
        statistics = sql.Identifier("pg_catalog", "pg_statistic")
        _written_anew(connection, sql.SQL("(FULL, VERBOSE)"), statistics)


def _written_anew(connection: psycopg.Connection, how: sql.SQL, table: sql.Identifier) -> None:
    """What some open transaction could still read is carried along, so it is tried until
    none can. Raises OperationalError after half a minute."""
    carried: list[int] = []
    connection.add_notice_handler(lambda said: carried.extend(_dead(said)))
    for _ in range(TRIES):
        carried.clear()
        connection.execute(sql.SQL("VACUUM {} {}").format(how, table))
        if not any(carried):
            return
        time.sleep(PAUSE)
    raise psycopg.OperationalError("an open transaction can still read what was erased")


def _dead(said: psycopg.errors.Diagnostic) -> list[int]:
    """Its detail begins with how many dead rows could not be removed yet, in whichever
    language."""
    found = re.search(r"\d+", said.message_detail or "")
    return [int(found.group())] if found else []
