"""Private addresses, for programs that fetch by themselves and cannot sign in: a reader of
feeds, a calendar. One for each person and kind, known by its hash alone. It dies with its
owner's account, with the lock, and by a hand; nobody learns which of these it was."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, delete, select

from recommendations.errors import NotFound
from recommendations.models import Person
from recommendations.models.base import now, words
from tracker.accounts.hashing import token_hash
from tracker.accounts.sessions import Visitor, visitor_of
from tracker.clock import within

LASTS = timedelta(days=366)
BYTES = 16
"""128 bits."""
GONE = "This address leads nowhere. Whoever it belongs to makes a new one on their account page."


class FeedKind(StrEnum):
    CHANGES = "changes"
    CALENDAR = "calendar"


class FeedAddress(SQLModel, table=True):
    """What ended is not kept: it is then as unknown as what never was."""

    __table_args__ = (UniqueConstraint("person", "kind"),)

    token_hash: str = Field(primary_key=True, max_length=64)
    person: int = Field(foreign_key="person.id", index=True)
    kind: FeedKind = Field(sa_type=words(FeedKind))
    expires_at: datetime

    @property
    def lives(self) -> bool:
        return within(self.expires_at - LASTS, LASTS)


def make(session: Session, person: int, kind: FeedKind) -> str:
    """Returns the token. The one before, of this person and kind, ends."""
    end(session, person, kind)
    token = secrets.token_urlsafe(BYTES)
    row = FeedAddress(
        token_hash=token_hash(token), person=person, kind=kind, expires_at=now() + LASTS
    )
    session.add(row)
    session.flush()
    return token


def follow(session: Session, kind: FeedKind, token: str) -> Visitor:
    """Whose it is. Raises NotFound, in the same words whatever the reason: unknown, ended, of
    another kind, or of somebody who would not be let in either."""
    found = session.get(FeedAddress, token_hash(token))
    if found is None or found.kind != kind or not found.lives:
        raise NotFound(GONE)
    person = session.get_one(Person, found.person)
    whose = visitor_of(session, person)
    if not person.active or whose.phone_due:
        raise NotFound(GONE)
    return whose


def of_person(session: Session, person: int) -> Sequence[FeedAddress]:
    """Those that lead somewhere."""
    rows = session.exec(select(FeedAddress).where(FeedAddress.person == person))
    return [row for row in rows if row.lives]


def end(session: Session, person: int, kind: FeedKind) -> None:
    """At once; where there is none, nothing happens."""
    mine = col(FeedAddress.person) == person
    session.exec(delete(FeedAddress).where(mine, col(FeedAddress.kind) == kind))


def end_all(session: Session, person: int) -> None:
    session.exec(delete(FeedAddress).where(col(FeedAddress.person) == person))
