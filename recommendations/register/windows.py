"""Which recommendations a reading is about, where reading all of them would take too long:
sets of their ids for `loading.load`, and conditions in SQL for what bears on them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from recommendations.models import (
    Addressee,
    Assessment,
    Call,
    Measure,
    Position,
    PositionMeasure,
    Recommendation,
    Review,
)
from recommendations.records.own_reports import recommended_in_own
from recommendations.records.review_sql import reviewed
from recommendations.register.drafts import read_drafts
from recommendations.vocabulary import Verdict

ON_ONE_PAGE = 100
MOST_CHANGES = 500
"""Reviews that are looked at for what changed."""

Window = frozenset[int]


def parts(session: Session) -> int:
    """How many pages there are."""
    count = session.exec(select(func.count(col(Recommendation.id)))).one()
    return max(1, -(-count // ON_ONE_PAGE))


def part(session: Session, number: int) -> Window:
    """In the order of their places."""
    return frozenset(
        session.exec(
            select(Recommendation.id)  # type: ignore[arg-type]
            .order_by(col(Recommendation.place), col(Recommendation.id))
            .offset((number - 1) * ON_ONE_PAGE)
            .limit(ON_ONE_PAGE)
        )
    )


def at_place(session: Session, place: int) -> Window:
    found = select(Recommendation.id).where(Recommendation.place == place)
    return frozenset(session.exec(found))  # type: ignore[arg-type]


def of_own_reports(session: Session) -> Window:
    return frozenset(session.scalars(recommended_in_own()))


def called_for_from(session: Session, addressees: Collection[str]) -> Window:
    """By their codes."""
    return frozenset(
        session.exec(
            select(Measure.recommendation)
            .join(Call, col(Call.measure) == Measure.id)
            .join(Addressee, col(Addressee.id) == Call.addressee)
            .where(col(Addressee.code).in_(list(addressees)))
            .distinct()
        )
    )


def their_words(session: Session) -> frozenset[int]:
    """The quotes of all recommendations: what was recommended is no ground of anything."""
    return frozenset(session.exec(select(Recommendation.quote)))


def waiting(session: Session) -> Window:
    """With findings and positions that nobody reviewed. Of a position on many measures one
    is enough, and one for each other position that shares some with it."""
    calls = [one.call for one in read_drafts(session).values() if one.author is not None]
    drafts = session.exec(
        select(Position.id).where(col(Position.recorded_by).is_not(None), ~reviewed(Position))
    ).all()
    return _of_calls(session, calls) | _of_positions(session, _sharing(session, drafts))


def changed(session: Session, since: datetime | None = None, most: int = MOST_CHANGES) -> Window:
    """With findings and positions that were accepted, the newest first."""
    accepted = (
        select(Review.of_kind, Review.of_id)
        .where(
            col(Review.of_kind).in_(("assessment", "position")),
            Review.verdict == Verdict.ACCEPTED,
        )
        .order_by(col(Review.id).desc())
        .limit(most)
    )
    if since is not None:
        accepted = accepted.where(col(Review.recorded_at) > since)
    named = session.exec(accepted).all()
    findings = [id for kind, id in named if kind == "assessment"]
    calls = session.exec(select(Assessment.call).where(col(Assessment.id).in_(findings))).all()
    spoken = _first_measures(session, [id for kind, id in named if kind == "position"])
    return _of_calls(session, calls) | _of_positions(session, spoken)


def _sharing(session: Session, positions: Iterable[int | None]) -> list[int]:
    """A measure of each, and of what else was said on their measures."""
    drafts = list(positions)
    mine = select(PositionMeasure.measure).where(col(PositionMeasure.position).in_(drafts))
    others = session.exec(
        select(func.min(col(PositionMeasure.measure)))
        .where(col(PositionMeasure.measure).in_(mine))
        .group_by(col(PositionMeasure.position))
    ).all()
    return [*others, *_first_measures(session, drafts)]


def _first_measures(session: Session, positions: Iterable[int | None]) -> list[int]:
    return list(
        session.exec(
            select(func.min(col(PositionMeasure.measure)))
            .where(col(PositionMeasure.position).in_(list(positions)))
            .group_by(col(PositionMeasure.position))
        )
    )


def _of_calls(session: Session, calls: Iterable[int]) -> Window:
    return frozenset(
        session.exec(
            select(Measure.recommendation)
            .join(Call, col(Call.measure) == Measure.id)
            .where(col(Call.id).in_(set(calls)))
        )
    )


def _of_positions(session: Session, measures: Iterable[int]) -> Window:
    return frozenset(
        session.exec(select(Measure.recommendation).where(col(Measure.id).in_(set(measures))))
    )


def among(column: Any, only: Window | None) -> list[sa.ColumnElement[bool]]:
    """Nothing to ask where all are wanted."""
    return [] if only is None else [col(column).in_(only)]


def measured(column: Any, only: Window | None) -> list[sa.ColumnElement[bool]]:
    """The same for a column of measures."""
    if only is None:
        return []
    return [col(column).in_(sa.select(col(Measure.id)).where(*among(Measure.recommendation, only)))]


def called(column: Any, only: Window | None) -> list[sa.ColumnElement[bool]]:
    """The same for a column of calls."""
    if only is None:
        return []
    return [col(column).in_(sa.select(col(Call.id)).where(*measured(Call.measure, only)))]


def spoken_on(only: Window | None) -> list[sa.ColumnElement[bool]]:
    """The same for positions: those on measures of these recommendations, and what took the
    place of one of them, on whatever measures."""
    if only is None:
        return []
    on = sa.select(col(PositionMeasure.position)).where(*measured(PositionMeasure.measure, only))
    return [sa.or_(col(Position.id).in_(on), col(Position.base).in_(on))]
