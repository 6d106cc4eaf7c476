"""Laying a text out as it is read: blocks parted by blank lines, headings and pages with
their places."""

import re

from recommendations.errors import Unreadable
from recommendations.reading.parts import ReadPage, ReadSection

LONGEST = 2_000_000
"""Letters of a text."""
LONGEST_HEADING = 300
MOST_HEADINGS = 2_000
"""Each becomes a record, and nobody else writes meanwhile."""
_NO_LETTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile("[ \t\r\n]+")


def one_line(words: str) -> str:
    """As a reader sees it set: white space in the file is a space on the page."""
    return _SPACES.sub(" ", words).strip()


class Layout:
    """Raises Unreadable as soon as there is too much."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.pages: list[ReadPage] = []
        self._headings: list[tuple[int, int, str]] = []

    def block(self, words: str, before: str = "\n\n") -> tuple[int, int]:
        """Returns where it stands. What holds no words leaves no trace."""
        words = _NO_LETTERS.sub("", words).strip("\n")
        if not words.strip():
            return self.length, self.length
        if self.length:
            self._add(before)
        start = self.length
        self._add(words)
        return start, self.length

    def heading(self, words: str, level: int) -> None:
        start, end = self.block(words)
        title = one_line("".join(self.parts[-1:])) if end > start else ""
        if title and len(title) <= LONGEST_HEADING:
            self._headings.append((start, level, title))

    def heading_at(self, start: int, level: int, title: str) -> None:
        """Of words that are laid out already; in their order."""
        self._headings.append((start, level, title))

    def page(self, number: int, words: str) -> None:
        self.pages.append(ReadPage(number, *self.block(words)))

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def sections(self) -> tuple[ReadSection, ...]:
        """From each heading to where the next begins."""
        refuse_too_many(len(self._headings))
        made, open_ = [], list[tuple[int, str]]()
        for place, (start, level, title) in enumerate(self._headings):
            while open_ and open_[-1][0] >= level:
                open_.pop()
            open_.append((level, title))
            after = self._headings[place + 1 : place + 2]
            end = after[0][0] if after else self.length
            made.append(ReadSection(start, end, title, level, tuple(t for _, t in open_)))
        return tuple(made)

    def _add(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)
        refuse_too_long(self.length)


def refuse_too_long(letters: int) -> None:
    if letters > LONGEST:
        raise Unreadable(
            "The file holds over two million letters, more than a source may. Add the part that "
            "matters."
        )


def refuse_too_many(headings: int) -> None:
    if headings > MOST_HEADINGS:
        raise Unreadable(
            f"The file has {headings} headings, and the most that is read is {MOST_HEADINGS}. Add "
            "the part that matters."
        )
