"""The body of a pack as the paragraphs and tables of a word processor: the same words in the
same order, from the HTML that is printed."""

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

_BLOCKS = frozenset({
    "article", "blockquote", "div", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "ol", "p",
    "section", "table", "tbody", "td", "th", "thead", "tr", "ul",
})  # fmt: skip
_STYLED = {
    "h1": "Title", "h2": "Heading1", "h3": "Heading2", "h4": "Heading3", "h5": "Heading4",
    "li": "Listed", "blockquote": "Quote",
}  # fmt: skip
_ON_A_LINE_OF_ITS_OWN = frozenset({"whom", "words", "beneath"})
"""Pieces of text that the style sheet of packs sets as blocks."""
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class Run:
    """A newline in its words begins a new line."""

    words: str
    bold: bool = False
    raised: bool = False
    language: str = ""
    """Where it is not that of the pack."""
    leads_to: str = ""
    """The anchor of a paragraph."""


@dataclass
class Paragraph:
    style: str = "Normal"
    anchor: str = ""
    runs: list[Run] = field(default_factory=list)


@dataclass
class Cell:
    rows: int
    """How many it goes down."""
    content: list[Paragraph] = field(default_factory=list)


@dataclass
class Row:
    """`repeats` on every page."""

    repeats: bool
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Table:
    rows: list[Row] = field(default_factory=list)


def paragraphs_of(html: str) -> list[Paragraph | Table]:
    """Shapes are left out: the word that each stands for is beside it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_paragraph()
    return reader.blocks


@dataclass(frozen=True)
class _Open:
    tag: str
    classes: frozenset[str]
    language: str
    leads_to: str


class _Reader(HTMLParser):
    """Of our own templates, which close what they open, and nest no table in another."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Paragraph | Table] = []
        self._open: list[_Open] = []
        self._paragraph = Paragraph()
        self._anchor = ""
        self._table: Table | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        opened = _Open(
            tag,
            frozenset(told.get("class", "").split()),
            told.get("lang", "") if tag != "article" else "",
            told.get("href", "").removeprefix("#"),
        )
        self._open.append(opened)
        if tag in _BLOCKS:
            self.end_paragraph()
            self._anchor = told.get("id", self._anchor)
            self._begin(tag, told)
        elif opened.classes & _ON_A_LINE_OF_ITS_OWN and self._paragraph.runs:
            self._paragraph.runs.append(Run("\n"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Only shapes have such."""

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_paragraph()
        if tag == "table":
            self._table = None
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        words = _SPACES.sub(" ", data)
        runs = self._paragraph.runs
        if self._inside("svg") or (words == " " and not runs):
            return
        if not runs or runs[-1].words.endswith((" ", "\n")):
            words = words.removeprefix(" ")
        if words:
            runs.append(self._run(words))

    def _run(self, words: str) -> Run:
        return Run(
            words,
            bold=self._inside("b") or self._inside("th"),
            raised=any("source" in one.classes for one in self._open),
            language=next((one.language for one in reversed(self._open) if one.language), ""),
            leads_to=next((one.leads_to for one in reversed(self._open) if one.leads_to), ""),
        )

    def _begin(self, tag: str, told: dict[str, str]) -> None:
        if tag == "table":
            self._table = Table()
            self.blocks.append(self._table)
        elif tag == "tr" and self._table:
            self._table.rows.append(Row(repeats=self._inside("thead")))
        elif tag in ("td", "th") and self._table:
            cell = Cell(int(told.get("rowspan", "1")))
            self._table.rows[-1].cells.append(cell)

    def end_paragraph(self) -> None:
        told, self._paragraph = self._paragraph, Paragraph()
        while told.runs and not told.runs[-1].words.strip():
            told.runs.pop()
        if not told.runs:
            return
        told.runs[-1] = replace(told.runs[-1], words=told.runs[-1].words.rstrip(" \n"))
        told.style = self._style()
        told.anchor, self._anchor = self._anchor, ""
        if self._table:
            self._table.rows[-1].cells[-1].content.append(told)
        else:
            self.blocks.append(told)

    def _style(self) -> str:
        for one in reversed(self._open):
            if one.classes & {"attribution", "foot", "verify", "history", "contact", "about"}:
                return "Small"
            if one.tag in _STYLED:
                return _STYLED[one.tag]
        return "Normal"

    def _inside(self, tag: str) -> bool:
        return any(one.tag == tag for one in self._open)
