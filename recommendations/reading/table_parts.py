"""What is read from a file of tables: rows and cells with the numbers that a spreadsheet
shows them under."""

from dataclasses import dataclass
from enum import StrEnum


class Delimiter(StrEnum):
    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"
    BAR = "|"

    @property
    def words(self) -> str:
        return {",": "comma ,", ";": "semicolon ;", "\t": "tab", "|": "bar |"}[self.value]


@dataclass(frozen=True)
class Asked:
    """What a person chose. `encoding` and `delimiter` are suggested where they are empty;
    `table` counts from 0; `most` limits the rows that come back, 0 is all of them."""

    encoding: str = ""
    delimiter: str = ""
    table: int = 0
    most: int = 0


@dataclass(frozen=True)
class Line:
    """`number` counts from 1. Cells that are empty at the end of a row are left out."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Raw:
    """One table as its format gives it, and the names of all that the file has."""

    kind: str
    names: tuple[str, ...]
    lines: tuple[Line, ...]
    encoding: str = ""
    delimiter: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Tabled:
    """`total` counts the rows that have anything in them. While there are `problems` the
    rows are to be looked at and not to be stored."""

    kind: str
    tables: tuple[str, ...]
    table: int
    lines: tuple[Line, ...]
    total: int
    columns: int
    encoding: str = ""
    delimiter: str = ""
    problems: tuple[str, ...] = ()
