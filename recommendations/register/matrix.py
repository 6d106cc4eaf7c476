"""Recommendations by addressees, with what counts in each cell, counted without words: for the
overview, for the board's view and for its pictures."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations.models import Addressee, Measure, Recommendation
from recommendations.records.review_sql import reviewed_at
from recommendations.register.addressees import addressee_view
from recommendations.register.board_views import Asked, Square
from recommendations.register.counting import Counting, Counts, read_counting
from recommendations.register.sealed import read_sealed
from recommendations.register.views import AddresseeView

Squares = dict[tuple[int, int], Square]
"""By recommendation and addressee."""


@dataclass(frozen=True)
class Matrix:
    """As of one day."""

    asked: tuple[Asked, ...]
    addressees: tuple[AddresseeView, ...]
    squares: Mapping[tuple[int, int], Square]


def read_matrix(
    session: Session, day: date, closing: Callable[[date], datetime], whom: int | None = None
) -> Matrix:
    asked = read_asked(session, closing(day))
    counted = those_with(read_counting(session, day, closing(day)), whom)
    squares = squares_of([asked, asked], [counted, counted])
    addressees = read_there(session, day, {a for _, a in squares})
    there = {one.id for one in addressees}
    kept = {key: square for key, square in squares.items() if key[1] in there}
    return Matrix(asked, addressees, kept)


def those_with(counted: Counts, whom: int | None) -> Sequence[Counting]:
    """One addressee's, or everybody's."""
    return [one for one in counted.values() if whom is None or one.addressee == whom]


def read_asked(session: Session, closing: datetime) -> tuple[Asked, ...]:
    """With the measures of the split that was agreed by then, as `register_of` has them."""
    rows = session.execute(
        sa.select(
            col(Measure.id),
            col(Measure.recommendation),
            col(Measure.label),
            col(Measure.supersedes),
            reviewed_at(Measure),
        ).order_by(col(Measure.place), col(Measure.id))
    ).all()
    by_then = {id for id, *_, at in rows if at is not None and at <= closing}
    taken_over = {supersedes for id, _, _, supersedes, _ in rows if id in by_then}
    measures: dict[int, dict[int, str]] = defaultdict(dict)
    for id, recommendation, label, supersedes, _ in rows:
        if id not in taken_over and (supersedes is None or id in by_then):
            measures[recommendation][id] = label
    there = session.exec(
        select(Recommendation.id, Recommendation.place, Recommendation.title)
        .where(col(Recommendation.quote).not_in(read_sealed(session)))
        .order_by(col(Recommendation.place), col(Recommendation.id))
    )
    return tuple(
        Asked(id, place, title, measures[id]) for id, place, title in there if id is not None
    )


def squares_of(asked: Sequence[Sequence[Asked]], counted: Sequence[Sequence[Counting]]) -> Squares:
    """Of two days, in the order of the recommendations, the measures of each in theirs."""
    sides: list[dict[tuple[int, int], list[Counting]]] = []
    for some, calls in zip(asked, counted, strict=True):
        by_measure: dict[int, list[Counting]] = defaultdict(list)
        for call in calls:
            by_measure[call.measure].append(call)
        side: dict[tuple[int, int], list[Counting]] = defaultdict(list)
        for one in some:
            for measure in one.measures:
                for call in by_measure.get(measure, ()):
                    side[one.id, call.addressee].append(call)
        sides.append(side)
    then, now = sides
    return {key: Square(tuple(then.get(key, ())), tuple(calls)) for key, calls in now.items()}


def read_there(
    session: Session, day: date, asked: Collection[int | None] | None = None
) -> tuple[AddresseeView, ...]:
    """Who was there on the day, of those from whom something is called for or of all."""
    rows = session.exec(select(Addressee).order_by(col(Addressee.place), col(Addressee.id)))
    return tuple(
        addressee_view(row)
        for row in rows
        if (asked is None or row.id in asked)
        and (row.until is None or day <= row.until)
        and (row.since is None or row.since <= day)
    )
