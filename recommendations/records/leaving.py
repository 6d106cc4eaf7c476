"""The gate as SQL: which quotes may leave to an audience. It says the same as the
predicate in recommendations.gate; a test holds them against each other on random
registers.

It takes away from the quotes asked about those that stay inside, for one reason after
another. Each reason is a set of quotes, found from the pairs of quotes that share words, so
that the cost is that of the quotes asked about and of what is on record about them."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from recommendations import gate
from recommendations.gate import Audience
from recommendations.models import (
    Consent,
    Conversation,
    Embargo,
    FlagChange,
    NamedAudience,
    PublishedDecision,
    Quote,
    Source,
    TierChange,
    Variant,
    Withdrawal,
)
from recommendations.records.decisions import stands
from recommendations.records.families import versions
from recommendations.records.named import newest_tiers, switched_on
from recommendations.records.pairs import Asked, Pairs, everything, lacking
from recommendations.records.review_sql import in_force, reviewed
from recommendations.records.withheld import clears, redaction_waits
from recommendations.records.word_runs import SAID_TO_US
from recommendations.vocabulary import ConsentState, Flag, Spoken, Tier, VariantKind

Condition = sa.ColumnElement[bool]
Ids = sa.Select[Any]


def leaving(
    audience: Audience,
    today: date,
    chosen: Callable[[Any], Condition],
    asked: Asked = everything,
) -> sa.CompoundSelect[Any]:
    """The ids of the quotes that may leave, if their words still stand in the text of their
    source, which is not asked here. `chosen` gives, for a table of quotes, the condition
    that a person chose the row for this audience."""
    pairs = Pairs(asked)
    tiers = _tiers_now(pairs)
    return sa.except_(
        pairs.asked(),
        pairs.bound_by(col(Withdrawal.quote)),
        *_embargoed(pairs, today),
        pairs.of_source(Conversation, col(Conversation.spoken) != Spoken.QUOTABLE),
        pairs.over_by(col(Variant.quote), redaction_waits(Variant)),
        _said_to_us(pairs, tiers),
        _withheld_elsewhere(pairs),
        *_kept_by_tier(audience, pairs, tiers),
        *_testimony(audience, today, pairs, chosen),
    )


def _embargoed(pairs: Pairs, today: date) -> tuple[Ids, ...]:
    lasting = col(Embargo.until) >= today
    mine, theirs = versions().alias("its_versions"), versions().alias("other_versions")
    of_source = (
        sa.select(mine.c.source)
        .join(theirs, theirs.c.first == mine.c.first)
        .join(Embargo, col(Embargo.source) == theirs.c.source)
        .where(lasting)
    )
    stands_in = pairs.stands_in()
    return (
        pairs.bound_by(col(Embargo.quote), lasting),
        sa.select(stands_in.c.quote).where(stands_in.c.source.in_(of_source)),
    )


def _said_to_us(pairs: Pairs, tiers: sa.CTE) -> Ids:
    """And neither let out there, nor published by this source, as two people said."""
    over, quote = pairs.over, col(Quote.id)
    theirs = (
        sa.select(over.c.quote)
        .join(Source, col(Source.id) == over.c.source)
        .outerjoin(tiers, tiers.c.quote == over.c.other)
        .where(
            over.c.elsewhere,
            sa.or_(over.c.testimony, col(Source.kind).in_(SAID_TO_US)),
            tiers.c.quote.is_(None),
        )
    )
    words = sa.union_all(theirs, sa.select(pairs.own.c.quote)).subquery()
    return (
        sa.select(quote)
        .join(Source, col(Source.id) == col(Quote.source))
        .where(
            quote.in_(sa.select(words.c.quote)),
            ~col(Quote.testimony),
            col(Source.kind).not_in(SAID_TO_US),
            ~_published().where(col(PublishedDecision.source) == col(Quote.source)).exists(),
        )
    )


def _published() -> Ids:
    return sa.select(col(PublishedDecision.source)).where(stands(PublishedDecision))


def _withheld_elsewhere(pairs: Pairs) -> Ids:
    """Words that are withheld in another version have to be withheld here anew."""
    redacted = (col(Variant.kind) == VariantKind.REDACTION, reviewed(Variant))
    there, here = pairs.over.c.elsewhere, ~pairs.over.c.elsewhere
    return lacking(
        pairs.over_by(col(Variant.quote), *redacted, there),
        pairs.over_by(col(Variant.quote), *redacted, here),
    )


def _tiers_now(pairs: Pairs) -> sa.CTE:
    near = col(TierChange.quote).in_(sa.select(pairs.bound.c.other))
    return (
        sa.select(col(TierChange.id), col(TierChange.quote), col(TierChange.tier))
        .where(col(TierChange.id).in_(newest_tiers().where(near)))
        .cte("tier_now")
    )


def _kept_by_tier(audience: Audience, pairs: Pairs, now: sa.CTE) -> tuple[Ids, ...]:
    limit = audience.strictest.strictness
    named = sa.select(col(NamedAudience.tierchange)).where(
        col(NamedAudience.audience) == audience.code, switched_on(Tier.NAMED_AUDIENCES)
    )
    closed = {Tier.SEALED} | {tier for tier in Tier if tier.strictness > limit}
    held = sa.or_(
        now.c.tier.in_(closed - {Tier.NAMED_AUDIENCES}),
        sa.and_(now.c.tier == Tier.NAMED_AUDIENCES, now.c.id.not_in(named)),
    )
    kept = pairs.bound_by(now.c.quote, held)
    if limit >= Tier.INTERNAL.strictness:
        return (kept,)
    opened = pairs.over_by(now.c.quote, pairs.over.c.whole)
    return kept, lacking(pairs.asked(), opened)


def _testimony(
    audience: Audience, today: date, pairs: Pairs, chosen: Callable[[Any], Condition]
) -> tuple[Ids, ...]:
    over, own = pairs.over, pairs.own
    said = sa.union_all(
        sa.select(over.c.quote).where(over.c.testimony),
        sa.select(own.c.quote).where(own.c.testimony),
    ).subquery()
    testimony = sa.select(said.c.quote)
    if not audience.testimony:
        return (testimony,)
    picked = sa.select(col(Quote.id)).where(col(Quote.id).in_(testimony), chosen(Quote))
    of_testimony = pairs.only(testimony)
    return (
        lacking(testimony, picked),
        *_flagged(audience, of_testimony, testimony),
        *_without_consent(audience, today, of_testimony, testimony),
    )


def _flagged(audience: Audience, pairs: Pairs, testimony: Ids) -> tuple[Ids, ...]:
    newest = (
        sa.select(sa.func.max(col(FlagChange.id)))
        .where(
            col(FlagChange.quote).in_(sa.select(pairs.over.c.other)),
            ~col(FlagChange.proposed),
            in_force(FlagChange),
        )
        .group_by(col(FlagChange.quote), col(FlagChange.flag))
    )
    level = sa.case((clears(FlagChange), 0), else_=col(FlagChange.level)).label("level")
    now = (
        sa.select(col(FlagChange.quote), col(FlagChange.flag), level)
        .where(col(FlagChange.id).in_(newest))
        .cte("flag_now")
    )
    answered = (
        pairs.over_by(now.c.quote, sa.or_(pairs.over.c.whole, now.c.level > 0))
        .group_by(pairs.over.c.quote)
        .having(sa.func.count(sa.distinct(now.c.flag)) == len(Flag))
    )
    highest = sa.case(
        *((now.c.flag == flag, gate.allowed(flag, audience)) for flag in Flag), else_=0
    )
    return lacking(testimony, answered), pairs.over_by(now.c.quote, now.c.level > highest)


def _without_consent(
    audience: Audience, today: date, pairs: Pairs, testimony: Ids
) -> tuple[Ids, ...]:
    near = col(Consent.quote).in_(sa.select(pairs.over.c.other))
    newest = (
        sa.select(col(Consent.quote), sa.func.max(col(Consent.id)).label("id"))
        .where(near, in_force(Consent))
        .group_by(col(Consent.quote))
        .subquery("consent_in_force")
    )
    # What was said since restricts at once, even while what it opens waits.
    live = (
        sa.select(
            col(Consent.quote),
            col(Consent.state),
            col(Consent.audiences),
            col(Consent.review_on),
            (col(Consent.id) == newest.c.id).label("now"),
        )
        .outerjoin(newest, newest.c.quote == col(Consent.quote))
        .where(near, col(Consent.id) >= sa.func.coalesce(newest.c.id, 0))
        .cte("consent_live")
    )
    listed = sa.cast(live.c.audiences, sa.Text)
    # LIKE would forgive capitals and take "_" for any letter.
    elsewhere = sa.func.replace(listed, json.dumps(audience.code), "") == listed
    usable = live.c.state.in_([state for state in ConsentState if state.lets_leave])
    published = sa.select(col(Quote.id)).where(
        col(Quote.id).in_(testimony), col(Quote.source).in_(_published())
    )
    agreed = sa.except_(
        pairs.over_by(live.c.quote, live.c.now, usable, pairs.over.c.whole),
        pairs.over_by(live.c.quote, live.c.now, ~usable),
        pairs.over_by(live.c.quote, live.c.review_on < today),
    ).subquery()
    return (
        pairs.over_by(col(Consent.quote), col(Consent.state) == ConsentState.WITHDRAWN),
        pairs.over_by(live.c.quote, live.c.state == ConsentState.LIMITED, elsewhere),
        lacking(testimony, published, sa.select(agreed.c.quote)),
    )
