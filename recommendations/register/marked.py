"""Words of a quote that made something a proposal, marked where they stand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Run:
    """A run of the text; `why` is empty where nothing in it made a proposal."""

    text: str
    why: tuple[str, ...] = ()


def marked(text: str, causes: Iterable[tuple[str, str]]) -> tuple[Run, ...]:
    """`causes` pairs words with what they made someone propose."""
    places = [
        (match.start(), match.end(), why)
        for words, why in causes
        if words.strip()
        for match in _pattern(words).finditer(text)
    ]
    return at_places(text, places)


def at_places(text: str, places: Sequence[tuple[int, int, str]]) -> tuple[Run, ...]:
    """`places` are start, end and why."""
    edges = sorted({0, len(text)} | {edge for start, end, _ in places for edge in (start, end)})
    return tuple(
        Run(
            text[left:right],
            tuple(dict.fromkeys(w for s, e, w in places if s <= left and right <= e)),
        )
        for left, right in pairwise(edges)
    )


def _pattern(words: str) -> re.Pattern[str]:
    """White space may differ; a part of a longer word is not meant."""
    loose = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(rf"(?<!\w){loose}(?!\w)", re.IGNORECASE)
