"""Finding what is on record by its words, as a reader sees it: the quotes go through the
gate once more, whatever the search said."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations.models import (
    Addressee,
    Assessment,
    Call,
    Measure,
    Position,
    PositionMeasure,
    Quote,
    Recommendation,
    Source,
)
from recommendations.records import passages
from recommendations.records.hidden import WITHHELD, hidden_words
from recommendations.records.named import sealed_quotes
from recommendations.records.near import QUOTES, about
from recommendations.records.review_sql import reviewed
from recommendations.records.wording import Kind, Term, asked
from recommendations.register.quotes import quote_views, quotes_by_id, source_views
from recommendations.register.uses import Use, read_uses
from recommendations.register.views import QuoteView, SourceView
from recommendations.search.matching import matching
from recommendations.search.narrowing import OURS, WORDS_OF_KIND, Narrowed
from recommendations.search.snippets import Part, first_mark, snippet
from recommendations.vocabulary import Precision, Role

PAGE = 20
"""Hits on one page; more would be slow to load on a slow line."""
FEW = 40


@dataclass(frozen=True)
class Hit:
    """`title` says what it is; `where` is its path; `on` the day it speaks of."""

    kind: Kind
    id: int
    where: str
    title: str
    parts: tuple[Part, ...]
    on: date | None = None
    precision: Precision = Precision.DAY
    quote: QuoteView | None = None
    source: SourceView | None = None
    uses: tuple[Use, ...] = ()
    reviewed: bool = True

    @property
    def words(self) -> str:
        return WORDS_OF_KIND[self.kind]


@dataclass(frozen=True)
class Found:
    """`count` of all, of which one page is read; `more`: there are more than that."""

    hits: tuple[Hit, ...] = ()
    count: int = 0
    more: bool = False
    page: int = 1

    @property
    def pages(self) -> int:
        return -(-self.count // PAGE)


def find(
    session: Session, words: str, role: Role | None, narrowed: Narrowed | None = None, page: int = 1
) -> Found:
    terms = asked(words)
    if not terms:
        return Found()
    keys, more = matching(session, terms, narrowed or Narrowed(), role)
    page = min(max(1, page), max(1, -(-len(keys) // PAGE)))
    shown = keys[(page - 1) * PAGE : page * PAGE]
    return Found(_hits(session, shown, terms, role), len(keys), more, page)


def find_quotes(
    session: Session, words: str, role: Role | None, ours: bool | None = None, most: int = FEW
) -> list[QuoteView]:
    """Quotes that hold every word, in their own words or in their source's title or
    publisher, best first; without words those that were added last."""
    terms = asked(words)
    if terms:
        narrowed = Narrowed(what=Kind.QUOTE, ours=ours)
        found, _ = matching(session, terms, narrowed, role)
        ids = [id for _, id in found[:most]]
    else:
        ids = [] if words.strip() else list(session.scalars(_NEWEST[ours].limit(most)))
    return [view for view in quotes_by_id(session, ids, role).values() if view.exact]


def find_sources(session: Session, words: str, most: int = FEW) -> list[SourceView]:
    """By title, publisher and address; without words those that were added last."""
    terms = asked(words)
    if terms:
        found, _ = matching(session, terms, Narrowed(what=Kind.SOURCE), Role.EDITOR)
        views = source_views(session, [id for _, id in found[:most]])
        return [views[id] for _, id in found[:most]]
    views = source_views(session)
    return [views[id] for id in sorted(views, reverse=True)[:most]] if not words.strip() else []


def _newest(ours: bool | None) -> sa.Select[Any]:
    found = sa.select(col(Quote.id)).join(Source, col(Source.id) == col(Quote.source))
    own = sa.or_(col(Source.kind).in_(OURS), col(Quote.testimony))
    if ours is not None:
        found = found.where(own if ours else ~col(Source.kind).in_(OURS))
    return found.where(col(Quote.id).not_in(sealed_quotes())).order_by(col(Quote.id).desc())


_NEWEST = {ours: _newest(ours) for ours in (None, True, False)}
Reader = Callable[[Session, list[int], Sequence[Term], Role | None], dict[int, Hit]]


def _hits(
    session: Session, keys: Sequence[tuple[Kind, int]], terms: Sequence[Term], role: Role | None
) -> tuple[Hit, ...]:
    found: dict[tuple[Kind, int], Hit] = {}
    for kind, read in _READERS.items():
        ids = [id for of, id in keys if of is kind]
        if ids:
            found |= {(kind, id): hit for id, hit in read(session, ids, terms, role).items()}
    return tuple(found[key] for key in keys if key in found)


def _quotes(
    session: Session, ids: list[int], terms: Sequence[Term], role: Role | None
) -> dict[int, Hit]:
    views = quotes_by_id(session, ids, role)
    uses = read_uses(session, ids)
    return {
        id: Hit(
            Kind.QUOTE, id, f"/quotes/{id}", view.source.title, snippet(view.exact, terms),
            view.source.published_on, view.source.precision, quote=view, source=view.source,
            uses=uses.get(id, ()),
        )
        for id, view in views.items()
        if view.exact
    }  # fmt: skip


def _sources(
    session: Session, ids: list[int], terms: Sequence[Term], role: Role | None
) -> dict[int, Hit]:
    return {
        id: Hit(
            Kind.SOURCE, id, f"/sources/{id}", view.publisher, snippet(view.title, terms),
            view.published_on, view.precision, source=view,
        )
        for id, view in source_views(session, ids).items()
    }  # fmt: skip


def _passages(
    session: Session, ids: list[int], terms: Sequence[Term], role: Role | None
) -> dict[int, Hit]:
    """What may not be read beside them is withheld, as in the reader."""
    spans = passages.read(session, ids)
    views = source_views(session, {one.source for one in spans})
    texts = passages.texts_of(session, spans, hidden_words(session, views, role))
    found = {}
    for one in spans:
        text = texts[one.key]
        marked = first_mark(text, terms)
        if marked is None:
            continue
        view, (start, end) = views[one.source], marked
        where = f"/sources/{one.source}?at={one.start + start}-{one.start + end}#f1"
        shown = snippet(_HIDDEN.sub(WITHHELD, text), terms)
        found[one.key] = Hit(
            Kind.PASSAGE, one.key, where, "In its place", shown, view.published_on,
            view.precision, source=view,
        )  # fmt: skip
    return found


_HIDDEN = re.compile("\0+")


_CALLS = (
    sa.select(col(Measure.id), col(Addressee.code), col(Addressee.short))
    .join(Call, col(Call.measure) == col(Measure.id))
    .join(Addressee, col(Addressee.id) == col(Call.addressee))
    .where(col(Measure.id).in_(QUOTES))
    .order_by(col(Addressee.place), col(Addressee.id))
)
_MEASURES = (
    sa.select(Measure, Recommendation)
    .join(Recommendation, col(Recommendation.id) == col(Measure.recommendation))
    .where(col(Measure.id).in_(QUOTES))
)
_RECOMMENDATIONS = (
    sa.select(Recommendation, col(Measure.id))
    .outerjoin(Measure, col(Measure.recommendation) == col(Recommendation.id))
    .where(col(Recommendation.id).in_(QUOTES))
)
_FINDINGS = (
    sa.select(Assessment, Addressee, Measure, Recommendation, reviewed(Assessment))
    .join(Call, col(Call.id) == col(Assessment.call))
    .join(Addressee, col(Addressee.id) == col(Call.addressee))
    .join(Measure, col(Measure.id) == col(Call.measure))
    .join(Recommendation, col(Recommendation.id) == col(Measure.recommendation))
    .where(col(Assessment.id).in_(QUOTES))
)
_POSITIONS = (
    sa.select(Position, Addressee, Recommendation, reviewed(Position))
    .join(Addressee, col(Addressee.id) == col(Position.addressee))
    .join(PositionMeasure, col(PositionMeasure.position) == col(Position.id))
    .join(Measure, col(Measure.id) == col(PositionMeasure.measure))
    .join(Recommendation, col(Recommendation.id) == col(Measure.recommendation))
    .where(col(Position.id).in_(QUOTES))
)


def _uses(
    session: Session, measures: Sequence[int], place: dict[int, int]
) -> dict[int, dict[str, Use]]:
    """By measure: the addressees it is called for from, each with the story's place."""
    found: dict[int, dict[str, Use]] = {}
    for measure, code, short in about(session, _CALLS, measures):
        where = f"/recommendations/{place[measure]}/{code}"
        found.setdefault(measure, {})[code] = Use(short, where)
    return found


