"""To what a search can be narrowed: the addressees and the measures that the reader sees."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations.models import Addressee, Measure, Recommendation
from recommendations.records.wording import Kind
from recommendations.search.narrowing import Narrowed, of_kind, read_kept
from recommendations.vocabulary import Role

_ADDRESSEES = sa.select(col(Addressee.code), col(Addressee.name)).order_by(
    col(Addressee.place), col(Addressee.id)
)


@dataclass(frozen=True)
class Choices:
    """Pairs of what is asked for and its words."""

    addressees: tuple[tuple[str, str], ...]
    measures: tuple[tuple[int, str], ...]


def read_choices(session: Session, role: Role | None) -> Choices:
    rows = session.execute(_measures(role), read_kept(session, role))
    return Choices(
        tuple((code, name) for code, name in session.execute(_ADDRESSEES)),
        tuple((id, f"{place}. {label}") for id, place, label in rows),
    )


@cache
def _measures(role: Role | None) -> sa.Select[Any]:
    measure = sa.alias(sa.inspect(Measure).local_table, "offered")
    told = sa.alias(sa.inspect(Recommendation).local_table, "its_recommendation")
    return (
        sa.select(measure.c.id, told.c.place, measure.c.label)
        .join(told, told.c.id == measure.c.recommendation)
        .where(*of_kind(Kind.MEASURE, measure.c.id, Narrowed().shape(), role).of_many)
        .order_by(told.c.place, measure.c.place, measure.c.id)
    )
