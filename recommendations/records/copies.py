"""Where words that may have to stay inside stand again in another source.

A quote is tied to every other that has the same words and may not leave, and to what was
said to us, whichever came first: when the quote is marked, when a source is added, and when
something restricts words that were free before.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations.models import (
    Embargo,
    OwnWords,
    Quote,
    QuoteDetail,
    Recorded,
    SameWords,
    Source,
    TierChange,
    Variant,
    Withdrawal,
)
from recommendations.records import indexing, word_runs
from recommendations.records.families import families
from recommendations.records.near import QUOTES, about
from recommendations.records.notes_of_meetings import is_noted
from recommendations.runs import Run, Sought, is_short
from recommendations.vocabulary import PRIVATE, SourceKind, Tier, VariantKind

NOTED = (Quote, Source, Withdrawal, Embargo, TierChange, Variant, QuoteDetail)
"""Records after which there may be something to tie."""


def is_of_witness(source: Source) -> bool:
    """Whether all that was said to us there are the words of witnesses."""
    if source.kind is SourceKind.LETTER:
        return source.publisher == PRIVATE
    if source.kind is SourceKind.MEETING_NOTE:
        return not is_noted(source)
    return source.kind is SourceKind.PANEL


def noted(session: Session, rows: Sequence[Recorded]) -> list[Recorded]:
    """The ties that follow from records which were just written."""
    word_runs.put(session, rows)
    quotes = [row for row in rows if isinstance(row, Quote)]
    sources = [row for row in rows if isinstance(row, Source)]
    restricted = _restricted(session, rows)
    if not quotes and not sources and not restricted:
        return []
    ties = _Ties(session)
    ties.look([*map(_quote, quotes), *map(_source, sources), *map(_quote, restricted)])
    return ties.rows()


def ties_of(session: Session, quotes: Sequence[Quote]) -> list[Recorded]:
    """Of quotes that are on record already."""
    ties = _Ties(session)
    ties.look([_quote(quote) for quote in quotes])
    return ties.rows()


def _restricted(session: Session, rows: Iterable[Recorded]) -> Sequence[Quote]:
    """The quotes that could leave freely before. What is testimony or was said to us was
    tied when it was marked."""
    quotes, sources = set[int](), set[int]()
    for row in rows:
        if isinstance(row, Embargo) and row.source is not None:
            sources.add(row.source)
        elif _restricts(row):
            quotes.add(row.quote)  # type: ignore[attr-defined]
    if not quotes and not sources:
        return ()
    asked = (
        sa.select(Quote)
        .join(Source, col(Source.id) == col(Quote.source))
        .where(
            sa.or_(col(Quote.id).in_(quotes), col(Quote.source).in_(sources)),
            ~col(Quote.testimony),
            col(Source.kind).not_in(word_runs.SAID_TO_US),
        )
    )
    return session.scalars(asked).all()


def _restricts(row: Recorded) -> bool:
    if isinstance(row, TierChange):
        return row.tier is not Tier.OPEN
    if isinstance(row, Variant):
        return row.kind is VariantKind.REDACTION
    if isinstance(row, QuoteDetail):
        return row.original is not None
    return isinstance(row, Withdrawal | Embargo)


@dataclass(frozen=True)
class _Asked:
    """A quote, or a whole text where `quote` is None."""

    source: int
    words: str
    quote: Quote | None = None
    own: Source | None = None
    """Where it is the text of what was said to us."""


def _quote(quote: Quote) -> _Asked:
    return _Asked(quote.source, quote.exact, quote)


def _source(source: Source) -> _Asked:
    own = source if source.kind in word_runs.SAID_TO_US else None
    return _Asked(source.key, source.text, None, own)


Place = tuple[int, int, int]
"""Source, start, end."""


@dataclass
class _Ties:
    session: Session
    same: dict[int, set[Place]] = field(default_factory=lambda: defaultdict(set))
    """By quote: where its words stand again."""
    own: dict[int, set[Place]] = field(default_factory=lambda: defaultdict(set))
    """By source of what was said to us."""

    def look(self, asked: Sequence[_Asked]) -> None:
        around = families(self.session, {one.source for one in asked})
        for some in _few(asked):
            told = [(one, Sought(one.words, short=one.quote is not None)) for one in some]
            marks = {mark for _, sought in told for mark in sought.marks}
            own = frozenset.intersection(*(around[one.source] for one in some))
            known = word_runs.look_up(self.session, marks, own)
            for one, sought in told:
                if not known.keys().isdisjoint(sought.marks):
                    self._tie(one, _hits(sought.found(known), known, around[one.source]))
        self._longer([one.quote for one in asked if one.quote and is_short(one.words)], around)
        self._keep_binding()

    def _tie(self, one: _Asked, hits: Mapping[word_runs.Where, list[tuple[int, int]]]) -> None:
        """A quote is tied as a whole, a text where the words stand in it."""
        theirs = _places(self.session, {quote for _, quote in hits if quote})
        for (source, quote), spans in hits.items():
            whole = [(one.quote.start, one.quote.end)] if one.quote else spans
            places = {(one.source, start, end) for start, end in whole}
            (self.same[quote] if quote else self.own[source]).update(places)
            if quote and one.quote:
                self.same[one.quote.key].add(theirs[quote])
            elif quote and one.own:
                self.own[one.own.key].add(theirs[quote])

    def _longer(self, short: Sequence[Quote], around: Mapping[int, frozenset[int]]) -> None:
        """Longer quotes that hold all of a short one: of those, only some runs are kept."""
        binding = _binding(self.session, {quote.key for quote in short})
        for quote in short:
            if quote.key not in binding:
                continue
            marks = {*Sought(quote.exact).marks}
            said = indexing.saying(self.session, quote.exact)
            for other in self.session.scalars(sa.select(Quote).where(col(Quote.id).in_(said))):
                if other.source not in around[quote.source] and not marks.isdisjoint(
                    Sought(other.exact).marks
                ):
                    self.same[quote.key].add((other.source, other.start, other.end))

    def _keep_binding(self) -> None:
        binding = _binding(self.session, self.same)
        self.same = {quote: places for quote, places in self.same.items() if quote in binding}

    def rows(self) -> list[Recorded]:
        """Those that are not on record yet."""
        known = about(self.session, _SAME, self.same)
        there = {(quote, source, start, end) for quote, source, start, end in known}
        owned = {tuple(row) for row in about(self.session, _OWN, self.own)}
        of = self.session.scalars(sa.select(Source).where(col(Source.id).in_(self.own)))
        witness = {source.key: is_of_witness(source) for source in of}
        return [
            *(
                SameWords(quote=quote, source=source, start=start, end=end)
                for quote, source, start, end in _sorted(self.same)
                if (quote, source, start, end) not in there
            ),
            *(
                OwnWords(said_in=of, source=source, start=start, end=end, testimony=witness[of])
                for of, source, start, end in _sorted(self.own)
                if (of, source, start, end) not in owned
            ),
        ]


_SAME = sa.select(
    col(SameWords.quote), col(SameWords.source), col(SameWords.start), col(SameWords.end)
).where(col(SameWords.quote).in_(QUOTES))
_OWN = sa.select(
    col(OwnWords.said_in), col(OwnWords.source), col(OwnWords.start), col(OwnWords.end)
).where(col(OwnWords.said_in).in_(QUOTES))
_LIES = sa.select(col(Quote.id), col(Quote.source), col(Quote.start), col(Quote.end)).where(
    col(Quote.id).in_(QUOTES)
)


def _sorted(ties: Mapping[int, set[Place]]) -> Iterator[tuple[int, int, int, int]]:
    return ((of, *place) for of, places in sorted(ties.items()) for place in sorted(places))


def _few(asked: Sequence[_Asked]) -> Iterator[Sequence[_Asked]]:
    """So many at once that their runs fit into memory."""
    return (asked[at : at + 500] for at in range(0, len(asked), 500))


def _hits(
    runs: Iterable[Run], known: Mapping[int, Sequence[word_runs.Where]], own: Collection[int]
) -> dict[word_runs.Where, list[tuple[int, int]]]:
    """By what is known: where its words stand, joined where they touch. Versions of one
    source have a measure of their own."""
    found: dict[word_runs.Where, list[tuple[int, int]]] = defaultdict(list)
    for run in runs:
        for where in known.get(run.mark, ()):
            if where[0] in own:
                continue
            spans = found[where]
            if spans and spans[-1][0] <= run.start <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(run.end, spans[-1][1]))
            else:
                spans.append((run.start, run.end))
    return found


def _places(session: Session, quotes: Collection[int]) -> dict[int, Place]:
    return {id: (source, start, end) for id, source, start, end in about(session, _LIES, quotes)}


def _some(table: Any, *where: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.select(sa.literal(1)).where(col(table.quote) == col(Quote.id), *where).exists()


_BINDING = (
    sa.select(col(Quote.id))
    .join(Source, col(Source.id) == col(Quote.source))
    .where(
        col(Quote.id).in_(QUOTES),
        sa.or_(
            col(Quote.testimony),
            col(Source.kind).in_(word_runs.SAID_TO_US),
            _some(Withdrawal),
            _some(Embargo),
            sa.select(sa.literal(1)).where(col(Embargo.source) == col(Quote.source)).exists(),
            _some(TierChange, col(TierChange.tier) != Tier.OPEN),
            _some(Variant, col(Variant.kind) == VariantKind.REDACTION),
            _some(QuoteDetail, col(QuoteDetail.original).is_not(None)),
        ),
    )
)


def _binding(session: Session, quotes: Collection[int]) -> set[int]:
    """Those that may have to stay inside; of all others a copy says nothing."""
    return {id for (id,) in about(session, _BINDING, quotes)}
