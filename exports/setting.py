"""How closely the two pages are set: as roomily as they hold what stands on them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from exports.pack import (
    LeaveBehind,
    MeetingSheet,
    PrintedAsk,
    PrintedFinding,
    PrintedPosition,
    PrintedQuote,
)


@dataclass(frozen=True)
class Setting:
    """How closely a page is set: a class of pack.css, and the lines it then holds."""

    name: str
    a4: int
    letter: int
    per_line: int


FIRST_PAGE = (
    Setting("roomy", 46, 43, 78),
    Setting("even", 58, 55, 79),
    Setting("snug", 60, 58, 83),
    Setting("close", 0, 0, 0),
)
SECOND_PAGE = (
    Setting("roomy", 40, 37, 78),
    Setting("even", 54, 51, 84),
    Setting("close", 0, 0, 0),
)

ONE_PAGE = (
    Setting("roomy", 52, 49, 96),
    Setting("even", 60, 57, 98),
    Setting("snug", 66, 63, 104),
    Setting("close", 0, 0, 0),
)


def settings(pack: LeaveBehind) -> tuple[str, str]:
    """Of its two pages, as far as letters can be counted without laying them out; whether two
    pages were kept, the press says."""
    if pack.sheet:
        name = setting(one_page(pack, pack.sheet), ONE_PAGE, pack.paper, pack.closer)
        return (name, name)
    return (
        setting(first_page(pack), FIRST_PAGE, pack.paper, pack.closer),
        setting(second_page(pack), SECOND_PAGE, pack.paper, pack.closer),
    )


def set_closer(pack: LeaveBehind) -> LeaveBehind | None:
    """The same a step more closely, after it ran over; None where there is no closer."""
    for closer in range(pack.closer + 1, max(len(FIRST_PAGE), len(SECOND_PAGE))):
        if settings(set_so := replace(pack, closer=closer)) != settings(pack):
            return set_so
    return None


def setting(lines: Iterator[str], choices: tuple[Setting, ...], paper: str, closer: int = 0) -> str:
    """The roomiest that holds the lines, or so many steps closer than that."""
    texts = list(lines)
    names = [choice.name for choice in choices]
    for n, choice in enumerate(choices[:-1]):
        needed = sum(ceil(len(text) / choice.per_line) for text in texts)
        if needed <= (choice.letter if paper == "Letter" else choice.a4):
            return names[min(n + closer, len(names) - 1)]
    return names[-1]


def first_page(pack: LeaveBehind) -> Iterator[str]:
    """What stands on the first page, a string for each paragraph."""
    yield from ("masthead", "addressed", "strip", "margins", "margins", pack.content_note)
    yield from (pack.opening, pack.opening)
    if pack.welcome:
        yield f"{pack.welcome.said} (22 November 2026): “{pack.welcome.quote.words}”"
    for ask in pack.asks:
        yield from _lines_of(ask)


def one_page(pack: LeaveBehind, sheet: MeetingSheet) -> Iterator[str]:
    """What stands on the sheet of a meeting."""
    yield from ("masthead", "addressed", "margins", "margins", pack.opening, *("heading",) * 5)
    told = [(one.about, one.reading, one.reason) for one in sheet.to_decide]
    told += [
        (f"{one.about} {one.before_reading}", one.reading, one.reason) for one in sheet.findings
    ]
    for about, reading, reason in told:
        yield from ("margin", f"() {about}: {reading} 22 November 2026", reason)
    evidence = [e for one in sheet.to_decide for e in one.evidence]
    evidence += [e for one in sheet.findings for e in one.evidence]
    for piece in evidence:
        yield _quoted(piece.quote) if sheet.quotes else ""
    for said in sheet.positions:
        yield f"() {said.about}: {said.value}, {said.part}, 22 November 2026 {_quoted(said.quote)}"
    yield from (one.sentence for one in sheet.asked)
    yield from (*sheet.decided, *sheet.unknown, *sheet.handed, sheet.more)
    yield from (source.text for source in pack.citations)


def _lines_of(ask: PrintedAsk) -> Iterator[str]:
    yield from ("title", *("margins",) * 3, _quoted(ask.recommended))
    yield from map(_position, ask.positions)
    yield from map(_finding, ask.findings)
    if ask.testimony:
        yield from (_quoted(ask.testimony), "attribution")
    yield from (ask.onward, *ask.done_when, " ".join(ask.missing))
    for one in ask.asked:
        yield " ".join((one.risk, one.safeguard)).strip()
        # Set semi-bold, which is wider.
        yield one.sentence + one.sentence[::10]
        yield _quoted(one.quote) if one.quote else ""


def second_page(pack: LeaveBehind) -> Iterator[str]:
    yield from ("heading",) * 5
    for found in (found for ask in pack.asks for found in ask.findings if found.evidence):
        sides: dict[str, list[str]] = {"supports": [], "contradicts": [], "context": []}
        for piece in found.evidence:
            sides[piece.stance].append(_quoted(piece.quote) + "attribution".ljust(40))
        # Two narrow columns beside each other: the longer one counts, twice as long.
        longer = max(sides["supports"], sides["contradicts"], key=lambda side: sum(map(len, side)))
        yield from ("measure", "for and against", *(words * 2 for words in longer))
        yield from sides["context"]
    yield from (*pack.searches, *pack.left_out, *pack.limits)
    # Set smaller than the rest.
    yield from (source.text[: ceil(len(source.text) * 0.85)] for source in pack.citations)


def _position(held: PrintedPosition) -> str:
    words = _quoted(held.quote) if held.quote else ""
    return f"() {held.institution}: {held.value} {held.part} 22 November 2026 {held.looked} {words}"


def _finding(found: PrintedFinding) -> str:
    return f"() {found.measure}: {found.reading}, 22 November 2026. {found.reason}"


def _quoted(quote: PrintedQuote) -> str:
    return f"“{quote.words}” {_quoted(quote.beneath) if quote.beneath else ''}"
