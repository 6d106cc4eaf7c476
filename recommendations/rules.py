"""The rules of the record, on plain facts. Today's date is always passed in."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from recommendations.vocabulary import (
    ContactStatus,
    PositionValue,
    Precision,
    SourceKind,
    Stance,
    Status,
    Supersession,
)

STALLED_AFTER = timedelta(days=180)
REPLY_WINDOW = timedelta(days=60)
REMINDER_AFTER = timedelta(days=30)
REMINDERS = 3
A_DAY = timedelta(days=1)

MOVEMENT = frozenset(
    {Status.FIRST_STEP, Status.PARTLY_IN_EFFECT, Status.IN_EFFECT, Status.NARROWED_OR_UNDONE}
)

WORST_FIRST = (
    Status.CONTRARY,
    Status.NARROWED_OR_UNDONE,
    Status.NO_FURTHER_STEP,
    Status.NOT_BEGUN,
    Status.FIRST_STEP,
    Status.PARTLY_IN_EFFECT,
    Status.IN_EFFECT,
    Status.COMPLETED,
    Status.NOTHING_FOUND,
    Status.NOT_YET_ASSESSED,
)
"""Narrowed, undone or contrary news stands first in every count."""


@dataclass(frozen=True)
class EvidenceFact:
    stance: Stance
    source_kind: SourceKind
    publisher: str
    stands: bool = True
    """False once its words are no longer found, or it was withdrawn."""


@dataclass(frozen=True)
class SearchFact:
    on: date


@dataclass(frozen=True)
class AssessmentFact:
    """`reviewed_at` is None while it is a draft. `replaced_at` is when a reviewed
    correction or spelling took its place; news replaces nothing."""

    id: int
    status: Status
    true_on: date
    until: date | None = None
    reviewed_at: datetime | None = None
    replaced_at: datetime | None = None
    evidence: tuple[EvidenceFact, ...] = ()
    searches: tuple[SearchFact, ...] = ()


@dataclass(frozen=True)
class PositionFact:
    id: int
    value: PositionValue
    said_on: date
    reviewed_at: datetime | None = None
    replaced_at: datetime | None = None


@dataclass(frozen=True)
class ClosureFact:
    """What the board decided of a call: `on` is the day of the meeting."""

    id: int
    closes: bool
    on: date
    reviewed_at: datetime | None = None


@dataclass(frozen=True)
class AskFact:
    """What is asked of one office; a draft may leave parts of it empty."""

    institution: str = ""
    instrument: str = ""
    by: date | None = None


@dataclass(frozen=True)
class Counted:
    """What counts on a day. `under_review` says that a later finding was skipped
    because it has lost what its status needs."""

    assessment: AssessmentFact | None
    under_review: bool = False

    @property
    def status(self) -> Status:
        return self.assessment.status if self.assessment else Status.NOT_YET_ASSESSED


def missing(
    status: Status,
    evidence: Sequence[EvidenceFact],
    searches: Sequence[SearchFact],
    earlier: Iterable[Status] = (),
) -> str:
    """What the status still needs, as one sentence; empty when it has all of it."""
    supports = [e for e in evidence if e.stance is Stance.SUPPORTS and e.stands]
    theirs = [e for e in supports if not e.source_kind.is_ours]
    if status is Status.NOT_YET_ASSESSED:
        return "“Not yet assessed” stands there before anyone has looked; choose what you found."
    if status is Status.NOTHING_FOUND:
        return "" if searches else "“Nothing found” needs a search: say where and when you looked."
    if status is Status.NO_FURTHER_STEP:
        if not searches:
            return "“No further step” needs a search: say where and when you looked."
        if not MOVEMENT & set(earlier):
            return "“No further step” needs an earlier step on record for it to have stopped after."
        return ""
    if status in {Status.IN_EFFECT, Status.COMPLETED}:
        named = status.value.capitalize()
        return "" if is_confirmed(supports) else _NEEDS_CONFIRMATION.format(named)
    if theirs:
        return ""
    if supports:
        return (
            f"“{status.value.capitalize()}” needs a quote from someone else: our own report and "
            "panels show why something was recommended, not what was done."
        )
    if status is Status.NOT_BEGUN:
        return (
            "“Not begun” needs a quote that says so; if you looked and found nothing, "
            "it is “nothing found”."
        )
    return f"“{status.value.capitalize()}” needs at least one quote that supports it."


_NEEDS_CONFIRMATION = (
    "“{}” needs an official act, an independent report or two news sources that support it; "
    "our own report and panels do not count."
)


def missing_of_ask(ask: AskFact, tests: Sequence[str], day: date) -> tuple[str, ...]:
    """What an issued pack needs of an ask and it has not: `tests` are the tests of done of
    the measures called for, empty where none was agreed. Risk and safeguard hold nothing
    up: not every capital asks for them."""
    has = {
        "institution": bool(ask.institution.strip()),
        "instrument": bool(ask.instrument.strip()),
        "date": ask.by is not None,
        "a date to come": ask.by is None or ask.by > day,
        "test of done": bool(tests) and all(test.strip() for test in tests),
    }
    return tuple(part for part, there in has.items() if not there)


def looked_since(searches: Iterable[SearchFact], true_on: date) -> tuple[SearchFact, ...]:
    """The searches that can support what is true on a day: who looked before it cannot
    have seen what came by then."""
    return tuple(search for search in searches if search.on >= true_on)


def is_confirmed(supporting: Iterable[EvidenceFact]) -> bool:
    """An official act, or independent confirmation: an independent report or news
    from two publishers."""
    standing = [e for e in supporting if e.stance is Stance.SUPPORTS and e.stands]
    kinds = {e.source_kind for e in standing}
    newsrooms = {e.publisher.casefold() for e in standing if e.source_kind is SourceKind.NEWS}
    return bool(
        kinds & {SourceKind.OFFICIAL_ACT, SourceKind.INDEPENDENT_REPORT} or len(newsrooms) >= 2
    )


def known_by(fact: AssessmentFact | PositionFact, day: date, closing: datetime) -> bool:
    """Reviewed by the end of the day (`closing`), not put right by then, and already
    so in the world. Facts without time of review are drafts and never count."""
    if fact.reviewed_at is None or fact.reviewed_at > closing:
        return False
    if fact.replaced_at is not None and fact.replaced_at <= closing:
        return False
    return _world_date(fact) <= day


def counting(assessments: Iterable[AssessmentFact], day: date, closing: datetime) -> Counted:
    """The reviewed, uncorrected assessment with the latest `true_on` counts; one that
    has lost what its status needs is skipped and the call is under review."""
    skipped = False
    known = sorted(
        (a for a in assessments if known_by(a, day, closing)),
        key=lambda a: (a.true_on, a.reviewed_at, a.id),
    )
    while known:
        latest = known.pop()
        if not missing(latest.status, latest.evidence, latest.searches, [a.status for a in known]):
            return Counted(latest, skipped)
        skipped = True
    return Counted(None, skipped)


def counting_position(
    positions: Iterable[PositionFact], day: date, closing: datetime
) -> PositionFact | None:
    """The latest reviewed one counts."""
    known = [p for p in positions if known_by(p, day, closing)]
    return max(known, key=lambda p: (p.said_on, p.reviewed_at, p.id), default=None)


def counting_closure(
    closures: Iterable[ClosureFact], day: date, closing: datetime
) -> ClosureFact | None:
    """The latest decision of the board on a call that a second person had confirmed; None
    where there is none, or where it opened the call again."""
    known = [c for c in closures if c.on <= day and c.reviewed_at and c.reviewed_at <= closing]
    latest = max(known, key=lambda c: (c.on, c.id), default=None)
    return latest if latest and latest.closes else None


def _world_date(fact: AssessmentFact | PositionFact) -> date:
    return fact.true_on if isinstance(fact, AssessmentFact) else fact.said_on


def reading(status: Status, until: date | None, day: date) -> str:
    """The status as it reads on a day: a passed `until` is said, never silently kept."""
    if status is not Status.IN_EFFECT or until is None:
        return status.value
    if day > until:
        return f"in effect until {spoken(until)}; renewal not assessed"
    return f"in effect until {spoken(until)}"


def together(statuses: Sequence[Status]) -> str:
    """One word when all measures share it, else counts in words, worst news first."""
    counts = Counter(statuses)
    if len(counts) == 1:
        return statuses[0].value
    return ", ".join(f"{counts[s]} {s.value}" for s in WORST_FIRST if counts[s])


def may_have_stalled(counted: Counted, last_sign: date | None, day: date) -> bool:
    """The clock proposes “no further step”; a person confirms it."""
    if counted.assessment is None or counted.status not in {
        Status.FIRST_STEP,
        Status.PARTLY_IN_EFFECT,
    }:
        return False
    return day - max(counted.assessment.true_on, last_sign or date.min) >= STALLED_AFTER


def contact(
    day: date,
    delivered_on: Iterable[date],
    said_on: Iterable[date],
    spoke_on: Iterable[date] = (),
    window: timedelta = REPLY_WINDOW,
) -> ContactStatus:
    """What stands between us and an addressee; never what they think or did."""
    deliveries = [d for d in delivered_on if d <= day]
    if not deliveries:
        return ContactStatus.SPOKE if any(d <= day for d in spoke_on) else ContactStatus.NOT_SENT
    first = min(deliveries)
    if any(first <= d <= day for d in said_on):
        return ContactStatus.REPLIED
    if any(first <= d <= day for d in spoke_on):
        return ContactStatus.SPOKE
    return (
        ContactStatus.REPLY_INVITED if day <= max(deliveries) + window else ContactStatus.NO_REPLY
    )


def next_reminder(reply_by: date, reminded_on: Sequence[date]) -> date | None:
    """From which day on the next letter of the ladder is proposed; None after the last, when
    a person decides what else to do."""
    if len(reminded_on) >= REMINDERS:
        return None
    return max(reminded_on, default=reply_by) + (REMINDER_AFTER if reminded_on else A_DAY)


def replaces(kind: Supersession | None) -> bool:
    """A correction or spelling puts the earlier record right; news leaves it true
    for its own time."""
    return kind in {Supersession.CORRECTION, Supersession.SPELLING}


def may_review(reviewer: int, author: int | None) -> bool:
    """The second person is never the author, and set-up's proposals belong to
    nobody until someone accepts them and becomes their author."""
    return author is not None and reviewer != author


def is_never_an_audience(name: str) -> bool:
    """The state of Myanmar under any of its names: what it said in a past review is on
    record, and no pack is ever made for it, since its current authorities would receive it."""
    return bool(_THE_STATE.match(" ".join(name.split())))


_THE_STATE = re.compile(
    r"^(the )?((state|government|union|republic|authorities|permanent mission) of )*(the )?"
    r"((republic of the )?union of |republic of the )?(myanmar|burma)( ?/ ?(myanmar|burma))?"
    r"( \(.*\)|\)|,.*|;.*|:.*| government| authorities| \d{4}.*| as .*| [-–—] .*)?$",
    re.IGNORECASE,
)


def in_time(day: date, today: date) -> str:
    """A sentence when a date lies in the future; empty otherwise."""
    if day > today:
        return f"{spoken(day)} is in the future; the record holds what has already happened."
    return ""


def counted(number: int) -> str:
    """Small numbers as words."""
    return _WORDS[number] if number < len(_WORDS) else str(number)


_WORDS = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip


def last_day(day: date, precision: Precision) -> date:
    """A date known to the month or year counts as the last day of it."""
    if precision is Precision.DAY:
        return day
    month = 12 if precision is Precision.YEAR else day.month
    return date(day.year, month, monthrange(day.year, month)[1])


def first_day(day: date, precision: Precision) -> date:
    if precision is Precision.DAY:
        return day
    return date(day.year, 1 if precision is Precision.YEAR else day.month, 1)


def spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def spoken_source_date(day: date | None, precision: str) -> str:
    """A source's date to the precision that is known."""
    if day is None:
        return "no date"
    return {"year": f"{day:%Y}", "month": f"{day:%B %Y}"}.get(precision, spoken(day))
