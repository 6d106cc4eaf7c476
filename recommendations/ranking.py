"""Ranking texts by words in common: BM25 over an inverted index, in memory."""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import RLock

K1, B = 1.2, 0.75
"""Of BM25, as it is mostly used: how soon a repeated word adds nothing, and how much longer
texts are held back."""


@dataclass(frozen=True)
class Sought:
    """`weights` by word. A text has to have a word of the subject and one of `either`."""

    weights: Mapping[str, float]
    subject: frozenset[str]
    either: frozenset[str]


@dataclass(frozen=True)
class Ranked:
    """`shared` are the words in common, the heaviest first."""

    id: int
    score: float
    shared: tuple[str, ...]


class Index:
    """Texts are added and never taken out. One thread may add while others rank."""

    def __init__(self) -> None:
        self._lock = RLock()
        self.lengths: dict[int, int] = {}
        self.total = 0
        self.postings: dict[str, tuple[array[int], array[int]]] = {}

    def add(self, id: int, words: Iterable[str]) -> None:
        counts = Counter(words)
        with self._lock:
            self.lengths[id] = counts.total()
            self.total += counts.total()
            for word, times in counts.items():
                ids, frequencies = self.postings.setdefault(word, (array("q"), array("l")))
                ids.append(id)
                frequencies.append(times)

    def rarity(self, word: str) -> float:
        """1 for a word that a single text has, near 0 for one that all have, so that a
        score means the same among a hundred texts and a hundred thousand."""
        texts = len(self.lengths)
        having = len(self.postings[word][0]) if word in self.postings else 0
        return _idf(texts, having) / _idf(texts, 1) if having else 0.0

    def ranked(self, sought: Sought, at_least: float) -> list[Ranked]:
        """Best first."""
        with self._lock:
            scores = self._scores(sought)
        found = [(sum(parts.values()), id) for id, parts in scores.items()]
        kept = sorted((one for one in found if one[0] >= at_least), key=lambda o: (-o[0], o[1]))
        return [Ranked(id, score, _heaviest(scores[id])) for score, id in kept]

    def _scores(self, sought: Sought) -> dict[int, dict[str, float]]:
        """By text and word."""
        possible = self._having(sought.subject) & self._having(sought.either)
        scores: dict[int, dict[str, float]] = {id: {} for id in possible}
        for word, weight in sought.weights.items() if possible else ():
            ids, frequencies = self.postings.get(word, ((), ()))
            worth = weight * self.rarity(word)
            for id, times in zip(ids, frequencies, strict=True):
                if id in scores:
                    scores[id][word] = worth * self._often(times, self.lengths[id])
        return scores

    def scored(self, id: int, words: Iterable[str], sought: Sought) -> Ranked:
        """One text, whether it is among those of the index or not."""
        counts = Counter(words)
        if not (sought.subject & counts.keys() and sought.either & counts.keys()):
            return Ranked(id, 0.0, ())
        with self._lock:
            parts = {
                word: weight * self.rarity(word) * self._often(counts[word], counts.total())
                for word, weight in sought.weights.items()
                if word in counts
            }
        return Ranked(id, sum(parts.values()), _heaviest(parts))

    def _often(self, times: int, length: int) -> float:
        average = self.total / len(self.lengths)
        return times * (K1 + 1) / (times + K1 * (1 - B + B * length / average))

    def _having(self, words: Iterable[str]) -> set[int]:
        return {id for word in words if word in self.postings for id in self.postings[word][0]}


def _idf(texts: int, having: int) -> float:
    return math.log(1 + (texts - having + 0.5) / (having + 0.5))


def _heaviest(parts: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(parts, key=lambda word: (-parts[word], word)))
