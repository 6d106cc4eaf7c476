"""Runs of words by which a copy is recognised, however it was set.

Case, marks, emphasis, hyphens, numbers and signs that nobody sees make no difference, nor
does it whether Burmese is in Zawgyi or Unicode. Six words in a row are a run, or twelve
syllables of Burmese; of what is shorter, all of it. Of stored words every third run is
kept, of words that are compared every one is looked up: so eight words in common are
always recognised, and six or seven mostly.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from hashlib import blake2b
from struct import Struct
from typing import NamedTuple

from recommendations.burmese import BURMESE, Encoding, encoding_of
from recommendations.syllables import syllables
from recommendations.zawgyi import to_unicode

WORD, SYLLABLE = 2, 1
"""How much they weigh."""
FULL = 6 * WORD
LEAST = 4 * WORD
"""What weighs less is recognised only where all of a quote is the same."""
EVERY = 3

_UNSEEN = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff*_`~"
_NUMBER = "\\d⁰¹²³⁴-⁹₀-₉"
_LETTER = f"[^\\W_{_NUMBER}\u1000-\u109f\uaa60-\uaa7f]"
_INSIDE = f"[{_UNSEEN}\u0300-\u036f{_NUMBER}'’‘ʼ´′＇]*(?:[-‐‑\u00ad](?:[ \\t]*\r?\n\\s*)?)?"
_SIGN = "\u1000-\u1049\u1050-\u109f\uaa60-\uaa7f"
_RUN = re.compile(
    f"(?P<burmese>[{_SIGN}](?:[{_UNSEEN}]*[{_SIGN}])*)|{_LETTER}(?:{_INSIDE}{_LETTER})*[\u0300-\u036f]*"
)
_DROPPED = re.compile(f"[{_UNSEEN}{_NUMBER}'’‘ʼ´′＇\\-‐‑\\s]+")
_UNSEEN_IN_BURMESE = re.compile(f"[{_UNSEEN}]+")
_DIGITS = re.compile("[\u1040-\u1049]+")
_NUMBER_OF = Struct(">q").unpack


class Run(NamedTuple):
    """`mark` stands for the words: they cannot be read from it."""

    mark: int
    start: int
    end: int


class _Reading(NamedTuple):
    """What of a text is compared: its words and syllables, where each begins and ends, and
    how much it weighs."""

    words: list[bytes]
    starts: list[int]
    ends: list[int]
    weights: list[int]

    def add(self, word: str, start: int, end: int, weight: int) -> None:
        self.words.append(word.encode())
        self.starts.append(start)
        self.ends.append(end)
        self.weights.append(weight)

    def mark(self, first: int, end: int) -> int:
        """Of the words from the first to before the end."""
        said = blake2b(b"\x1f".join(self.words[first:end]), digest_size=8)
        return _NUMBER_OF(said.digest())[0]  # type: ignore[no-any-return]

    @property
    def weight(self) -> int:
        return sum(self.weights)

    def whole(self) -> list[tuple[int, int]]:
        return [(0, len(self.words))] if self.words else []

    def windows(self, wanted: int, exactly: bool = False) -> Iterable[tuple[int, int]]:
        """From each word on the shortest that weigh enough, as numbers of words."""
        if SYLLABLE in self.weights:
            return self._weighed(wanted, exactly)
        many = -(-wanted // WORD)
        count = len(self.words)
        return zip(range(count - many + 1), range(many, count + 1), strict=True)

    def _weighed(self, wanted: int, exactly: bool) -> Iterator[tuple[int, int]]:
        weights, end, weight = self.weights, 0, 0
        for start, own in enumerate(weights):
            while weight < wanted and end < len(weights):
                weight += weights[end]
                end += 1
            if weight < wanted:
                return
            if weight == wanted or not exactly:
                yield start, end
            weight -= own


def marks_to_keep(text: str) -> set[int]:
    """Of words that others are compared with."""
    return {told.mark(*run) for told in _readings(text) for run in _kept(told)}


class Sought:
    """The runs of some words, to look up among those that are kept. `short`: words of which
    there are fewer than a run are recognised too. Most are not found, so only their marks
    are made; a text has as many as words."""

    def __init__(self, text: str, short: bool = True) -> None:
        self._readings = list(_readings(text))
        self._short = short
        self.marks = [
            told.mark(first, end)
            for told in self._readings
            for windows in _sought(told, short)
            for first, end in windows
        ]

    def found(self, known: Container[int]) -> Iterator[Run]:
        """Those whose mark is known, in the order of the words."""
        marks = iter(self.marks)
        for told in self._readings:
            for windows in _sought(told, self._short):
                for first, end in windows:
                    if (mark := next(marks)) in known:
                        yield Run(mark, told.starts[first], told.ends[end - 1])


def _sought(told: _Reading, short: bool) -> Iterator[Iterable[tuple[int, int]]]:
    yield told.windows(FULL)
    if short:
        for weight in range(LEAST, FULL, SYLLABLE if SYLLABLE in told.weights else WORD):
            yield told.windows(weight, exactly=True)
        if told.weight < LEAST:
            yield told.whole()


def is_short(text: str) -> bool:
    """All of it is less than a run, and enough to be looked for in longer words."""
    return any(LEAST <= told.weight < FULL for told in _readings(text))


def _readings(text: str) -> Iterator[_Reading]:
    """As it stands; and once more as Unicode where some of it may be Zawgyi."""
    yield _told(text, ())
    if BURMESE.search(text):
        lines = [
            (line.start(), line.end())
            for line in re.finditer("[^\n]+", text)
            if encoding_of(line.group()) in {Encoding.ZAWGYI, Encoding.UNSURE}
        ]
        if lines:
            yield _told(text, lines)


def _told(text: str, zawgyi: Sequence[tuple[int, int]]) -> _Reading:
    told, line = _Reading([], [], [], []), 0
    for found in _RUN.finditer(text):
        start, end = found.span()
        if found["burmese"] is None:
            told.add(_compared(found.group()), start, end, WORD)
            continue
        while line < len(zawgyi) and zawgyi[line][1] <= start:
            line += 1
        converted = line < len(zawgyi) and zawgyi[line][0] <= start
        for part in _syllables(found.group(), converted):
            told.add(part, start, end, SYLLABLE)
    return told


def _syllables(run: str, converted: bool) -> Sequence[str]:
    """All of them where the whole stands: conversion moves its signs."""
    said = _UNSEEN_IN_BURMESE.sub("", run)
    said = _DIGITS.sub("", to_unicode(said) if converted else said)
    return syllables(unicodedata.normalize("NFC", said)) if said else ()


def _compared(word: str) -> str:
    if word.isascii() and word.isalpha():
        return word.casefold()
    plain = unicodedata.normalize("NFKD", _DROPPED.sub("", word)).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _kept(told: _Reading) -> list[tuple[int, int]]:
    if told.weight < FULL:
        return told.whole()
    every = list(told.windows(FULL))
    return [*every[::EVERY], every[-1]]
