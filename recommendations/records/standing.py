"""What is on record about quotes, drawn together for the predicate in
recommendations.gate. records.leaving says the same as SQL.

Restrictions come from every quote of the source that overlaps; openings only from
one whose span covers the whole quote.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from recommendations.gate import Standing
from recommendations.models import (
    Embargo,
    FlagChange,
    PublishedDecision,
    Quote,
    Source,
    TierChange,
    Withdrawal,
)
from recommendations.records.consents import Consents, agreed_over, read_consents
from recommendations.records.decisions import stands
from recommendations.records.named import audiences_by_quote, people_by_quote
from recommendations.records.review_sql import in_force
from recommendations.records.speakers import read_speakers, speaker_over
from recommendations.records.withheld import is_cleared, redactions, waiting_redactions
from recommendations.vocabulary import Flag, Tier


@dataclass(frozen=True)
class _OnRecord:
    """Facts by quote id, each already in force."""

    tiers: Mapping[int, Tier]
    flags: Mapping[int, Mapping[Flag, int]]
    consents: Consents
    speakers: Mapping[int, str]
    embargoes: Mapping[int, date]
    source_embargoes: Mapping[int, date]
    withdrawn: frozenset[int]
    published: frozenset[int]
    audiences: Mapping[int, frozenset[str]]
    people: Mapping[int, frozenset[int]]
    redaction_waits: frozenset[int]
    unsound: frozenset[int]
    """A redaction's approved text is not what it makes of the quote's words."""


def standings(session: Session, quotes: Iterable[Quote]) -> dict[int, Standing]:
    """By quote id. Cost: one query for each kind of fact, whatever the number of quotes."""
    wanted = list(quotes)
    sources = {q.source for q in wanted}
    if not sources:
        return {}
    neighbours: dict[int, list[Quote]] = defaultdict(list)
    for quote in session.exec(select(Quote).where(col(Quote.source).in_(sources))):
        neighbours[quote.source].append(quote)
    texts = {
        source.key: source.text
        for source in session.exec(select(Source).where(col(Source.id).in_(sources)))
    }
    facts = _facts(session)
    return {
        quote.key: _standing(quote, neighbours[quote.source], texts[quote.source], facts)
        for quote in wanted
    }


def _standing(quote: Quote, same_source: list[Quote], text: str, facts: _OnRecord) -> Standing:
    over = [q for q in same_source if q.start < quote.end and quote.start < q.end]
    whole = {q.key for q in over if q.start <= quote.start and quote.end <= q.end}
    ids = [q.key for q in over]
    tiers = [facts.tiers[i] for i in ids if i in facts.tiers]
    covered = any(i in whole and i in facts.tiers for i in ids)
    answered = {flag for i in ids if i in whole for flag in facts.flags.get(i, {})}
    levels: dict[Flag, int] = {}
    for i in ids:
        for flag, level in facts.flags.get(i, {}).items():
            if flag in answered or level:
                levels[flag] = max(level, levels.get(flag, 0))
    agreed = agreed_over(facts.consents, ids, frozenset(whole))
    until = [facts.embargoes[i] for i in ids if i in facts.embargoes]
    until += [facts.source_embargoes[s] for s in [quote.source] if s in facts.source_embargoes]
    named = [facts.audiences[i] for i in ids if i in facts.audiences]
    sealed_for = [facts.people[i] for i in ids if i in facts.people]
    found = text[quote.start : quote.end] == quote.exact
    return Standing(
        testimony=any(q.testimony for q in over),
        tier=max(tiers, key=lambda t: t.strictness) if covered else _default(tiers),
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
        found=found and not any(i in facts.unsound for i in ids),
        named=frozenset.intersection(*named) if named else None,
        sealed_for=frozenset.intersection(*sealed_for) if sealed_for else frozenset(),
        redaction_waits=any(i in facts.redaction_waits for i in ids),
    )


def _default(tiers: list[Tier]) -> Tier:
    return max([Tier.INTERNAL, *tiers], key=lambda tier: tier.strictness)


def _facts(session: Session) -> _OnRecord:
    flags: dict[int, dict[Flag, int]] = defaultdict(dict)
    redacted = redactions(session)
    answers = select(
        FlagChange.quote, FlagChange.flag, FlagChange.level, FlagChange.recorded_at
    ).where(~col(FlagChange.proposed), in_force(FlagChange))
    for quote, answered, level, at in session.exec(answers.order_by(col(FlagChange.id))):
        flag = Flag(answered)
        cleared = is_cleared(flag, at, redacted.get(quote))
        flags[quote][flag] = 0 if cleared else level
    embargoes = session.exec(select(Embargo)).all()
    in_order = select(TierChange).where(in_force(TierChange)).order_by(col(TierChange.id))
    tiers = {change.quote: change for change in session.exec(in_order)}
    return _OnRecord(
        tiers={quote: change.tier for quote, change in tiers.items()},
        flags=flags,
        consents=read_consents(session),
        speakers=read_speakers(session).of_quote,
        embargoes=_latest((e.quote, e.until) for e in embargoes),
        source_embargoes=_latest((e.source, e.until) for e in embargoes),
        withdrawn=frozenset(session.exec(select(Withdrawal.quote))),
        published=frozenset(
            session.exec(select(PublishedDecision.source).where(stands(PublishedDecision)))
        ),
        audiences=audiences_by_quote(session, tiers.values()),
        people=people_by_quote(session, tiers.values()),
        redaction_waits=waiting_redactions(session),
        unsound=frozenset(quote for quote, one in redacted.items() if not one.sound),
    )


def _latest(pairs: Iterable[tuple[int | None, date]]) -> dict[int, date]:
    latest: dict[int, date] = {}
    for thing, until in pairs:
        if thing is not None:
            latest[thing] = max(until, latest.get(thing, date.min))
    return latest
