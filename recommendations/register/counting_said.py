"""Which position counts on each measure with each addressee on a day, without its words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations import rules
from recommendations.models import Addressee, Position, PositionMeasure
from recommendations.records.review_sql import reviewed_at
from recommendations.register.loading import was_there
from recommendations.register.sealed import SEALED, read_sealed
from recommendations.vocabulary import PositionValue


class _Said(NamedTuple):
    id: int
    value: PositionValue
    said_on: date
    addressee: int
    base: int | None
    supersession: Any
    reviewed_at: datetime | None


def read_said(
    session: Session, day: date, closing: datetime
) -> Mapping[tuple[int, int], tuple[int, PositionValue]]:
    """By measure and addressee. One that speaks for its parent counts for it, with what it
    said while it was there."""
    sealed = {"sealed": read_sealed(session)}
    rows = {row[0]: _Said(*row) for row in session.connection().execute(_SAID, sealed)}
    replaced = {
        r.base: r.reviewed_at for r in rows.values() if r.base and rules.replaces(r.supersession)
    }
    facts = {
        r.id: rules.PositionFact(r.id, r.value, r.said_on, r.reviewed_at, replaced.get(r.id))
        for r in rows.values()
    }
    known = [f for f in facts.values() if rules.known_by(f, day, closing)]
    known.sort(key=lambda f: (f.said_on, f.reviewed_at, f.id))
    place = {fact.id: n for n, fact in enumerate(known)}
    counts = _counted_for(session)
    latest: dict[tuple[int, int], int] = {}
    for position, measure in session.connection().execute(_ON):
        at = place.get(position)
        if at is None:
            continue
        for addressee in counts(rows[position].addressee, rows[position].said_on):
            if at >= latest.get((measure, addressee), 0):
                latest[measure, addressee] = at
    return {pair: (known[at].id, known[at].value) for pair, at in latest.items()}


_SAID = (
    sa.select(
        col(Position.id),
        col(Position.value),
        col(Position.said_on),
        col(Position.addressee),
        col(Position.base),
        col(Position.supersession),
        reviewed_at(Position),
    )
    .where(col(Position.quote).not_in(SEALED))
    .order_by(col(Position.id))
)
_ON = sa.select(col(PositionMeasure.position), col(PositionMeasure.measure))


def _counted_for(session: Session) -> Callable[[int, date], tuple[int, ...]]:
    there = {row.key: row for row in session.exec(select(Addressee))}

    def counts(addressee: int, said_on: date) -> tuple[int, ...]:
        row = there[addressee]
        if row.parent is None or not row.speaks_for_parent or not was_there(row, said_on):
            return (addressee,)
        return addressee, row.parent

    return counts
