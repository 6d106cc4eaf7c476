"""Our own panels among the works cited, and what their citations contradict."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations

from recommendations.reading.english import SMALL
from recommendations.reading.parts import ReadNote, ReadWork

_MOST_A_DAY = 60
_LONGEST_TITLE = 60


@dataclass(frozen=True)
class Cited:
    note: int
    work: ReadWork


def key(title: str) -> str:
    """The title as words alone: capitals and punctuation make no other panel."""
    return " ".join(re.findall(r"\w+", re.sub("['’]", "", title.casefold())))


def mark_panels(notes: Iterable[ReadNote]) -> tuple[ReadNote, ...]:
    """A title without an author, cited elsewhere as a panel, is that panel."""
    notes = tuple(notes)
    known = {key(work.title) for note in notes for work in note.works if work.is_panel}

    def marked(work: ReadWork) -> ReadWork:
        is_same = not work.url and not work.author and key(work.title) in known
        return replace(work, is_panel=work.is_panel or is_same)

    return tuple(replace(note, works=tuple(map(marked, note.works))) for note in notes)


def cited_panels(notes: tuple[ReadNote, ...]) -> list[Cited]:
    return [
        Cited(note.number, work)
        for note in notes
        for work in note.works
        if work.is_panel and work.title
    ]


def with_two_dates(cited: list[Cited]) -> Iterator[list[Cited]]:
    """Citations of one panel that disagree on its day.

    A short title that another begins with counts as the same panel only when the
    dates differ in nothing but the year: a forum's second day has its own date.
    """
    groups: dict[str, list[Cited]] = defaultdict(list)
    for one in cited:
        if one.work.on:
            groups[key(one.work.title)].append(one)
    for group in groups.values():
        if len({one.work.on for one in group}) > 1:
            yield group
    for full, citations in groups.items():
        for short in _beginnings(full):
            if short in groups and _year_apart(groups[short], citations):
                yield [*groups[short], *citations]


def with_near_titles(cited: list[Cited]) -> Iterator[list[Cited]]:
    """One day's panel under titles a letter or a word apart. A shortened title that
    the full one begins with is ordinary."""
    by_day: dict[date, dict[str, list[Cited]]] = defaultdict(lambda: defaultdict(list))
    for one in cited:
        if one.work.on:
            by_day[one.work.on][key(one.work.title)].append(one)
    for titles in by_day.values():
        for first, second in combinations(list(titles)[:_MOST_A_DAY], 2):
            if _near(first, second):
                yield [*titles[first], *titles[second]]


def _begins(short: str, full: str) -> bool:
    return full.startswith(short + " ")


def _beginnings(full: str) -> Iterator[str]:
    words = full.split()[:_LONGEST_TITLE]
    return (" ".join(words[:length]) for length in range(1, len(words)))


def _year_apart(some: list[Cited], others: list[Cited]) -> bool:
    """One day and month in both, in another year."""
    days = {one.work.on for one in some if one.work.on}
    same = {(day.month, day.day) for day in days}
    other = {one.work.on for one in others if one.work.on} - days
    return any((day.month, day.day) in same for day in other)


def _near(one: str, other: str) -> bool:
    if _begins(one, other) or _begins(other, one):
        return False
    if SequenceMatcher(None, one, other).ratio() >= 0.88:
        return True
    few, many = sorted((set(one.split()) - SMALL, set(other.split()) - SMALL), key=len)
    return len(few) >= 3 and few <= many
