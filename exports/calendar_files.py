"""Days on which addressees decide, as an iCalendar file (RFC 5545). Alone knows the library."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, timedelta

from icalendar import Calendar, Event

from recommendations.register.year_views import CalendarEntry
from recommendations.vocabulary import Precision

MEDIA_TYPE = "text/calendar"
MADE_BY = "-//Recommendation register//Advocacy year//EN"
A_DAY = timedelta(days=1)


def calendar(entries: Iterable[CalendarEntry], title: str, record: str) -> bytes:
    """`record` tells this record from every other, so that two of them never share an entry.
    The same entries give the same bytes."""
    made = Calendar()
    made.add("prodid", MADE_BY)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", title)
    made.add("x-wr-calname", title)
    for entry in entries:
        made.add_component(_event(entry, record))
    return bytes(made.to_ical())


def _event(entry: CalendarEntry, record: str) -> Event:
    """A day without hours; one known to the month or year fills it and says so."""
    event = Event()
    event.add("uid", f"{_name(record, entry.root)}@tracker.invalid")
    event.add("dtstamp", entry.at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", entry.version)
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + A_DAY)
    event.add("summary", _words(entry))
    event.add("transp", "TRANSPARENT")
    return event


def _words(entry: CalendarEntry) -> str:
    if entry.precision is Precision.DAY:
        return f"{entry.addressee}: {entry.what}"
    when = f"{entry.first:%Y}" if entry.precision is Precision.YEAR else f"{entry.first:%B %Y}"
    return f"{entry.addressee}: {entry.what} (some day in {when})"


def _name(record: str, root: int) -> str:
    return hashlib.sha256(f"{record} {root}".encode()).hexdigest()[:32]
