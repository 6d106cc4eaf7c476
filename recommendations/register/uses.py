"""What quotes are used for, in words, with the place where each use stands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from recommendations.models import (
    Addressee,
    Assessment,
    Call,
    Evidence,
    Ground,
    Measure,
    Position,
    PositionMeasure,
    Recommendation,
)
from recommendations.vocabulary import Stance


@dataclass(frozen=True)
class Use:
    """`where` is a path of the service; empty where there is no one place."""

    words: str
    where: str = ""


STANCES = {
    Stance.SUPPORTS: "evidence for",
    Stance.CONTRADICTS: "evidence against",
    Stance.CONTEXT: "context of",
}


def read_uses(session: Session, quotes: Iterable[int]) -> dict[int, tuple[Use, ...]]:
    """By quote id; quotes that nothing rests on are absent."""
    wanted = list(quotes)
    found: dict[int, list[Use]] = defaultdict(list)
    for part in (_recommendations, _grounds, _positions, _evidence):
        for quote, use in part(session, wanted):
            if use not in found[quote]:
                found[quote].append(use)
    return {quote: tuple(uses) for quote, uses in found.items()}


def _recommendations(session: Session, quotes: list[int]) -> Iterable[tuple[int, Use]]:
    rows = session.exec(select(Recommendation).where(col(Recommendation.quote).in_(quotes)))
    return [(r.quote, Use(f"recommendation {r.place}, “{r.title}”")) for r in rows]


def _grounds(session: Session, quotes: list[int]) -> Iterable[tuple[int, Use]]:
    rows = session.exec(
        select(Ground, Recommendation)
        .join(Recommendation, col(Recommendation.id) == Ground.recommendation)
        .where(col(Ground.quote).in_(quotes))
    )
    return [
        (
            ground.quote,
            Use(f"{'ground' if ground.recorded_by else 'proposed ground'} of “{r.title}”"),
        )
        for ground, r in rows
    ]


def _positions(session: Session, quotes: list[int]) -> Iterable[tuple[int, Use]]:
    rows = session.exec(
        select(Position, Addressee, Recommendation)
        .join(Addressee, col(Addressee.id) == Position.addressee)
        .join(PositionMeasure, col(PositionMeasure.position) == Position.id)
        .join(Measure, col(Measure.id) == PositionMeasure.measure)
        .join(Recommendation, col(Recommendation.id) == Measure.recommendation)
        .where(col(Position.quote).in_(quotes))
    )
    about: dict[int, list[tuple[Position, Addressee, Recommendation]]] = defaultdict(list)
    for row in rows:
        about[row[0].key].append((row[0], row[1], row[2]))
    return [
        use
        for said in about.values()
        for use in (_spoken(said) if len(said) <= SEVERAL else [_spoken_of_many(said)])
    ]


SEVERAL = 8
"""Recommendations that one position is about, beyond which they are counted."""


def _spoken(
    rows: list[tuple[Position, Addressee, Recommendation]],
) -> list[tuple[int, Use]]:
    return [
        (said.quote, Use(f"position of {whom.short}: {said.value.value}", _place(r, whom)))
        for said, whom, r in rows
    ]


def _spoken_of_many(
    rows: list[tuple[Position, Addressee, Recommendation]],
) -> tuple[int, Use]:
    said, whom, first = min(rows, key=lambda row: row[2].place)
    count = len({r.key for _, _, r in rows})
    words = f"position of {whom.short} on {count} recommendations: {said.value.value}"
    return said.quote, Use(words, _place(first, whom))


def _evidence(session: Session, quotes: list[int]) -> Iterable[tuple[int, Use]]:
    rows = session.exec(
        select(Evidence, Assessment, Addressee, Measure, Recommendation)  # type: ignore[call-overload]
        .join(Assessment, col(Assessment.id) == Evidence.assessment)
        .join(Call, col(Call.id) == Assessment.call)
        .join(Addressee, col(Addressee.id) == Call.addressee)
        .join(Measure, col(Measure.id) == Call.measure)
        .join(Recommendation, col(Recommendation.id) == Measure.recommendation)
        .where(col(Evidence.quote).in_(quotes))
    )
    uses = []
    for evidence, finding, whom, measure, told in rows:
        for_what = f"“{finding.status.value}”: {measure.label}, {whom.short}"
        words = f"{STANCES[evidence.stance]} {for_what}"
        uses.append((evidence.quote, Use(words, _place(told, whom))))
    return uses


def _place(recommendation: Recommendation, addressee: Addressee) -> str:
    return f"/recommendations/{recommendation.place}/{addressee.code}"
