"""What would become of each row of a register: nothing is left out without a word, and a
person may decide otherwise about every row that has words."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from recommendations.reading.columns import Column, Columns
from recommendations.reading.table_parts import Line

LONGEST = 20_000
"""Letters of one recommendation."""


class Fate(StrEnum):
    NEW = "new"
    DUPLICATE = "duplicate"
    NOISE = "noise"
    RAGGED = "ragged"


@dataclass(frozen=True)
class Row:
    """`words` is empty where the row has no recommendation: it cannot be taken. `others`
    are the cells of columns that were not said to be anything."""

    number: int
    words: str
    fate: Fate
    reason: str = ""
    no: str = ""
    by: str = ""
    addressee: str = ""
    title: str = ""
    heading: str = ""
    block: str = ""
    date: str = ""
    note: str = ""
    others: tuple[str, ...] = ()


def fates(
    lines: Sequence[Line], header: int, columns: Columns, known: Mapping[str, str]
) -> tuple[Row, ...]:
    """`header` is the number of the row with the headings, 0 where there is none: what
    stands above it is no row of the register. `known` has the recommendations on record, by
    their folded words."""
    heads = next((line.cells for line in lines if line.number == header), ())
    seen: dict[str, int] = {}
    rows = []
    for line in lines:
        if line.number <= header:
            continue
        row = _row(line, columns)
        key = folded(row.words)
        fate, reason = _fate(line, row, heads, key, seen, known)
        if row.words:
            seen.setdefault(key, line.number)
        rows.append(_with(row, fate, reason))
    return tuple(rows)


def folded(words: str) -> str:
    """The same for words that differ in white space, quotation marks, dashes, case or the
    stop at the end."""
    plain = unicodedata.normalize("NFC", words).casefold()
    plain = plain.translate(_ALIKE)
    return " ".join(plain.split()).strip(" .;,:")


def taken(rows: Sequence[Row], include: frozenset[int], leave: frozenset[int]) -> tuple[Row, ...]:
    """What is new, what a person takes all the same, and nothing that they leave out."""
    return tuple(
        row
        for row in rows
        if row.words and row.number not in leave and (row.fate is Fate.NEW or row.number in include)
    )


_ALIKE = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛´`", "'"))
_ALIKE |= str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"\u00ad": ""})

_TOTAL = re.compile(r"^(sub-?total|grand total|totals?|sum|count)\b[\s:=.\d]*$", re.IGNORECASE)
_FURNITURE = re.compile(
    r"^(page\s*)?[-–—\s]*\d+([-–—\s]*|\s*(of|/)\s*\d+)$|^\(?continued( (on|from) .{0,30})?\)?$|"
    r"^(GE\.\d\d-\d+|A/[A-Z]+/[\d/A-Za-z.]+)( \(E\))?$",
    re.IGNORECASE,
)


def _row(line: Line, columns: Columns) -> Row:
    def cell(column: Column) -> str:
        number = columns.get(column, 0)
        return line.cells[number - 1].strip() if 0 < number <= len(line.cells) else ""

    told = set(columns.values())
    return Row(
        number=line.number,
        words=cell(Column.TEXT),
        fate=Fate.NEW,
        no=cell(Column.NUMBER),
        by=cell(Column.BY),
        addressee=cell(Column.ADDRESSEE),
        title=" ".join(cell(Column.TITLE).split()),
        heading=cell(Column.HEADING),
        block=cell(Column.BLOCK),
        date=cell(Column.DATE),
        note=cell(Column.NOTE),
        others=tuple(
            text.strip()
            for n, text in enumerate(line.cells, start=1)
            if n not in told and text.strip()
        ),
    )


def _with(row: Row, fate: Fate, reason: str) -> Row:
    return Row(**{**vars(row), "fate": fate, "reason": reason})


def _fate(
    line: Line,
    row: Row,
    heads: Sequence[str],
    key: str,
    seen: Mapping[str, int],
    known: Mapping[str, str],
) -> tuple[Fate, str]:
    for reason in _noise(line, row, heads):
        return Fate.NOISE, reason
    if heads and len(line.cells) > len(heads):
        return Fate.RAGGED, (
            f"It has {len(line.cells)} cells under {len(heads)} headings: a mark inside a cell may "
            "have split it."
        )
    if key in seen:
        return Fate.DUPLICATE, f"Row {seen[key]} has the same words."
    if key in known:
        return Fate.DUPLICATE, f"{known[key]} on record has the same words."
    return Fate.NEW, ""


def _noise(line: Line, row: Row, heads: Sequence[str]) -> Iterator[str]:
    filled = [cell.strip() for cell in line.cells if cell.strip()]
    if not row.words:
        yield "Nothing stands in the column of the recommendation."
    elif heads and [_same(c) for c in line.cells] == [_same(h) for h in heads]:
        yield "The headings once more."
    elif any(_TOTAL.match(cell) for cell in filled):
        yield "A total."
    elif _FURNITURE.match(row.words):
        yield "It looks like the number or the running title of a page."
    elif not any(letter.isalpha() for letter in row.words):
        yield "It has no letters."
    elif len(row.words) > LONGEST:
        yield f"It has {len(row.words):,} letters, which is more than one recommendation has."
    elif len(filled) == 1 and len(line.cells) == 1 and len(heads) > 2:
        yield "Nothing but its first cell: perhaps a heading between the rows."


def _same(cell: str) -> str:
    return " ".join(cell.split()).casefold()