def _recommendations(
    session: Session, ids: list[int], terms: Sequence[Term], role: Role | None
) -> dict[int, Hit]:
    rows = list(about(session, _RECOMMENDATIONS, ids))
    calls = _uses(session, [m for _, m in rows if m], {m: r.place for r, m in rows if m})
    quotes = quotes_by_id(session, {r.quote for r, _ in rows}, role)
    found = {}
    for row in {r.key: r for r, _ in rows}.values():
        uses: dict[str, Use] = {}
        for told, measure in rows:
            if told is row:
                uses |= calls.get(measure, {})
        view = quotes.get(row.quote)
        if view and view.exact:
            found[row.key] = Hit(
                Kind.RECOMMENDATION, row.key, f"/quotes/{row.quote}", f"Recommendation {row.place}",
                snippet(row.title, terms), view.source.published_on, view.source.precision,
                source=view.source, uses=tuple(uses.values()),
            )  # fmt: skip
    return found


def _measures(
    session: Session, ids: list[int], terms: Sequence[Term], role: Role | None
) -> dict[int, Hit]:
    rows = list(about(session, _MEASURES, ids))
    calls = _uses(session, ids, {measure.key: told.place for measure, told in rows})
    quotes = quotes_by_id(session, {told.quote for _, told in rows}, role)
    found = {}
    for row, told in rows:
        view, uses = quotes.get(told.quote), tuple(calls.get(row.key, {}).values())
        if view and view.exact:
            words = f"{row.label}. {row.done_when}" if row.done_when else row.label
            found[row.key] = Hit(
                Kind.MEASURE, row.key, uses[0].where if uses else f"/quotes/{told.quote}",
                f"Recommendation {told.place}", snippet(words, terms), view.source.published_on,
                view.source.precision, source=view.source, uses=uses,
            )  # fmt: skip
    return found


