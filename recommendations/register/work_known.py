"""What narrow rows tell of findings: which counts for each call, when somebody last looked,
what is drafted. Never any words: the cost is that of the findings, whatever their evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from recommendations.models import (
    Addressee,
    Assessment,
    Call,
    Measure,
    Position,
    PositionMeasure,
    Recommendation,
    Review,
    Search,
    SearchCall,
)
from recommendations.records.findings import PUTS_RIGHT
from recommendations.records.meetings import closed_calls
from recommendations.records.named import sealed_quotes
from recommendations.records.review_sql import reviewed
from recommendations.vocabulary import SearchFor, Status, Verdict


class Called(NamedTuple):
    """A call, with what a person knows it by."""

    id: int
    measure: int
    label: str
    recommendation: int
    place: int
    title: str
    addressee: int
    code: str
    short: str
    at: datetime

    @property
    def story(self) -> str:
        return f"/recommendations/{self.place}/{self.code}"

    @property
    def cell(self) -> str:
        return f"{self.recommendation}-{self.addressee}"


class Latest(NamedTuple):
    """The finding that counts, as far as narrow rows can tell: whether its evidence still
    stands is asked of those alone that rest on withdrawn words."""

    id: int
    status: Status
    true_on: date
    until: date | None
    at: datetime


@dataclass(frozen=True)
class Known:
    """By call, all of it."""

    calls: Mapping[int, Called]
    latest: Mapping[int, Latest]
    drafted: frozenset[int]
    looked: Mapping[tuple[int, SearchFor], date]
    answered: frozenset[tuple[int, int]]
    """Measures and addressees with a reviewed position."""

    def last_looked(self, call: int) -> date:
        """When somebody last looked what is so: the finding itself, or a search since."""
        found = self.latest[call].at.date()
        return max(found, self.looked.get((call, SearchFor.STEP), found))


def read_known(session: Session, day: date) -> Known:
    return Known(
        calls=_calls(session, day),
        latest=_latest(session),
        drafted=frozenset(session.scalars(_drafted())),
        looked=_looked(session),
        answered=_answered(session),
    )


def _calls(session: Session, day: date) -> dict[int, Called]:
    """What the board closed is nobody's work any more."""
    closed = closed_calls(session)
    rows = session.execute(_called(), {"day": day})
    return {row[0]: Called(*row) for row in rows if row[0] not in closed}


@cache
def _called() -> Any:
    """Of measures that stand as they are, to addressees that are there on the day."""
    day = sa.bindparam("day", type_=sa.Date)
    newer: Any = aliased(Measure)
    taken_over = sa.select(newer.supersedes).where(newer.supersedes.is_not(None), reviewed(newer))
    waits = sa.and_(col(Measure.supersedes).is_not(None), ~reviewed(Measure))
    return (
        sa.select(
            col(Call.id),
            col(Call.measure),
            col(Measure.label),
            col(Recommendation.id),
            col(Recommendation.place),
            col(Recommendation.title),
            col(Addressee.id),
            col(Addressee.code),
            col(Addressee.short),
            col(Call.recorded_at),
        )
        .join(Measure, col(Measure.id) == col(Call.measure))
        .join(Recommendation, col(Recommendation.id) == col(Measure.recommendation))
        .join(Addressee, col(Addressee.id) == col(Call.addressee))
        .where(
            sa.or_(col(Addressee.since).is_(None), col(Addressee.since) <= day),
            sa.or_(col(Addressee.until).is_(None), col(Addressee.until) >= day),
            col(Measure.id).not_in(taken_over),
            ~waits,
            col(Recommendation.quote).not_in(sealed_quotes()),
        )
        .order_by(col(Recommendation.place), col(Addressee.place), col(Measure.place))
    )


def _latest(session: Session) -> dict[int, Latest]:
    return {call: Latest(*told) for call, *told, _ in session.execute(_counting())}


@cache
def _counting() -> sa.Select[Any]:
    """By call: as `records.findings.counting_assessment` has it, for all at once."""
    put_right = sa.select(col(Assessment.base)).where(
        col(Assessment.base).is_not(None),
        col(Assessment.supersession).in_(PUTS_RIGHT),
        reviewed(Assessment),
    )
    accepted = sa.and_(
        col(Review.of_kind) == "assessment",
        col(Review.of_id) == col(Assessment.id),
        col(Review.verdict) == Verdict.ACCEPTED,
    )
    place = sa.func.row_number().over(
        partition_by=col(Assessment.call),
        order_by=(
            col(Assessment.true_on).desc(),
            col(Review.recorded_at).desc(),
            col(Assessment.id).desc(),
        ),
    )
    ranked = (
        sa.select(
            col(Assessment.call),
            col(Assessment.id),
            col(Assessment.status),
            col(Assessment.true_on),
            col(Assessment.until),
            col(Assessment.recorded_at),
            place.label("place"),
        )
        .join(Review, accepted)
        .where(col(Assessment.id).not_in(put_right))
        .subquery()
    )
    return sa.select(ranked).where(ranked.c.place == 1)


@cache
def _drafted() -> sa.Select[Any]:
    return sa.select(col(Assessment.call)).where(
        col(Assessment.recorded_by).is_not(None), ~reviewed(Assessment)
    )


def _looked(session: Session) -> dict[tuple[int, SearchFor], date]:
    newest = (
        sa.select(col(SearchCall.call), col(Search.looked_for), sa.func.max(col(Search.on)))
        .join(Search, col(Search.id) == col(SearchCall.search))
        .group_by(col(SearchCall.call), col(Search.looked_for))
    )
    return {(call, SearchFor(kind)): on for call, kind, on in session.execute(newest)}


def _answered(session: Session) -> frozenset[tuple[int, int]]:
    return frozenset(
        (measure, whom)
        for measure, *whose in session.execute(_said())
        for whom in whose
        if whom is not None
    )


@cache
def _said() -> sa.Select[Any]:
    """Whoever speaks for another has answered for it as well."""
    speaks_for = sa.case((col(Addressee.speaks_for_parent), col(Addressee.parent)))
    return (
        sa.select(col(PositionMeasure.measure), col(Position.addressee), speaks_for)
        .join(Position, col(Position.id) == col(PositionMeasure.position))
        .join(Addressee, col(Addressee.id) == col(Position.addressee))
        .where(reviewed(Position))
        .distinct()
    )
