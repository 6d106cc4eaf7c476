"""What a search is narrowed to, and the conditions in SQL that say so and that leave out
what the reader may not see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from recommendations.models import (
    Addressee,
    Assessment,
    Call,
    Evidence,
    Ground,
    Measure,
    Position,
    PositionMeasure,
    Quote,
    Recommendation,
    Source,
    TierChange,
)
from recommendations.records.hidden import withdrawn_over
from recommendations.records.named import counts, sealed_over
from recommendations.records.near import some_over
from recommendations.records.review_sql import reviewed
from recommendations.records.wording import Kind
from recommendations.vocabulary import Role, SourceKind, Stance, Supersession, Tier

Condition = sa.ColumnElement[bool]
OURS = [kind for kind in SourceKind if kind.is_ours]
WORDS_OF_KIND = {
    Kind.QUOTE: "quote",
    Kind.SOURCE: "source",
    Kind.RECOMMENDATION: "recommendation",
    Kind.MEASURE: "measure",
    Kind.POSITION: "position",
    Kind.FINDING: "finding",
}
PUTS_RIGHT = (Supersession.CORRECTION, Supersession.SPELLING)


@dataclass(frozen=True)
class Narrowed:
    """`addressee` by its code, `measure` by its number. `since` and `until` are of the day
    that a source was published, a position was said or a finding is true on. `ours` are our
    own sources and whatever else is testimony."""

    what: Kind | None = None
    addressee: str = ""
    measure: int = 0
    stance: Stance | None = None
    kind: SourceKind | None = None
    since: date | None = None
    until: date | None = None
    tier: Tier | None = None
    ours: bool | None = None

    @property
    def anything(self) -> bool:
        return self != Narrowed()

    def values(self) -> dict[str, Any]:
        """What the statement asks for by name."""
        told = {
            "addressee": self.addressee, "measure": self.measure, "stance": self.stance,
            "source_kind": self.kind, "since": self.since, "until": self.until,
        }  # fmt: skip
        return {name: value for name, value in told.items() if value}

    def shape(self) -> "Shape":
        return Shape(frozenset(self.values()), self.what, self.tier, self.ours)


@dataclass(frozen=True)
class Shape:
    """Which of them are asked for: for each there is one statement."""

    asked: frozenset[str]
    what: Kind | None
    tier: Tier | None
    ours: bool | None

    def kinds(self) -> tuple[Kind, ...]:
        """Those that can have what is asked for."""
        kinds = set(Kind) if self.what is None else {self.what}
        if self.tier is not None or self.ours is not None or "stance" in self.asked:
            kinds &= {Kind.QUOTE}
        if "source_kind" in self.asked:
            kinds -= {Kind.POSITION, Kind.FINDING}
        return tuple(sorted(kinds))


def of_kind(kind: Kind, id: Any, shape: Shape, role: Role | None) -> Condition:
    """SQL: the record with this id is there for the reader, and is asked for."""
    asked = {
        Kind.QUOTE: _quotes, Kind.SOURCE: _sources, Kind.RECOMMENDATION: _recommendations,
        Kind.MEASURE: _measures, Kind.POSITION: _positions, Kind.FINDING: _findings,
    }[kind]  # fmt: skip
    found: sa.Select[Any] = asked(id, shape, role)
    # Asked for each record that holds the words. Without the offset PostgreSQL makes a join of
    # it, with all that is asked for, and goes through that once for each.
    return found.offset(0).exists()


def _readable(quote: Any, role: Role | None) -> Condition:
    """The same as `gate.may_read` for somebody whom nothing was sealed for."""
    if role is None:
        return sa.false()
    there = ~sealed_over(quote)
    return there if role is Role.ADMINISTRATOR else there & ~withdrawn_over(quote)


def _quotes(id: Any, shape: Shape, role: Role | None) -> sa.Select[Any]:
    """What costs the least stands first: SQLite asks in this order."""
    found = sa.select(sa.literal(1)).select_from(Quote).where(col(Quote.id) == id)
    if of_source := tuple(_of_source(shape)):
        found = found.where(_from_sources(*of_source))
    if shape.ours is not None:
        own = _from_sources(col(Source.kind).in_(OURS))
        found = found.where(sa.or_(own, col(Quote.testimony)) if shape.ours else ~own)
    if shape.asked & {"addressee", "measure", "stance"}:
        found = found.where(col(Quote.id).in_(_used(shape)))
    found = found.where(_readable(Quote, role))
    return found.where(tier_is(Quote, shape.tier)) if shape.tier else found


def _from_sources(*where: Condition) -> Condition:
    """SQL, of a query over quotes."""
    return col(Quote.source).in_(sa.select(col(Source.id)).where(*where))


def _sources(id: Any, shape: Shape, role: Role | None) -> sa.Select[Any]:
    found = (
        sa.select(sa.literal(1))
        .select_from(Source)
        .where(col(Source.id) == id, sa.literal(role is not None), *_of_source(shape))
    )
    if shape.asked & {"addressee", "measure"}:
        used = sa.select(col(Quote.source)).where(
            col(Quote.id).in_(_used(shape)), _readable(Quote, role)
        )
        found = found.where(col(Source.id).in_(used))
    return found


def _recommendations(id: Any, shape: Shape, role: Role | None) -> sa.Select[Any]:
    return (
        sa.select(sa.literal(1))
        .select_from(Recommendation)
        .join(Source, col(Source.id) == col(Recommendation.source))
        .join(Quote, col(Quote.id) == col(Recommendation.quote))
        .where(
            col(Recommendation.id) == id,
            _readable(Quote, role),
            *_of_source(shape),
            *_called(shape, Measure.recommendation, Recommendation.id),
        )
    )


def _measures(id: Any, shape: Shape, role: Role | None) -> sa.Select[Any]:
    later: Any = aliased(Measure)
    return (
        sa.select(sa.literal(1))
        .select_from(Measure)
        .join(Recommendation, col(Recommendation.id) == col(Measure.recommendation))
        .join(Source, col(Source.id) == col(Recommendation.source))
        .join(Quote, col(Quote.id) == col(Recommendation.quote))
        .where(
            col(Measure.id) == id,
            ~sa.select(later.id).where(later.supersedes == id, reviewed(later)).exists(),
            _readable(Quote, role),
            *_of_source(shape),
            *_called(shape, Measure.id, Measure.id),
        )
    )


def _findings(id: Any, shape: Shape, role: Role | None) -> sa.Select[Any]:
    return (
        sa.select(sa.literal(1))
        .select_from(Assessment)
        .join(Call, col(Call.id) == col(Assessment.call))
        .join(Addressee, col(Addressee.id) == col(Call.addressee))
        .where(
            col(Assessment.id) == id,
            sa.literal(role is not None),
            _stands(Assessment, id),
            *_to(shape, col(Call.measure)),
            *_between(shape, col(Assessment.true_on)),
        )
    )


def _positions(id: Any, shape: Shape, role: Role | None) -> sa.Select[Any]:
    found = (
        sa.select(sa.literal(1))
        .select_from(Position)
        .join(Addressee, col(Addressee.id) == col(Position.addressee))
        .join(Quote, col(Quote.id) == col(Position.quote))
        .where(
            col(Position.id) == id,
            sa.literal(role is not None),
            ~sealed_over(Quote),
            _stands(Position, id),
            *_to(shape, None),
            *_between(shape, col(Position.said_on)),
        )
    )
    if "measure" in shape.asked:
        on = sa.select(col(PositionMeasure.position))
        found = found.where(
            col(Position.id).in_(on.where(col(PositionMeasure.measure) == sa.bindparam("measure")))
        )
    return found


def _stands(kind: Any, id: Any) -> Condition:
    """No reviewed correction or spelling took its place."""
    later: Any = aliased(kind)
    put_right = sa.select(later.id).where(
        later.base == id, later.supersession.in_(PUTS_RIGHT), reviewed(later)
    )
    return ~put_right.exists()


def _of_source(shape: Shape) -> Iterator[Condition]:
    yield from _between(shape, col(Source.published_on))
    if "source_kind" in shape.asked:
        yield col(Source.kind) == sa.bindparam("source_kind")


def _between(shape: Shape, day: Any) -> Iterator[Condition]:
    if "since" in shape.asked:
        yield day >= sa.bindparam("since")
    if "until" in shape.asked:
        yield day <= sa.bindparam("until")


def _to(shape: Shape, measure: Any) -> Iterator[Condition]:
    """Of a query over addressees."""
    if "addressee" in shape.asked:
        yield col(Addressee.code) == sa.bindparam("addressee")
    if "measure" in shape.asked and measure is not None:
        yield measure == sa.bindparam("measure")


def _called(shape: Shape, column: Any, own: Any) -> Iterator[Condition]:
    """Some call for it is asked for."""
    if shape.asked & {"addressee", "measure"}:
        yield col(own).in_(_calls(shape, col(column)))


def _calls(shape: Shape, column: Any) -> sa.Select[Any]:
    measure: Any = aliased(Measure)
    return (
        sa.select(measure.recommendation if column.key == "recommendation" else measure.id)
        .select_from(measure)
        .join(Call, col(Call.measure) == measure.id)
        .join(Addressee, col(Addressee.id) == col(Call.addressee))
        .where(*_to(shape, measure.id))
    )


def _used(shape: Shape) -> sa.CompoundSelect[Any] | sa.Select[Any]:
    """The quotes that are evidence, a position, a ground or what was recommended there; with
    a stance evidence alone."""
    evidence = (
        sa.select(col(Evidence.quote))
        .join(Assessment, col(Assessment.id) == col(Evidence.assessment))
        .join(Call, col(Call.id) == col(Assessment.call))
        .join(Addressee, col(Addressee.id) == col(Call.addressee))
        .where(*_to(shape, col(Call.measure)))
    )
    if "stance" in shape.asked:
        return evidence.where(col(Evidence.stance) == sa.bindparam("stance"))
    said = (
        sa.select(col(Position.quote))
        .join(Addressee, col(Addressee.id) == col(Position.addressee))
        .join(PositionMeasure, col(PositionMeasure.position) == col(Position.id))
        .where(*_to(shape, col(PositionMeasure.measure)))
    )
    called = _calls(shape, col(Measure.recommendation))
    grounds = sa.select(col(Ground.quote)).where(col(Ground.recommendation).in_(called))
    asked = sa.select(col(Recommendation.quote)).where(col(Recommendation.id).in_(called))
    return sa.union_all(evidence, said, grounds, asked)


def tier_is(quote: Any, tier: Tier) -> Condition:
    """SQL: as `standings` draws it together: the strictest over some of its words, and
    internal where no tier covers all of them."""
    covered = _some_tier(quote, list(Tier), whole=True)
    has = _some_tier(quote, [tier])
    stricter = [one for one in Tier if one.strictness > tier.strictness]
    held = _some_tier(quote, stricter) if stricter else sa.false()
    if tier is Tier.INTERNAL:
        return sa.and_(~held, sa.or_(~covered, has))
    return sa.and_(covered, has, ~held)


def _some_tier(quote: Any, tiers: list[Tier], whole: bool = False) -> Condition:
    change: Any = aliased(TierChange)
    later: Any = aliased(TierChange)
    after = sa.select(later.id).where(
        later.quote == change.quote, later.id > change.id, counts(later)
    )
    now = (change.tier.in_(tiers), counts(change), ~after.exists())
    return some_over(quote, change, *now, whole=whole)
