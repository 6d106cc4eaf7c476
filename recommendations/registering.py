"""Importing a register from elsewhere: a table of recommendations becomes a source and its
recommendations, all or nothing. A person has said what its columns are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from recommendations import quotation
from recommendations.arriving import CONVERTED, Keep, turning
from recommendations.errors import NotAllowed, Refused
from recommendations.models import (
    Call,
    Measure,
    Quote,
    Recommendation,
    Section,
    Source,
    TierChange,
)
from recommendations.reading.columns import Column, refuse_columns
from recommendations.reading.converted_tables import as_chosen, looked_at
from recommendations.reading.described import Answer, Block, Described, blocks, repeated, title_of
from recommendations.reading.fates import Fate, Row, fates, folded, taken
from recommendations.reading.laying_out import EXTRACTOR, Laid, laid_out, section_title
from recommendations.reading.table_parts import Delimiter, Tabled
from recommendations.records.addressees import addressees_called
from recommendations.records.bulk import record_many
from recommendations.records.descriptions import address_refused, date_refused
from recommendations.records.named import sealed
from recommendations.records.people import refuse_unless_recorder
from recommendations.records.raw_files import keep_bytes
from recommendations.records.writing import record
from recommendations.vocabulary import (
    CallOrigin,
    Fidelity,
    MeasureKind,
    PositionValue,
    Role,
    SourceKind,
    Tier,
)

PROPOSED = None
"""A measure is everything the row says until a person splits it and agrees when it is
done: whoever accepts it becomes its author."""
AT_ONCE = 2_000
MOST_ADDRESSEES = 300
MOST_TO_OPEN = 1_000
NEVER_A_REGISTER = frozenset({SourceKind.PANEL, SourceKind.MEETING_NOTE})


@dataclass(frozen=True)
class Answered:
    """Ready to be held as a position."""

    answer: Answer
    addressee: int
    quote: int
    measures: tuple[int, ...]


@dataclass(frozen=True)
class Stored:
    source: int
    recommendations: int
    first: int
    """The place of the first of them."""
    not_taken: int
    answered: tuple[Answered, ...]


def dry_run(session: Session, tabled: Tabled, said: Described) -> tuple[Row, ...]:
    """Every row and what would become of it; nothing is stored."""
    refuse_columns(said.columns, tabled.columns)
    return fates(
        looked_at(tabled, said.burmese).lines, said.header, said.columns, _on_record(session)
    )


def import_register(
    session: Session,
    by: int | None,
    today: date,
    raw: bytes,
    tabled: Tabled,
    said: Described,
    progress: Callable[[int], None] = lambda rows: None,
) -> Stored:
    """`progress` hears how many rows more were stored."""
    refuse_undescribed(session, by, today, tabled, said)
    as_chosen(tabled, said.burmese)
    rows = dry_run(session, tabled, said)
    kept = taken(rows, said.include, said.leave)
    if not kept:
        raise Refused("No row would be stored: every one is here already, empty, or left out.")
    if said.ask_to_open and len(kept) > MOST_TO_OPEN:
        raise Refused(
            ask_to_open=f"A second person reads what they open: ask for at most {MOST_TO_OPEN:,} "
            "recommendations at a time."
        )
    refuse_turned(kept)
    laid = laid_out(rows)
    source = _store_source(session, by, raw, tabled, said, laid)
    storing = _Storing(session, by, said, source, laid, rows)
    first = 1 + session.exec(select(func.coalesce(func.max(col(Recommendation.place)), 0))).one()
    for at in range(0, len(kept), AT_ONCE):
        some = kept[at : at + AT_ONCE]
        storing.store(some, first + at)
        progress(len(some))
    answered = tuple(storing.answered(blocks(kept)))
    return Stored(source.key, len(kept), first, len(rows) - len(kept), answered)


def refuse_turned(rows: Sequence[Row]) -> None:
    """A hidden sign in what would be quoted, or be said of it, has letters read in another
    order than they stand in."""
    for row in rows:
        for text in (row.words, row.title, row.heading, row.by, row.no):
            if said := turning(text):
                raise Refused(f"Row {row.number}: {said} Or leave the row out.")


def _on_record(session: Session) -> dict[str, str]:
    """By their folded words. What is sealed is not there, for whoever asks."""
    rows = session.exec(
        select(Recommendation.place, Quote.exact)
        .join(Quote, col(Quote.id) == Recommendation.quote)
        .where(~sealed(Quote))
        .order_by(col(Recommendation.place).desc())
    )
    return {folded(words): f"R{place}" for place, words in rows}


def refuse_undescribed(
    session: Session, by: int | None, today: date, tabled: Tabled, said: Described
) -> None:
    """What is missing, all at once."""
    who = refuse_unless_recorder(session, by) if by is not None else None
    if said.kind is SourceKind.REPORT and who and who.role is not Role.ADMINISTRATOR:
        raise NotAllowed(
            "An administrator brings a report of our own. Choose what it is, if others have "
            "published it."
        )
    if tabled.problems:
        raise Refused(f"{tabled.problems[0]} Nothing was stored.")
    refused = _columns_refused(said, tabled.columns)
    if said.kind in NEVER_A_REGISTER:
        refused["kind"] = "A register is a report, a statement, an act, news or a letter."
    if not said.title.strip():
        refused["title"] = "Give the title of the register, as its publisher writes it."
    if not said.publisher.strip():
        refused["publisher"] = "Say who published it."
    refused |= address_refused(said.url)
    refused |= date_refused(said.published_on, today, "Give the date of publication.")
    if Column.ADDRESSEE not in said.columns and not said.addressee.strip():
        refused["addressee"] = "Say whom it addresses: in a column, or once for all rows."
    if said.ask_to_open and (by is None or not said.kind.is_public):
        refused["ask_to_open"] = (
            "Only what others have published is opened so, and only a person asks for it."
        )
    if any(a.value is PositionValue.AGREED_IN_PART for a in said.answers.values()):
        refused["answers"] = (
            "“Agreed in part” has to name the part, so it is recorded for each measure by itself."
        )
    if refused:
        raise Refused(**refused)


def _columns_refused(said: Described, width: int) -> dict[str, str]:
    try:
        refuse_columns(said.columns, width)
    except Refused as refused:
        return dict(refused.sentences)
    return {}


def _store_source(
    session: Session, by: int | None, raw: bytes, tabled: Tabled, said: Described, laid: Laid
) -> Source:
    sha256 = keep_bytes(session, raw, "file")
    source = record(
        session,
        Source(
            kind=said.kind,
            title=said.title.strip(),
            publisher=said.publisher.strip(),
            url=said.url.strip(),
            published_on=said.published_on,
            precision=said.precision,
            raw_sha256=sha256,
            text=laid.text,
            extractor=_extractor(tabled, said),
        ),
        by,
    )
    sections = [
        {"source": source.key, "level": 1, "path": [s.title]} | asdict(s) for s in laid.sections
    ]
    record_many(session, Section, sections, by)
    return source


def _extractor(tabled: Tabled, said: Described) -> str:
    """So that the same text can be made of the same bytes again."""
    how = f"table {tabled.table + 1}"
    if tabled.encoding:
        how = f"{tabled.encoding}, {Delimiter(tabled.delimiter).words}"
    name = f"{EXTRACTOR} ({tabled.kind}, {how}, headings {said.header})"
    return f"{name}, {CONVERTED}" if said.burmese == Keep.CONVERTED else name


class _Storing:
    def __init__(
        self,
        session: Session,
        by: int | None,
        said: Described,
        source: Source,
        laid: Laid,
        rows: Sequence[Row],
    ) -> None:
        self.session, self.by, self.said = session, by, said
        self.source, self.laid = source, laid
        self.repeated = frozenset(repeated(rows))
        self.addressees: dict[str, list[int]] = {}
        self.measures: dict[int, int] = {}
        """By the number of the row."""
        self.meant: dict[int, list[int]] = {}
        """By the number of the row: the addressees."""

    def store(self, rows: Sequence[Row], place: int) -> None:
        for row in rows:
            self.meant[row.number] = self._addressees(row)
        quotes = self._many(Quote, [self._quote(row) for row in rows])
        if self.said.kind is SourceKind.REPORT:
            self._many(TierChange, [self._open(quote) for quote in quotes])
        elif self.said.ask_to_open:
            self._many(TierChange, [self._ask_to_open(quote) for quote in quotes])
        titles = [title_of(row) for row in rows]
        recommendations = self._many(
            Recommendation,
            [
                {"source": self.source.key, "quote": quote, "title": title, "place": n}
                for n, (quote, title) in enumerate(zip(quotes, titles, strict=True), start=place)
            ],
        )
        told = zip(recommendations, rows, titles, strict=True)
        measures = self._many(Measure, [self._measure(*one) for one in told], PROPOSED)
        self.measures |= {row.number: m for row, m in zip(rows, measures, strict=True)}
        self._many(
            Call,
            [
                {"measure": m, "addressee": whom, "origin": CallOrigin.NAMED_IN_SOURCE}
                for row, m in zip(rows, measures, strict=True)
                for whom in self.meant[row.number]
            ],
            PROPOSED,
        )

    def answered(self, there: Sequence[Block]) -> Iterator[Answered]:
        known = {block.key: block for block in there}
        for key, answer in self.said.answers.items():
            if key not in known:
                raise Refused(answers=f"Nothing that is taken stands under a heading “{key}”.")
            block = known[key]
            whom = self._who_answered(block)
            rows = [row for row in block.rows if whom in self.meant[row]]
            measures = tuple(self.measures[row] for row in rows)
            yield Answered(answer, whom, self._heading(block), measures)

    def _who_answered(self, block: Block) -> int:
        """An answer is one body's words, and never becomes another's."""
        asked = {whom for row in block.rows for whom in self.meant[row]}
        if self.said.answered_by.strip():
            named = addressees_called(self.session, self.said.answered_by, self.by)
            if len(named) != 1 or named[0].key not in asked:
                raise Refused(
                    answered_by=f"Nothing under “{block.key}” addresses "
                    f"{self.said.answered_by.strip()}."
                )
            return named[0].key
        if len(asked) > 1:
            raise Refused(
                answered_by=f"The rows under “{block.key}” address {len(asked)} bodies: say which "
                "of them answered."
            )
        return asked.pop()

    def _many(self, kind: Any, rows: Sequence[Mapping[str, Any]], by: int | None = -1) -> list[int]:
        return record_many(self.session, kind, rows, self.by if by == -1 else by)

    def _anchored(self, place: tuple[int, int], once: bool = False) -> dict[str, Any]:
        look = quotation.anchor_of_many if once else quotation.anchor
        found = look(self.laid.text, *place)
        return {"source": self.source.key, "fidelity": Fidelity.VERBATIM_ORIGINAL} | vars(found)

    def _quote(self, row: Row) -> dict[str, Any]:
        once = row.fate is Fate.NEW and row.number not in self.repeated
        return self._anchored(self.laid.words[row.number], once) | {
            "heading": row.heading,
            "attribution": row.by,
            "section": [section_title(row.heading)] if row.heading else [],
        }

    def _heading(self, block: Block) -> int:
        place = self.laid.headings[block.rows[0]]
        section = [section_title(block.heading)]
        (quote,) = self._many(Quote, [self._anchored(place) | {"section": section}])
        return quote

    def _open(self, quote: int) -> dict[str, Any]:
        why = "A recommendation of a source that we published, as said at import."
        return {"quote": quote, "tier": Tier.OPEN, "opens": False, "why": why}

    def _ask_to_open(self, quote: int) -> dict[str, Any]:
        return {"quote": quote, "tier": Tier.OPEN, "why": f"Published: {self.said.kind.value}."}

    def _measure(self, recommendation: int, row: Row, title: str) -> dict[str, Any]:
        start, end = self.laid.words[row.number]
        return {
            "recommendation": recommendation,
            "start": start,
            "end": end,
            "label": title[:120],
            "kind": MeasureKind.ONE_OFF,
        }

    def _addressees(self, row: Row) -> list[int]:
        said = row.addressee or self.said.addressee
        if said not in self.addressees:
            self.addressees[said] = self._called(said, row.number)
        if len(self.addressees) > MOST_ADDRESSEES:
            raise Refused(
                addressee=f"By row {row.number} it would address over {MOST_ADDRESSEES} bodies: "
                "is the column right?"
            )
        return self.addressees[said]

    def _called(self, said: str, row: int) -> list[int]:
        if not said.strip():
            raise Refused(
                addressee=f"Row {row} names nobody whom it addresses. Say once whom such rows "
                "address, or leave the row out."
            )
        try:
            return [whom.key for whom in addressees_called(self.session, said, self.by)]
        except Refused as refused:
            raise Refused(addressee=f"Row {row}: {refused}") from None
