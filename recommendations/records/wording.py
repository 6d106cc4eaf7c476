"""The words by which records are found: whose, and what of them a search compares."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any

import snowballstemmer

from recommendations.models import (
    Assessment,
    Measure,
    Position,
    Quote,
    Recommendation,
    Recorded,
    Source,
)
from recommendations.syllables import tokens

STEM, BREAK, PAIR = "\ue000", "\ue001", "\ue002"
"""What no text has: before the stem of a word, between words that are no phrase, and before
what stands for two words in a row."""
_ENGLISH = re.compile("[a-z]{3,}")
_STEMMER = snowballstemmer.stemmer("english")


class Kind(IntEnum):
    """What is found. The number is part of its key in the index."""

    QUOTE = 1
    SOURCE = 2
    RECOMMENDATION = 3
    MEASURE = 4
    POSITION = 5
    FINDING = 6
    PASSAGE = 7
    """Words of a text that nobody has quoted; no record. It has an index of its own."""


KINDS: dict[type[Recorded], Kind] = {
    Quote: Kind.QUOTE,
    Source: Kind.SOURCE,
    Recommendation: Kind.RECOMMENDATION,
    Measure: Kind.MEASURE,
    Position: Kind.POSITION,
    Assessment: Kind.FINDING,
}


@dataclass(frozen=True)
class Entry:
    """`words` in their order, `stems` in none. `source` is that of a quote."""

    kind: Kind
    id: int
    words: tuple[str, ...]
    stems: tuple[str, ...]
    source: int | None = None


TEXTS: dict[type[Recorded], tuple[str, ...]] = {
    Quote: ("exact", "attribution"),
    Source: ("title", "publisher", "url"),
    Recommendation: ("title",),
    Measure: ("label", "done_when"),
    Position: ("value", "part"),
    Assessment: ("status", "reason"),
}


def entry(row: Recorded, source: Sequence[str] = ()) -> Entry:
    """`source`: of a quote, the title and publisher of its source, by which it is found too."""
    texts = [str(getattr(row, name)) for name in TEXTS[type(row)]]
    of = row.source if isinstance(row, Quote) else None
    return _entry(KINDS[type(row)], row.key, [*texts, *source], of)


def entry_told(
    kind: type[Recorded], id: int, told: Mapping[str, Any], source: Sequence[str] = ()
) -> Entry:
    """The same for a record that is known by its values."""
    texts = [str(told[name]) for name in TEXTS[kind]]
    of = told["source"] if kind is Quote else None
    return _entry(KINDS[kind], id, [*texts, *source], of)


def _entry(kind: Kind, id: int, texts: Sequence[str], source: int | None) -> Entry:
    words: list[str] = []
    for text in texts:
        words += [*([BREAK] if words else []), *tokens(text)]
    return entry_of(kind, id, words, source)


def entry_of(kind: Kind, id: int, words: Sequence[str], source: int | None = None) -> Entry:
    """Of a very long word the beginning: PostgreSQL takes none of more than 2,046 bytes."""
    words = [word[:LONGEST] for word in words]
    stems = {STEM + stem for word in words if (stem := stem_of(word))}
    return Entry(kind, id, tuple(words), tuple(sorted(stems)), source)


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """Empty for what is not an English word."""
    return _STEMMER.stemWord(word) if _ENGLISH.fullmatch(word) else ""


@dataclass(frozen=True)
class Term:
    """Words that stand in a row; a `loose` one is also found by its stem and beginning."""

    words: tuple[str, ...]
    loose: bool = False

    @property
    def stem(self) -> str:
        return stem_of(self.words[0]) if self.loose else ""

    @property
    def begins(self) -> bool:
        return self.loose and len(self.words[0]) > 2 and self.words[0].isalpha()

    def meets(self, said: Sequence[str], at: int) -> bool:
        """Whether these words, as `tokens` has them, have it at this place."""
        if not self.loose:
            return tuple(said[at : at + len(self.words)]) == self.words
        word = said[at]
        begins = self.begins and word.startswith(self.words[0])
        return word == self.words[0] or begins or bool(self.stem and stem_of(word) == self.stem)


MOST_WORDS = 20
LONGEST = 100
"""Letters of a word: of more words the first, and of a longer one its beginning."""
_PIECES = re.compile('["“”„]([^"“”„]*)["“”„]?|([^\\s"“”„]+)')


def asked(words: str) -> tuple[Term, ...]:
    """Every one has to be there. What stands in quotation marks is meant as it stands, and
    so is Burmese, whose syllables stand in a row."""
    return tuple(_terms(words))[:MOST_WORDS]


def _terms(words: str) -> Iterator[Term]:
    for found in _PIECES.finditer(words):
        exact, piece = found.groups()
        told = tuple(token[:LONGEST] for token in tokens(exact or piece or ""))[:MOST_WORDS]
        if told:
            yield Term(told, loose=piece is not None and len(told) == 1 and told[0].isalnum())


def together(terms: Iterable[Term]) -> Term | None:
    """All that was asked for, in a row; None for a single word."""
    words = tuple(word for term in terms for word in term.words)
    return Term(words) if len(words) > 1 else None
