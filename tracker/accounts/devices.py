"""Browsers that their owners said are theirs: there the password alone signs in."""

import secrets
from datetime import timedelta

from sqlmodel import Session, col, delete

from recommendations.models.base import now
from tracker.accounts.hashing import token_hash
from tracker.accounts.models import Account, KnownDevice
from tracker.clock import within

LASTS = timedelta(days=90)


def remember(session: Session, person: int) -> str:
    """Returns the token for the browser's cookie."""
    session.exec(delete(KnownDevice).where(col(KnownDevice.made_at) < now() - LASTS))
    token = secrets.token_urlsafe(32)
    session.add(KnownDevice(token_hash=token_hash(token), person=person))
    return token


def known(session: Session, person: int, token: str) -> bool:
    found = session.get(KnownDevice, token_hash(token)) if token else None
    return found is not None and found.person == person and within(found.made_at, LASTS)


def belongs_to(session: Session, email: str, token: str) -> bool:
    found = session.get(KnownDevice, token_hash(token)) if token else None
    account = session.get(Account, found.person) if found else None
    return account is not None and account.email == email.strip().casefold()


def forget_all(session: Session, person: int) -> None:
    session.exec(delete(KnownDevice).where(col(KnownDevice.person) == person))
