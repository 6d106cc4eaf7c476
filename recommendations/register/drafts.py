"""Findings that nobody has accepted yet: few among all there are, and asked for around every
page."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations.models import Assessment, Review
from recommendations.records.chain import Link
from recommendations.records.near import numbers
from recommendations.records.review_sql import reviewed
from recommendations.register.kept import kept

DRAFTS = numbers("drafts")
"""Their ids, in statements that are run with them."""
_ASSESSMENT, _REVIEW = str(Assessment.__tablename__), str(Review.__tablename__)


class Draft(NamedTuple):
    """`author` is None where set-up proposed it."""

    call: int
    base: int | None
    author: int | None


def read_drafts(session: Session) -> Mapping[int, Draft]:
    """By the id of the finding. Kept; after a write only what was written is looked at."""

    def move(then: Mapping[int, Draft], links: Sequence[Link]) -> Mapping[int, Draft]:
        again = _touched(session, links)
        if not again:
            return then
        others = {id: draft for id, draft in then.items() if id not in again}
        return others | _read(session, col(Assessment.id).in_(again))

    return kept(session, ("drafts",), lambda: _all(session), move)


def _all(session: Session) -> dict[int, Draft]:
    # Ids from an index alone; reading through all findings takes ten times as long.
    ids = session.scalars(sa.select(col(Assessment.id)).where(~reviewed(Assessment))).all()
    return {
        id: Draft(*told) for id, *told in session.execute(_DRAFTS.where(_OF_THESE), {"drafts": ids})
    }


def _read(session: Session, *which: Any) -> dict[int, Draft]:
    rows = session.execute(_DRAFTS.where(~reviewed(Assessment), *which))
    return {id: Draft(*told) for id, *told in rows}


_DRAFTS: Any = sa.select(
    col(Assessment.id), col(Assessment.call), col(Assessment.base), col(Assessment.recorded_by)
).order_by(col(Assessment.id))
_OF_THESE = col(Assessment.id).in_(DRAFTS)


def _touched(session: Session, links: Sequence[Link]) -> set[int]:
    reviews = [link.id for link in links if link.kind == _REVIEW]
    looked_at = sa.select(col(Review.of_id)).where(
        col(Review.of_kind) == _ASSESSMENT, col(Review.id).in_(reviews)
    )
    written = {link.id for link in links if link.kind == _ASSESSMENT}
    return written | (set(session.scalars(looked_at)) if reviews else set())
