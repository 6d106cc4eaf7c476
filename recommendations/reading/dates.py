"""Dates as reports and notes write them."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta

from recommendations.vocabulary import Precision

_MONTHS = "January February March April May June July August September October November December"
_NUMBER = {name[:3].lower(): place for place, name in enumerate(_MONTHS.split(), 1)}
_MONTH = r"(?P<month>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)\.?"
_PATTERNS = (
    re.compile(r"\b(?P<year>(?:19|20)\d\d)[./] ?(?P<number>\d{1,2})[./] ?(?P<day>\d{1,3})\b"),
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{_MONTH} (?P<day>\d{{1,3}})(?:st|nd|rd|th)?\)?,? (?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?P<day>\d{{1,3}})(?:st|nd|rd|th)? {_MONTH},? (?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"\b{_MONTH},? (?P<year>(?:19|20)\d\d)\b"),
    re.compile(r"(?<![\d/.#–-])(?P<year>(?:19|20)\d\d)(?![\d/–-])(?!\.\d)"),
)


@dataclass(frozen=True)
class WrittenDate:
    start: int
    end: int
    written: str
    on: date | None
    """A month or a year counts as its last day; None where there is no such day."""
    precision: Precision


def find_dates(text: str) -> list[WrittenDate]:
    """Every date in the order it stands, each place taken by the fullest reading."""
    found: list[WrittenDate] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            # What was found lies in order and apart: only its neighbours can be in the way.
            at = bisect_left(found, match.end(), key=lambda one: one.start)
            free = at == 0 or found[at - 1].end <= match.start()
            written = _written(match)
            if free and written:
                found.insert(at, written)
    return found


def _written(match: re.Match[str]) -> WrittenDate | None:
    parts = match.groupdict()
    year = int(parts["year"])
    month = _month(parts)
    if month is None:
        return None
    precision = Precision.DAY if parts.get("day") else Precision.MONTH if month else Precision.YEAR
    on = _day(year, month, parts.get("day"))
    return WrittenDate(match.start(), match.end(), match.group(), on, precision)


def _month(parts: dict[str, str | None]) -> int | None:
    """0 for none written, None for a word that only looks like a month."""
    if name := parts.get("month"):
        full = [month.lower() for month in _MONTHS.split()]
        known = name.lower() in {*_NUMBER, "sept"} or name.lower() in full
        return _NUMBER[name[:3].lower()] if known else None
    return int(parts["number"] or 0) if "number" in parts else 0


def _day(year: int, month: int, day: str | None) -> date | None:
    if not month:
        return date(year, 12, 31)
    try:
        if day:
            return date(year, month, int(day))
        return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    except ValueError:
        return None
