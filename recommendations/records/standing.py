"""What is on record about quotes, drawn together for the predicate in
recommendations.gate. records.leaving says the same as SQL.

Restrictions come from every quote of the source that overlaps, from quotes of other sources
and versions whose words these are, and from what was said to us in the same words; openings
only from a quote of the very source whose span covers the whole quote.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations.gate import Standing
from recommendations.models import (
    Conversation,
    Embargo,
    FlagChange,
    OwnWords,
    PublishedDecision,
    Quote,
    QuoteDetail,
    Source,
    Withdrawal,
)
from recommendations.records.consents import Consents, agreed_over, read_consents
from recommendations.records.decisions import stands
from recommendations.records.details import (
    Original,
    read_originals_of,
    translates_withdrawn,
)
from recommendations.records.families import families
from recommendations.records.found import found_again
from recommendations.records.named import Tiers, read_tiers
from recommendations.records.near import (
    AT_ONCE,
    QUOTES,
    Near,
    about,
    begins_near,
    is_long,
    near,
    overlaps,
)
from recommendations.records.review_sql import in_force
from recommendations.records.speakers import read_codes, speaker_over
from recommendations.records.withheld import (
    Redaction,
    is_cleared,
    redactions,
    waiting_redactions,
)
from recommendations.records.word_runs import SAID_TO_US
from recommendations.vocabulary import Flag, SourceKind, Spoken, Tier


@dataclass(frozen=True)
class _OnRecord:
    """Facts by quote id, each already in force."""

    tiers: Tiers
    flags: Mapping[int, Mapping[Flag, int]]
    consents: Consents
    speakers: Mapping[int, str]
    embargoes: Mapping[int, date]
    source_embargoes: Mapping[int, date]
    withdrawn: frozenset[int]
    original_withdrawn: frozenset[int]
    originals: Mapping[int, Sequence[Original]]
    """What a quote translates: its embargo, tier and seal hold for the translation."""
    published: frozenset[int]
    spoken: Mapping[int, Spoken]
    """By source."""
    kinds: Mapping[int, SourceKind]
    said_in: Mapping[int, Sequence[tuple[int, bool]]]
    """The sources of what was said to us in the same words, and whether by witnesses."""
    redaction_waits: frozenset[int]
    redactions: Mapping[int, Redaction]
    found: frozenset[int]
    """Quotes whose words stand in the stored text."""


@dataclass(frozen=True)
class Drawn:
    """What is on record about some quotes. `near` are the quotes that share words with each
    or stand in its context; `redactions` those in force on all of these."""

    standings: dict[int, Standing]
    near: dict[int, Sequence[Near]]
    redactions: dict[int, Redaction]


def standings(session: Session, quotes: Iterable[Quote]) -> dict[int, Standing]:
    """By quote id."""
    return drawn_together(session, quotes).standings


def drawn_together(session: Session, quotes: Iterable[Quote]) -> Drawn:
    """Cost: one query for each kind of fact for every thousand quotes; nothing for what
    else is on record."""
    drawn = Drawn({}, {}, {})
    each = iter(quotes)
    while wanted := list(islice(each, AT_ONCE)):
        beside = near(session, [quote.key for quote in wanted])
        others = [one for few in beside.values() for one in few]
        around = {one.source for one in others}
        facts = _facts(session, wanted, {one.id for one in others}, around)
        for quote in wanted:
            drawn.standings[quote.key] = _standing(quote, beside[quote.key], facts)
        drawn.near.update(beside)
        drawn.redactions.update(facts.redactions)
    return drawn


def _standing(quote: Quote, beside: Sequence[Near], facts: _OnRecord) -> Standing:
    over = [q for q in beside if q.over(quote.start, quote.end)]
    whole = {q.id for q in over if q.whole(quote.start, quote.end)}
    ids = list(dict.fromkeys(q.id for q in over))
    originals = [o for i in ids for o in facts.originals.get(i, ())]
    bound = [*ids, *(i for o in originals for i in o.over)]
    tiers = [facts.tiers.of[i] for i in bound if i in facts.tiers.of]
    covered = any(i in whole and i in facts.tiers.of for i in ids)
    answered = {flag for i in ids if i in whole for flag in facts.flags.get(i, {})}
    levels: dict[Flag, int] = {}
    for i in ids:
        for flag, level in facts.flags.get(i, {}).items():
            if flag in answered or level:
                levels[flag] = max(level, levels.get(flag, 0))
    agreed = agreed_over(facts.consents, ids, frozenset(whole))
    until = [facts.embargoes[i] for i in bound if i in facts.embargoes]
    own = facts.said_in.get(quote.key, ())
    sources = {quote.source, *(q.source for q in over), *(source for source, _ in own)}
    sources |= {original.source for original in originals}
    until += [facts.source_embargoes[s] for s in sources if s in facts.source_embargoes]
    named = [facts.tiers.audiences[i] for i in bound if i in facts.tiers.audiences]
    sealed_for = [facts.tiers.people[i] for i in bound if i in facts.tiers.people]
    redacted = {q.elsewhere for q in over if q.id in facts.redactions}
    unsound = any(i in facts.redactions and not facts.redactions[i].sound for i in ids)
    return Standing(
        testimony=any(q.testimony for q in over) or any(witness for _, witness in own),
        tier=max(tiers, key=lambda t: t.strictness) if covered else _default(tiers),
        unconfirmed=not covered and any(i in facts.tiers.unconfirmed for i in whole),
        published_by_us=quote.source in facts.published,
        flags=levels,
        consent=agreed.state,
        consent_limited=agreed.limited,
        consent_audiences=agreed.audiences,
        consent_review_on=agreed.review_on,
        agreed=agreed.attribution,
        region_agreed=agreed.with_region,
        speaker=speaker_over(facts.speakers, ids, frozenset(whole)),
        embargoed_until=max(until, default=None),
        withdrawn=any(i in facts.withdrawn for i in ids),
        original_withdrawn=any(i in facts.original_withdrawn for i in ids),
        found=quote.key in facts.found and not unsound,
        named=frozenset.intersection(*named) if named else None,
        sealed_for=frozenset.intersection(*sealed_for) if sealed_for else frozenset(),
        spoken=facts.spoken.get(quote.source),
        said_to_us=_is_said_to_us(quote, over, facts),
        # Words that are withheld in another version have to be withheld here anew.
        redaction_waits=redacted == {True} or any(i in facts.redaction_waits for i in ids),
    )


def _is_said_to_us(quote: Quote, over: Sequence[Near], facts: _OnRecord) -> bool:
    if quote.testimony or quote.source in facts.published:
        return False
    if facts.kinds[quote.source] in SAID_TO_US:
        return False
    kept = (q for q in over if q.elsewhere and q.id not in facts.tiers.of)
    return quote.key in facts.said_in or any(
        q.testimony or facts.kinds[q.source] in SAID_TO_US for q in kept
    )


def _default(tiers: list[Tier]) -> Tier:
    return max([Tier.INTERNAL, *tiers], key=lambda tier: tier.strictness)


_ANSWERS = (
    sa.select(
        col(FlagChange.quote),
        col(FlagChange.flag),
        col(FlagChange.level),
        col(FlagChange.recorded_at),
    )
    .where(col(FlagChange.quote).in_(QUOTES), ~col(FlagChange.proposed), in_force(FlagChange))
    .order_by(col(FlagChange.id))
)
_WITHDRAWN = sa.select(col(Withdrawal.quote)).where(col(Withdrawal.quote).in_(QUOTES))
_TRANSLATED = sa.select(col(QuoteDetail.quote)).where(
    col(QuoteDetail.quote).in_(QUOTES), translates_withdrawn()
)
_EMBARGOES = sa.select(col(Embargo.quote), col(Embargo.until)).where(col(Embargo.quote).in_(QUOTES))
_SOURCE_EMBARGOES = sa.select(col(Embargo.source), col(Embargo.until)).where(
    col(Embargo.source).in_(QUOTES)
)
_PUBLISHED = sa.select(col(PublishedDecision.source)).where(
    col(PublishedDecision.source).in_(QUOTES), stands(PublishedDecision)
)


_SPOKEN = sa.select(col(Conversation.source), col(Conversation.spoken)).where(
    col(Conversation.source).in_(QUOTES)
)


_KINDS = sa.select(col(Source.id), col(Source.kind)).where(col(Source.id).in_(QUOTES))


def _of_what_was_said() -> sa.CompoundSelect[Any]:
    found = (
        sa.select(col(Quote.id), col(OwnWords.said_in), col(OwnWords.testimony))
        .join(OwnWords, overlaps(Quote, OwnWords))
        .where(col(Quote.id).in_(QUOTES))
    )
    return sa.union_all(found.where(begins_near(Quote, OwnWords)), found.where(is_long(OwnWords)))


_SAID_IN = _of_what_was_said()


def _facts(
    session: Session, wanted: Sequence[Quote], quotes: Collection[int], around: set[int]
) -> _OnRecord:
    originals = read_originals_of(session, quotes)
    quotes = {*quotes, *(i for told in originals.values() for o in told for i in o.over)}
    around = around | {o.source for told in originals.values() for o in told}
    said_in = _said_in(session, wanted)
    beside = {source for told in said_in.values() for source, _ in told} | around
    sources = {quote.source for quote in wanted}
    versions = families(session, sources | beside)
    redacted = redactions(session, quotes)
    return _OnRecord(
        tiers=read_tiers(session, quotes),
        flags=_flags(session, quotes, redacted),
        consents=read_consents(session, quotes),
        speakers=read_codes(session, quotes),
        embargoes=_latest(about(session, _EMBARGOES, quotes)),
        source_embargoes=_embargoes(session, versions),
        withdrawn=frozenset(quote for (quote,) in about(session, _WITHDRAWN, quotes)),
        originals=originals,
        original_withdrawn=frozenset(quote for (quote,) in about(session, _TRANSLATED, quotes)),
        published=frozenset(source for (source,) in about(session, _PUBLISHED, sources)),
        spoken=strictest_spoken(about(session, _SPOKEN, sources)),
        kinds=dict(about(session, _KINDS, sources | around)),
        said_in=said_in,
        redaction_waits=waiting_redactions(session, quotes),
        redactions=redacted,
        found=found_again(session, wanted),
    )


def _said_in(session: Session, wanted: Sequence[Quote]) -> Mapping[int, Sequence[tuple[int, bool]]]:
    found: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for quote, source, testimony in about(session, _SAID_IN, [quote.key for quote in wanted]):
        found[quote].append((source, testimony))
    return found


def _embargoes(session: Session, versions: Mapping[int, frozenset[int]]) -> Mapping[int, date]:
    """An embargo on one version holds for all of them."""
    told = _latest(about(session, _SOURCE_EMBARGOES, frozenset().union(*versions.values())))
    until = {s: [told[v] for v in members if v in told] for s, members in versions.items()}
    return {source: max(days) for source, days in until.items() if days}


def _flags(
    session: Session, quotes: Collection[int], redacted: Mapping[int, Redaction]
) -> Mapping[int, Mapping[Flag, int]]:
    flags: dict[int, dict[Flag, int]] = defaultdict(dict)
    for quote, answered, level, at in about(session, _ANSWERS, quotes):
        flag = Flag(answered)
        cleared = is_cleared(flag, at, redacted.get(quote))
        flags[quote][flag] = 0 if cleared else level
    return flags


def strictest_spoken(rows: Iterable[Any]) -> dict[int, Spoken]:
    strictest: dict[int, Spoken] = {}
    for source, spoken in rows:
        strictest[source] = max(
            Spoken(spoken), strictest.get(source, Spoken.QUOTABLE), key=lambda s: s.strictness
        )
    return strictest


def _latest(pairs: Iterable[Any]) -> dict[int, date]:
    latest: dict[int, date] = {}
    for thing, until in pairs:
        latest[thing] = max(until, latest.get(thing, date.min))
    return latest
