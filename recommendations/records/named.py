"""Who is named: audiences that a quote may leave to, people whom it was sealed for, and
whether either tier is switched on. Off, the names count for nothing."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recommendations.models import NamedAudience, NamedPerson, TierChange, TierSwitch
from recommendations.models.quotes import IS_SEALED
from recommendations.records.decisions import from_what_is_published
from recommendations.records.near import QUOTES, about, sharing_words, some_over
from recommendations.records.review_sql import in_force
from recommendations.vocabulary import Tier

Condition = sa.ColumnElement[bool]


def counts(change: Any) -> Condition:
    """SQL: in force; and what an import opened, because it says that we have published it,
    only once two people say so as well."""
    return sa.and_(
        in_force(change), sa.or_(~said_by_import(change), from_what_is_published(change.quote))
    )


def said_by_import(change: Any) -> Condition:
    """SQL: it opens words, and nobody was asked."""
    return sa.and_(change.tier == Tier.OPEN, ~change.opens)


def newest_tiers() -> sa.Select[Any]:
    """SQL: for each quote, the id of the tier that counts."""
    newest: sa.Select[Any] = (
        sa.select(sa.func.max(col(TierChange.id)))
        .where(counts(TierChange))
        .group_by(col(TierChange.quote))
    )
    return newest


def seals_now(change: Any) -> Condition:
    """SQL: the tier in force on its quote is sealed, and this change says so. The index on
    sealed quotes takes the word only where it stands in the statement itself."""
    later: Any = aliased(TierChange)
    after = sa.select(sa.literal(1)).where(
        later.quote == change.quote, later.id > change.id, counts(later)
    )
    said = IS_SEALED.partition(" = ")[2]
    return sa.and_(
        change.tier == sa.literal_column(said), in_force(change), ~after.correlate(change).exists()
    )


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
    return bool(session.scalar(_is_on(tier)))


@cache
def _is_on(tier: Tier) -> sa.Select[Any]:
    return sa.select(switched_on(tier))


def sealed(quote: Any) -> Condition:
    """SQL: the quote or another over some of its words is sealed, for whomever."""
    found: Condition = quote.id.in_(sealed_quotes())
    return found


@cache
def sealed_quotes() -> sa.CompoundSelect[Any]:
    """SQL: the ids of what nothing counts and nothing lists. Begins with what is sealed,
    which is little. Kept, because pages ask for it many times."""
    return _sealed()


def sealed_over(quote: Any) -> Condition:
    """SQL: the same as `sealed`, for few quotes."""
    seal: Any = aliased(TierChange)
    return some_over(quote, seal, seals_now(seal))


def kept_from(quote: Any, person: Any) -> Condition:
    """SQL: the quote with this id is sealed, and not for this person; or sealing is off."""
    named = sa.select(col(NamedPerson.tierchange)).where(
        col(NamedPerson.person) == person, switched_on(Tier.SEALED)
    )
    found: Condition = quote.in_(_sealed(lambda seal: seal.id.not_in(named)))
    return found


def _sealed(which: Callable[[Any], Condition] = lambda seal: sa.true()) -> sa.CompoundSelect[Any]:
    seal: Any = aliased(TierChange)
    return sharing_words(sa.select(seal.quote).where(seals_now(seal), which(seal)), translated=True)


def named_audiences(session: Session, change: TierChange) -> frozenset[str]:
    return frozenset(
        session.exec(select(NamedAudience.audience).where(NamedAudience.tierchange == change.id))
    )


def named_people(session: Session, change: TierChange) -> frozenset[int]:
    return frozenset(
        session.exec(select(NamedPerson.person).where(NamedPerson.tierchange == change.id))
    )


Names = Mapping[int, frozenset[Any]]
_TIERS = (
    sa.select(col(TierChange.quote), col(TierChange.id), col(TierChange.tier))
    .where(col(TierChange.quote).in_(QUOTES), counts(TierChange))
    .order_by(col(TierChange.id))
)
_UNCONFIRMED = sa.select(col(TierChange.quote)).where(
    col(TierChange.quote).in_(QUOTES),
    said_by_import(TierChange),
    ~from_what_is_published(col(TierChange.quote)),
)
_AUDIENCES = sa.select(col(NamedAudience.tierchange), col(NamedAudience.audience)).where(
    col(NamedAudience.tierchange).in_(QUOTES)
)
_PEOPLE = sa.select(col(NamedPerson.tierchange), col(NamedPerson.person)).where(
    col(NamedPerson.tierchange).in_(QUOTES)
)


@dataclass(frozen=True)
class Tiers:
    """By quote: the tier in force. `audiences` may receive what is for named audiences, and
    `people` may read what is sealed; nobody while the tier is switched off. `unconfirmed`
    are quotes that an import alone says to be published."""

    of: Mapping[int, Tier]
    audiences: Names
    people: Names
    unconfirmed: frozenset[int]


def read_tiers(session: Session, quotes: Collection[int]) -> Tiers:
    changes = {quote: (id, Tier(tier)) for quote, id, tier in about(session, _TIERS, quotes)}
    return Tiers(
        {quote: tier for quote, (_, tier) in changes.items()},
        _named(session, changes, Tier.NAMED_AUDIENCES, _AUDIENCES),
        _named(session, changes, Tier.SEALED, _PEOPLE),
        frozenset(quote for (quote,) in about(session, _UNCONFIRMED, quotes)),
    )


def _named(
    session: Session, changes: Mapping[int, tuple[int, Tier]], tier: Tier, asked: Any
) -> Names:
    wanted = {quote: id for quote, (id, its) in changes.items() if its is tier}
    if not wanted:
        return {}
    found: dict[int, set[Any]] = defaultdict(set)
    for change, name in about(session, asked, wanted.values()) if is_on(session, tier) else ():
        found[change].add(name)
    return {quote: frozenset(found[id]) for quote, id in wanted.items()}
