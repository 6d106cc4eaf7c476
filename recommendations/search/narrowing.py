"""What a search is narrowed to, and the conditions in SQL that say so and that leave out
what the reader may not see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

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
    QuoteDetail,
    Recommendation,
    SameWords,
    Source,
    TierChange,
)
from recommendations.records.hidden import withdrawn_quotes
from recommendations.records.named import counts, sealed_quotes
from recommendations.records.near import numbers, rows_over
from recommendations.records.review_sql import answered_again, reviewed
from recommendations.records.wording import Kind
from recommendations.register.kept import kept
from recommendations.rules import last_day
from recommendations.vocabulary import Precision, Role, SourceKind, Stance, Supersession, Tier

Condition = sa.ColumnElement[bool]
OURS = [kind for kind in SourceKind if kind.is_ours]
WORDS_OF_KIND = {
    Kind.QUOTE: "quote",
    Kind.SOURCE: "source",
    Kind.RECOMMENDATION: "recommendation",
    Kind.MEASURE: "measure",
    Kind.POSITION: "position",
    Kind.FINDING: "finding",
    Kind.PASSAGE: "passage",
}
PUTS_RIGHT = (Supersession.CORRECTION, Supersession.SPELLING)


@dataclass(frozen=True)
class Narrowed:
    """`addressee` by its code, `measure` by its number. `since` and `until` are of the day
    on which that happened which a quote tells, where it is known, or else its source was
    published; on which a position was said or a finding is true. `ours` are our
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
        if self.until:
            told |= {_until(p): last_day(self.until, p) for p in Precision}
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
        if self.asked & {"addressee", "measure"}:
            kinds -= {Kind.PASSAGE}
        return tuple(sorted(kinds))


@dataclass(frozen=True)
class Wanted:
    """Conditions in SQL: `of_many` each look something up in a list that is made once, and
    `of_few` read about each record, which is dear, so they stand last."""

    of_many: tuple[Condition, ...]
    of_few: tuple[Condition, ...] = ()


def of_kind(kind: Kind, id: Any, shape: Shape, role: Role | None, source: Any = None) -> Wanted:
    """The record with this id is there for the reader, and is asked for. `source`: a quote's,
    where it is known. What they ask for by name is in `Narrowed.values` and `read_kept`."""
    if role is None:
        return Wanted((sa.false(),))
    if kind is Kind.QUOTE:
        return _quotes(id, shape, source)
    asked = {
        Kind.SOURCE: _sources, Kind.RECOMMENDATION: _recommendations, Kind.MEASURE: _measures,
        Kind.POSITION: _positions, Kind.FINDING: _findings,
    }[kind]  # fmt: skip
    return Wanted(tuple(asked(id, shape)))


def of_passages(shape: Shape) -> tuple[sa.Select[Any], ...]:
    """The sources whose passages are asked for; none where that is any."""
    found = tuple(_of_source(shape))
    return (sa.select(col(Source.id)).where(*found),) if found else ()


SEALED = sealed_quotes()
WITHDRAWN = withdrawn_quotes()


def read_kept(session: Session, role: Role | None) -> dict[str, list[int]]:
    """Quotes whose words the reader may not see, the same as `gate.may_read` for somebody
    whom nothing was sealed for. Asked for apart, so that the database plans it once."""
    sealed, withdrawn = _kept_as_recorded(session)
    return {"sealed": sealed, "kept": sealed if role is Role.ADMINISTRATOR else sealed + withdrawn}


def _kept_as_recorded(session: Session) -> tuple[list[int], list[int]]:
    """What is sealed, and what was withdrawn: found once for each state of the record, and of
    the ties between texts, which a program makes."""

    def read() -> tuple[list[int], list[int]]:
        return list(session.scalars(SEALED)), list(session.scalars(WITHDRAWN))

    return kept(session, ("sealed and withdrawn", session.scalar(_LAST_TIE)), read)


_LAST_TIE = sa.select(sa.func.max(col(SameWords.id)))


KEPT, KEPT_SEALED = numbers("kept"), numbers("sealed")


def _quotes(id: Any, shape: Shape, source: Any) -> Wanted:
    own: Any = aliased(Quote)
    if source is None:
        source = sa.select(own.source).where(own.id == id).scalar_subquery()
    many, few = [id.not_in(KEPT)], list[Condition]()
    if "source_kind" in shape.asked:
        many.append(source.in_(sa.select(col(Source.id)).where(*_of_kind(shape))))
    if between := tuple(_between(shape, col(Source.published_on))):
        published = source.in_(sa.select(col(Source.id)).where(*between))
        dated = id.in_(_happened(shape, known=True))
        many.append(sa.or_(sa.and_(published, ~dated), id.in_(_happened(shape))))
    if shape.ours is not None:
        ours = source.in_(sa.select(col(Source.id)).where(col(Source.kind).in_(OURS)))
        testimony = sa.select(own.id).where(own.id == id, own.testimony).exists()
        few.append(sa.or_(ours, testimony) if shape.ours else ~ours)
    if shape.asked & {"addressee", "measure", "stance"}:
        many.append(id.in_(_used(shape)))
    if shape.tier:
        few.append(sa.select(own.id).where(own.id == id, tier_is(own, shape.tier)).exists())
    return Wanted(tuple(many), tuple(few))


