"""Markdown as its reader sees it, with its headings."""

from recommendations.reading.blocks import Document, Kind, read_blocks
from recommendations.reading.bytes import letters
from recommendations.reading.layout import (
    LONGEST_HEADING,
    one_line,
    refuse_too_long,
    refuse_too_many,
)
from recommendations.reading.parts import ReadSection, ReadSource
from recommendations.reading.plain import named
from recommendations.reading.report import EXTRACTOR


def read_markdown(raw: bytes, name: str, encoding: str) -> ReadSource:
    """Only signs make a heading: what merely looks like one may be anything in a text that
    is no report of ours. Raises Unreadable."""
    text = letters(raw, encoding)
    refuse_too_long(len(text))
    document = read_blocks(text)
    sections = _sections(document)
    return ReadSource(
        text=document.text,
        extractor=named(EXTRACTOR, encoding),
        title=next((s.title for s in sections if s.level == 1), ""),
        sections=sections,
    )


def _sections(document: Document) -> tuple[ReadSection, ...]:
    found = [
        (block, title, len(block.mark))
        for block in document.blocks
        if block.kind is Kind.HEADING and (title := one_line(document.of(block)))
    ]
    headings = [one for one in found if len(one[1]) <= LONGEST_HEADING]
    refuse_too_many(len(headings))
    starts = [block.start for block, _, _ in headings]
    ends = [*starts[1:], len(document.text)]
    made, open_ = [], list[tuple[int, str]]()
    for (block, title, level), end in zip(headings, ends, strict=False):
        open_ = [one for one in open_ if one[0] < level] + [(level, title)]
        path = tuple(title for _, title in open_)
        made.append(ReadSection(block.start, end, title, level, path))
    return tuple(made)
