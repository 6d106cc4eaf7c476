"""The text of a report as blocks: paragraphs, headings, list items, quoted lines.

A block runs from its first word to its last; bullets, numbers and heading signs
stand before `start`. The text keeps bullets and numbers, since a reader sees them.
"""

import re
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from recommendations.reading.markup import unmarked


class Kind(Enum):
    PLAIN = auto()
    HEADING = auto()
    BULLET = auto()
    NUMBERED = auto()
    FOOTNOTE = auto()
    QUOTED = auto()


@dataclass(frozen=True)
class Block:
    kind: Kind
    start: int
    end: int
    mark: str = ""
    """The sign before the words: "-", "12.", "[12]", "##"."""
    indent: int = 0
    blank_before: int = 0
    group: int = 0
    """Quoted blocks of one block quotation share their number."""


@dataclass
class Document:
    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)
    italic: list[tuple[int, int]] = field(default_factory=list)

    def of(self, block: Block) -> str:
        return self.text[block.start : block.end]


_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_QUOTED = re.compile(r" {0,3}(?:>[ \t]?)+")
_MARKS = (
    (Kind.FOOTNOTE, re.compile(r"\s*(\[\^[^\]\s]{1,32}\]):[ \t]*")),
    (Kind.BULLET, re.compile(r"\s*([-*+•▪◦●–])[ \t]+(?=\S)")),
    (Kind.NUMBERED, re.compile(r"\s*(\d{1,4}[.)]|\(\d{1,3}\)|\[\d{1,4}\])[ \t]+(?=\S)")),
)
_RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-{3,})\s*$")


def read_blocks(source: str) -> Document:
    reading = _Reading()
    for line in source.split("\n"):
        reading.take(line)
    return reading.finish()


class _Reading:
    def __init__(self) -> None:
        self.document = Document()
        self.parts: list[str] = []
        self.length = 0
        self.open: Block | None = None
        self.blanks = 0
        self.group = 0
        self.was_quoted = False

    def take(self, line: str) -> None:
        quoted = _QUOTED.match(line)
        body = line[quoted.end() :] if quoted else line
        if quoted and not self.was_quoted:
            self._shut()
            self.group += 1
        if not body.strip():
            self._blank(bool(quoted))
        elif self._underlines(line):
            self._lift(line)
        elif _RULE.match(line):
            self._shut()
            self._write("\n")
        else:
            self._words(body, bool(quoted))
        self.was_quoted = bool(quoted)

    def finish(self) -> Document:
        self._shut()
        self.document.text = "".join(self.parts)
        return self.document

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _blank(self, quoted: bool) -> None:
        self._shut()
        self.blanks += 1
        self._write("\n")
        if not quoted:
            self.was_quoted = False

    def _shut(self) -> None:
        if self.open:
            self.document.blocks.append(self.open)
        self.open = None

    def _runs_on(self, mark: str) -> bool:
        """A wrapped line that happens to begin with a number goes on with its
        paragraph, as in CommonMark, where only a 1 begins a list there."""
        in_words = self.open is not None and self.open.kind in {Kind.PLAIN, Kind.QUOTED}
        return in_words and re.sub(r"\D", "", mark) != "1"

    def _underlines(self, line: str) -> bool:
        return (
            self.open is not None
            and self.open.kind is Kind.PLAIN
            and _UNDERLINE.match(line) is not None
        )

    def _lift(self, line: str) -> None:
        """A line of === or --- makes a heading of the paragraph above it."""
        if self.open:
            sign = "#" if "=" in line else "##"
            self.open = replace(self.open, kind=Kind.HEADING, mark=sign)
        self._shut()
        self._write("\n")

    def _words(self, line: str, quoted: bool) -> None:
        kind, mark, prefix = _sign(line)
        if kind is Kind.NUMBERED and self._runs_on(mark):
            kind, mark, prefix = Kind.PLAIN, "", len(line) - len(line.lstrip())
        shown = "" if kind is Kind.HEADING else line[:prefix]
        words = line[prefix:].rstrip()
        if kind is Kind.HEADING:
            words = re.sub(r"[ \t]+#+$", "", words)
        plain = unmarked(words)
        starts = self.open is None or kind is not Kind.PLAIN or self.open.kind is Kind.HEADING
        self._write(shown)
        lead = len(plain.text) - len(plain.text.lstrip())
        start, end = self.length + lead, self.length + len(plain.text.rstrip())
        self.document.bold += [(self.length + a, self.length + b) for a, b in plain.bold]
        self.document.italic += [(self.length + a, self.length + b) for a, b in plain.italic]
        self._write(plain.text + "\n")
        if end <= start:
            return
        if self.open is not None and not starts:
            self.open = replace(self.open, end=end)
            return
        self._shut()
        if quoted and kind is Kind.PLAIN:
            kind = Kind.QUOTED
        indent = len(line) - len(line.lstrip())
        self.open = Block(kind, start, end, mark, indent, self.blanks, self.group if quoted else 0)
        self.blanks = 0


def _sign(line: str) -> tuple[Kind, str, int]:
    """What the line begins with, and how long that beginning is."""
    if match := _HEADING.match(line):
        return Kind.HEADING, match.group(1), match.end()
    for kind, pattern in _MARKS:
        if match := pattern.match(line):
            return kind, match.group(1), match.end()
    return Kind.PLAIN, "", len(line) - len(line.lstrip())
