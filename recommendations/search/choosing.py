"""To what a search can be narrowed: the addressees and the measures that the reader sees."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations.models import (
    Addressee,
    Assessment,
    Call,
    Measure,
    PositionMeasure,
    Recommendation,
)
from recommendations.records.wording import Kind
from recommendations.search.narrowing import Narrowed, of_kind, read_kept
from recommendations.vocabulary import Role

_ADDRESSEES = sa.select(col(Addressee.code), col(Addressee.name)).order_by(
    col(Addressee.place), col(Addressee.id)
)


MOST = 300
"""Measures that are offered to choose from: more are no list, and a page of megabytes."""


@dataclass(frozen=True)
class Choices:
    """Pairs of what is asked for and its words. `some`: there are too many measures, so
    these are the ones on which a finding or a position is on record."""

    addressees: tuple[tuple[str, str], ...]
    measures: tuple[tuple[int, str], ...]
    some: bool = False


def read_choices(
    session: Session, role: Role | None, measure: int = 0, most: int = MOST
) -> Choices:
    """The measure that is asked for is offered in any case."""
    kept = read_kept(session, role)
    rows = session.execute(_measures(role).limit(most + 1), kept).all()
    some = len(rows) > most
    if some:
        rows = session.execute(_measures(role, some), {**kept, "chosen": measure}).all()
    return Choices(
        tuple((code, name) for code, name in session.execute(_ADDRESSEES)),
        tuple((id, f"{place}. {label}") for id, place, label in rows),
        some,
    )


@cache
def _measures(role: Role | None, some: bool = False) -> sa.Select[Any]:
    measure = sa.alias(sa.inspect(Measure).local_table, "offered")
    told = sa.alias(sa.inspect(Recommendation).local_table, "its_recommendation")
    found = (
        sa.select(measure.c.id, told.c.place, measure.c.label)
        .join(told, told.c.id == measure.c.recommendation)
        .where(*of_kind(Kind.MEASURE, measure.c.id, Narrowed().shape(), role).of_many)
        .order_by(told.c.place, measure.c.place, measure.c.id)
    )
    if not some:
        return found
    assessed = sa.select(col(Call.measure)).join(Assessment, col(Assessment.call) == Call.id)
    on_record = sa.union(assessed, sa.select(col(PositionMeasure.measure)))
    chosen = measure.c.id == sa.bindparam("chosen")
    return found.where(sa.or_(chosen, measure.c.id.in_(on_record)))
