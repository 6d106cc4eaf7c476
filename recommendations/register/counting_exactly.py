"""What counts by the rules themselves, for the few calls on which `counting` is in doubt."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations import rules
from recommendations.models import Assessment, Evidence, Quote, Search, SearchCall, Source
from recommendations.records.near import numbers
from recommendations.records.review_sql import reviewed_at
from recommendations.vocabulary import SearchFor, Stance, Status


class Found(NamedTuple):
    id: int | None
    status: Status | None
    true_on: date | None
    until: date | None
    against: bool
    under_review: bool = False


_CALLS = numbers("calls")
_FINDINGS: Any = (
    sa.select(
        col(Assessment.id),
        col(Assessment.call),
        col(Assessment.status),
        col(Assessment.true_on),
        col(Assessment.until),
        col(Assessment.base),
        col(Assessment.supersession),
        reviewed_at(Assessment).label("at"),
    )
    .where(col(Assessment.call).in_(_CALLS))
    .order_by(col(Assessment.id))
)
_EVIDENCE: Any = (
    sa.select(
        col(Evidence.assessment),
        col(Evidence.stance),
        col(Evidence.quote),
        col(Source.kind),
        col(Source.publisher),
    )
    .join(Assessment, col(Assessment.id) == Evidence.assessment)
    .join(Quote, col(Quote.id) == Evidence.quote)
    .join(Source, col(Source.id) == Quote.source)
    .where(col(Assessment.call).in_(_CALLS))
)
_STEPS = (
    sa.select(col(SearchCall.call), col(Search.on))
    .join(Search, col(Search.id) == SearchCall.search)
    .where(col(SearchCall.call).in_(_CALLS), col(Search.looked_for) == SearchFor.STEP)
)


def by_the_rules(
    session: Session, calls: Collection[int], weak: Collection[int], day: date, closing: datetime
) -> Mapping[int, Found]:
    """`weak` are quotes that support nothing."""
    facts = read_facts(session, calls, weak) if calls else {}
    return {call: _found(rules.counting(told, day, closing)) for call, told in facts.items()}


def read_facts(
    session: Session, calls: Collection[int], weak: Collection[int]
) -> Mapping[int, Sequence[rules.AssessmentFact]]:
    """All that was ever found on each, as facts for the rules."""
    asked = {"calls": calls}
    evidence: dict[int, list[rules.EvidenceFact]] = defaultdict(list)
    for finding, stance, quote, kind, publisher in session.execute(_EVIDENCE, asked):
        fact = rules.EvidenceFact(stance, kind, publisher, quote not in weak)
        evidence[finding].append(fact)
    searches: dict[int, list[rules.SearchFact]] = defaultdict(list)
    for call, on in session.execute(_STEPS, asked):
        searches[call].append(rules.SearchFact(on))
    rows = session.execute(_FINDINGS, asked).all()
    replaced = {r.base: r.at for r in rows if r.base and r.at and rules.replaces(r.supersession)}
    facts: dict[int, list[rules.AssessmentFact]] = {call: [] for call in calls}
    for row in rows:
        facts[row.call].append(
            rules.AssessmentFact(
                row.id,
                row.status,
                row.true_on,
                row.until,
                row.at,
                replaced.get(row.id),
                tuple(evidence[row.id]),
                rules.looked_since(searches[row.call], row.true_on),
            )
        )
    return facts


def _found(counted: rules.Counted) -> Found:
    fact = counted.assessment
    if fact is None:
        return Found(None, None, None, None, False, counted.under_review)
    against = any(e.stance is Stance.CONTRADICTS and e.stands for e in fact.evidence)
    return Found(fact.id, fact.status, fact.true_on, fact.until, against, counted.under_review)
