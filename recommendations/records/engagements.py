"""Which rows of the engagement log count: the latest of each, unless it was taken out."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recommendations.models import Engagement
from recommendations.vocabulary import SPOKEN_WITH


def counts() -> Any:
    """A condition in SQL."""
    later: Any = aliased(Engagement)
    changed = select(later.id).where(later.supersedes == Engagement.id).exists()
    return ~changed & ~col(Engagement.removed)


def latest_of(session: Session, row: Engagement) -> Engagement:
    """What stands in its place by now."""
    while later := session.exec(select(Engagement).where(Engagement.supersedes == row.id)).first():
        row = later
    return row


def first_of(session: Session, ids: Collection[int]) -> dict[int, int]:
    """With what each of them began: what is said of an entry goes on after it is changed."""
    asked = select(Engagement.id, Engagement.supersedes).where(
        col(Engagement.supersedes).is_not(None)
    )
    before = dict(session.exec(asked).all()) if ids else {}
    found = {}
    for id in ids:
        first: int | None = id
        while first in before:
            first = before[first]
        found[id] = first or id
    return found


def spoke_on(session: Session, addressees: Collection[int]) -> list[date]:
    """When somebody spoke with them. Of one that has a note the note's own word counts."""
    asked = select(col(Engagement.on)).where(
        col(Engagement.addressee).in_(addressees),
        col(Engagement.how).in_(SPOKEN_WITH),
        col(Engagement.source).is_(None),
        counts(),
    )
    return list(session.exec(asked))
