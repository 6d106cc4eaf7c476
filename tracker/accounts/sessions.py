"""Signing in and out. A session's id is new at every sign-in; the cookie holds it and
the database only its hash."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from recommendations.errors import Refused
from recommendations.models import Person
from recommendations.models.base import now
from recommendations.vocabulary import Role
from tracker.accounts import confirming, devices, passwords, second_factor
from tracker.accounts.hashing import token_hash
from tracker.accounts.models import Account, SignIn, WaitingSignIn

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
CODE_WITHIN = timedelta(minutes=10)


class Started(Refused):
    """The sign-in has to start again."""


@dataclass(frozen=True)
class Visitor:
    """Who is signed in."""

    id: int
    code: str
    role: Role

    @property
    def records(self) -> bool:
        return self.role in {Role.EDITOR, Role.ADMINISTRATOR}


@dataclass(frozen=True)
class Entered:
    """`token` is for the session's cookie, unless a code is still to come: then it stands
    for the sign-in that waits for it."""

    token: str
    code_to_come: bool


def sign_in(session: Session, email: str, password: str, device: str = "") -> Entered:
    """One sentence for every reason to refuse. `device` is the token of a known one."""
    account = session.exec(
        select(Account).where(Account.email == email.strip().casefold())
    ).one_or_none()
    right = passwords.matches(account.password_hash if account else None, password)
    person = session.get(Person, account.person) if account else None
    if not right or person is None or not person.active:
        raise Refused(
            password="That address and password do not go together, or the account is closed."
        )
    if second_factor.confirmed(session, person.key) and not devices.known(
        session, person.key, device
    ):
        return Entered(_wait(session, person.key), code_to_come=True)
    return Entered(begin(session, person.key), code_to_come=False)


def _wait(session: Session, person: int) -> str:
    session.exec(delete(WaitingSignIn).where(col(WaitingSignIn.began_at) < now() - CODE_WITHIN))
    token = secrets.token_urlsafe(32)
    session.add(WaitingSignIn(token_hash=token_hash(token), person=person))
    session.flush()
    return token


def waiting(session: Session, token: str) -> int:
    """Who gave the right password a moment ago."""
    found = session.get(WaitingSignIn, token_hash(token)) if token else None
    if found is None or now() - found.began_at > CODE_WITHIN:
        raise Started("That took too long. Sign in again with your password.")
    return found.person


def enter_code(session: Session, token: str, code: str) -> str:
    """Ends the waiting and begins a session; returns its token."""
    person = waiting(session, token)
    if not second_factor.accepts(session, person, code):
        raise Refused(code=second_factor.WRONG)
    session.exec(delete(WaitingSignIn).where(col(WaitingSignIn.token_hash) == token_hash(token)))
    begun = begin(session, person)
    confirming.given(session, begun)
    return begun


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
    session.exec(delete(WaitingSignIn).where(col(WaitingSignIn.person) == person))


def change_password(session: Session, person: int, current: str, password: str) -> str:
    """Ends every session of theirs and begins a new one; returns its token."""
    account = session.get(Account, person)
    if account is None or not passwords.matches(account.password_hash, current):
        raise Refused(current="That is not your password.")
    account.password_hash = passwords.hashed(password)
    session.add(account)
    sign_out_everywhere(session, person)
    devices.forget_all(session, person)
    return begin(session, person)