def _findings(
    session: Session, ids: list[int], terms: Sequence[Term], role: Role | None
) -> dict[int, Hit]:
    return {
        row.key: Hit(
            Kind.FINDING, row.key, f"/recommendations/{told.place}/{whom.code}",
            f"{whom.short}, {measure.label}: {row.status.value}", snippet(row.reason, terms),
            row.true_on, reviewed=accepted,
        )
        for row, whom, measure, told, accepted in about(session, _FINDINGS, ids)
    }  # fmt: skip


def _positions(
    session: Session, ids: list[int], terms: Sequence[Term], role: Role | None
) -> dict[int, Hit]:
    rows = list(about(session, _POSITIONS, ids))
    quotes = quote_views(session, session.scalars(_OF_POSITIONS, {"quotes": ids}), role)
    return {
        row.key: Hit(
            Kind.POSITION, row.key, f"/recommendations/{told.place}/{whom.code}",
            f"{whom.short}, recommendation {told.place}", snippet(_said(row), terms), row.said_on,
            reviewed=accepted,
        )
        for row, whom, told, accepted in rows
        if row.quote in quotes
    }  # fmt: skip


_OF_POSITIONS = sa.select(Quote).where(
    col(Quote.id).in_(sa.select(col(Position.quote)).where(col(Position.id).in_(QUOTES)))
)


def _said(row: Position) -> str:
    return f"{row.value.value}: {row.part}" if row.part else row.value.value


_READERS: dict[Kind, Reader] = {
    Kind.QUOTE: _quotes,
    Kind.SOURCE: _sources,
    Kind.RECOMMENDATION: _recommendations,
    Kind.MEASURE: _measures,
    Kind.FINDING: _findings,
    Kind.POSITION: _positions,
    Kind.PASSAGE: _passages,
}
