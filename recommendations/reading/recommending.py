"""The recommendations of a report, verbatim, with those they address."""

import re
from dataclasses import dataclass, field, replace

from recommendations.reading.addressees import addressed, named, names_itself
from recommendations.reading.blocks import Block, Document, Kind
from recommendations.reading.measures import split
from recommendations.reading.outline import (
    NOTES_TITLE,
    RECOMMENDATIONS_TITLE,
    Heading,
    Outline,
    is_title,
)
from recommendations.reading.parts import ReadRecommendation, ReadSection, Words
from recommendations.reading.references import without_references

_ITEMS = {Kind.BULLET, Kind.NUMBERED}
_FINISHED = re.compile(r"[.;!?:][\"”’)]*$")
_MODAL = re.compile(r"\s*(?:should|must|shall|needs? to|ought to|is urged to|are urged to)\s+")
_SUMMING_UP = re.compile(
    r"(?:by|through|in) \w+ing\b|these (?:steps|recommendations)|together,", re.I
)


@dataclass(frozen=True)
class _Item:
    start: int
    end: int
    indent: int
    addressees: tuple[str, ...]
    named_in: Words
    under: Words
    """The heading that the item stands under, which may name nobody."""


@dataclass
class _Region:
    """The chapter of recommendations while it is read."""

    document: Document
    named_in: Words
    names: tuple[str, ...] = ()
    titles: dict[int, int] = field(default_factory=dict)
    """Headings that name nobody: where each ends, and where it begins."""
    paragraphs: list[Block] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)

    def address(self, start: int, end: int, names: tuple[str, ...]) -> None:
        self.settle()
        self.names = names
        self.named_in = Words(start, end, self.document.text[start:end])

    def settle(self) -> None:
        """Nothing was listed for these addressees: each paragraph after the heading
        that names them is a recommendation, and a heading right above it its title."""
        listed = any(item.under == self.named_in for item in self.items)
        for block in self.paragraphs if self.names and not listed else []:
            said = self.document.of(block).rstrip()
            finished = bool(_FINISHED.search(said)) and not said.endswith(":")
            if finished and not _SUMMING_UP.match(said):
                above = len(self.document.text[: block.start].rstrip())
                self.add(block, self.titles.get(above))
        self.paragraphs = []

    def take(self, block: Block) -> None:
        if self.items and self._belongs_to_last(block):
            self.items[-1] = replace(self.items[-1], end=block.end)
        elif block.kind in _ITEMS:
            self.add(block)
        elif block.kind is Kind.PLAIN:
            self.paragraphs.append(block)

    def add(self, block: Block, start: int | None = None) -> None:
        """`start` is where a heading begins that is the title of this block."""
        names, named_in = self.names, self.named_in
        if not names and (own := names_itself(self.document.of(block))):
            names = named(own)
            named_in = Words(block.start, block.start + len(own), own)
        first = block.start if start is None else start
        self.items.append(_Item(first, block.end, block.indent, names, named_in, self.named_in))

    def _belongs_to_last(self, block: Block) -> bool:
        """A nested item, or the rest of a sentence that a page break tore off."""
        last = self.items[-1]
        if last.under != self.named_in:
            return False
        if block.kind in _ITEMS:
            return block.indent > last.indent
        said = self.document.text[max(last.start, last.end - 80) : last.end]
        return block.kind is Kind.PLAIN and not _FINISHED.search(without_references(said))


def read_recommendations(document: Document, outline: Outline) -> tuple[ReadRecommendation, ...]:
    found: list[ReadRecommendation] = []
    for start, end in _chapters(outline.sections):
        region = _Region(document, _heading_words(document, outline, start))
        heads = [one for one in outline.headings if start <= one.start < end]
        blocks = [one for one in outline.body if start <= one.start < end]
        for block in blocks:
            while heads and heads[0].start < block.start:
                _take_heading(region, heads.pop(0))
            _take_block(region, block)
        region.settle()
        found += [_recommendation(document, item) for item in region.items]
    return tuple(one for one in found if re.search(r"\w", one.words.said))


def _heading_words(document: Document, outline: Outline, start: int) -> Words:
    heading = next(one for one in outline.headings if one.start == start)
    return Words(start, heading.end, document.text[start : heading.end])


def _take_heading(region: _Region, heading: Heading) -> None:
    if names := addressed(heading.title, is_heading=True):
        region.address(heading.start, heading.end, names)
    else:
        region.titles[heading.end] = heading.start


def _chapters(sections: tuple[ReadSection, ...]) -> list[tuple[int, int]]:
    """From a heading about recommendations to the next heading that is neither about
    them, nor beneath it, nor names those addressed."""
    chapters: list[tuple[int, int]] = []
    level = 0
    for section in sections:
        about = bool(RECOMMENDATIONS_TITLE.search(section.title))
        beneath = section.level > level or about or addressed(section.title, is_heading=True)
        if level and beneath and not NOTES_TITLE.fullmatch(section.title):
            chapters[-1] = (chapters[-1][0], section.end)
        elif about:
            chapters.append((section.start, section.end))
            level = section.level
        else:
            level = 0
    return chapters


def _take_block(region: _Region, block: Block) -> None:
    said = region.document.of(block)
    line = block.kind is Kind.PLAIN and (said.rstrip().endswith(":") or _is_bold(region, block))
    names = addressed(said, is_heading=is_title(said)) if line and len(said) < 400 else ()
    if names:
        region.address(block.start, block.end, names)
    else:
        region.take(block)


def _is_bold(region: _Region, block: Block) -> bool:
    return any(start <= block.start and end >= block.end - 1 for start, end in region.document.bold)


def _recommendation(document: Document, item: _Item) -> ReadRecommendation:
    start = item.start
    end = start + len(without_references(document.text[start : item.end]))
    said = document.text[start:end]
    bold = [last - start for first, last in document.bold if first == start]
    lead = _title_line(said) or lead_length(said, bold)
    itself = len(names_itself(said[lead:])) if not lead else 0
    return ReadRecommendation(
        words=Words(start, end, said),
        title=" ".join(said[:lead].split()).strip(" :.–—-") if lead else _short(said),
        addressees=item.addressees,
        addressed_in=item.named_in,
        measures=split(said, start, lead or _past_modal(said, itself)),
    )


def _title_line(said: str) -> int:
    """The length of a heading that was taken in as the title."""
    title, blank, _ = said.partition("\n\n")
    return len(title) + len(blank) if blank and not _FINISHED.search(title) else 0


def _past_modal(said: str, length: int) -> int:
    """ "The European Union should ..." begins its measures behind "should"."""
    match = _MODAL.match(said, length) if length else None
    return match.end() if match else 0


def lead_length(said: str, bold: list[int]) -> int:
    """How long the run-in title is: its bold words, or a title before a colon."""
    for length in bold:
        if 0 < length < len(said) - 1 and said[length:].strip(" .;:"):
            rest = said[length:]
            return length + len(rest) - len(rest.lstrip(" :.–—"))
    before, colon, rest = said.partition(":")
    if colon and rest[:1].isspace() and is_title(before) and len(before.split()) <= 10:
        return len(said) - len(rest.lstrip())
    return 0


def _short(said: str) -> str:
    """The first sentence, cut at a word where it is long."""
    first = re.split(r"(?<=[a-z)])[.;:](?:\s|$)", " ".join(said.split()))[0].rstrip(".;:")
    if len(first) <= 80:
        return first
    return first[:80].rsplit(" ", 1)[0].rstrip(",") + " …"