def _sources(id: Any, shape: Shape) -> Iterator[Condition]:
    if of_source := tuple(_of_source(shape)):
        yield id.in_(sa.select(col(Source.id)).where(*of_source))
    if shape.asked & {"addressee", "measure"}:
        yield id.in_(
            sa.select(col(Quote.source)).where(
                col(Quote.id).in_(_used(shape)), col(Quote.id).not_in(KEPT)
            )
        )


def _recommendations(id: Any, shape: Shape) -> Iterator[Condition]:
    yield id.not_in(sa.select(col(Recommendation.id)).where(col(Recommendation.quote).in_(KEPT)))
    if of_source := tuple(_of_source(shape)):
        yield id.in_(
            sa.select(col(Recommendation.id))
            .join(Source, col(Source.id) == col(Recommendation.source))
            .where(*of_source)
        )
    if shape.asked & {"addressee", "measure"}:
        yield id.in_(_calls(shape, col(Measure.recommendation)))


def _measures(id: Any, shape: Shape) -> Iterator[Condition]:
    told = sa.select(col(Measure.id)).join(
        Recommendation, col(Recommendation.id) == col(Measure.recommendation)
    )
    yield id.not_in(told.where(col(Recommendation.quote).in_(KEPT)))
    yield id.not_in(
        sa.select(col(Measure.supersedes)).where(
            col(Measure.supersedes).is_not(None), reviewed(Measure)
        )
    )
    if of_source := tuple(_of_source(shape)):
        yield id.in_(
            told.join(Source, col(Source.id) == col(Recommendation.source)).where(*of_source)
        )
    if shape.asked & {"addressee", "measure"}:
        yield id.in_(_calls(shape, col(Measure.id)))


def _findings(id: Any, shape: Shape) -> Iterator[Condition]:
    yield id.not_in(_put_right(Assessment))
    asked = (*_to(shape, col(Call.measure)), *_between(shape, col(Assessment.true_on)))
    if asked:
        yield id.in_(
            sa.select(col(Assessment.id))
            .join(Call, col(Call.id) == col(Assessment.call))
            .join(Addressee, col(Addressee.id) == col(Call.addressee))
            .where(*asked)
        )


def _positions(id: Any, shape: Shape) -> Iterator[Condition]:
    yield id.not_in(sa.select(col(Position.id)).where(col(Position.quote).in_(KEPT_SEALED)))
    yield id.not_in(_put_right(Position))
    asked = (*_to(shape, None), *_between(shape, col(Position.said_on)))
    if asked:
        yield id.in_(
            sa.select(col(Position.id))
            .join(Addressee, col(Addressee.id) == col(Position.addressee))
            .where(*asked)
        )
    if "measure" in shape.asked:
        yield id.in_(
            sa.select(col(PositionMeasure.position)).where(
                col(PositionMeasure.measure) == sa.bindparam("measure")
            )
        )


def _put_right(kind: Any) -> sa.Select[Any]:
    """A reviewed correction or spelling took their place."""
    return sa.select(kind.base).where(
        kind.base.is_not(None), kind.supersession.in_(PUTS_RIGHT), reviewed(kind)
    )


def _of_source(shape: Shape) -> Iterator[Condition]:
    yield from _between(shape, col(Source.published_on))
    yield from _of_kind(shape)


def _of_kind(shape: Shape) -> Iterator[Condition]:
    if "source_kind" in shape.asked:
        yield col(Source.kind) == sa.bindparam("source_kind")


def _between(shape: Shape, day: Any) -> Iterator[Condition]:
    if "since" in shape.asked:
        yield day >= sa.bindparam("since")
    if "until" in shape.asked:
        yield day <= sa.bindparam("until")


def _happened(shape: Shape, known: bool = False) -> sa.Select[Any]:
    """The quotes of which it is `known` when that happened which they tell, or of which it
    was then. A date that is known to the month or year can be any day of it."""
    told = sa.select(col(QuoteDetail.quote)).where(
        col(QuoteDetail.event_on).is_not(None), ~answered_again(QuoteDetail)
    )
    if known:
        return told
    if "since" in shape.asked:
        told = told.where(col(QuoteDetail.event_on) >= sa.bindparam("since"))
    if "until" in shape.asked:
        last = sa.case(*((col(QuoteDetail.precision) == p, sa.bindparam(_until(p), type_=sa.Date))
                         for p in Precision))  # fmt: skip
        told = told.where(col(QuoteDetail.event_on) <= last)
    return told


def _until(precision: Precision) -> str:
    return f"until_{precision.value}"


def _to(shape: Shape, measure: Any) -> Iterator[Condition]:
    """Of a query over addressees."""
    if "addressee" in shape.asked:
        yield col(Addressee.code) == sa.bindparam("addressee")
    if "measure" in shape.asked and measure is not None:
        yield measure == sa.bindparam("measure")


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
    change: Any = aliased(TierChange)
    later: Any = aliased(TierChange)
    after = sa.select(later.id).where(
        later.quote == change.quote, later.id > change.id, counts(later)
    )
    now = (counts(change), ~after.exists())
    inside = Tier.INTERNAL.strictness
    level = sa.case(*((change.tier == one, one.strictness) for one in Tier), else_=inside)
    over = rows_over(quote, change, level, *now).subquery("over")
    strictest = sa.func.coalesce(sa.func.max(over.c.told), inside)
    least = sa.func.coalesce(sa.func.min(sa.case((over.c.whole, 0), else_=inside)), inside)
    drawn = sa.select(sa.case((strictest > least, strictest), else_=least)).scalar_subquery()
    return drawn == tier.strictness
