"""A source that was read in Zawgyi, as its Unicode: lines stay lines, so headings and pages
keep their places."""

from bisect import bisect_right
from dataclasses import replace

from recommendations.arriving import CONVERTED
from recommendations.burmese import Encoding, encoding_of
from recommendations.reading.parts import ReadSource
from recommendations.zawgyi import to_unicode


def converted(read: ReadSource, text: str) -> ReadSource:
    """`text` is what its own text becomes, line by line."""
    lines = _Lines(read.text, text)
    sections = tuple(
        replace(
            section,
            start=lines.moved(section.start),
            end=lines.moved(section.end),
            title=_in_unicode(section.title),
            path=tuple(_in_unicode(title) for title in section.path),
        )
        for section in read.sections
    )
    pages = tuple(
        replace(page, start=lines.moved(page.start), end=lines.moved(page.end))
        for page in read.pages
    )
    return replace(
        read,
        text=text,
        extractor=f"{read.extractor}, {CONVERTED}",
        sections=sections,
        pages=pages,
    )


def _in_unicode(title: str) -> str:
    """A heading goes with its text, unless it is Unicode for certain."""
    known = encoding_of(title) in {Encoding.UNICODE, Encoding.NOT_BURMESE}
    return title if known else to_unicode(title)


class _Lines:
    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = before.split("\n"), after.split("\n")
        self.starts, self.new_starts = _starts(self.before), _starts(self.after)

    def moved(self, place: int) -> int:
        line = bisect_right(self.starts, place) - 1
        was, became, inside = self.before[line], self.after[line], place - self.starts[line]
        if was != became:
            ends = inside >= len(was)
            inside = len(became) if ends else min(len(became), len(to_unicode(was[:inside])))
        return self.new_starts[line] + inside


def _starts(lines: list[str]) -> list[int]:
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    return starts
