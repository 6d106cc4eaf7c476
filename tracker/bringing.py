"""What somebody brought and has not stored yet: it waits for their word on what it is. It is
no part of the record, nobody else sees it, and it is gone after half a day."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary
from sqlmodel import Field, Session, SQLModel, col, delete

from recommendations.errors import NotFound
from recommendations.models.base import now
from recommendations.quoting import File
from recommendations.reading.carrying import read_in, written
from recommendations.reading.formats import Format
from recommendations.reading.parts import ReadSource

KEPT = timedelta(hours=12)
GONE = "What you had chosen is no longer here: it is kept for half a day. Choose the file again."


class Brought(SQLModel, table=True):
    """`read` is what was read from the bytes, as JSON; empty while its encoding is not
    known. `format` is empty for text that was pasted."""

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="person.id", index=True)
    name: str = Field(max_length=255)
    format: str = Field(max_length=40)
    encoding: str = Field(default="", max_length=40)
    raw: bytes = Field(sa_type=LargeBinary)
    read: str = ""
    replaces: int | None = Field(default=None, foreign_key="source.id")
    at: datetime = Field(default_factory=now)

    @property
    def as_format(self) -> Format | None:
        return Format(self.format) if self.format else None

    @property
    def as_read(self) -> ReadSource | None:
        return read_in(ReadSource, self.read) if self.read else None


def keep(
    session: Session,
    person: int,
    name: str,
    raw: bytes,
    format: Format | None,
    read: ReadSource | None,
    encoding: str = "",
    replaces: int | None = None,
) -> int:
    """Returns its number, which none had before: a form that is still open about another file
    must not be taken for one about this. Whatever is older than it may be goes at the same time."""
    session.exec(delete(Brought).where(col(Brought.at) < now() - KEPT))
    row = Brought(
        id=secrets.randbelow(2**29) + 1,
        person=person,
        name=name.encode(errors="replace").decode()[:255],
        format=format.value if format else "",
        encoding=encoding,
        raw=raw,
        read=written(read).decode() if read else "",
        replaces=replaces,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def brought(session: Session, person: int, number: int) -> Brought:
    """Raises NotFound, for what is somebody else's as well."""
    row = session.get(Brought, number) if 0 < number < 2**31 else None
    if row is None or row.person != person:
        raise NotFound(GONE)
    return row


def read_as(session: Session, row: Brought, encoding: str, read: ReadSource) -> None:
    row.encoding, row.read = encoding, written(read).decode()
    session.add(row)
    session.flush()


def file_of(row: Brought) -> File:
    """Raises NotFound while nothing was read from it."""
    read = row.as_read
    if read is None:
        raise NotFound("Say first in which encoding it is.")
    return File(row.raw, read)


def forget(session: Session, row: Brought) -> None:
    session.delete(row)
    session.flush()


def forget_all(session: Session) -> None:
    """Before words are destroyed: they may be in what somebody is about to add."""
    session.exec(delete(Brought))
    session.flush()
