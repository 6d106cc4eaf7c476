"""One thing told in two ways: works that are cited differently, and sentences that tell one
event with another day or number."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from recommendations.reading.addresses import page_of
from recommendations.reading.dates import find_dates
from recommendations.reading.english import SMALL
from recommendations.reading.panels import key
from recommendations.reading.parts import ReadNote
from recommendations.vocabulary import Precision

LONG_TITLE = 4
"""Words of a title that two works do not share by chance."""
IN_COMMON = 6
"""Words that two sentences about one event share at least, without dates and numbers."""
ALIKE = 0.75
MOST = 4_000
_SENTENCE = re.compile(r"[^.!?။\n]+(?:[.!?။](?!\s)[^.!?။\n]*)*[.!?။]?")
_NUMBER = re.compile(r"(?<![\w.,/-])\d{1,3}(?:,\d{3})+|(?<![\w.,/-])\d+(?:\.\d+)?(?![\w/-])")


@dataclass(frozen=True)
class Cited:
    """A work as it is cited, or a source as it is stored. `by` says where."""

    by: str
    start: int
    end: int
    author: str
    title: str
    on: date | None
    url: str


@dataclass(frozen=True)
class Account:
    """What of one thing differs, and each citation with what it says."""

    part: str
    told: tuple[tuple[Cited, str], ...]


def cited_works(notes: Iterable[ReadNote]) -> list[Cited]:
    """Of others: our panels have findings of their own."""
    return [
        Cited(f"note {n.number}", w.start, w.end, w.author, w.title, day_of(w.dated), w.url)
        for n in notes
        for w in n.works
        if not w.is_panel
    ]


def day_of(written: str) -> date | None:
    """Where the very day is written, and no other."""
    days = {one.on for one in find_dates(written) if one.precision is Precision.DAY}
    return days.pop() if len(days) == 1 else None


def in_two_ways(cited: Sequence[Cited]) -> Iterator[Account]:
    for group in _works(cited):
        for part, differ in (("title", _titles), ("day", _days), ("author", _authors)):
            if told := differ(group):
                yield Account(part, told)


def _works(cited: Sequence[Cited]) -> list[list[Cited]]:
    """Citations of one work: by its address or, where it is long, its title."""
    names: dict[str, int] = {}
    groups: dict[int, list[Cited]] = {}
    for place, one in enumerate(cited):
        title = key(one.title)
        own = [page_of(one.url)] if one.url else []
        own += [title] if len(title.split()) >= LONG_TITLE else []
        known = sorted({names[name] for name in own if name in names})
        kept = known[0] if known else place
        for other in known[1:]:
            groups[kept] += groups.pop(other)
            names.update({name: kept for name, at in names.items() if at == other})
        groups.setdefault(kept, []).append(one)
        names.update(dict.fromkeys(own, kept))
    return [group for group in groups.values() if len(group) > 1]


Told = tuple[tuple[Cited, str], ...]


def _titles(group: list[Cited]) -> Told:
    """Titles that are not each other's beginning or part, nor nearly the same."""
    titles = [one for one in group if one.title]
    for one in titles[1:]:
        first, second = key(titles[0].title), key(one.title)
        short, long = sorted((first, second), key=len)
        if f" {short} " in f" {long} " or SequenceMatcher(None, first, second).ratio() > 0.8:
            continue
        return tuple((each, f"“{each.title}”") for each in titles)
    return ()


def _days(group: list[Cited]) -> Told:
    dated = [one for one in group if one.on]
    different = len({one.on for one in dated}) > 1
    return tuple((one, f"{one.on:%Y-%m-%d}") for one in dated) if different else ()


def _authors(group: list[Cited]) -> Told:
    """Names of which one is a letter or two from another, and is in it no more."""
    named = [one for one in group if one.author]
    for one in named:
        for other in named:
            apart = _names(one.author) - _names(other.author)
            beside = _names(other.author) - _names(one.author)
            if len(apart) == len(beside) == 1 and _near(*apart, *beside):
                return tuple((each, each.author) for each in named)
    return ()


def _names(author: str) -> set[str]:
    return set(re.findall(r"\w{3,}", author.casefold())) - SMALL


def _near(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 4 and SequenceMatcher(None, one, other).ratio() >= 0.8


@dataclass(frozen=True)
class Sentence:
    start: int
    end: int
    words: frozenset[str]
    days: tuple[date, ...]
    numbers: tuple[str, ...]


def sentences(text: str, start: int = 0) -> list[Sentence]:
    """Those that have a day or a number, and words enough to be known by."""
    found = []
    for match in _SENTENCE.finditer(text):
        sentence = _sentence(match.group(), start + match.start())
        if len(sentence.words) >= IN_COMMON and (sentence.days or sentence.numbers):
            found.append(sentence)
            if len(found) == MOST:
                break
    return found


def _sentence(said: str, start: int) -> Sentence:
    lead = len(said) - len(said.lstrip())
    days, plain = [], said
    for written in find_dates(said):
        if written.on and written.precision is Precision.DAY:
            days.append(written.on)
        plain = plain.replace(written.written, " ")
    numbers = tuple(sorted(n.replace(",", "") for n in _NUMBER.findall(plain)))
    words = frozenset(re.findall(r"[^\W\d_]{3,}", plain.casefold())) - SMALL
    return Sentence(start + lead, start + len(said.rstrip()), words, tuple(days), numbers)


def otherwise(
    some: Sequence[Sentence], others: Sequence[Sentence]
) -> Iterator[tuple[int, int, str]]:
    """Pairs that tell one event by nearly the same words, with another day or number: their
    places in both lists, and what differs."""
    by_word: dict[str, list[int]] = {}
    for place, one in enumerate(some):
        for word in one.words:
            by_word.setdefault(word, []).append(place)
    for second, other in enumerate(others):
        shared: dict[int, int] = {}
        for word in other.words:
            for place in by_word.get(word, ()):
                shared[place] = shared.get(place, 0) + 1
        for first, count in shared.items():
            enough = count >= max(IN_COMMON, ALIKE * len(some[first].words | other.words))
            if enough and (what := _differs(some[first], other)):
                yield first, second, what


def _differs(one: Sentence, other: Sentence) -> str:
    if len(one.days) == len(other.days) == 1 and one.days != other.days:
        return f"dated {one.days[0]:%Y-%m-%d} here and {other.days[0]:%Y-%m-%d} there"
    if one.numbers and len(one.numbers) == len(other.numbers) and one.numbers != other.numbers:
        here = [n for n in one.numbers if n not in other.numbers]
        there = [n for n in other.numbers if n not in one.numbers]
        return f"told with {', '.join(here)} here and {', '.join(there)} there"
    return ""
