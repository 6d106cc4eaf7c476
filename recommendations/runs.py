"""Runs of words by which a copy is recognised, however it was set.

Case, marks, emphasis, hyphens, numbers and signs that nobody sees make no difference, nor
does it whether Burmese is in Zawgyi or Unicode. Six words in a row are a run, or twelve
syllables of Burmese; of what is shorter, all of it. Of stored words every third run is
kept, of words that are compared every one is looked up: so eight words in common are
always recognised, and six or seven mostly.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
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


class Told(NamedTuple):
    """A word or syllable as it is compared, and where it stands."""

    word: str
    start: int
    end: int
    weight: int


class Run(NamedTuple):
    """`mark` stands for the words: they cannot be read from it."""

    mark: int
    start: int
    end: int


def marks_to_keep(text: str) -> set[int]:
    """Of words that others are compared with."""
    return {run.mark for told in _readings(text) for run in _kept(told)}


def runs_to_look_up(text: str, short: bool = True) -> Iterator[Run]:
    """`short`: words of which there are fewer than a run are recognised too."""
    for told in _readings(text):
        yield from _full(told, 1)
        if short:
            weights = range(LEAST, FULL) if BURMESE.search(text) else range(LEAST, FULL, WORD)
            for weight in weights:
                yield from _weighing(told, weight)
            if _weight(told) < LEAST:
                yield from _whole(told)


def is_short(text: str) -> bool:
    """All of it is less than a run, and enough to be looked for in longer words."""
    return any(LEAST <= _weight(told) < FULL for told in _readings(text))


def _readings(text: str) -> Iterator[list[Told]]:
    """As it stands; and once more as Unicode where some of it may be Zawgyi."""
    yield list(_told(text, ()))
    if BURMESE.search(text):
        lines = [
            (line.start(), line.end())
            for line in re.finditer("[^\n]+", text)
            if encoding_of(line.group()) in {Encoding.ZAWGYI, Encoding.UNSURE}
        ]
        if lines:
            yield list(_told(text, lines))


def _told(text: str, zawgyi: Sequence[tuple[int, int]]) -> Iterator[Told]:
    line = 0
    for found in _RUN.finditer(text):
        if found["burmese"] is None:
            yield Told(_compared(found.group()), found.start(), found.end(), WORD)
            continue
        while line < len(zawgyi) and zawgyi[line][1] <= found.start():
            line += 1
        converted = line < len(zawgyi) and zawgyi[line][0] <= found.start()
        yield from _syllables(found, converted)


def _syllables(found: re.Match[str], converted: bool) -> Iterator[Told]:
    """All of them where the whole stands: conversion moves its signs."""
    said = _UNSEEN_IN_BURMESE.sub("", found.group())
    said = _DIGITS.sub("", to_unicode(said) if converted else said)
    for part in syllables(unicodedata.normalize("NFC", said)) if said else ():
        yield Told(part, found.start(), found.end(), SYLLABLE)


def _compared(word: str) -> str:
    if word.isascii() and word.isalpha():
        return word.casefold()
    plain = unicodedata.normalize("NFKD", _DROPPED.sub("", word)).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _kept(told: Sequence[Told]) -> Iterator[Run]:
    if _weight(told) < FULL:
        yield from _whole(told)
        return
    yield from _full(told, EVERY)
    yield from list(_full(told[-FULL:], 1))[-1:]


def _weight(told: Sequence[Told]) -> int:
    return sum(one.weight for one in told)


def _full(told: Sequence[Told], every: int) -> Iterator[Run]:
    """The shortest that weigh enough, from every so manieth word on."""
    end = weight = 0
    for start in range(len(told)):
        while weight < FULL and end < len(told):
            weight += told[end].weight
            end += 1
        if weight < FULL:
            return
        if start % every == 0:
            yield _run(told[start:end])
        weight -= told[start].weight


def _weighing(told: Sequence[Told], wanted: int) -> Iterator[Run]:
    end = weight = 0
    for start in range(len(told)):
        while weight < wanted and end < len(told):
            weight += told[end].weight
            end += 1
        if weight == wanted:
            yield _run(told[start:end])
        weight -= told[start].weight


def _whole(told: Sequence[Told]) -> list[Run]:
    return [_run(told)] if told else []


def _run(told: Sequence[Told]) -> Run:
    words = "\x1f".join([one.word for one in told]).encode()
    mark = int.from_bytes(hashlib.blake2b(words, digest_size=8).digest(), signed=True)
    return Run(mark, told[0].start, told[-1].end)
