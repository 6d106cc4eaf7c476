"""Sessions: beginning and ending. A session's id is new at every sign-in; the cookie holds it and
the database only its hash."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from recommendations.models import Person
from recommendations.models.base import now
from recommendations.vocabulary import Role
from tracker.accounts import devices, passwords, second_factor
from tracker.accounts.hashing import token_hash
from tracker.accounts.models import SignIn, WaitingSignIn
from tracker.clock import within
from tracker.logs import Event, say_once_saved

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
WITHOUT_PHONE = timedelta(days=7)
"""How long an account may do without codes from a phone."""


@dataclass(frozen=True)
class Visitor:
    """Who is signed in."""

    id: int
    code: str
    role: Role
    phone_by: datetime | None = None
    """Until when codes from a phone have to be set up; None once they are."""

    @property
    def phone_due(self) -> bool:
        return self.phone_by is not None and self.phone_by <= now()

    @property
    def records(self) -> bool:
        return self.role in {Role.EDITOR, Role.ADMINISTRATOR}


def begin(session: Session, person: int) -> str:
    token = secrets.token_urlsafe(32)
    session.add(SignIn(token_hash=token_hash(token), person=person))
    session.exec(delete(SignIn).where(col(SignIn.began_at) < now() - LONGEST))
    session.flush()
    return token


def visitor(session: Session, token: str) -> tuple[Visitor | None, datetime | None]:
    """Who holds the token, and when they were last seen; nobody once it has run out."""
    found = session.get(SignIn, token_hash(token))
    if found is None:
        return None, None
    if not within(found.began_at, LONGEST) or not within(found.seen_at, IDLE):
        return None, None
    person = session.get(Person, found.person)
    if person is None or not person.active:
        return None, None
    return visitor_of(session, person), found.seen_at


def visitor_of(session: Session, person: Person) -> Visitor:
    by = None if second_factor.confirmed(session, person.key) else _phone_by(person)
    return Visitor(person.key, person.code, Role(person.role), by)


def _phone_by(person: Person) -> datetime:
    return person.recorded_at + WITHOUT_PHONE


def seen(session: Session, token: str) -> None:
    found = session.get(SignIn, token_hash(token))
    if found is not None:
        found.seen_at = now()
        session.add(found)


def sign_out(session: Session, token: str) -> None:
    session.exec(delete(SignIn).where(col(SignIn.token_hash) == token_hash(token)))


def sign_out_everywhere(session: Session, person: int) -> None:
    sign_out_elsewhere(session, person, "")


def sign_out_elsewhere(session: Session, person: int, token: str) -> None:
    """Every session of theirs but the one of this token."""
    others = col(SignIn.token_hash) != token_hash(token)
    session.exec(delete(SignIn).where(col(SignIn.person) == person, others))
    session.exec(delete(WaitingSignIn).where(col(WaitingSignIn.person) == person))


@dataclass(frozen=True)
class OpenSession:
    began_at: datetime
    seen_at: datetime
    here: bool


def open_sessions(session: Session, person: int, token: str) -> tuple[OpenSession, ...]:
    """The latest first. Of a browser no more is kept than when it was used."""
    since = select(SignIn).where(
        SignIn.person == person, SignIn.began_at > now() - LONGEST, SignIn.seen_at > now() - IDLE
    )
    rows = session.exec(since.order_by(col(SignIn.seen_at).desc())).all()
    here = token_hash(token)
    return tuple(OpenSession(r.began_at, r.seen_at, r.token_hash == here) for r in rows)


def change_password(session: Session, person: int, current: str, password: str) -> str:
    """Ends every session of theirs and begins a new one; returns its token."""
    account = passwords.refuse_wrong(session, person, current)
    account.password_hash = passwords.hashed(password)
    session.add(account)
    sign_out_everywhere(session, person)
    devices.forget_all(session, person)
    say_once_saved(session, Event.PASSWORD_CHANGED, person=person)
    return begin(session, person)
