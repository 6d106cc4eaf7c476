"""What the columns of a register are: suggested by their headings, said by a person."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from recommendations.errors import Refused


class Column(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    ADDRESSEE = "addressee"
    BY = "by"
    TITLE = "title"
    HEADING = "heading"
    BLOCK = "block"
    DATE = "date"
    NOTE = "note"

    @property
    def words(self) -> str:
        return {
            Column.TEXT: "the recommendation",
            Column.NUMBER: "its number or place",
            Column.ADDRESSEE: "whom it addresses",
            Column.BY: "who recommended it",
            Column.TITLE: "its title",
            Column.HEADING: "the heading it stands under, or the answer",
            Column.BLOCK: "the number of that heading",
            Column.DATE: "its date",
            Column.NOTE: "a note",
        }[self]


Columns = Mapping[Column, int]
"""By what it is: the number of the column, counted from 1."""

_HEADINGS = (
    (Column.BY, r"recommending|recommended by|made by|proposed by|source state|from"),
    (Column.ADDRESSEE, r"addresse|addressed|directed|state under review|\bsur\b|recipient|to whom"),
    (Column.BLOCK, r"^block$|^section$|^part$|block (no|number)"),
    (Column.HEADING, r"heading|response|answer|reply|position|status|accepted|theme|chapter"),
    (Column.TITLE, r"^(short )?title|^subject|^label|^name$"),
    (Column.DATE, r"date|^day$|^year$|adopted"),
    (Column.NOTE, r"note|comment|remark"),
    (Column.TEXT, r"recommendation|^text$|wording|^words$|measure"),
    (Column.NUMBER, r"number|^no\.?$|^nr\.?$|^#$|paragraph|^para|symbol|^id$|^ref|place"),
)


def suggested_columns(heads: Sequence[str]) -> dict[Column, int]:
    """By the headings; each column is one thing at most."""
    found: dict[Column, int] = {}
    for column, pattern in _HEADINGS:
        for number, head in enumerate(heads, start=1):
            said = re.sub(r"[_\s]+", " ", head).strip()
            free = column not in found and number not in found.values()
            if free and re.search(pattern, said, re.IGNORECASE):
                found[column] = number
    return found


def column_of(heads: Sequence[str], said: str) -> int:
    """The number of a column that was given by its number or by its heading. Raises
    Refused where that is none, or more than one."""
    if said.strip().isdecimal() and len(said) < 6:
        return int(said)
    same = [n for n, head in enumerate(heads, start=1) if _alike(head) == _alike(said)]
    if not same:
        raise Refused(f"No column has the heading “{said}”.")
    if len(same) > 1:
        places = " and ".join(str(n) for n in same)
        raise Refused(f"Columns {places} are both called “{said}”: give the number instead.")
    return same[0]


def refuse_columns(columns: Columns, width: int) -> None:
    refused = {}
    if Column.TEXT not in columns:
        refused["text"] = "Say in which column the recommendation itself stands."
    seen: dict[int, Column] = {}
    for column, number in columns.items():
        if not 1 <= number <= width:
            refused[column.value] = f"The table has {width} columns; there is no column {number}."
        elif number in seen:
            refused[column.value] = (
                f"Column {number} is {seen[number].words} already; it cannot be both."
            )
        seen.setdefault(number, column)
    if refused:
        raise Refused(**refused)


def _alike(head: str) -> str:
    return " ".join(head.split()).casefold()
