"""Notes and transcriptions put right: where words of one version stand in another, with the
typing mistake and without it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from recommendations.models import Source
from recommendations.records.notes_of_meetings import is_noted
from recommendations.records.scans import is_transcribed

MOST = 4_000
"""Words between the first and the last difference that are compared one by one; of more, all
that lies between counts as one place."""
_WORD = re.compile(r"\s+|\S+")
Span = tuple[int, int]


def typed_here(source: Source) -> bool:
    return is_noted(source) or is_transcribed(source)


def moved(before: str, after: str, spans: Iterable[Span]) -> list[Span]:
    """Where each stands in the other text: no less of it than may be the same words."""
    blocks = _blocks(before, after)
    starts = [old for (old, _), _, _ in blocks]
    return [
        (_moved(blocks, starts, start, 0), _moved(blocks, starts, end - 1, 1))
        for start, end in spans
    ]


def _moved(blocks: list[tuple[Span, Span, bool]], starts: list[int], at: int, past: int) -> int:
    """A letter's place, or with `past` the end of it; of what differs, the whole."""
    (old, _), (new, new_end), same = blocks[max(0, bisect_right(starts, at) - 1)]
    if same:
        return new + at - old + past
    return new_end if past else new


def _blocks(before: str, after: str) -> list[tuple[Span, Span, bool]]:
    """Both texts in stretches that are the same in both, or differ; in order, none of the
    first text left out."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    middle = (old[first : len(old) - last], new[first : len(new) - last])
    codes: Sequence[tuple[str, int, int, int, int]]
    if max(map(len, middle)) > MOST:
        codes = [("replace", 0, len(middle[0]), 0, len(middle[1]))]
    else:
        codes = SequenceMatcher(None, *middle, autojunk=False).get_opcodes()
    told = [("equal", 0, first, 0, first)]
    told += [(how, first + a, first + b, first + c, first + d) for how, a, b, c, d in codes]
    told += [("equal", len(old) - last, len(old), len(new) - last, len(new))]
    olds, news = _places(old), _places(new)
    return [
        ((olds[a], olds[b]), (news[c], news[d]), how == "equal")
        for how, a, b, c, d in told
        if a < b
    ]


def _alike(one: list[str], other: list[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _places(words: list[str]) -> list[int]:
    at = [0]
    for word in words:
        at.append(at[-1] + len(word))
    return at
