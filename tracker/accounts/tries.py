"""Guessing is slowed down: for each account, whether it exists or not, and for each
address on the network."""

import hashlib
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, delete

from recommendations.errors import Refused
from recommendations.models.base import now
from tracker.accounts.models import FailedTry
from tracker.clock import A_LITTLE
from tracker.logs import Event

WITHIN = timedelta(minutes=15)
FOR_AN_ACCOUNT = 6
FOR_AN_ADDRESS = 60
"""Many people may share one address: an office, or a server in front of this one."""


class Wrong(Refused):
    """Counts as a try."""

    event = Event.PASSWORD_REFUSED


class WrongCode(Wrong):
    event = Event.CODE_REFUSED


class TooMany(Refused):
    """Right or wrong, it is not looked at any more for a while."""


def account(email: str) -> str:
    return _hash(f"account {email.strip().casefold()}")


def address(host: str) -> str:
    return _hash(f"address {host}")


def code_of(person: int) -> str:
    return _hash(f"code {person}")


def verifying(host: str) -> str:
    """Of copies held against what was issued: whoever asks is slowed down as well."""
    return _hash(f"verifying {host}")


def refuse_too_many_of(session: Session, person: int) -> None:
    refuse_too_many(session, {code_of(person): FOR_AN_ACCOUNT})


def refuse_too_many(session: Session, limits: dict[str, int]) -> None:
    """`limits` says how many tries each of these has. Raises TooMany."""
    for whose, limit in limits.items():
        failed = session.execute(
            sa.select(sa.func.count(col(FailedTry.id))).where(
                col(FailedTry.whose) == whose,
                col(FailedTry.at).between(now() - WITHIN, now() + A_LITTLE),
            )
        ).scalar_one()
        if failed >= limit:
            raise TooMany(
                "There were too many attempts. Wait a quarter of an hour, then try again."
            )


def failed(session: Session, *whose: str) -> None:
    session.exec(delete(FailedTry).where(col(FailedTry.at) <= now() - WITHIN))
    session.add_all([FailedTry(whose=one) for one in whose])


def forget(session: Session, whose: str) -> None:
    session.exec(delete(FailedTry).where(col(FailedTry.whose) == whose))


def take_back(session: Session, whose: str) -> None:
    """The last one was none."""
    last = sa.select(sa.func.max(col(FailedTry.id))).where(col(FailedTry.whose) == whose)
    session.exec(delete(FailedTry).where(col(FailedTry.id) == last.scalar_subquery()))


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
