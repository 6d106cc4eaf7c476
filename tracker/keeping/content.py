"""A hash of everything on record that is the same on either database."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

# Every table has to be known here, whichever way in has loaded what: one that is missing
# from the hash makes a sound backup look damaged.
import tracker.sendings  # noqa: F401
from tracker.accounts.feeds import FeedAddress
from tracker.accounts.models import (
    CodeGiven,
    FailedTry,
    Invitation,
    KnownDevice,
    SignIn,
    WaitingSignIn,
    WayBack,
)
from tracker.accounts.pack_links import PackLink
from tracker.accounts.weekly import WeeklyMail
from tracker.bringing import Brought

FLEETING = (
    Brought,
    CodeGiven,
    FailedTry,
    FeedAddress,
    Invitation,
    KnownDevice,
    PackLink,
    SignIn,
    WaitingSignIn,
    WayBack,
)
"""Sessions, links, known devices, tries and what is still to be stored end with a restore and
are no content."""
BEGUN_ANEW = (WeeklyMail,)
"""Who is told by mail is kept, and up to when they were told is not: nobody is told twice."""
_NO_CONTENT = frozenset(str(table.__tablename__) for table in (*FLEETING, *BEGUN_ANEW))


def content_hash(connection: sa.Connection) -> str:
    """Tables by name, the rows of each by their own hash, so that neither the order of a
    collation nor that of a disk matters. The tables have to be those of the code."""
    whole = hashlib.sha256()
    for name, table in sorted(SQLModel.metadata.tables.items()):
        if name not in _NO_CONTENT:
            rows = sorted(_rows(connection, table))
            whole.update(json.dumps([name, rows]).encode())
    return whole.hexdigest()


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[str]:
    names = sorted(table.columns.keys())
    for row in connection.execute(sa.select(*(table.columns[name] for name in names))):
        told = json.dumps([_plain(value) for value in row], ensure_ascii=False, sort_keys=True)
        yield hashlib.sha256(told.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value.hex() if isinstance(value, bytes) else value
