"""The register for one audience as tables: what passed the gate, and no more.

The words are those of the packs. A column says what it holds in one line, which goes
out with the data.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from exports.citations import Citations
from exports.pack import PrintedQuote
from exports.profiles import Profile
from exports.selection import Selected, SelectedCall, Selection
from exports.wording import IN_ENGLISH
from recommendations import rules
from recommendations.quotation import without_note_numbers
from recommendations.register.views import QuoteView, RecommendationView
from recommendations.vocabulary import PositionValue, Precision

Cell = str | int | date | None
"""None: not known, or nothing on record; an empty cell."""


@dataclass(frozen=True)
class Column:
    name: str
    meaning: str


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Dataset:
    """`about` is what a reader needs before the first table, label and sentence."""

    title: str
    about: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]


WHICH = Column("recommendation", "Number of the recommendation, as in the sheet “recommendations”.")
MEASURE = Column("measure", "Number of the measure within it, as in the sheet “measures”.")
WHOM = Column("addressee", "Whom it addresses.")
WORDS = Column("words", "The words themselves, as stored and found again in their source.")
CITED = Column("source", "The source of the words, in notes style.")

COLUMNS = {
    "recommendations": (
        WHICH,
        Column("title", "A short name, from the recommendation's own words."),
        WORDS,
        Column("addressees", "Whom of this audience it addresses."),
        Column("passed onward", "“yes”: the source did not name them; we pass it onward."),
        CITED,
    ),
    "measures": (
        WHICH,
        MEASURE,
        Column("label", "A short name; empty while the split into measures awaits confirmation."),
        WORDS,
        Column("kind", "One-off or continuing."),
        Column("done when", "The agreed test of done; empty where none was agreed yet."),
    ),
    "positions": (
        WHICH,
        MEASURE,
        WHOM,
        Column("position", "What they themselves have said; where it is empty the note says why."),
        Column("part", "The part they agreed to, where they agreed in part."),
        Column("says it is done", "“yes”: they say that it is already done."),
        Column("said on", "The day on which they said it."),
        WORDS,
        CITED,
        Column("note", "For “none found”: where and when we looked. Else why it is empty."),
    ),
    "assessments": (
        WHICH,
        MEASURE,
        WHOM,
        Column("status", "Our dated finding on this measure with this addressee."),
        Column("reading", "The status with its end date, where it has one."),
        Column("true on", "The day on which it was so."),
        Column("reason", "Why we find this."),
        Column("under review", "“yes”: words that a finding rests on were lost or stay inside."),
        Column("closed on", "The day on which our board closed it; empty where it is open."),
    ),
    "quotes": (
        Column("quote", "Number of the quote in the record; empty for unpublished testimony."),
        WHICH,
        Column("measure", "Number of the measure; empty for the recommendation as a whole."),
        WHOM,
        Column("used", "What it is here: evidence for, against or context, position, testimony."),
        WORDS,
        Column("whose words", "The office or the speaker, as published, or as far as five share."),
        Column("fidelity", "Empty for the verbatim original."),
        Column("language", "Of the words in this row, by its code; empty where nobody said."),
        Column("original words", "What the words translate; empty where it may not leave."),
        Column("published", "When the source was published; empty for unpublished testimony."),
        Column("event", "When that happened which the words tell; never given for testimony."),
        Column("added", "When the words came into the record; never given for testimony."),
        CITED,
    ),
}
USED = {"supports": "evidence for", "contradicts": "evidence against", "context": "context"}


def dataset(
    selection: Selection,
    profile: Profile,
    organisation: str,
    as_of: date,
    sample: bool,
    originals: Mapping[int, QuoteView] = MappingProxyType({}),
) -> Dataset:
    """`originals` are quotes that others translate, as far as they may leave themselves."""
    told = _Told(selection, originals)
    rows: dict[str, Iterable[tuple[Cell, ...]]] = {
        "recommendations": told.recommendations(),
        "measures": told.measures(),
        "positions": told.positions(),
        "assessments": told.assessments(),
        "quotes": told.quotes(),
    }
    tables = tuple(Table(name, COLUMNS[name], tuple(rows[name])) for name in COLUMNS)
    about = [("As of", rules.spoken(as_of))]
    if copy := told.citations.copy(profile.name):
        about.append(("Copy", copy))
    if sample:
        about.append(("Sample", "The people, positions and findings in this file are invented."))
    about += [("Left out", one.said(IN_ENGLISH)) for one in selection.left_out]
    about += [("Limits", one) for one in profile.limits]
    return Dataset(
        title=f"{organisation}: the register for {profile.office}, {rules.spoken(as_of)} (draft)",
        about=tuple(about),
        tables=tables,
    )


class _Told:
    def __init__(self, selection: Selection, originals: Mapping[int, QuoteView]) -> None:
        self.selected = selection.selected
        self.originals = originals
        self.citations = Citations()

    def recommendations(self) -> Iterator[tuple[Cell, ...]]:
        for told, addressed in self._by_recommendation():
            words, cited = self._words_and_source(told.quote)
            whom = "; ".join(one.addressee.name for one in addressed)
            onward = _yes(all(one.onward for one in addressed))
            yield (told.place, told.title, words, whom, onward, cited)

    def measures(self) -> Iterator[tuple[Cell, ...]]:
        for told, _ in self._by_recommendation():
            for number, measure in enumerate(told.measures, start=1):
                agreed = measure.reviewed
                yield (
                    told.place,
                    number,
                    measure.label if agreed else None,
                    measure.words,
                    measure.kind.value if agreed else None,
                    measure.done_when or None if agreed else None,
                )

    def positions(self) -> Iterator[tuple[Cell, ...]]:
        for one, number, selected in self._calls():
            position = selected.call.position
            where = (one.recommendation.place, number, one.addressee.name)
            if position is not None:
                yield (
                    *where,
                    position.value.value,
                    position.part or None,
                    _yes(position.says_done),
                    position.said_on,
                    *self._words_and_source(position.quote),
                    None,
                )
            elif selected.position_withheld:
                yield (*where, None, *[None] * 5, "Their words stay inside.")
            elif searches := selected.call.position_searches:
                latest = max(searches, key=lambda search: search.on)
                looked = f"{latest.places}, {rules.spoken(latest.on)}"
                yield (*where, PositionValue.NONE_FOUND.value, *[None] * 5, looked)
            else:
                yield (*where, None, *[None] * 5, "Nobody has looked yet.")

    def assessments(self) -> Iterator[tuple[Cell, ...]]:
        for one, number, selected in self._calls():
            finding = selected.call.assessment
            yield (
                one.recommendation.place,
                number,
                one.addressee.name,
                None if selected.withheld else selected.call.status.value,
                None if selected.withheld else selected.call.reading,
                finding.true_on if finding else None,
                finding.reason if finding else None,
                _yes(selected.call.under_review),
                selected.call.closure.on if selected.call.closure else None,
            )

    def quotes(self) -> Iterator[tuple[Cell, ...]]:
        for one in self.selected:
            for quote in one.testimony:
                yield self._quote(one, None, "testimony", quote, quote.attribution)
        for one, number, selected in self._calls():
            if position := selected.call.position:
                yield self._quote(one, number, "position", position.quote, position.quote.official)
            for piece in selected.call.assessment.evidence if selected.call.assessment else ():
                yield self._quote(
                    one, number, USED[piece.stance], piece.quote, piece.quote.official
                )

    def _by_recommendation(self) -> Iterator[tuple[RecommendationView, list[Selected]]]:
        addressed: dict[int, list[Selected]] = defaultdict(list)
        for one in self.selected:
            addressed[one.recommendation.id].append(one)
        for same in addressed.values():
            yield same[0].recommendation, same

    def _calls(self) -> Iterator[tuple[Selected, int, SelectedCall]]:
        for one in self.selected:
            numbers = {m.id: n for n, m in enumerate(one.recommendation.measures, start=1)}
            for selected in one.calls:
                yield one, numbers[selected.measure.id], selected

    def _quote(
        self, one: Selected, number: int | None, used: str, quote: QuoteView, whose: str
    ) -> tuple[Cell, ...]:
        printed = self.citations.printed(quote, whose.rstrip(" ,:;."))
        return (
            # Numbers follow each other where words were spoken in one room.
            None if quote.told_as else printed.ref,
            one.recommendation.place,
            number,
            one.addressee.name,
            used,
            printed.words,
            printed.attribution or None,
            printed.fidelity or None,
            *self._learnt(quote, printed),
            self._text_of(printed),
        )

    def _learnt(self, quote: QuoteView, printed: PrintedQuote) -> tuple[Cell, ...]:
        """Days narrow down who a witness is: of testimony none but the report's own."""
        source, agreed = quote.source, quote.agreed
        language = agreed.language or source.language
        if printed.translated or quote.told_as:
            language = self.citations.language if printed.translated else ""
        original = self.originals.get(agreed.original or 0)
        added = quote.added_at.date() if quote.added_at and not quote.testimony else None
        return (
            language or None,
            self._original_words(quote, printed, original),
            None if quote.told_as else _dated(source.published_on, source.precision),
            None if quote.testimony else _dated(agreed.event_on, agreed.precision),
            added,
        )

    def _original_words(
        self, quote: QuoteView, printed: PrintedQuote, original: QuoteView | None
    ) -> str | None:
        if printed.translated:
            return without_note_numbers(quote.printed, quote.notes)
        return original.printed if original else None

    def _words_and_source(self, quote: QuoteView) -> tuple[str, str]:
        printed = self.citations.printed(quote)
        return printed.words, self._text_of(printed)

    def _text_of(self, printed: PrintedQuote) -> str:
        return self.citations.listed()[printed.citation - 1].text


def _dated(day: date | None, precision: Precision) -> Cell:
    """A day as a day; what is known less exactly in words."""
    if day is None or precision is Precision.DAY:
        return day
    return rules.spoken_source_date(day, precision)


def _yes(true: bool) -> str | None:
    return "yes" if true else None
