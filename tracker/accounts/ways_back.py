"""A way back for someone who lost their password or phone, the only administrator
included. Made on the machine alone: an administrator who could make one on a page could
be two people."""

import secrets
from datetime import timedelta

from sqlmodel import Session, col, delete, select

from recommendations.errors import NotFound
from recommendations.models import Person
from recommendations.models.base import now
from tracker.accounts import devices, feeds, passwords, second_factor, tries
from tracker.accounts.hashing import token_hash
from tracker.accounts.models import Account, WayBack
from tracker.accounts.sessions import begin, sign_out_everywhere
from tracker.clock import within
from tracker.logs import Event, say_once_saved

LASTS = timedelta(hours=24)


def make(session: Session, email: str, by: int | None = None) -> str:
    """Returns the token of the link. Raises NotFound. The one before stops working."""
    account = session.exec(select(Account).where(Account.email == email.strip().casefold())).first()
    if account is None:
        raise NotFound("There is no account with that address.")
    session.exec(
        delete(WayBack).where(col(WayBack.person) == account.person, col(WayBack.used_at).is_(None))
    )
    token = secrets.token_urlsafe(24)
    session.add(
        WayBack(token_hash=token_hash(token), person=account.person, expires_at=now() + LASTS)
    )
    say_once_saved(session, Event.WAY_BACK_MADE, by=by, person=account.person)
    return token


def find(session: Session, token: str) -> WayBack:
    found = session.get(WayBack, token_hash(token))
    person = session.get(Person, found.person) if found else None
    unusable = (
        found is None or found.used_at is not None or not within(found.expires_at - LASTS, LASTS)
    )
    if found is None or unusable or person is None or not person.active:
        raise NotFound("This link is used up or too old. Ask for a new one.")
    return found


def take(session: Session, token: str, password: str) -> str:
    """Sets the password and signs in; codes, known devices, private addresses and every other
    session are gone. Returns the session's token."""
    found = find(session, token)
    account = session.get_one(Account, found.person)
    account.password_hash = passwords.hashed(password)
    found.used_at = now()
    session.add_all([account, found])
    second_factor.take_away(session, account.person)
    devices.forget_all(session, account.person)
    tries.forget(session, tries.account(account.email))
    tries.forget(session, tries.code_of(account.person))
    sign_out_everywhere(session, account.person)
    feeds.end_all(session, account.person)
    say_once_saved(session, Event.WAY_BACK_TAKEN, person=account.person)
    return begin(session, account.person)
