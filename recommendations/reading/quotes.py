"""Block quotes, by the structure around them.

A block quote is a paragraph that opens with a quotation mark and does nothing but
quote, a quoted block (>), or a paragraph under a pull-quote heading and an
introduction. Words set off by nothing at all are left for a person to decide.
"""

import re
from dataclasses import dataclass

from recommendations.reading import marks, speech
from recommendations.reading.blocks import Document, Kind
from recommendations.reading.flow import Flow
from recommendations.reading.outline import Outline
from recommendations.reading.parts import Words
from recommendations.reading.references import without_references

_FURTHEST = 6


@dataclass(frozen=True)
class FoundQuote:
    words: Words
    outer: tuple[int, int]
    """From the opening mark to behind the last note number."""
    heading: Words | None
    attribution: Words | None
    unclosed: bool
    unmarked: bool
    section: tuple[str, ...]


@dataclass(frozen=True)
class Unsure:
    """Words that look quoted and carry no sign of it."""

    start: int
    end: int
    introduced: str


def find_quotes(document: Document, outline: Outline) -> tuple[list[FoundQuote], list[Unsure]]:
    flow = Flow(document, outline)
    quotes: list[FoundQuote] = []
    unsure: list[Unsure] = []
    place = 0
    while place < len(flow.blocks):
        last = _last_block(flow, place)
        if last is not None:
            quote = _quote(flow, place, last)
            quotes += [quote] if re.search(r"\w", quote.words.said) else []
            place = last + 1
            continue
        if found := _unsure(flow, place):
            unsure.append(found)
        place += 1
    return quotes, unsure


def _last_block(flow: Flow, place: int) -> int | None:
    """The last block of the quote that begins here, or None where none begins."""
    block = flow.blocks[place]
    if block.kind is Kind.QUOTED:
        return _end_of_group(flow, place)
    if block.kind is not Kind.PLAIN or flow.is_pull_heading(place):
        return None
    heading, introduction = _before(flow, place)
    introduced = heading is not None or introduction is not None
    if flow.whole(place):
        stands_alone = flow.cites(place) and len(flow.said(place).split()) >= 8
        return place if introduced or stands_alone else None
    if flow.left_open(place):
        return _end_of_open(flow, place) if introduced else None
    if heading is not None and introduction is not None and not marks.opens(flow.said(place)):
        leads = speech.leads_on(flow.said(introduction)) and introduction == place - 1
        return _end_of_unmarked(flow, place) if leads else None
    return None


def _before(flow: Flow, place: int) -> tuple[int | None, int | None]:
    """The pull-quote heading and the introduction that stand before the block, in
    either order."""
    heading = introduction = None
    for at in (place - 1, place - 2):
        if not flow.same_section(at, place) or at < 0:
            break
        if heading is None and flow.is_pull_heading(at):
            heading = at
        elif introduction is None and flow.can_introduce(at):
            introduction = at
        else:
            break
    return heading, introduction


def _end_of_group(flow: Flow, place: int) -> int:
    group = flow.blocks[place].group
    while place + 1 < len(flow.blocks) and flow.blocks[place + 1].group == group:
        place += 1
    return place


def _end_of_open(flow: Flow, place: int) -> int:
    """Where an open quotation ends: where it is closed, else at its note number,
    else with its paragraph."""
    said = flow.said(place)
    if flow.cites(place):
        return place
    opener, depth = said[0], marks.open_after(said)
    for at in range(place + 1, min(place + _FURTHEST, len(flow.blocks))):
        if not _may_continue(flow, place, at):
            break
        more = flow.said(at)
        more = more[1:] if more[:1] == opener else more
        if marks.closes_at_end(more, depth, opener):
            return at
        depth = marks.open_after(" " + more, depth, opener)
        if depth == 0 or flow.cites(at):
            break
    return _end_of_unclosed(flow, place)


def _may_continue(flow: Flow, place: int, at: int) -> bool:
    return (
        flow.plain(at)
        and flow.same_section(place, at)
        and not flow.is_pull_heading(at)
        and not speech.leads_on(flow.said(at))
    )


def _end_of_unclosed(flow: Flow, place: int) -> int:
    """A page break in mid-sentence is bridged, and so is the paragraph that ends on
    the note number this one lacks."""
    after = place + 1
    if not _may_continue(flow, place, after) or marks.opens(flow.said(after)):
        return place
    return after if flow.cites(after) or not flow.finished(place) else place


def _end_of_unmarked(flow: Flow, place: int) -> int:
    while not flow.finished(place) and _may_continue(flow, place, place + 1):
        place += 1
    return place


def _quote(flow: Flow, first: int, last: int) -> FoundQuote:
    signed, end = _signed(flow, first, last)
    start, text = flow.blocks[first].start, flow.document.text
    said = text[start:end]
    inner_start, inner_end = marks.inside(said)
    heading, introduction = _before(flow, first)
    marked = marks.opens(said)
    quoted = flow.blocks[first].kind is Kind.QUOTED
    return FoundQuote(
        words=_words(text, start + inner_start, start + inner_end),
        outer=(start, flow.blocks[last].end),
        heading=_heading(flow, heading),
        attribution=signed or _attribution(flow, introduction),
        unclosed=marked and inner_end == len(without_references(said)),
        unmarked=not marked and not quoted,
        section=flow.outline.path(start),
    )


def _signed(flow: Flow, first: int, last: int) -> tuple[Words | None, int]:
    """Who signs the quote, and where its words end: "— A captain" stands behind them
    in the same paragraph, in the last one of a quoted block, or right after."""
    block, text = flow.blocks[last], flow.document.text
    said = flow.document.of(block)
    end, start, stop = marks.signature(said)
    if start < stop:
        return _words(text, block.start + start, block.start + stop), block.start + end
    if last > first and (signed := _signature(flow, last)):
        return signed, flow.blocks[last - 1].end
    if flow.same_section(last, last + 1):
        return _signature(flow, last + 1), block.end
    return None, block.end


def _signature(flow: Flow, place: int) -> Words | None:
    block = flow.blocks[place]
    line = flow.document.text.rfind("\n", 0, block.start) + 1
    match = marks.SIGNATURE.match(flow.document.text[line : block.end])
    if not match:
        return None
    by = without_references(match.group("by"))
    return _words(flow.document.text, line + match.start("by"), line + match.start("by") + len(by))


def _heading(flow: Flow, place: int | None) -> Words | None:
    if place is None:
        return None
    start, end = marks.inside(flow.said(place))
    at = flow.blocks[place].start
    return _words(flow.document.text, at + start, at + end)


def _attribution(flow: Flow, place: int | None) -> Words | None:
    if place is None:
        return None
    start, end = speech.introduction(flow.said(place), flow.lead(place))
    at = flow.blocks[place].start
    return _words(flow.document.text, at + start, at + end) if start < end else None


def _words(text: str, start: int, end: int) -> Words:
    return Words(start, end, text[start:end])


def _unsure(flow: Flow, place: int) -> Unsure | None:
    """A paragraph after "... explain," that carries no mark of a quotation."""
    before = flow.said(place - 1)
    if not (flow.plain(place) and flow.plain(place - 1) and flow.same_section(place - 1, place)):
        return None
    if marks.opens(flow.said(place)) or without_references(before)[-1:] != ",":
        return None
    start, end = speech.introduction(before)
    if not speech.has_saying(before[start:end]):
        return None
    block = flow.blocks[place]
    return Unsure(block.start, block.end, before[start:end])
