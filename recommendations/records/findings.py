"""What findings and positions rest on, as facts for the rules; and what counts now."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from recommendations.models import (
    Assessment,
    Evidence,
    Position,
    PositionMeasure,
    Quote,
    Search,
    SearchCall,
    Source,
)
from recommendations.records.review_sql import reviewed, reviewed_at
from recommendations.records.standing import standings
from recommendations.records.writing import get
from recommendations.rules import EvidenceFact, SearchFact, looked_since
from recommendations.vocabulary import SearchFor, Stance, Status, Supersession, Tier

PUTS_RIGHT = (Supersession.CORRECTION, Supersession.SPELLING)


def evidence_facts(
    session: Session, evidence: Iterable[tuple[int, Stance]]
) -> tuple[EvidenceFact, ...]:
    """`evidence` pairs quote ids with stances."""
    pairs = [(get(session, Quote, quote, "quote"), stance) for quote, stance in evidence]
    standing = standings(session, [quote for quote, _ in pairs])
    facts = []
    for quote, stance in pairs:
        source = get(session, Source, quote.source, "source")
        known = standing[quote.key]
        stands = known.found and not known.withdrawn and known.tier is not Tier.SEALED
        facts.append(EvidenceFact(stance, source.kind, source.publisher, stands))
    return tuple(facts)


def evidence_of(session: Session, assessment: Assessment) -> Sequence[Evidence]:
    return session.exec(
        select(Evidence).where(Evidence.assessment == assessment.id).order_by(col(Evidence.id))
    ).all()


def search_facts(session: Session, call: int, true_on: date) -> tuple[SearchFact, ...]:
    """Searches for a step on this call that can support what is true on a day."""
    rows = session.exec(
        select(Search)
        .join(SearchCall, col(SearchCall.search) == Search.id)
        .where(SearchCall.call == call, Search.looked_for == SearchFor.STEP)
    )
    return looked_since([SearchFact(row.on) for row in rows], true_on)


def earlier_statuses(session: Session, call: int, true_on: date, than: int = 0) -> list[Status]:
    """Of all findings on the call up to that day, drafts included, but one."""
    rows = session.exec(
        select(Assessment).where(
            Assessment.call == call, Assessment.true_on <= true_on, Assessment.id != than
        )
    )
    return [row.status for row in rows]


def counting_assessment(session: Session, call: int) -> int | None:
    """The reviewed, uncorrected finding with the latest day: what a form builds on."""
    put_right = select(Assessment.base).where(
        col(Assessment.base).is_not(None),
        col(Assessment.supersession).in_(PUTS_RIGHT),
        reviewed(Assessment),
    )
    return session.exec(
        select(Assessment.id)
        .where(Assessment.call == call, reviewed(Assessment), col(Assessment.id).not_in(put_right))
        .order_by(*_latest(Assessment.true_on, Assessment))
    ).first()


def counting_position(session: Session, addressee: int, measure: int) -> int | None:
    put_right = select(Position.base).where(
        col(Position.base).is_not(None),
        col(Position.supersession).in_(PUTS_RIGHT),
        reviewed(Position),
    )
    return session.exec(
        select(Position.id)
        .join(PositionMeasure, col(PositionMeasure.position) == Position.id)
        .where(
            Position.addressee == addressee,
            PositionMeasure.measure == measure,
            reviewed(Position),
            col(Position.id).not_in(put_right),
        )
        .order_by(*_latest(Position.said_on, Position))
    ).first()


def _latest(day: Any, kind: Any) -> tuple[Any, ...]:
    """As `rules.counting` has it: of two on one day the one that was reviewed later."""
    return col(day).desc(), reviewed_at(kind).desc(), col(kind.id).desc()
