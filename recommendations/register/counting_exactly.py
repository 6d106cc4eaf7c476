"""What counts by the rules themselves, for the few calls on which `counting` is in doubt."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations import rules
from recommendations.gate import is_there
from recommendations.models import Assessment, Evidence, Quote, Search, SearchCall
from recommendations.records.near import numbers
from recommendations.records.review_sql import reviewed_at
from recommendations.records.standing import standings
from recommendations.register.quotes import source_views
from recommendations.vocabulary import SearchFor, Stance, Status


class Found(NamedTuple):
    id: int | None
    status: Status | None
    true_on: date | None
    until: date | None
    against: bool
    under_review: bool = False


_CALLS = numbers("calls")
_FINDINGS = (
    sa.select(Assessment, reviewed_at(Assessment).label("reviewed_at"))
    .where(col(Assessment.call).in_(_CALLS))
    .order_by(col(Assessment.id))
)
_EVIDENCE = (
    sa.select(col(Evidence.assessment), col(Evidence.stance), Quote)
    .join(Quote, col(Quote.id) == Evidence.quote)
    .where(
        col(Evidence.assessment).in_(
            sa.select(col(Assessment.id)).where(col(Assessment.call).in_(_CALLS))
        )
    )
)
_STEPS = (
    sa.select(col(SearchCall.call), col(Search.on))
    .join(Search, col(Search.id) == SearchCall.search)
    .where(col(SearchCall.call).in_(_CALLS), col(Search.looked_for) == SearchFor.STEP)
)


def by_the_rules(
    session: Session, calls: Collection[int], day: date, closing: datetime
) -> Mapping[int, Found]:
    """For the few on which the database alone does not decide."""
    if not calls:
        return {}
    asked = {"calls": calls}
    evidence = _evidence(session, asked)
    searches: dict[int, list[rules.SearchFact]] = defaultdict(list)
    for call, on in session.execute(_STEPS, asked):
        searches[call].append(rules.SearchFact(on))
    rows = [(row, at) for row, at in session.execute(_FINDINGS, asked)]
    replaced = {
        row.base: at for row, at in rows if row.base and at and rules.replaces(row.supersession)
    }
    facts: dict[int, list[rules.AssessmentFact]] = {call: [] for call in calls}
    for row, at in rows:
        facts[row.call].append(
            rules.AssessmentFact(
                row.key,
                row.status,
                row.true_on,
                row.until,
                at,
                replaced.get(row.key),
                tuple(evidence[row.key]),
                rules.looked_since(searches[row.call], row.true_on),
            )
        )
    return {call: _found(rules.counting(told, day, closing)) for call, told in facts.items()}


def _evidence(
    session: Session, asked: Mapping[str, Any]
) -> Mapping[int, Sequence[rules.EvidenceFact]]:
    """By finding; sealed words are no evidence."""
    rows = session.execute(_EVIDENCE, asked).all()
    quotes = {quote.key: quote for *_, quote in rows}
    there, sources = (
        standings(session, quotes.values()),
        source_views(session, {quote.source for quote in quotes.values()}),
    )
    found: dict[int, list[rules.EvidenceFact]] = defaultdict(list)
    for finding, stance, quote in rows:
        known, source = there[quote.key], sources[quote.source]
        if is_there(known, None):
            stands = known.found and not known.withdrawn
            found[finding].append(rules.EvidenceFact(stance, source.kind, source.publisher, stands))
    return found


def _found(counted: rules.Counted) -> Found:
    fact = counted.assessment
    if fact is None:
        return Found(None, None, None, None, False, counted.under_review)
    against = any(e.stance is Stance.CONTRADICTS and e.stands for e in fact.evidence)
    return Found(fact.id, fact.status, fact.true_on, fact.until, against, counted.under_review)
