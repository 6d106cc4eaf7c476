"""The text of a source as it is set on a page: cut into parts that a slow line can
carry, into paragraphs, and at every edge of a quote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from recommendations.records.hidden import WITHHELD
from recommendations.register.views import QuoteView

LONGEST = 12_000
"""Code points in one part; about 5 KB on the line."""
BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Piece:
    """A run of the text; `quotes` are the ids of the quotes it belongs to, `begins` and
    `ends` those that begin or end with it."""

    text: str
    quotes: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    pieces: tuple[Piece, ...]

    @property
    def quotation(self) -> bool:
        """Most of it is quoted."""
        quoted = sum(len(piece.text) for piece in self.pieces if piece.quotes)
        return 2 * quoted > sum(len(piece.text) for piece in self.pieces)


def parts(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The span in parts of at most LONGEST, cut between paragraphs where there are any."""
    found = []
    while end - start > LONGEST:
        breaks = [m.end() for m in BREAK.finditer(text, start, start + LONGEST)]
        cut = breaks[-1] if breaks else start + LONGEST
        found.append((start, cut))
        start = cut
    return (*found, (start, end))


def paragraphs(
    text: str,
    start: int,
    end: int,
    quotes: Sequence[QuoteView],
    hidden: Sequence[tuple[int, int]] = (),
) -> tuple[Paragraph, ...]:
    """Words the reader may not see, whose places are `hidden`, are left out of the text."""
    edges = sorted({start, *(m.start() for m in BREAK.finditer(text, start, end)), end})
    found = []
    for left, right in pairwise(edges):
        words = text[left:right].strip()
        if words:
            begin = text.index(words, left)
            pieces = _pieces(text, begin, begin + len(words), quotes, hidden)
            found.append(Paragraph(tuple(pieces)))
    return tuple(found)


def _pieces(
    text: str,
    start: int,
    end: int,
    quotes: Sequence[QuoteView],
    hidden: Sequence[tuple[int, int]],
) -> list[Piece]:
    here = [q for q in quotes if q.start < end and start < q.end]
    kept = [(a, b) for a, b in hidden if a < end and start < b]
    spans = [*((q.start, q.end) for q in here), *kept]
    edges = {start, end} | {max(start, a) for a, _ in spans} | {min(end, b) for _, b in spans}
    pieces = []
    for left, right in pairwise(sorted(edges)):
        over = [q for q in here if q.start <= left and right <= q.end]
        pieces.append(
            Piece(
                text=WITHHELD if any(a <= left < b for a, b in kept) else text[left:right],
                quotes=tuple(q.id for q in over),
                begins=tuple(q.id for q in over if q.start == left),
                ends=tuple(q.id for q in over if q.end == right),
            )
        )
    return pieces
