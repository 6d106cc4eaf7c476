"""Quotes as they are read, with what is on record about each."""

from collections import defaultdict
from collections.abc import Iterable

from sqlmodel import Session, col, func, select

from recommendations import ladder
from recommendations.gate import Standing, is_there, may_read
from recommendations.models import FlagChange, Quote, QuoteDetail, Source
from recommendations.quotation import Span
from recommendations.records.details import Details, read_details
from recommendations.records.hidden import Hidden, hidden_words
from recommendations.records.speakers import Speakers, read_speakers
from recommendations.records.standing import standings
from recommendations.records.withheld import redactions, translations, withheld_from
from recommendations.register.views import DetailView, QuoteView, SourceView
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
            func.coalesce(Source.language, ""),
            Source.replaces,
        ).order_by(col(Source.id))  # type: ignore[call-overload]
    )
    return {row[0]: SourceView(*row) for row in rows}


def quote_views(
    session: Session,
    quotes: Iterable[Quote],
    role: Role | None = Role.EDITOR,
    person: int | None = None,
) -> dict[int, QuoteView]:
    """By id. Words that a reader in this role may not see are left out. A sealed quote is
    not there at all, but for a reading that says which `person` asks."""
    rows = list(quotes)
    standing = standings(session, rows)
    rows = [row for row in rows if is_there(standing[row.key], person)]
    variants = _Variants(session)
    details = read_details(session, [row.key for row in rows])
    hidden = hidden_words(session, {row.source for row in rows}, role, person)
    sources = source_views(session)
    speakers = read_speakers(session)
    proposed: dict[int, list[tuple[Flag, int, str]]] = defaultdict(list)
    for of_quote, flag, level, because in session.exec(
        select(FlagChange.quote, FlagChange.flag, FlagChange.level, FlagChange.because)
        .where(col(FlagChange.proposed))
        .order_by(col(FlagChange.id))
    ):
        proposed[of_quote].append((Flag(flag), level, because))
    return {
        row.key: _view(
            row,
            sources[row.source],
            standing[row.key],
            tuple(proposed[row.key]),
            may_read(standing[row.key], role, person),
            _told_as(standing[row.key], sources[row.source], speakers),
            variants,
            hidden,
            details.get(row.key),
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
    variants: "_Variants",
    hidden: Hidden,
    details: Details | None,
) -> QuoteView:
    withheld, translated = variants.of(row) if readable else ((), ())
    latest, agreed = _details(details) if readable else (DetailView(), DetailView())
    return QuoteView(
        id=row.key,
        source=source,
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
        standing=standing,
        proposed=proposed if readable else tuple((f, n, "") for f, n, _ in proposed),
        told_as=told_as,
        withheld=withheld,
        translations=translated,
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


class _Variants:
    """Approved redactions and translations, read once for many quotes."""

    def __init__(self, session: Session) -> None:
        self.redactions = redactions(session).values()
        self.translations = translations(session)

    def of(self, row: Quote) -> tuple[tuple[Span, ...], tuple[tuple[str, str], ...]]:
        """A translation that is older than what is withheld may say it, so it is left out."""
        withheld, newest = withheld_from(row, self.redactions)
        translated = tuple(
            (language, variant.text)
            for (quote, language), variant in self.translations.items()
            if quote == row.key and variant.key > newest
        )
        return withheld, translated
