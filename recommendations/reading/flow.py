"""The running text of a report, block by block, and what each block is to a quote."""

import re
from bisect import bisect_left

from recommendations.reading import marks, speech
from recommendations.reading.blocks import Document, Kind
from recommendations.reading.outline import Outline
from recommendations.reading.references import without_references

_LONGEST_HEADING = 160
_FINISHED = re.compile(r"(?:[.!?…:]|\.\.\.)[\"”’')\]»]*$")


class Flow:
    def __init__(self, document: Document, outline: Outline) -> None:
        self.document, self.outline = document, outline
        self.blocks = outline.body
        self.starts = sorted(one.start for one in outline.headings)

    def said(self, place: int) -> str:
        """The words of the block, without the name that signs a quotation."""
        if not 0 <= place < len(self.blocks):
            return ""
        said = self.document.of(self.blocks[place])
        return said[: marks.signature(said)[0]]

    def plain(self, place: int) -> bool:
        return 0 <= place < len(self.blocks) and self.blocks[place].kind is Kind.PLAIN

    def same_section(self, one: int, other: int) -> bool:
        if not (0 <= one < len(self.blocks) and 0 <= other < len(self.blocks)):
            return False
        low, high = sorted((self.blocks[one].start, self.blocks[other].start))
        return bisect_left(self.starts, low) == bisect_left(self.starts, high)

    def cites(self, place: int) -> bool:
        said = self.said(place)
        return without_references(said) != said.rstrip()

    def finished(self, place: int) -> bool:
        return self.cites(place) or bool(_FINISHED.search(self.said(place).rstrip()))

    def whole(self, place: int) -> bool:
        """The block is nothing but one quotation, closed by its last mark."""
        said = self.said(place)
        return self.plain(place) and marks.opens(said) and marks.closes_at_end(said)

    def left_open(self, place: int) -> bool:
        said = self.said(place)
        if not (self.plain(place) and marks.opens(said)) or said[0] in "‘‚":
            return False
        return not self.whole(place) and marks.open_after(said) > 0

    def lead(self, place: int) -> int:
        """The length of the bold run-in title of the block."""
        block = self.blocks[place]
        ends = [end for start, end in self.document.bold if start == block.start]
        length = max(ends, default=block.start) - block.start
        rest = self.said(place)[length:]
        return length + len(rest) - len(rest.lstrip(" :.")) if rest.strip() else 0

    def is_pull_heading(self, place: int) -> bool:
        said = self.said(place)
        if not self.whole(place) or "\n" in said or len(said) > _LONGEST_HEADING:
            return False
        if self.cites(place) or not self.same_section(place, place + 1):
            return False
        return self._quote_after(place)

    def _quote_after(self, place: int) -> bool:
        """A quote follows at once, or behind one introduction."""
        after = place + 1
        if self.opens_quote(after):
            return len(self.said(after)) > len(self.said(place))
        if not speech.introduces(self.said(after)) or not self.same_section(after, after + 1):
            return False
        if not self._can_introduce(after):
            return False
        if self.opens_quote(after + 1):
            return True
        return speech.leads_on(self.said(after)) and self.plain(after + 1)

    def opens_quote(self, place: int) -> bool:
        if not 0 <= place < len(self.blocks):
            return False
        return self.blocks[place].kind is Kind.QUOTED or self.whole(place) or self.left_open(place)

    def _can_introduce(self, place: int) -> bool:
        return (
            0 <= place < len(self.blocks)
            and self.blocks[place].kind in {Kind.PLAIN, Kind.BULLET, Kind.NUMBERED}
            and not marks.opens(self.said(place))
        )

    def can_introduce(self, place: int) -> bool:
        return self._can_introduce(place) and speech.introduces(self.said(place))
