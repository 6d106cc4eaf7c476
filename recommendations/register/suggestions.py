"""Quotes that may bear on a recommendation, by words in common; few, each with its words.
They propose and decide nothing."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from recommendations.errors import NotFound
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
)
from recommendations.ranking import Index, Ranked, Sought
from recommendations.reading.stems import stems
from recommendations.records.dismissals import dismissed
from recommendations.records.review_sql import reviewed
from recommendations.records.writing import get
from recommendations.register.marked import Run, at_places
from recommendations.register.quotes import quotes_by_id
from recommendations.register.views import QuoteView
from recommendations.register.word_index import said_by
from recommendations.vocabulary import Role

MOST = 5
"""For each measure."""
THRESHOLD = 1.3
"""A word that one text alone has in common counts as one. Set on the quotes of the October
2024 report, judged by hand; tests/recommendations/test_suggestions.py prints what it gives."""
REST = 0.5
"""What a word counts that stands only in the rest of the recommendation, or only in the name
of an addressee."""
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_WHAT_FOR = re.compile(r"(?:This|That|These|Doing so)(?: \w+)? (?:will|would|helps?)\b")


@dataclass(frozen=True)
class MeasureTold:
    id: int
    label: str
    words: str
    recommendation: int
    place: int
    title: str


@dataclass(frozen=True)
class Suggestion:
    """`runs` are the quote's own words with those in common marked; `shared` are all of
    them as they stand there, the heaviest first. `measures` on which it may bear."""

    quote: QuoteView
    measures: tuple[MeasureTold, ...]
    shared: tuple[str, ...]
    runs: tuple[Run, ...]
    score: float


def sought(title: str, measure: str, whole: str, addressees: str = "") -> Sought:
    """A quote has to name what the recommendation is about, and something of the measure; that
    it names an addressee only adds to that. What a sentence says the measure is good for is
    not what is asked."""
    texts = (title, measure, _without_what_for(whole), addressees)
    about, asked, rest, named = (frozenset(one.stem for one in stems(text)) for text in texts)
    weights = dict.fromkeys(rest | named, REST) | dict.fromkeys(about | asked, 1.0)
    return Sought(weights, about or asked or rest, asked or rest)


def _without_what_for(whole: str) -> str:
    return " ".join(one for one in _SENTENCES.split(whole) if not _WHAT_FOR.match(one))


def suggested(index: Index, wanted: Sought, threshold: float = THRESHOLD) -> list[Ranked]:
    return index.ranked(wanted, threshold)


def read_suggestions(
    session: Session,
    index: Index,
    recommendation: int,
    role: Role | None,
    measure: int | None = None,
) -> tuple[Suggestion, ...]:
    """For a recommendation or one measure of it, best first; without what is used for it
    already, what somebody dismissed, and what the reader may not see."""
    get(session, Recommendation, recommendation, "recommendation")
    told = _measures(session, recommendation)
    asked = [pair for pair in told if measure in {None, pair[0].id}]
    ranked = {of.id: suggested(index, wanted) for of, wanted in asked}
    known = _known(session, recommendation)
    there = _usable(session, ranked.values(), known, role)
    best: dict[int, tuple[float, list[MeasureTold], list[str]]] = {}
    for of, _ in asked:
        for one in [one for one in ranked[of.id] if one.id in there][:MOST]:
            score, measures, shared = best.get(one.id, (0.0, [], []))
            best[one.id] = (max(score, one.score), [*measures, of], [*shared, *one.shared])
    ordered = sorted(best, key=lambda id: (-best[id][0], id))
    return tuple(_suggestion(there[id], *best[id]) for id in ordered)


def read_bearings(session: Session, index: Index, quote: QuoteView) -> tuple[Suggestion, ...]:
    """For a quote: one suggestion for each recommendation on which it may bear."""
    own = select(Recommendation.id).where(Recommendation.quote == quote.id)
    if not quote.exact or quote.sealed or not _can_be_used(quote) or session.exec(own).first():
        return ()
    counts = [one.stem for text in _said(quote) for one in stems(text)]
    by_place: dict[int, list[tuple[MeasureTold, Ranked]]] = defaultdict(list)
    gone = {r for q, r in dismissed(session) if q == quote.id}
    for measure, wanted in _measures(session):
        found = index.scored(quote.id, counts, wanted)
        if found.score >= THRESHOLD and measure.recommendation not in gone:
            by_place[measure.recommendation].append((measure, found))
    told = [
        _suggestion(
            quote,
            max(found.score for _, found in pairs),
            [measure for measure, _ in pairs],
            [word for _, found in pairs for word in found.shared],
        )
        for recommendation, pairs in by_place.items()
        if quote.id not in _known(session, recommendation)
    ]
    return tuple(sorted(told, key=lambda one: -one.score)[:MOST])


def read_dismissed(
    session: Session, recommendation: int, role: Role | None
) -> tuple[QuoteView, ...]:
    ids = [quote for quote, about in dismissed(session) if about == recommendation]
    return tuple(view for view in quotes_by_id(session, ids, role).values() if view.exact)


@dataclass(frozen=True)
class Called:
    """An addressee of whom a measure is called for, where a finding can take a quote."""

    measure: int
    call: int
    code: str
    short: str


def read_called(session: Session, recommendation: int) -> tuple[Called, ...]:
    rows = session.exec(
        select(Call.measure, Call.id, Addressee.code, Addressee.short)
        .join(Addressee, col(Addressee.id) == Call.addressee)
        .join(Measure, col(Measure.id) == Call.measure)
        .where(Measure.recommendation == recommendation)
        .order_by(col(Addressee.place), col(Addressee.id))
    )
    return tuple(Called(measure, call or 0, code, short) for measure, call, code, short in rows)


def recommendation_at(session: Session, place: int) -> Recommendation:
    found = session.exec(select(Recommendation).where(Recommendation.place == place)).first()
    if found is None:
        raise NotFound(f"There is no recommendation {place}.")
    return found


def _measures(
    session: Session, recommendation: int | None = None
) -> list[tuple[MeasureTold, Sought]]:
    """Those that count: no later one took their place, and they wait to take none."""
    newer: Any = aliased(Measure)
    later = select(newer.supersedes).where(newer.supersedes.is_not(None), reviewed(newer))
    rows = (
        select(Measure, Recommendation, Quote.exact, Quote.start)
        .join(Recommendation, col(Recommendation.id) == Measure.recommendation)
        .join(Quote, col(Quote.id) == Recommendation.quote)
        .where(
            col(Measure.id).not_in(later),
            or_(col(Measure.supersedes).is_(None), reviewed(Measure)),
        )
        .order_by(col(Recommendation.place), col(Measure.place), col(Measure.id))
    )
    if recommendation is not None:
        rows = rows.where(Measure.recommendation == recommendation)
    names = _names(session, recommendation)
    found = []
    for row, told, exact, start in session.exec(rows):
        own = exact[row.start - start : row.end - start]
        measure = MeasureTold(row.key, row.label, own, told.key, told.place, told.title)
        found.append((measure, sought(told.title, own, exact, " ".join(names[row.key]))))
    return found


def _names(session: Session, recommendation: int | None) -> dict[int, list[str]]:
    """Of whom each measure is called for."""
    rows = select(Call.measure, Addressee.name, Addressee.short).join(
        Addressee, col(Addressee.id) == Call.addressee
    )
    if recommendation is not None:
        rows = rows.join(Measure, col(Measure.id) == Call.measure).where(
            Measure.recommendation == recommendation
        )
    found: dict[int, list[str]] = defaultdict(list)
    for measure, name, short in session.exec(rows.order_by(col(Call.id))):
        found[measure] += [name, short]
    return found


def _known(session: Session, recommendation: int) -> frozenset[int]:
    """What is used for it already, or was dismissed. What the import only proposed as a
    ground is as much a suggestion as any other."""
    grounds = select(Ground.quote).where(
        Ground.recommendation == recommendation, col(Ground.recorded_by).is_not(None)
    )
    evidence = (
        select(Evidence.quote)
        .join(Assessment, col(Assessment.id) == Evidence.assessment)
        .join(Call, col(Call.id) == Assessment.call)
        .join(Measure, col(Measure.id) == Call.measure)
        .where(Measure.recommendation == recommendation)
    )
    positions = (
        select(Position.quote)
        .join(PositionMeasure, col(PositionMeasure.position) == Position.id)
        .join(Measure, col(Measure.id) == PositionMeasure.measure)
        .where(Measure.recommendation == recommendation)
    )
    used = {id for query in (grounds, evidence, positions) for id in session.exec(query)}
    gone = {quote for quote, about in dismissed(session) if about == recommendation}
    return frozenset(used | gone)


def _usable(
    session: Session,
    ranked: Iterable[Sequence[Ranked]],
    known: frozenset[int],
    role: Role | None,
) -> dict[int, QuoteView]:
    """Read a few at a time, until each measure has as many as it shows."""
    there: dict[int, QuoteView] = {}
    for one_measure in ranked:
        left = [one.id for one in one_measure if one.id not in known]
        while left and sum(one.id in there for one in one_measure) < MOST:
            views = quotes_by_id(session, left[: 2 * MOST], role)
            left = left[2 * MOST :]
            there |= {id: v for id, v in views.items() if v.exact and _can_be_used(v)}
    return there


def _can_be_used(quote: QuoteView) -> bool:
    """Words of a witness are grounds where they come from our own report, and else nothing
    that is recorded here; withdrawn words are nothing any more."""
    return not quote.standing.withdrawn and (quote.source.kind.is_ours or not quote.testimony)


def _said(quote: QuoteView) -> Iterator[str]:
    return said_by(quote.exact, quote.heading, quote.attribution, quote.section)


def _suggestion(
    quote: QuoteView, score: float, measures: Sequence[MeasureTold], shared: Iterable[str]
) -> Suggestion:
    wanted = dict.fromkeys(shared)
    words: dict[str, str] = {}
    for text in _said(quote):
        for one in stems(text):
            word = text[one.start : one.end]
            # A heading set in capitals is not shouted.
            words.setdefault(one.stem, word.lower() if word.isupper() else word)
    places = [(o.start, o.end, "shared") for o in stems(quote.exact) if o.stem in wanted]
    return Suggestion(
        quote=quote,
        measures=tuple(measures),
        shared=tuple(dict.fromkeys(words[stem] for stem in wanted if stem in words)),
        runs=at_places(quote.exact, places),
        score=score,
    )
