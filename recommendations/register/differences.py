"""What differs between two texts, paragraph by paragraph and within them word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_PARAGRAPHS = 6_000
"""Of either text; beyond that nobody reads what a comparison says."""
MOST_WORDS = 1_200
"""Of a paragraph that is compared word by word."""
ALIKE = 0.3
"""Two paragraphs that share fewer of their words than this are told one after the other."""
SHOWN = 300
LONGEST_SAME = 240
"""Letters of what stayed the same that are shown beside what changed."""


class How(StrEnum):
    SAME = "same"
    ADDED = "added"
    TAKEN_OUT = "taken out"


@dataclass(frozen=True)
class Piece:
    how: How
    text: str


@dataclass(frozen=True)
class Difference:
    """A paragraph that differs, as pieces; or `skipped` paragraphs that do not."""

    pieces: tuple[Piece, ...] = ()
    skipped: int = 0


@dataclass(frozen=True)
class Compared:
    """`more` is how many differing paragraphs are not shown."""

    differences: tuple[Difference, ...]
    changed: int
    more: int = 0
    too_long: bool = False


def compare(before: str, after: str) -> Compared:
    old, new = _paragraphs(before), _paragraphs(after)
    if max(len(old), len(new)) > MOST_PARAGRAPHS:
        return Compared((), 0, too_long=True)
    found = list(_differences(old, new))
    changed = sum(1 for one in found if one.pieces)
    kept, shown = list[Difference](), 0
    for one in found:
        shown += bool(one.pieces)
        if shown <= SHOWN:
            kept.append(one)
    return Compared(tuple(kept), changed, max(0, changed - SHOWN))


def _paragraphs(text: str) -> list[str]:
    return [p.strip() for p in re.split(r"\n\s*\n", text) if p.strip()]


def _differences(old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield Difference(skipped=b - a)
            continue
        pairs = min(b - a, d - c)
        for before, after in zip(old[a : a + pairs], new[c : c + pairs], strict=True):
            yield from _within(before, after)
        yield from (_whole(How.TAKEN_OUT, text) for text in old[a + pairs : b])
        yield from (_whole(How.ADDED, text) for text in new[c + pairs : d])


def _whole(how: How, text: str) -> Difference:
    return Difference((Piece(how, text),))


def _within(before: str, after: str) -> Iterator[Difference]:
    old, new = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (before, after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    small = max(len(old), len(new)) <= MOST_WORDS
    if not small or matcher.quick_ratio() < ALIKE or matcher.ratio() < ALIKE:
        yield _whole(How.TAKEN_OUT, before)
        yield _whole(How.ADDED, after)
        return
    yield Difference(tuple(_pieces(matcher, old, new)))


def _pieces(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[Piece]:
    """Changes that only a space parts are one change: so they are read in one go."""
    gone, came = "", ""
    for tag, a, b, c, d in matcher.get_opcodes():
        before, after = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal" and (before.strip() or not (gone or came) or b == len(old)):
            yield from _changed(gone, came)
            gone = came = ""
            yield Piece(How.SAME, _shortened(before))
        else:
            gone, came = gone + before, came + after
    yield from _changed(gone, came)


def _changed(gone: str, came: str) -> Iterator[Piece]:
    """A space that stands at the end of both is part of neither."""
    after = " " if gone.endswith(" ") and came.endswith(" ") else ""
    told = ((How.TAKEN_OUT, gone), (How.ADDED, came), (How.SAME, after))
    yield from (
        Piece(how, text.removesuffix(after) if how is not How.SAME else text)
        for how, text in told
        if text
    )


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_SAME:
        return text
    half = LONGEST_SAME // 2
    return f"{text[:half]} … {text[-half:]}"
