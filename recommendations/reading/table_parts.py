"""What is read from a file of tables: rows and cells with the numbers that a spreadsheet
shows them under."""

from dataclasses import dataclass
from enum import StrEnum


class Encoding(StrEnum):
    UTF_8 = "utf-8"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    WINDOWS_1252 = "windows-1252"
    WINDOWS_1250 = "windows-1250"
    MAC_ROMAN = "mac-roman"
    ISO_8859_1 = "iso-8859-1"

    @property
    def words(self) -> str:
        return {
            Encoding.UTF_8: "UTF-8",
            Encoding.UTF_16_LE: "UTF-16, little end first (Windows)",
            Encoding.UTF_16_BE: "UTF-16, big end first",
            Encoding.WINDOWS_1252: "Windows, Western Europe (1252)",
            Encoding.WINDOWS_1250: "Windows, Central Europe (1250)",
            Encoding.MAC_ROMAN: "Mac, Western Europe (Mac Roman)",
            Encoding.ISO_8859_1: "ISO 8859-1 (Latin 1)",
        }[self]


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
