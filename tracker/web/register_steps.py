"""The pages of a register that is on its way: each step as a value, and how it is shown."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from litestar import Request, Response

from recommendations.arriving import Offer
from recommendations.errors import Refused
from recommendations.reading.bytes import Encoding
from recommendations.reading.columns import Column, suggested_columns
from recommendations.reading.converted_tables import offer_of
from recommendations.reading.described import Block, blocks
from recommendations.reading.fates import Fate, Row, taken
from recommendations.reading.table_parts import Asked, Delimiter, Line, Tabled
from recommendations.reading.tables_apart import table_apart
from recommendations.registering import NEVER_A_REGISTER, dry_run
from recommendations.vocabulary import Role, SourceKind
from tracker.accounts.sessions import Visitor
from tracker.keeping import incoming
from tracker.keeping.incoming import Incoming
from tracker.registers.choices import ANSWERS, Choices
from tracker.service import Service
from tracker.web import phone
from tracker.web.errors import NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page

Answer = Response[Any]
Asks = Request[Any, Any, Any]
PREVIEWED = 12
ON_ONE_PAGE = 100
ROWS_A_SECOND = 1_000
"""Stored on a slow machine: what is said beforehand is rather too long than too short."""
SHOWS = {"decide": "to decide", "all": "every row"}


@dataclass(frozen=True)
class BringPage:
    waiting: tuple[Incoming, ...]
    gone: bool
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadPage:
    """`read` is None where it could not be read in the way that was chosen."""

    file: Incoming
    choices: Choices
    read: Tabled | None
    header: int
    errors: dict[str, str]
    encodings: tuple[Encoding, ...] = tuple(Encoding)
    delimiters: tuple[Delimiter, ...] = tuple(Delimiter)

    @property
    def read_as(self) -> str:
        return read_as(self.read or self.choices)

    @property
    def previewed(self) -> tuple[Line, ...]:
        return self.read.lines[:PREVIEWED] if self.read else ()


@dataclass(frozen=True)
class ColumnOffered:
    number: int
    heading: str
    examples: tuple[str, ...]
    chosen: str


@dataclass(frozen=True)
class ColumnsPage:
    file: Incoming
    columns: tuple[ColumnOffered, ...]
    typed: dict[str, str]
    kinds: tuple[SourceKind, ...]
    today: date
    errors: dict[str, str]
    meanings: tuple[Column, ...] = tuple(Column)


@dataclass(frozen=True)
class RowsPage:
    """`rows` are those of one part of what is shown."""

    file: Incoming
    counts: dict[str, int]
    all: int
    kept: frozenset[int]
    rows: tuple[Row, ...]
    show: str
    part: int
    parts: int
    blocks: tuple[Block, ...]
    answers: dict[str, str]
    said: Choices
    seconds: int
    once: str
    asks: bool
    offer: Offer | None
    errors: dict[str, str]
    offered: tuple[tuple[str, str], ...] = tuple(ANSWERS.items())
    shows: tuple[tuple[str, str], ...] = tuple(SHOWS.items())


@lru_cache(maxsize=2)
def read_table(raw: bytes, asked: Asked) -> Tabled:
    """The last two, because every step asks again."""
    return table_apart(raw, asked)


def read_as(asked: Choices | Tabled) -> str:
    """A row with headings, and rows that were ticked, are those of one way of reading."""
    return f"{asked.encoding} {asked.delimiter} {asked.table}"


def header_of(choices: Choices, read: Tabled) -> int:
    return read.lines[0].number if choices.header is None else choices.header


def show_bringing(
    request: Asks,
    service: Service,
    visitor: Visitor,
    refused: Refused | None = None,
    gone: bool = False,
) -> Answer:
    waiting = tuple(incoming.waiting(service.settings.home, visitor.id))
    context = BringPage(waiting, gone, refused.sentences if refused else {})
    return page(request, "register_bring.html", context, 422 if refused else 200)


def show_reading(request: Asks, there: Incoming, refused: Refused | None = None) -> Answer:
    choices = Choices(**there.said)
    errors = refused.sentences if refused else {}
    try:
        read = read_table(there.raw, choices.asked)
    except Refused as unread:
        context = ReadPage(there, choices, None, choices.header or 0, errors | unread.sentences)
        return page(request, "register_read.html", context, 422 if refused else 200)
    context = ReadPage(there, choices, read, header_of(choices, read), errors)
    return page(request, "register_read.html", context, 422 if refused else 200)


def show_columns(
    request: Asks,
    there: Incoming,
    service: Service,
    form: Form | None = None,
    refused: Refused | None = None,
) -> Answer:
    choices = Choices(**there.said)
    try:
        read = read_table(there.raw, choices.asked)
    except Refused as unread:
        return show_reading(request, there, unread)
    header = header_of(choices, read)
    heads = next((line.cells for line in read.lines if line.number == header), ())
    chosen = {number: name for name, number in choices.columns.items()}
    if not chosen:
        chosen = {number: column.value for column, number in suggested_columns(heads).items()}
    if form:
        chosen = {n: form.text(f"column.{n}") for n in range(1, read.columns + 1)}
    below = [line.cells for line in read.lines if line.number > header]
    offered = tuple(
        ColumnOffered(
            n,
            heads[n - 1].strip() if n <= len(heads) else "",
            tuple(cells[n - 1] for cells in below if len(cells) >= n and cells[n - 1].strip())[:2],
            chosen.get(n, ""),
        )
        for n in range(1, read.columns + 1)
    )
    typed = {name: str(value) for name, value in vars(choices).items()}
    typed |= dict(form.pairs) if form else {}
    typed["title"] = typed["title"] or there.name.rpartition(".")[0]
    who: Any = request.user
    kinds = tuple(
        kind
        for kind in SourceKind
        if kind not in NEVER_A_REGISTER
        and (kind is not SourceKind.REPORT or who.role is Role.ADMINISTRATOR)
    )
    errors = refused.sentences if refused else {}
    context = ColumnsPage(there, offered, typed, kinds, service.today(), errors)
    return page(request, "register_columns.html", context, 422 if refused else 200)


def show_rows(
    request: Asks,
    service: Service,
    there: Incoming,
    show: str,
    part: int,
    refused: NotSaved | None = None,
) -> Answer:
    choices = Choices(**there.said)
    read = read_table(there.raw, choices.asked)
    with service.database.reading() as session:
        rows = dry_run(session, read, choices.described(header_of(choices, read)))
    kept = taken(rows, frozenset(choices.include), frozenset(choices.leave))
    flagged = tuple(row for row in rows if row.fate is not Fate.NEW)
    show = show if show in SHOWS else ("decide" if flagged else "all")
    shown = flagged if show == "decide" else rows
    parts = max(1, -(-len(shown) // ON_ONE_PAGE))
    part = min(max(1, part), parts)
    context = RowsPage(
        file=there,
        counts={fate.value: n for fate, n in Counter(row.fate for row in rows).items()},
        all=len(rows),
        kept=frozenset(row.number for row in kept),
        rows=shown[(part - 1) * ON_ONE_PAGE : part * ON_ONE_PAGE],
        show=show,
        part=part,
        parts=parts,
        blocks=blocks(kept),
        answers=dict(choices.answers),
        said=choices,
        seconds=max(1, -(-len(kept) // ROWS_A_SECOND)),
        once=once(),
        asks=phone.asks(request, service),
        offer=offer_of(read),
        errors=refused.sentences if refused else {},
    )
    return page(request, "register_rows.html", context, status_of(refused) if refused else 200)
