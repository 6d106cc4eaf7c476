"""Sources as entries of a bibliography, for reference managers. The rules are those of
citations: what is not in a citation is in no entry either, and no words of a quote are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from exports.citations import (
    has_pages_cited,
    is_cited_as_testimony,
    is_said_by_an_office,
    on_pages,
    platform,
    section_name,
)
from exports.selection import Selection
from recommendations.ladder import half_year
from recommendations.register.views import QuoteView, SourceView
from recommendations.rules import last_day
from recommendations.vocabulary import Precision, SourceKind


class Form(StrEnum):
    REPORT = "report"
    ACT = "act"
    STATEMENT = "statement"
    POST = "post"
    NEWS = "news"
    LETTER = "letter"
    MEETING = "meeting"
    TESTIMONY = "testimony"


FORMS = {
    SourceKind.REPORT: Form.REPORT,
    SourceKind.INDEPENDENT_REPORT: Form.REPORT,
    SourceKind.OFFICIAL_ACT: Form.ACT,
    SourceKind.OFFICIAL_STATEMENT: Form.STATEMENT,
    SourceKind.NEWS: Form.NEWS,
    SourceKind.LETTER: Form.LETTER,
    SourceKind.PANEL: Form.TESTIMONY,
    SourceKind.MEETING_NOTE: Form.TESTIMONY,
}


@dataclass(frozen=True)
class Entry:
    """`author` is a whole name, of a body or a person, never taken apart. `container` is
    the newspaper, or the platform of a post. `issued` is known to its precision."""

    id: str
    form: Form
    title: str
    author: str = ""
    container: str = ""
    url: str = ""
    issued: date | None = None
    precision: Precision = Precision.DAY
    language: str = ""
    notes: tuple[str, ...] = ()

    @property
    def date_parts(self) -> tuple[int, ...]:
        """Year, month and day, as far as they are known."""
        if self.issued is None:
            return ()
        parts = (self.issued.year, self.issued.month, self.issued.day)
        return parts[: {Precision.YEAR: 1, Precision.MONTH: 2}.get(self.precision, 3)]


def entry_of_source(source: SourceView, organisation: str) -> Entry:
    if is_cited_as_testimony(source):
        period = half_year(source.published_on, source.precision)
        return _testimony(period, source.published_on, organisation)
    is_letter = source.kind is SourceKind.LETTER
    where = platform(source.url)
    is_news = source.kind is SourceKind.NEWS and not where
    return Entry(
        id=source.ref,
        form=Form.POST if where else FORMS[source.kind],
        title=f"Letter to {organisation}" if is_letter else source.title,
        author="" if is_news else source.publisher,
        container=source.publisher if is_news else where,
        url="" if is_letter else source.url,
        issued=source.published_on,
        precision=source.precision,
        language=source.language,
    )


def entry_of_quote(quote: QuoteView, organisation: str) -> Entry:
    """As its source, with the section where ours is cited by one, and elsewhere the pages."""
    if is_said_by_an_office(quote):
        return Entry(
            id=quote.source.ref,
            form=Form.MEETING,
            title=f"In a meeting with {organisation}",
            author=quote.source.publisher,
            issued=quote.source.published_on,
            precision=quote.source.precision,
            language=quote.source.language,
        )
    if quote.told_as is not None:
        return _testimony(quote.told_as.period, quote.source.published_on, organisation)
    entry = entry_of_source(quote.source, organisation)
    if quote.source.kind is SourceKind.REPORT and quote.section:
        section = section_name(quote)
        if not quote.says_withheld(section):
            return replace(entry, notes=(f"Section “{section}”",))
    if quote.pages and has_pages_cited(quote.source):
        said = on_pages(quote.pages)
        return replace(entry, notes=(f"{said[0].upper()}{said[1:]}",))
    return entry


def _testimony(period: str, given: date | None, organisation: str) -> Entry:
    """One for all that was said in a half-year: no number of a source or quote."""
    half = {"first": "-1", "second": "-2"}.get(period.partition(" ")[0], "")
    return Entry(
        id=f"testimony-{given.year}{half}" if given else "testimony",
        form=Form.TESTIMONY,
        title=f"Testimony given to {organisation}",
        issued=last_day(given, Precision.YEAR) if given else None,
        precision=Precision.YEAR,
        notes=(period,) if half else (),
    )


def bibliography(selection: Selection, organisation: str, audience: str) -> tuple[Entry, ...]:
    """Every source of what leaves to this audience, once, in the order in which it is
    cited. What is for named audiences says so."""
    found: dict[str, Entry] = {}
    for quote in _quotes(selection):
        entry = entry_of_quote(quote, organisation)
        if quote.standing.named is not None:
            entry = replace(entry, notes=(*entry.notes, f"For {audience} only"))
        before = found.setdefault(entry.id, entry)
        notes = dict.fromkeys((*before.notes, *entry.notes))
        found[entry.id] = replace(before, notes=tuple(notes))
    return tuple(found.values())


def _quotes(selection: Selection) -> Iterator[QuoteView]:
    for one in selection.selected:
        yield one.recommendation.quote
        yield from one.testimony
        for selected in one.calls:
            if selected.call.position:
                yield selected.call.position.quote
            if selected.call.assessment:
                yield from (piece.quote for piece in selected.call.assessment.evidence)
