"""What of the work comes first, on plain facts. Today's date is always passed in.

Days that others set (a reply invited, an act that ends, a decision, a consent, a promise) come
before our own rhythm: a finding that is half a year old is not late, it is old."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from recommendations.rules import first_day
from recommendations.vocabulary import Precision, WorkKind

LOOK_AGAIN_AFTER = timedelta(days=180)
"""The review period of a finding, and of a search that found nothing."""
SOON = timedelta(days=14)
EXPIRES_SOON = timedelta(days=60)
RENEW_BEFORE = timedelta(days=30)
"""Of a consent, before the day of its review."""
REFRESH_BEFORE = timedelta(days=21)
"""A pack is to be in the hands of an office that long before it decides."""
LONGEST_SNOOZE = timedelta(days=366)

DATED = frozenset(
    {WorkKind.REPLY, WorkKind.EXPIRY, WorkKind.CONSENT, WorkKind.PACK, WorkKind.FOLLOW_UP}
)
"""Only these can be late."""
SAFETY = frozenset({WorkKind.CONSENT, WorkKind.LOST, WorkKind.ERASURE})
WAITED_FOR = frozenset({WorkKind.SENT_BACK, WorkKind.REVIEW})
_KINDS = tuple(WorkKind)


class Urgency(StrEnum):
    """In the order in which work is shown."""

    OVERDUE = "overdue"
    SOON = "within two weeks"
    SAFETY = "for people's safety"
    WAITED_FOR = "a colleague waits for it"
    LATER = "when there is time"


@dataclass(frozen=True)
class WorkFact:
    """`due` is the last day on which it is in time, where it has one; `since` the day from
    which on it was to be done."""

    key: str
    kind: WorkKind
    since: date
    due: date | None = None


def urgency(fact: WorkFact, day: date) -> Urgency:
    due = fact.due if fact.kind in DATED else None
    if due is not None and due < day:
        return Urgency.OVERDUE
    if due is not None and due <= day + SOON:
        return Urgency.SOON
    if fact.kind in SAFETY:
        return Urgency.SAFETY
    return Urgency.WAITED_FOR if fact.kind in WAITED_FOR else Urgency.LATER


def in_order(fact: WorkFact, day: date) -> tuple[int, date, int, date, str]:
    """Sorts: by urgency, then what has a day by that day, then by kind, the oldest first.
    The key comes last, so that two readings never differ."""
    due = fact.due if fact.kind in DATED else None
    place = list(Urgency).index(urgency(fact, day))
    return place, due or date.max, _KINDS.index(fact.kind), fact.since, fact.key


def refresh_by(on: date, precision: Precision) -> date:
    """The last day on which a pack is refreshed in time; before the first day on which
    they may decide."""
    return first_day(on, precision) - REFRESH_BEFORE


def wrong_snooze(until: date, day: date) -> str:
    """A sentence where it cannot be put off so; empty otherwise."""
    if until <= day:
        return "Choose a day to come; what is put off until today is on the list today."
    if until > day + LONGEST_SNOOZE:
        return "A year is the longest; what is not to be done at all is better said in the record."
    return ""
