"""Sealed words are not there for anybody but the people they were sealed for."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from recommendations.errors import NotFound, Refused
from recommendations.models import Person, Quote, QuoteDetail, SameWords, TierChange
from recommendations.records.named import named_people, seals_now
from recommendations.records.near import overlaps
from recommendations.records.review_sql import since_agreed


def _seals() -> sa.Select[Any]:
    asked: Any = aliased(Quote)
    mine = asked.id == sa.bindparam("quote")
    here = sa.select(col(Quote.id)).join(asked, overlaps(asked, Quote)).where(mine)
    same = sa.select(col(SameWords.quote)).join(asked, overlaps(asked, SameWords)).where(mine)
    pair: Any = aliased(QuoteDetail)
    original = sa.select(pair.original).where(
        pair.quote == sa.bindparam("quote"), pair.original.is_not(None), since_agreed(pair)
    )
    over = sa.union_all(here, same, original)
    return sa.select(TierChange).where(seals_now(TierChange), col(TierChange.quote).in_(over))


_SEALS = _seals()


def seals(session: Session, quote: Quote) -> tuple[TierChange, ...]:
    """What seals it: itself, words of the same source over some of its own, the same words in
    another source or version, or what it translates."""
    return tuple(session.execute(_SEALS, {"quote": quote.id}).scalars())


def sealed_for(session: Session, quote: Quote) -> frozenset[int] | None:
    """None where it is not sealed; else the people named, switched on or not."""
    found = seals(session, quote)
    if not found:
        return None
    return frozenset.intersection(*(named_people(session, seal) for seal in found))


def refuse_unless_named(session: Session, quote: Quote, by: int) -> frozenset[int] | None:
    """For what one of the people named may do to sealed words; to all others they are
    not there. Gives those named, as `sealed_for` does."""
    named = sealed_for(session, quote)
    if named is not None and by not in named:
        raise NotFound(f"There is no quote {quote.id}.")
    return named


def refuse_sealed(session: Session, quote: Quote, by: int) -> None:
    if refuse_unless_named(session, quote, by) is not None:
        raise Refused("It is sealed; the two people it was sealed for would have to unseal it.")


def refuse_unsealing(session: Session, change: TierChange, reviewer: Person) -> None:
    """Sealed words are unsealed by both people they were sealed for, and by nobody else.
    Raises NotFound for all others."""
    quote = session.get_one(Quote, change.quote)
    named = sealed_for(session, quote)
    if named is not None and not {change.recorded_by, reviewer.id} <= named:
        raise NotFound("There is nothing by that name to review.")
