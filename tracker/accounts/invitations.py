"""One-time links that make accounts. There is no other way in, and no default password."""

import re
import secrets
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from recommendations.errors import NotFound, Refused
from recommendations.models import Person
from recommendations.models.base import now
from recommendations.records import people
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tracker.accounts import passwords
from tracker.accounts.hashing import token_hash
from tracker.accounts.models import Account, Invitation
from tracker.accounts.sessions import begin
from tracker.clock import within
from tracker.logs import Event, say_once_saved

LASTS = timedelta(days=7)
ADDRESS = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


def invite(session: Session, role: Role, email: str = "", by: int | None = None) -> str:
    """Returns the token of the link. A second invitation to an address replaces the first,
    and so does a second link for the first account of all."""
    email = email.strip().casefold()
    if email and not ADDRESS.match(email):
        raise Refused(email="That is not an e-mail address.")
    if email and session.exec(select(Account).where(Account.email == email)).first():
        raise Refused(email="There is an account for that address already.")
    if email or by is None:
        session.exec(
            delete(Invitation).where(
                col(Invitation.email) == email,
                col(Invitation.made_by).is_(None) if not email else sa.true(),
                col(Invitation.used_at).is_(None),
            )
        )
    token = secrets.token_urlsafe(24)
    session.add(
        Invitation(
            token_hash=token_hash(token),
            email=email,
            role=role,
            made_by=by,
            expires_at=now() + LASTS,
        )
    )
    session.flush()
    say_once_saved(session, Event.INVITED, by=by, role=role.value)
    return token


def find(session: Session, token: str) -> Invitation:
    found = session.get(Invitation, token_hash(token))
    if found is None or found.used_at is not None or not within(found.expires_at - LASTS, LASTS):
        raise NotFound("This link is used up or too old. Ask for a new one.")
    return found


def accept(session: Session, token: str, *, email: str, code: str, password: str) -> str:
    """Makes the account and signs it in; returns the session's token."""
    invitation = find(session, token)
    email, code = (invitation.email or email).strip().casefold(), code.strip()
    refused: dict[str, str] = {}
    password_hash = ""
    if not ADDRESS.match(email):
        refused["email"] = "Give an e-mail address; it is only used to sign in."
    elif session.exec(select(Account).where(Account.email == email)).first():
        refused["email"] = "There is an account for that address already."
    if not 1 < len(code) <= 40:
        refused["code"] = "Choose a short name of 2 to 40 letters; a pseudonym is fine."
    elif people.named(session, code):
        refused["code"] = "Someone here has that short name already."
    try:
        password_hash = passwords.hashed(password)
    except Refused as weak:
        refused |= weak.sentences
    if refused:
        raise Refused(**refused)
    person = record(session, Person(code=code, role=invitation.role), invitation.made_by)
    session.add(Account(person=person.key, email=email, password_hash=password_hash))
    invitation.used_at = now()
    session.add(invitation)
    say_once_saved(session, Event.ACCOUNT_MADE, person=person.key, role=person.role.value)
    return begin(session, person.key)


def anyone(session: Session) -> bool:
    return session.exec(select(Account)).first() is not None


def administrators(session: Session) -> list[Person]:
    rows = session.exec(select(Person).where(Person.role == Role.ADMINISTRATOR, Person.active))
    return list(rows)


def still_open(session: Session) -> Sequence[Invitation]:
    """Oldest first."""
    return session.exec(
        select(Invitation)
        .where(col(Invitation.used_at).is_(None), Invitation.expires_at >= now())
        .order_by(col(Invitation.made_at))
    ).all()


def revoke(session: Session, by: int, stored: str) -> None:
    """`stored` is the hash that stands for the link; from now on it opens nothing."""
    session.exec(
        delete(Invitation).where(
            col(Invitation.token_hash) == stored, col(Invitation.used_at).is_(None)
        )
    )
    say_once_saved(session, Event.INVITATION_REVOKED, by=by)
