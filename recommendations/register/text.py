"""The text of a source as it is set on a page: cut into parts that a slow line can
carry, into paragraphs, and at every edge of a quote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from recommendations.records.hidden import WITHHELD
from recommendations.register.views import QuoteView

LONGEST = 12_000
"""Code points in one part; about 5 KB on the line."""
BREAK = re.compile(r"\n\s*\n")
_FULL = 40
"""Code points of a line that ends because the page or the screen was full."""
_ITEM = re.compile(r"\s*(?:[-•–—*·▪◦]|\(?(?:\d{1,3}|[a-z])[.)])\s")
_SENTENCE_ENDS = re.compile(r"[.!?:;။]\W*$")


@dataclass(frozen=True)
class Piece:
    """A run of the text; `quotes` are the ids of the quotes it belongs to, `begins` and
    `ends` those that begin or end with it. `at` is where it begins in the stored text;
    `found` the number of the place that was looked for, with its first run as `finds`;
    `page` the page that begins with it."""

    text: str
    at: int
    quotes: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    found: int = 0
    finds: bool = False
    page: int = 0


@dataclass(frozen=True)
class Paragraph:
    """`level` is that of the heading which it is, from 1; 0 for anything else."""

    pieces: tuple[Piece, ...]
    level: int = 0

    @property
    def at(self) -> int:
        return self.pieces[0].at

    @property
    def ends(self) -> tuple[int, ...]:
        """The quotes whose last words stand in it."""
        return tuple(id for piece in self.pieces for id in piece.ends)

    @property
    def withheld(self) -> bool:
        """Words are left out of it: what follows stands further on than it seems."""
        return any(piece.text == WITHHELD for piece in self.pieces)

    @property
    def flows(self) -> bool:
        """Its lines end where the page they come from was full, so they are set as one. A
        list, an address or a verse keeps its lines."""
        *full, last = "".join(piece.text for piece in self.pieces).split("\n")
        longest = max(map(len, full), default=0)
        return (
            longest >= _FULL
            and all(len(line) * 5 >= longest * 3 for line in full)
            and not any(_ITEM.match(line) for line in (*full, last))
            and not all(_SENTENCE_ENDS.search(line) for line in full)
        )

    @property
    def quotation(self) -> bool:
        """Most of it is quoted."""
        quoted = sum(len(piece.text) for piece in self.pieces if piece.quotes)
        return 2 * quoted > sum(len(piece.text) for piece in self.pieces)


def fits(text: str) -> bool:
    """It is read on one page, whatever its headings."""
    return len(text) <= LONGEST


def parts(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The span in parts of at most LONGEST, cut between paragraphs where there are any."""
    found = []
    while end - start > LONGEST:
        breaks = [m.end() for m in BREAK.finditer(text, start, start + LONGEST)]
        cut = breaks[-1] if breaks else start + LONGEST
        found.append((start, cut))
        start = cut
    return (*found, (start, end))


@dataclass(frozen=True)
class Marks:
    """What is marked in a text. Words the reader may not see, whose places are `hidden`,
    are left out of it. `found` are the places of words that were looked for, in order;
    `pages` where each page begins, with its number; `headings` where each heading does, with
    its level."""

    quotes: Sequence[QuoteView] = ()
    hidden: Sequence[tuple[int, int]] = ()
    found: Sequence[tuple[int, int]] = ()
    pages: Sequence[tuple[int, int]] = ()
    headings: Sequence[tuple[int, int]] = ()

    def within(self, start: int, end: int) -> "Marks":
        """Those that touch the span; a place keeps its number by its order."""
        return Marks(
            [q for q in self.quotes if q.start < end and start < q.end],
            [(a, b) for a, b in self.hidden if a < end and start < b],
            self.found,
            [(a, number) for a, number in self.pages if start <= a < end],
        )


def paragraphs(text: str, start: int, end: int, marks: Marks) -> tuple[Paragraph, ...]:
    edges = sorted({start, *(m.start() for m in BREAK.finditer(text, start, end)), end})
    set_out: list[Paragraph] = []
    turned = start
    for left, right in pairwise(edges):
        words = text[left:right].strip()
        if words:
            begin = text.index(words, left)
            # A page that begins in the space between is that of the next words.
            pages = [(max(a, begin), n) for a, n in marks.pages if turned <= a < begin + len(words)]
            here = replace(marks.within(begin, begin + len(words)), pages=pages)
            levels = [n for a, n in marks.headings if left <= a <= begin and "\n" not in words]
            pieces = _pieces(text, begin, begin + len(words), here)
            set_out.append(Paragraph(tuple(pieces), level=max(levels, default=0)))
            turned = begin + len(words)
    return tuple(set_out)


def _pieces(text: str, start: int, end: int, marks: Marks) -> list[Piece]:
    looked = {n: (a, b) for n, (a, b) in enumerate(marks.found, start=1) if a < end and start < b}
    spans = [*((q.start, q.end) for q in marks.quotes), *marks.hidden, *looked.values()]
    edges = {start, end} | {max(start, a) for a, _ in spans} | {min(end, b) for _, b in spans}
    pages = dict(marks.pages)
    pieces = []
    for left, right in pairwise(sorted(edges | set(pages))):
        over = [q for q in marks.quotes if q.start <= left and right <= q.end]
        number = next((n for n, (a, b) in looked.items() if a <= left < b), 0)
        pieces.append(
            Piece(
                text=WITHHELD if any(a <= left < b for a, b in marks.hidden) else text[left:right],
                at=left,
                quotes=tuple(q.id for q in over),
                begins=tuple(q.id for q in over if q.start == left),
                ends=tuple(q.id for q in over if q.end == right),
                found=number,
                finds=bool(number) and looked[number][0] == left,
                page=pages.get(left, 0),
            )
        )
    return pieces
