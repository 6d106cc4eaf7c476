"""Who is named: audiences that a quote may leave to, people whom it was sealed for, and
whether either tier is switched on. Off, the names count for nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recommendations.models import NamedAudience, NamedPerson, Quote, TierChange, TierSwitch
from recommendations.records.review_sql import in_force
from recommendations.vocabulary import Tier

Condition = sa.ColumnElement[bool]


def newest_tiers() -> sa.Select[Any]:
    """SQL: for each quote, the id of the tier in force."""
    newest: sa.Select[Any] = (
        sa.select(sa.func.max(col(TierChange.id)))
        .where(in_force(TierChange))
        .group_by(col(TierChange.quote))
    )
    return newest


def switched_on(tier: Tier) -> Condition:
    """SQL: the newest word in force on the switch is on."""
    newest = (
        sa.select(sa.func.max(col(TierSwitch.id)))
        .where(col(TierSwitch.tier) == tier, in_force(TierSwitch))
        .scalar_subquery()
    )
    on = sa.select(col(TierSwitch.id)).where(col(TierSwitch.opens))
    return newest.in_(on)


def switched_again(switch: Any) -> Condition:
    """SQL: a later word on the same switch."""
    later: Any = aliased(TierSwitch)
    return sa.select(sa.literal(1)).where(later.tier == switch.tier, later.id > switch.id).exists()


def is_on(session: Session, tier: Tier) -> bool:
    return bool(session.scalar(sa.select(switched_on(tier))))


def sealed(quote: Any) -> Condition:
    """SQL: the quote or another over some of its words is sealed, for whomever."""
    other: Any = aliased(Quote)
    return (
        sa.select(sa.literal(1))
        .select_from(TierChange)
        .join(other, other.id == col(TierChange.quote))
        .where(
            col(TierChange.tier) == Tier.SEALED,
            col(TierChange.id).in_(newest_tiers()),
            other.source == quote.source,
            other.start < quote.end,
            quote.start < other.end,
        )
        .exists()
    )


def sealed_quotes() -> sa.Select[Any]:
    """SQL: the ids of what nothing counts and nothing lists."""
    found: sa.Select[Any] = sa.select(col(Quote.id)).where(sealed(Quote))
    return found


def kept_from(quote: Any, person: Any) -> Condition:
    """SQL: the quote with this id is sealed, and not for this person; or sealing is off."""
    mine: Any = aliased(Quote)
    other: Any = aliased(Quote)
    seal: Any = aliased(TierChange)
    named = sa.select(col(NamedPerson.tierchange)).where(
        col(NamedPerson.person) == person, switched_on(Tier.SEALED)
    )
    return (
        sa.select(sa.literal(1))
        .select_from(seal)
        .join(other, other.id == seal.quote)
        .join(mine, mine.source == other.source)
        .where(
            mine.id == quote,
            seal.tier == Tier.SEALED,
            seal.id.in_(newest_tiers()),
            seal.id.not_in(named),
            other.start < mine.end,
            mine.start < other.end,
        )
        .exists()
    )


def named_audiences(session: Session, change: TierChange) -> frozenset[str]:
    return frozenset(
        session.exec(select(NamedAudience.audience).where(NamedAudience.tierchange == change.id))
    )


def named_people(session: Session, change: TierChange) -> frozenset[int]:
    return frozenset(
        session.exec(select(NamedPerson.person).where(NamedPerson.tierchange == change.id))
    )


def audiences_by_quote(
    session: Session, tiers: Iterable[TierChange]
) -> Mapping[int, frozenset[str]]:
    """Of quotes that are for named audiences: which may receive them now."""
    wanted = [change for change in tiers if change.tier is Tier.NAMED_AUDIENCES]
    if not wanted:
        return {}
    pairs = _pairs(session, NamedAudience.tierchange, NamedAudience.audience, wanted)
    on = is_on(session, Tier.NAMED_AUDIENCES)
    return {c.quote: frozenset(pairs[c.key] if on else ()) for c in wanted}


def people_by_quote(session: Session, tiers: Iterable[TierChange]) -> Mapping[int, frozenset[int]]:
    """Of sealed quotes: who may read them now."""
    wanted = [change for change in tiers if change.tier is Tier.SEALED]
    if not wanted:
        return {}
    pairs = _pairs(session, NamedPerson.tierchange, NamedPerson.person, wanted)
    on = is_on(session, Tier.SEALED)
    return {c.quote: frozenset(pairs[c.key] if on else ()) for c in wanted}


def _pairs(
    session: Session, change: Any, name: Any, wanted: Iterable[TierChange]
) -> dict[int, set[Any]]:
    found: dict[int, set[Any]] = defaultdict(set)
    ids = [row.key for row in wanted]
    for of, named in session.exec(select(change, name).where(col(change).in_(ids))):
        found[of].add(named)
    return found
