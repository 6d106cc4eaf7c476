"""The one way past what the database refuses: for an erasure that two people agreed on, or
that the ledger says was done, inside its transaction. Only updates; nothing is removed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlmodel import Session

from recommendations.errors import NotAllowed
from recommendations.models import Erasure
from recommendations.records.writing import is_reviewed

NOT_AGREED = "Nothing is destroyed without a second person's word."


@contextmanager
def unfrozen(session: Session, erasure: Erasure, tables: Iterable[str]) -> Iterator[None]:
    """Whatever happens, the triggers are there afterwards: taking them away is part of the
    transaction, and is undone with it. Raises NotAllowed."""
    row = session.get(Erasure, erasure.id) if erasure.id else None
    if row is None or not (row.recorded_by is None or is_reviewed(session, row)):
        raise NotAllowed(NOT_AGREED)
    session.flush()
    connection = session.connection()
    lift = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    try:
        with lift(connection, sorted({*tables, "change", "rawfile"})):
            yield
            session.flush()
    except BaseException:
        session.rollback()  # so that nobody goes on without them
        raise


@contextmanager
def _sqlite(connection: sa.Connection, tables: list[str]) -> Iterator[None]:
    asked = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    wanted = {_named(table) for table in tables}
    lifted = {name: sql for name, sql in connection.execute(asked).all() if name in wanted}
    for name in lifted:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for sql in lifted.values():
        connection.exec_driver_sql(sql)


@contextmanager
def _postgresql(connection: sa.Connection, tables: list[str]) -> Iterator[None]:
    asked = sa.text(
        "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE t.tgname = c.relname || '_update_refused' "
        "AND c.relnamespace = 'public'::regnamespace"
    )
    guarded = {name for (name,) in connection.execute(asked)}
    lifted = [table for table in tables if table in guarded]
    for table in lifted:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" DISABLE TRIGGER {_named(table)}')
    yield
    for table in lifted:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ENABLE TRIGGER {_named(table)}')


def _named(table: str) -> str:
    return f"{table}_update_refused"
