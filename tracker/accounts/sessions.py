"""Signing in and out. A session's id is new at every sign-in; the cookie holds it and
the database only its hash."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from recommendations.errors import Refused
from recommendations.models import Person
from recommendations.models.base import now
from recommendations.vocabulary import Role
from tracker.accounts import passwords
from tracker.accounts.models import Account, SignIn

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Visitor:
    """Who is signed in."""

    id: int
    code: str
    role: Role

    @property
    def records(self) -> bool:
        return self.role in {Role.EDITOR, Role.ADMINISTRATOR}


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(session: Session, email: str, password: str) -> str:
    """Returns the token for the cookie. One sentence for every reason to refuse."""
    account = session.exec(
        select(Account).where(Account.email == email.strip().casefold())
    ).one_or_none()
    right = passwords.matches(account.password_hash if account else None, password)
    person = session.get(Person, account.person) if account else None
    if not right or person is None or not person.active:
        raise Refused(
            password="That address and password do not go together, or the account is closed."
        )
    return begin(session, person.key)


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
    if now() - found.began_at > LONGEST or now() - found.seen_at > IDLE:
        return None, None
    person = session.get(Person, found.person)
    if person is None or not person.active:
        return None, None
    return Visitor(person.key, person.code, Role(person.role)), found.seen_at


def seen(session: Session, token: str) -> None:
    found = session.get(SignIn, token_hash(token))
    if found is not None:
        found.seen_at = now()
        session.add(found)


def sign_out(session: Session, token: str) -> None:
    session.exec(delete(SignIn).where(col(SignIn.token_hash) == token_hash(token)))


def sign_out_everywhere(session: Session, person: int) -> None:
    session.exec(delete(SignIn).where(col(SignIn.person) == person))


def change_password(session: Session, person: int, current: str, password: str) -> str:
    """Ends every session of theirs and begins a new one; returns its token."""
    account = session.get(Account, person)
    if account is None or not passwords.matches(account.password_hash, current):
        raise Refused(current="That is not your password.")
    account.password_hash = passwords.hashed(password)
    session.add(account)
    sign_out_everywhere(session, person)
    return begin(session, person)
