"""The words of a text by their stems, each with its place. English words by Snowball's
stems, without those that tell nothing; Burmese, which has no spaces, by two syllables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from threading import Lock

import snowballstemmer

from recommendations.reading.english import COMMON
from recommendations.syllables import syllables

SHORTEST = 3
IRREGULAR = {"women": "woman", "men": "man", "children": "child", "wives": "wife"}
_RUN = re.compile(r"[\u1000-\u1049\u1050-\u109f\uaa60-\uaa7f]+|[^\W\d_\u1000-\u109f\uaa60-\uaa7f]+")
_BURMESE = re.compile("[\u1000-\u109f\uaa60-\uaa7f]")
_STEMMER, _ONE_AT_A_TIME = snowballstemmer.stemmer("english"), Lock()


@dataclass(frozen=True)
class Stem:
    stem: str
    start: int
    end: int


def stems(text: str) -> Iterator[Stem]:
    """In their order; a stem stands once for each of its places."""
    for run in _RUN.finditer(text):
        word = run.group()
        if _BURMESE.match(word):
            yield from _pairs(word, run.start())
        elif len(word) >= SHORTEST and (found := stem(word.casefold())):
            yield Stem(found, run.start(), run.end())


def _pairs(run: str, at: int) -> Iterator[Stem]:
    """One syllable is part of many words; two that follow each other are nearly one."""
    parts = syllables(run)
    if len(parts) == 1:
        yield Stem(run, at, at + len(run))
    for first, second in pairwise(parts):
        yield Stem(first + second, at, at + len(first) + len(second))
        at += len(first)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Empty for a word that tells nothing of what a text is about."""
    with _ONE_AT_A_TIME:
        found: str = _STEMMER.stemWord(IRREGULAR.get(word, word))
    return "" if word in COMMON or found in COMMON else found
