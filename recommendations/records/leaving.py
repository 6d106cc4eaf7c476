"""The gate as SQL: which quotes may leave to an audience. It says the same as the
predicate in recommendations.gate; a test holds them against each other on random
registers."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from recommendations import gate
from recommendations.gate import Audience
from recommendations.models import (
    Consent,
    Conversation,
    Embargo,
    FlagChange,
    NamedAudience,
    OwnWords,
    PublishedDecision,
    Quote,
    QuoteDetail,
    SameWords,
    Source,
    TierChange,
    Variant,
    Withdrawal,
)
from recommendations.records.decisions import stands
from recommendations.records.details import translates, translates_withdrawn
from recommendations.records.families import versions
from recommendations.records.named import newest_tiers, switched_on
from recommendations.records.near import some_over
from recommendations.records.review_sql import in_force
from recommendations.records.withheld import clears, newest_redactions, redaction_waits
from recommendations.records.word_runs import SAID_TO_US
from recommendations.vocabulary import ConsentState, Flag, Spoken, Tier

Condition = sa.ColumnElement[bool]


class _Spans:
    """A quote, the quotes of the same source that overlap or cover it, those of other sources
    and versions whose words it shares, and what was said to us in the same words."""

    def __init__(self) -> None:
        self.quote: Any = aliased(Quote, name="leaving_quote")
        self.other: Any = aliased(Quote, name="other_quote")
        same = self.other.source == self.quote.source
        self.here = sa.and_(
            same, self.other.start < self.quote.end, self.quote.start < self.other.end
        )
        self.again = sa.and_(
            col(SameWords.quote) == self.other.id,
            col(SameWords.source) == self.quote.source,
            col(SameWords.start) < self.quote.end,
            self.quote.start < col(SameWords.end),
        )
        """For asking of few: it begins with the words that stand again."""
        self.elsewhere = (
            sa.select(sa.literal(1)).where(self.again).correlate(self.quote, self.other).exists()
        )
        self.said_to_us = sa.and_(
            col(OwnWords.source) == self.quote.source,
            col(OwnWords.start) < self.quote.end,
            self.quote.start < col(OwnWords.end),
        )
        self.overlaps = sa.or_(self.here, self.elsewhere)
        self.covers = sa.and_(
            same, self.other.start <= self.quote.start, self.quote.end <= self.other.end
        )

    def some(self, *where: Condition) -> Condition:
        return sa.select(sa.literal(1)).where(*where).correlate(self.quote).exists()

    def overlapped_by(self, of_quote: Any, *where: Condition) -> Condition:
        return self.some(self.overlaps, of_quote == self.other.id, *where)

    def covered_by(self, of_quote: Any, *where: Condition) -> Condition:
        return self.some(self.covers, of_quote == self.other.id, *where)


def leaving(
    audience: Audience, today: date, chosen: Callable[[Any], Condition]
) -> sa.Select[tuple[int]]:
    """The ids of the quotes that may leave. `chosen` gives, for a table of quotes, the
    condition that a person chose the row for this audience."""
    spans = _Spans()
    quote = spans.quote
    found = (
        sa.func.substr(col(Source.text), quote.start + 1, quote.end - quote.start) == quote.exact
    )
    testimony = sa.or_(
        spans.some(spans.overlaps, spans.other.testimony),
        spans.some(spans.said_to_us, col(OwnWords.testimony).is_(True)),
    )
    return (
        sa.select(quote.id)
        .join(Source, col(Source.id) == quote.source)
        .where(
            found,
            ~spans.overlapped_by(col(Withdrawal.quote)),
            ~spans.overlapped_by(col(QuoteDetail.quote), translates_withdrawn()),
            ~_embargoed(spans, today),
            ~spans.some(
                col(Conversation.source) == spans.quote.source,
                col(Conversation.spoken) != Spoken.QUOTABLE,
            ),
            ~spans.overlapped_by(col(Variant.quote), redaction_waits(Variant)),
            ~_said_to_us(spans),
            ~_withheld_elsewhere(spans),
            _tier_allows(audience, spans),
            sa.or_(
                ~testimony,
                sa.and_(
                    sa.true() if audience.testimony else sa.false(),
                    chosen(quote),
                    _flags_allow(audience, spans),
                    _consent_allows(audience, today, spans),
                ),
            ),
        )
    )


def _embargoed(spans: _Spans, today: date) -> Condition:
    lasting = col(Embargo.until) >= today
    mine, theirs = versions().alias("its_versions"), versions().alias("other_versions")
    of_versions = (theirs.c.first == mine.c.first, col(Embargo.source) == theirs.c.source, lasting)
    return sa.or_(
        spans.overlapped_by(col(Embargo.quote), lasting),
        spans.some(mine.c.source == spans.quote.source, *of_versions),
        spans.some(spans.again, mine.c.source == spans.other.source, *of_versions),
        spans.some(spans.said_to_us, mine.c.source == col(OwnWords.said_in), *of_versions),
        spans.overlapped_by(col(QuoteDetail.quote), translates(_under_embargo(today))),
    )


def _under_embargo(today: date) -> Callable[[Any], Condition]:
    mine, theirs = versions().alias("versions_of_original"), versions().alias("of_its_versions")
    embargo: Any = aliased(Embargo)

    def holds(original: Any) -> Condition:
        with_its_source = sa.select(sa.literal(1)).where(
            mine.c.source == original.source,
            theirs.c.first == mine.c.first,
            col(Embargo.source) == theirs.c.source,
            col(Embargo.until) >= today,
        )
        return sa.or_(
            some_over(original, embargo, embargo.until >= today),
            with_its_source.correlate(original).exists(),
        )

    return holds


def _said_to_us(spans: _Spans) -> Condition:
    """And neither let out there, nor published by this source, as two people said."""
    kept = sa.select(sa.literal(1)).where(
        col(TierChange.quote) == spans.other.id, col(TierChange.id).in_(newest_tiers())
    )
    theirs: Any = aliased(Source)
    words = spans.some(
        spans.again,
        theirs.id == spans.other.source,
        sa.or_(spans.other.testimony, theirs.kind.in_(SAID_TO_US)),
        ~kept.exists(),
    )
    published = spans.some(
        col(PublishedDecision.source) == spans.quote.source, stands(PublishedDecision)
    )
    return sa.and_(
        ~spans.quote.testimony,
        col(Source.kind).not_in(SAID_TO_US),
        sa.or_(words, spans.some(spans.said_to_us)),
        ~published,
    )


def _withheld_elsewhere(spans: _Spans) -> Condition:
    """Words that are withheld in another version have to be withheld here anew."""
    redacted = sa.and_(
        col(Variant.quote) == spans.other.id, col(Variant.id).in_(newest_redactions())
    )
    return sa.and_(spans.some(spans.elsewhere, redacted), ~spans.some(spans.here, redacted))


def _tier_allows(audience: Audience, spans: _Spans) -> Condition:
    limit = audience.strictest.strictness
    now = (
        sa.select(col(TierChange.id), col(TierChange.quote), col(TierChange.tier))
        .where(col(TierChange.id).in_(newest_tiers()))
        .subquery("tier_now")
    )
    named = sa.select(col(NamedAudience.tierchange)).where(
        col(NamedAudience.audience) == audience.code, switched_on(Tier.NAMED_AUDIENCES)
    )
    closed = {Tier.SEALED} | {tier for tier in Tier if tier.strictness > limit}
    change: Any = aliased(TierChange)

    def holds(tier: Any) -> Condition:
        return sa.or_(
            tier.tier.in_(closed - {Tier.NAMED_AUDIENCES}),
            sa.and_(tier.tier == Tier.NAMED_AUDIENCES, tier.id.not_in(named)),
        )

    def kept(original: Any) -> Condition:
        return some_over(original, change, change.id.in_(newest_tiers()), holds(change))

    held = sa.or_(
        spans.overlapped_by(now.c.quote, holds(now.c)),
        spans.overlapped_by(col(QuoteDetail.quote), translates(kept)),
    )
    if limit >= Tier.INTERNAL.strictness:
        return ~held
    return sa.and_(spans.covered_by(now.c.quote), ~held)


def _flags_allow(audience: Audience, spans: _Spans) -> Condition:
    newest = (
        sa.select(sa.func.max(col(FlagChange.id)))
        .where(~col(FlagChange.proposed), in_force(FlagChange))
        .group_by(col(FlagChange.quote), col(FlagChange.flag))
    )
    now = (
        sa.select(
            col(FlagChange.quote),
            col(FlagChange.flag),
            sa.case((clears(FlagChange), 0), else_=col(FlagChange.level)).label("level"),
        )
        .where(col(FlagChange.id).in_(newest))
        .subquery("flag_now")
    )
    answered = (
        sa.select(sa.func.count(sa.distinct(now.c.flag)))
        .where(
            now.c.quote == spans.other.id,
            sa.or_(spans.covers, sa.and_(spans.overlaps, now.c.level > 0)),
        )
        .correlate(spans.quote)
        .scalar_subquery()
    )
    highest = sa.case(
        *((now.c.flag == flag, gate.allowed(flag, audience)) for flag in Flag), else_=0
    )
    return sa.and_(answered == len(Flag), ~spans.overlapped_by(now.c.quote, now.c.level > highest))


def _consent_allows(audience: Audience, today: date, spans: _Spans) -> Condition:
    newest = (
        sa.select(col(Consent.quote), sa.func.max(col(Consent.id)).label("id"))
        .where(in_force(Consent))
        .group_by(col(Consent.quote))
        .subquery("consent_in_force")
    )
    now = (
        sa.select(col(Consent.quote), col(Consent.state))
        .join(newest, newest.c.id == col(Consent.id))
        .subquery("consent_now")
    )
    # What was said since restricts at once, even while what it opens waits.
    live = (
        sa.select(
            col(Consent.quote), col(Consent.state), col(Consent.audiences), col(Consent.review_on)
        )
        .outerjoin(newest, newest.c.quote == col(Consent.quote))
        .where(col(Consent.id) >= sa.func.coalesce(newest.c.id, 0))
        .subquery("consent_live")
    )
    withdrawn = spans.overlapped_by(
        col(Consent.quote), col(Consent.state) == ConsentState.WITHDRAWN
    )
    usable = now.c.state.in_([state for state in ConsentState if state.lets_leave])
    listed = sa.cast(live.c.audiences, sa.Text)
    # LIKE would forgive capitals and take "_" for any letter.
    elsewhere = sa.func.replace(listed, json.dumps(audience.code), "") == listed
    published = spans.some(
        col(PublishedDecision.source) == spans.quote.source, stands(PublishedDecision)
    )
    return sa.and_(
        ~withdrawn,
        ~spans.overlapped_by(live.c.quote, live.c.state == ConsentState.LIMITED, elsewhere),
        sa.or_(
            published,
            sa.and_(
                spans.covered_by(now.c.quote, usable),
                ~spans.overlapped_by(now.c.quote, ~usable),
                ~spans.overlapped_by(live.c.quote, live.c.review_on < today),
            ),
        ),
    )
