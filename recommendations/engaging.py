"""The engagement log: meetings, letters, telephone conversations with an office. One person
records it, because it opens nothing; what was promised is no position."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from recommendations import rules
from recommendations.arriving import too_long
from recommendations.errors import Refused
from recommendations.models import Addressee, Engagement, Source
from recommendations.private import a_person
from recommendations.records.addressees import AUTHORITIES
from recommendations.records.engagements import latest_of
from recommendations.records.hidden import refuse_kept
from recommendations.records.people import refuse_unless_recorder, was_faster
from recommendations.records.writing import LARGEST, get, record
from recommendations.rules import is_never_an_audience
from recommendations.vocabulary import EngagedBy

LONGEST = {"office": 160, "asked": 4_000, "promised": 4_000, "follow_up": 1_000}
NO_NAMES = (
    "“{named}” looks like a person. Name the office alone: a log that is seized would say who "
    "spoke with us."
)
AS_PUBLISHED = (
    "“{named}” looks like a person. Write the office; or say that it is a public official, named "
    "as published."
)
NEVER = "Myanmar's current authorities are never an addressee: nothing is recorded with them."


@dataclass(frozen=True)
class Engaged:
    """`officials`: whoever is named below holds a public office and was named as published.
    `source` is the number of our note of it, or of the letter."""

    addressee: int | None
    on: date | None
    how: EngagedBy | None
    office: str
    asked: str = ""
    promised: str = ""
    follow_up: str = ""
    follow_up_by: date | None = None
    done_on: date | None = None
    source: int | None = None
    officials: bool = False


def engage(session: Session, by: int, today: date, told: Engaged) -> Engagement:
    refuse_unless_recorder(session, by)
    _refuse_wrong(session, today, told)
    return record(session, _row(told), by)


def change(session: Session, by: int, today: date, base: int, told: Engaged) -> Engagement:
    """`base` is the entry as it was shown. Raises Changed where somebody was faster."""
    refuse_unless_recorder(session, by)
    before = _base(session, base)
    _refuse_wrong(session, today, told)
    row = _row(told)
    row.supersedes = before.key
    if _same(row, before):
        raise Refused("Nothing was changed.")
    return record(session, row, by)


def follow_up_done(session: Session, by: int, today: date, base: int) -> Engagement:
    refuse_unless_recorder(session, by)
    before = _base(session, base)
    if not before.follow_up or before.done_on:
        raise Refused("There is nothing left to follow up.")
    return record(session, _again(before, done_on=today), by)


def remove(session: Session, by: int, base: int, why: str) -> Engagement:
    """It stays on record and counts no more."""
    refuse_unless_recorder(session, by)
    before = _base(session, base)
    if not why.strip():
        raise Refused(why="Say why it is taken out of the log.")
    return record(session, _again(before, removed=True, why=why.strip()), by)


FIELDS = (
    "addressee", "on", "how", "office", "asked", "promised", "follow_up", "follow_up_by",
    "done_on", "source",
)  # fmt: skip


def _row(told: Engaged) -> Engagement:
    values = {name: getattr(told, name) for name in FIELDS}
    return Engagement(**{n: v.strip() if n in LONGEST else v for n, v in values.items()})


def _again(before: Engagement, **changed: object) -> Engagement:
    values = {name: getattr(before, name) for name in FIELDS}
    return Engagement(**{**values, "supersedes": before.key, **changed})


def _same(row: Engagement, before: Engagement) -> bool:
    return all(getattr(row, name) == getattr(before, name) for name in FIELDS)


def _base(session: Session, base: int) -> Engagement:
    before = get(session, Engagement, base, "entry of the log")
    now = latest_of(session, before)
    if now is not before:
        raise was_faster(session, now, "changed this entry")
    if before.removed:
        raise Refused("It was taken out of the log.")
    return before


def _refuse_wrong(session: Session, today: date, told: Engaged) -> None:
    refused = too_long(told, LONGEST)
    refused |= _wrong_addressee(session, told) | _wrong_days(today, told) | _named(told)
    if told.how is None:
        refused["how"] = "Say how you were in touch."
    if not told.office.strip():
        refused["office"] = "Name the office, for instance “Myanmar desk, Foreign Ministry”."
    elif AUTHORITIES.search(told.office) or is_never_an_audience(told.office):
        refused["office"] = NEVER
    if not (told.asked.strip() or told.promised.strip() or told.follow_up.strip()):
        refused["asked"] = "Write what was asked, what was promised, or what is to follow."
    if told.source is not None and not _source(session, told.source):
        refused["source"] = f"There is no source S{told.source}."
    if refused:
        raise Refused(**refused)
    refuse_kept(session, {name: getattr(told, name) for name in LONGEST})


def _wrong_addressee(session: Session, told: Engaged) -> dict[str, str]:
    if told.addressee is None:
        return {"addressee": "Choose whose office it was."}
    whom = get(session, Addressee, told.addressee, "addressee")
    return {"addressee": NEVER} if is_never_an_audience(whom.name) else {}


def _wrong_days(today: date, told: Engaged) -> dict[str, str]:
    refused = {}
    if told.on is None:
        refused["on"] = "Give the day."
    elif sentence := rules.in_time(told.on, today):
        refused["on"] = sentence
    follows = bool(told.follow_up.strip())
    if told.follow_up_by and not follows:
        refused["follow_up"] = "Say what is to be done by then."
    elif told.follow_up_by and told.on and told.follow_up_by < told.on:
        refused["follow_up_by"] = f"That is before {rules.spoken(told.on)}, when you were in touch."
    if told.done_on:
        if not follows:
            refused["done_on"] = "Nothing is to follow, so nothing was done."
        elif sentence := rules.in_time(told.done_on, today):
            refused["done_on"] = sentence
        elif told.on and told.done_on < told.on:
            refused["done_on"] = f"That is before {rules.spoken(told.on)}, when you were in touch."
    return refused


def _named(told: Engaged) -> dict[str, str]:
    refused = {}
    if named := a_person(told.office):
        refused["office"] = NO_NAMES.format(named=named)
    for name in ("asked", "promised", "follow_up"):
        named = "" if told.officials else a_person(getattr(told, name))
        if named:
            refused[name] = AS_PUBLISHED.format(named=named)
    return refused


def _source(session: Session, number: int) -> bool:
    found = select(Source.id).where(Source.id == number)
    return 0 < number < LARGEST and session.exec(found).first() is not None
