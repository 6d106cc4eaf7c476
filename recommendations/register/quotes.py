"""Quotes as they are read, with what is on record about each."""

from collections import defaultdict
from collections.abc import Iterable

from sqlmodel import Session, col, select

from recommendations import ladder
from recommendations.gate import Standing, may_read
from recommendations.models import FlagChange, Quote, Source
from recommendations.records.speakers import Speakers, read_speakers
from recommendations.records.standing import standings
from recommendations.register.views import QuoteView, SourceView
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
    )


def source_views(session: Session) -> dict[int, SourceView]:
    """Without loading their texts."""
    rows = session.exec(
        select(
            Source.id,
            Source.kind,
            Source.title,
            Source.publisher,
            Source.url,
            Source.published_on,
            Source.precision,
            Source.caveat,
        ).order_by(col(Source.id))  # type: ignore[call-overload]
    )
    return {row[0]: SourceView(*row) for row in rows}


def quote_views(
    session: Session, quotes: Iterable[Quote], role: Role | None = Role.EDITOR
) -> dict[int, QuoteView]:
    """By id. `role` is the reader's: words that this role may not see are left out."""
    rows = list(quotes)
    standing = standings(session, rows)
    sources = source_views(session)
    speakers = read_speakers(session)
    proposed: dict[int, list[tuple[Flag, int, str]]] = defaultdict(list)
    for change in session.exec(
        select(FlagChange).where(col(FlagChange.proposed)).order_by(col(FlagChange.id))
    ):
        proposed[change.quote].append((change.flag, change.level, change.because))
    return {
        row.key: _view(
            row,
            sources[row.source],
            standing[row.key],
            tuple(proposed[row.key]),
            may_read(standing[row.key], role),
            _told_as(standing[row.key], sources[row.source], speakers),
        )
        for row in rows
    }


def quotes_by_id(
    session: Session, ids: Iterable[int], role: Role | None = Role.EDITOR
) -> dict[int, QuoteView]:
    """Those there are, in the order they were asked for."""
    wanted = list(dict.fromkeys(ids))
    rows = session.exec(select(Quote).where(col(Quote.id).in_(wanted))).all()
    views = quote_views(session, rows, role)
    return {id: views[id] for id in wanted if id in views}


def _view(
    row: Quote,
    source: SourceView,
    standing: Standing,
    proposed: tuple[tuple[Flag, int, str], ...],
    readable: bool,
    told_as: ladder.Shown | None,
) -> QuoteView:
    return QuoteView(
        id=row.key,
        source=source,
        start=row.start,
        end=row.end,
        exact=row.exact if readable else "",
        prefix=row.prefix if readable else "",
        suffix=row.suffix if readable else "",
        fidelity=row.fidelity,
        testimony=row.testimony,
        heading=row.heading if readable else "",
        attribution=row.attribution if readable else "",
        official=row.official,
        section=tuple(row.section),
        notes=tuple(row.notes),
        standing=standing,
        proposed=proposed,
        told_as=told_as,
    )


def _told_as(standing: Standing, source: SourceView, speakers: Speakers) -> ladder.Shown | None:
    if not standing.new_testimony:
        return None
    return ladder.shown(
        speakers.of(standing.speaker),
        standing.agreed,
        standing.region_agreed,
        speakers.counts,
        ladder.half_year(source.published_on, source.precision),
    )
