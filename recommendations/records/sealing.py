"""Sealed words are not there for anybody but the people they were sealed for."""

from sqlmodel import Session, col, select

from recommendations.errors import NotFound, Refused
from recommendations.models import Person, Quote, TierChange
from recommendations.records.named import named_people, seals_now


def seals(session: Session, quote: Quote) -> tuple[TierChange, ...]:
    """What seals it: itself, or words of the same source over some of its own."""
    rows = session.exec(
        select(TierChange)
        .join(Quote, col(Quote.id) == TierChange.quote)
        .where(
            seals_now(TierChange),
            Quote.source == quote.source,
            col(Quote.start) < quote.end,
            quote.start < col(Quote.end),
        )
    )
    return tuple(rows)


def sealed_for(session: Session, quote: Quote) -> frozenset[int] | None:
    """None where it is not sealed; else the people named, switched on or not."""
    found = seals(session, quote)
    if not found:
        return None
    return frozenset.intersection(*(named_people(session, seal) for seal in found))


def refuse_unless_named(session: Session, quote: Quote, by: int) -> None:
    """For what one of the people named may do to sealed words; to all others they are
    not there."""
    named = sealed_for(session, quote)
    if named is not None and by not in named:
        raise NotFound(f"There is no quote {quote.id}.")


def refuse_sealed(session: Session, quote: Quote, by: int) -> None:
    refuse_unless_named(session, quote, by)
    if sealed_for(session, quote) is not None:
        raise Refused("It is sealed; the two people it was sealed for would have to unseal it.")


def refuse_unsealing(session: Session, change: TierChange, reviewer: Person) -> None:
    """Sealed words are unsealed by both people they were sealed for, and by nobody else.
    Raises NotFound for all others."""
    quote = session.get_one(Quote, change.quote)
    named = sealed_for(session, quote)
    if named is not None and not {change.recorded_by, reviewer.id} <= named:
        raise NotFound("There is nothing by that name to review.")
