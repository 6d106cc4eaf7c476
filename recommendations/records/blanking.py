"""Finding words wherever they were written down, and putting blanks in their place.

A run of words in common is enough, whatever stands between them: case, quotation marks,
line breaks, soft hyphens. What has fewer words than a run is found where it stands, and
where a field says it and nothing else.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

RUN = 6
"""Words in a row that give a passage away in a title, a note or a comment."""
LONG_RUN = 12
"""The same in the text of a source, where bodies and offices have long names."""
ERASED = "[erased]"
_WORD = re.compile("[^\\W_⁰¹²³⁴-⁹]+(?:\u00ad[^\\W_⁰¹²³⁴-⁹]+)*")
Range = tuple[int, int]


def blank(start: int, end: int) -> str:
    """As many code points, so that every other place in the text holds; which words
    were how long is not told."""
    return "".join(" " if at % 8 == 7 else "░" for at in range(start, end))


def blanked(text: str, ranges: Iterable[Range]) -> str:
    for start, end in ranges:
        text = text[:start] + blank(start, end) + text[end:]
    return text


def is_blank(text: str) -> bool:
    return not text.strip("░ ")


def _words(text: str) -> list[tuple[str, int, int]]:
    return [
        (m.group().replace("\u00ad", "").casefold(), m.start(), m.end())
        for m in _WORD.finditer(text)
    ]


@dataclass(frozen=True)
class Passages:
    """Words that are erased. `runs` by their length, `wholes` as they are."""

    runs: frozenset[tuple[str, ...]]
    long_runs: frozenset[tuple[str, ...]]
    wholes: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, texts: Iterable[str], only_long: Iterable[str] = ()) -> "Passages":
        told = [[word for word, _, _ in _words(text)] for text in texts]
        long = [[word for word, _, _ in _words(text)] for text in only_long]
        return cls(
            runs=frozenset(run for words in told for run in _runs(words, RUN)),
            long_runs=frozenset(run for words in (*told, *long) for run in _runs(words, LONG_RUN)),
            wholes=frozenset(tuple(words) for words in told if len(words) > 1),
        )

    def ranges(self, text: str, least: int) -> list[Range]:
        """Where the text has a run of so many of these words, joined where they touch."""
        known = self.runs if least == RUN else self.long_runs
        words = _words(text)
        found: list[Range] = []
        for run, start, end in _placed(words, least):
            if run in known:
                if found and start <= found[-1][1]:
                    found[-1] = (found[-1][0], end)
                else:
                    found.append((start, end))
        return found

    def out_of(self, value: Any) -> Any:
        """The same without them: a text, or a list or mapping of texts."""
        if isinstance(value, str):
            if tuple(word for word, _, _ in _words(value)) in self.wholes:
                return ERASED
            ranges = {*self.ranges(value, RUN), *self.ranges(value, LONG_RUN)}
            return blanked(value, ranges)
        if isinstance(value, list):
            return [self.out_of(one) for one in value]
        if isinstance(value, dict):
            return {name: self.out_of(one) for name, one in value.items()}
        return value


def shared_runs(text: str, passages: Mapping[int, str]) -> dict[int, list[Range]]:
    """By passage: where the text has a run of its words, joined where they touch. Cost: the
    text is gone through once, however many passages there are."""
    of: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for passage, said in passages.items():
        for run in _runs([word for word, _, _ in _words(said)], RUN):
            of[run].add(passage)
    found: dict[int, list[Range]] = defaultdict(list)
    for run, start, end in _placed(_words(text), RUN) if of else ():
        for passage in of.get(run, ()):
            before = found[passage]
            if before and start <= before[-1][1]:
                before[-1] = (before[-1][0], end)
            else:
                before.append((start, end))
    return found


def _runs(words: list[str], least: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + least]) for at in range(len(words) - least + 1))


def _placed(
    words: list[tuple[str, int, int]], least: int
) -> Iterator[tuple[tuple[str, ...], int, int]]:
    for at in range(len(words) - least + 1):
        run = words[at : at + least]
        yield tuple(word for word, _, _ in run), run[0][1], run[-1][2]
