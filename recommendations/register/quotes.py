"""Quotes as they are read, with what is on record about each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations import ladder
from recommendations.gate import Standing, is_there, may_read
from recommendations.models import FlagChange, Page, Quote, QuoteDetail, Source
from recommendations.quotation import Span
from recommendations.records.details import Details, read_details
from recommendations.records.hidden import hidden_among
from recommendations.records.near import QUOTES, about
from recommendations.records.scans import TRANSCRIBED, is_transcribed
from recommendations.records.speakers import Speakers, read_speakers
from recommendations.records.standing import Drawn, drawn_together
from recommendations.records.withheld import translations, withheld_from
from recommendations.register.views import DetailView, OnPages, QuoteView, SourceView
from recommendations.vocabulary import Flag, Role


def source_view(source: Source) -> SourceView:
    return SourceView(
        id=source.key,
        kind=source.kind,
        title=source.title,
        publisher=source.publisher,
        url=source.url,
        published_on=source.published_on,
        precision=source.precision,
        caveat=source.caveat,
        language=source.language or "",
        replaces=source.replaces,
        transcribed=is_transcribed(source),
    )


_SOURCES: Any = sa.select(
    col(Source.id),
    col(Source.kind),
    col(Source.title),
    col(Source.publisher),
    col(Source.url),
    col(Source.published_on),
    col(Source.precision),
    col(Source.caveat),
    sa.func.coalesce(col(Source.language), ""),
    col(Source.replaces),
    col(Source.extractor).startswith(TRANSCRIBED),
).order_by(col(Source.id))
_SOME_SOURCES = _SOURCES.where(col(Source.id).in_(QUOTES))
_PROPOSED = (
    sa.select(
        col(FlagChange.quote), col(FlagChange.flag), col(FlagChange.level), col(FlagChange.because)
    )
    .where(col(FlagChange.quote).in_(QUOTES), col(FlagChange.proposed))
    .order_by(col(FlagChange.id))
)
_ON_PAGES = (
    sa.select(col(Quote.id), col(Quote.source), sa.func.min(Page.number), sa.func.max(Page.number))
    .join(
        Page,
        sa.and_(
            col(Page.source) == col(Quote.source),
            col(Page.start) < col(Quote.end),
            col(Quote.start) < col(Page.end),
        ),
    )
    .where(col(Quote.id).in_(QUOTES))
    .group_by(col(Quote.id), col(Quote.source))
)
_PAGES_OF = (
    sa.select(col(Page.source), sa.func.max(Page.number))
    .where(col(Page.source).in_(QUOTES))
    .group_by(col(Page.source))
)
_BY_ID = sa.select(Quote).where(col(Quote.id).in_(QUOTES))


def source_views(session: Session, sources: Collection[int] | None = None) -> dict[int, SourceView]:
    """Without loading their texts; of all sources, or of these."""
    if sources is None:
        return {row[0]: SourceView(*row) for row in session.execute(_SOURCES)}
    return {row[0]: SourceView(*row) for row in about(session, _SOME_SOURCES, sources)}


def quote_views(
    session: Session,
    quotes: Iterable[Quote],
    role: Role | None = Role.EDITOR,
    person: int | None = None,
) -> dict[int, QuoteView]:
    """By id. Words that a reader in this role may not see are left out. A sealed quote is
    not there at all, but for a reading that says which `person` asks."""
    asked = list(quotes)
    drawn = drawn_together(session, asked)
    rows = [row for row in asked if is_there(drawn.standings[row.key], person)]
    read = _Read(session, rows, drawn, role, person)
    return {row.key: _view(row, read) for row in rows}


class _Read:
    """What the views of some quotes are made from, read once for all of them."""

    def __init__(
        self,
        session: Session,
        rows: Collection[Quote],
        drawn: Drawn,
        role: Role | None,
        person: int | None,
    ) -> None:
        ids = [row.key for row in rows]
        self._session, self._drawn, self._role, self._person = session, drawn, role, person
        self._translations = translations(session, ids)
        beside = {near.id for id in ids for near in drawn.near[id]}
        self.details = read_details(session, ids)
        self.hidden = hidden_among(session, beside, role, person)
        self.sources = source_views(session, {row.source for row in rows})
        self.proposed = _proposed(session, ids)
        self.pages = _on_pages(session, ids)

    @cached_property
    def _speakers(self) -> Speakers:
        """Counted over everybody, so only where somebody is described."""
        return read_speakers(self._session)

    def standing(self, row: Quote) -> Standing:
        return self._drawn.standings[row.key]

    def readable(self, row: Quote) -> bool:
        return may_read(self.standing(row), self._role, self._person)

    def variants(self, row: Quote) -> tuple[tuple[Span, ...], tuple[tuple[str, str], ...]]:
        """A translation that is older than what is withheld may say it, so it is left out."""
        ids = [near.id for near in self._drawn.near[row.key]]
        in_force = [r for id in ids if (r := self._drawn.redactions.get(id))]
        withheld, newest = withheld_from(row, in_force)
        translated = tuple(
            (language, variant.text)
            for language, variant in self._translations.get(row.key, {}).items()
            if variant.key > newest
        )
        return withheld, translated

    def told_as(self, row: Quote) -> ladder.Shown | None:
        standing, source = self.standing(row), self.sources[row.source]
        if not standing.new_testimony:
            return None
        period = ladder.half_year(source.published_on, source.precision)
        if not standing.speaker:
            return ladder.Shown(ladder.TOP, period=period)
        return ladder.shown(
            self._speakers.of(standing.speaker),
            standing.agreed,
            standing.region_agreed,
            self._speakers.counts,
            period,
        )


def _proposed(
    session: Session, quotes: Collection[int]
) -> Mapping[int, tuple[tuple[Flag, int, str], ...]]:
    proposed: dict[int, list[tuple[Flag, int, str]]] = defaultdict(list)
    for quote, flag, level, because in about(session, _PROPOSED, quotes):
        proposed[quote].append((Flag(flag), level, because))
    return {quote: tuple(flags) for quote, flags in proposed.items()}


def _on_pages(session: Session, quotes: Collection[int]) -> dict[int, OnPages]:
    found = list(about(session, _ON_PAGES, quotes))
    last = dict(tuple(row) for row in about(session, _PAGES_OF, {row[1] for row in found}))
    return {
        quote: OnPages(first, end, last[source])
        for quote, source, first, end in found
        if last[source] > 1
    }


def quotes_by_id(
    session: Session, ids: Iterable[int], role: Role | None = Role.EDITOR
) -> dict[int, QuoteView]:
    """Those there are, in the order they were asked for."""
    wanted = list(dict.fromkeys(ids))
    views = quote_views(session, (row for (row,) in about(session, _BY_ID, wanted)), role)
    return {id: views[id] for id in wanted if id in views}


def _view(row: Quote, read: _Read) -> QuoteView:
    readable, hidden = read.readable(row), read.hidden
    proposed = read.proposed.get(row.key, ())
    withheld, translated = read.variants(row) if readable else ((), ())
    told = read.details.get(row.key) if readable else None
    latest, agreed = _details(told)
    return QuoteView(
        id=row.key,
        source=read.sources[row.source],
        start=row.start,
        end=row.end,
        exact=row.exact if readable else "",
        prefix=row.prefix if readable and not hidden.before(row) else "",
        suffix=row.suffix if readable and not hidden.after(row) else "",
        fidelity=row.fidelity,
        testimony=row.testimony,
        heading=row.heading if readable else "",
        attribution=row.attribution if readable else "",
        official=agreed.official or row.official,
        section=tuple(row.section),
        notes=tuple(row.notes),
        standing=read.standing(row),
        proposed=proposed if readable else tuple((f, n, "") for f, n, _ in proposed),
        told_as=read.told_as(row),
        withheld=withheld,
        translations=translated,
        pages=read.pages.get(row.key) if readable else None,
        added_at=row.recorded_at,
        detail=latest,
        agreed=agreed,
    )


def _details(told: Details | None) -> tuple[DetailView, DetailView]:
    if told is None:
        return DetailView(), DetailView()
    latest = _detail(told.latest, told.latest is told.agreed)
    return latest, _detail(told.agreed) if told.agreed else DetailView()


def _detail(row: QuoteDetail, reviewed: bool = True) -> DetailView:
    return DetailView(
        language=row.language,
        official=row.official,
        event_on=row.event_on,
        precision=row.precision,
        original=row.original,
        reviewed=reviewed,
    )
