"""Quotes whose words are sealed, found once for each state of the record and bound in statements
by their ids: a condition that finds them anew takes a database longer to plan than all else."""

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations.models import Quote
from recommendations.records.named import kept_from, sealed_quotes
from recommendations.records.near import numbers
from recommendations.register.kept import kept

SEALED = numbers("sealed")
"""What nothing counts and nothing lists, in statements that are run with `read_sealed`."""


def read_sealed(session: Session) -> frozenset[int]:
    return kept(session, ("sealed",), lambda: frozenset(session.scalars(sealed_quotes())))


def read_kept_from(session: Session, person: int) -> frozenset[int]:
    """As `kept_from` has it: all that is sealed but what was sealed for this person."""
    if not read_sealed(session):
        return frozenset()
    return frozenset(session.scalars(_KEPT_FROM, {"person": person}))


_KEPT_FROM = sa.select(col(Quote.id)).where(
    kept_from(col(Quote.id), sa.bindparam("person", type_=sa.Integer))
)
