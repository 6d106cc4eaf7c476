"""The advocacy year: days on which addressees decide, each with the source that says so. A
change is a new row, and so is taking one out."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from recommendations.arriving import one_line, too_long
from recommendations.errors import NotFound, Refused
from recommendations.models import Addressee, DecisionPoint, Quote, Source
from recommendations.records.hidden import refuse_kept
from recommendations.records.people import refuse_unless_recorder, was_faster
from recommendations.records.points import newest_point, overtaken_point
from recommendations.records.sealing import refuse_sealed
from recommendations.records.writing import get, record
from recommendations.rules import is_never_an_audience, last_day
from recommendations.vocabulary import Precision

LONGEST = {"what": 160, "note": 400}
FURTHEST = timedelta(days=3660)
LASTS = timedelta(days=366)


_NAMED = re.compile(r"([QqSs])([1-9][0-9]{0,8})")


@dataclass(frozen=True)
class Told:
    """A decision point as a person enters it; it rests on a stored quote or on a source as
    a whole. `on` is any day of the month or year where no more is known."""

    addressee: int
    what: str
    on: date | None
    until: date | None = None
    precision: Precision = Precision.DAY
    quote: int | None = None
    source: int | None = None
    note: str = ""


def rests_on(words: str) -> tuple[int | None, int | None]:
    """A quote or a source by its number, as a person writes it: Q12 or S3. Neither where the
    field is empty. Raises Refused."""
    named = _NAMED.fullmatch(words.strip())
    if named is None and words.strip():
        raise Refused(rests_on=f"“{words.strip()[:40]}” is no number; write Q12 or S3.")
    number = int(named[2]) if named else None
    quoted = named is not None and named[1] in "qQ"
    return (number, None) if quoted else (None, number)


def add_point(session: Session, by: int, today: date, told: Told) -> DecisionPoint:
    """Whoever reviews it confirms as well that what it rests on is public."""
    refuse_unless_recorder(session, by)
    _refuse_wrong(session, by, today, told)
    return record(session, _row(told), by)


def change_point(session: Session, by: int, today: date, base: int, told: Told) -> DecisionPoint:
    """`base` is the point as it was shown. Raises Changed where somebody was faster."""
    refuse_unless_recorder(session, by)
    before = get(session, DecisionPoint, base, "date")
    _refuse_changed(session, before)
    _refuse_wrong(session, by, today, told, before)
    row = _row(told)
    row.supersedes = base
    return record(session, row, by)


def remove_point(session: Session, by: int, base: int) -> DecisionPoint:
    """It is gone from the year and from calendars at once, and stays in the history."""
    refuse_unless_recorder(session, by)
    before = get(session, DecisionPoint, base, "date")
    _refuse_changed(session, before)
    if before.removed:
        raise NotFound(f"There is no date {base} any more; it was taken out.")
    row = DecisionPoint(
        addressee=before.addressee,
        what=before.what,
        on=before.on,
        until=before.until,
        precision=before.precision,
        quote=before.quote,
        source=before.source,
        removed=True,
        supersedes=base,
    )
    return record(session, row, by)


def _row(told: Told) -> DecisionPoint:
    assert told.on is not None
    return DecisionPoint(
        addressee=told.addressee,
        what=one_line(told.what),
        on=last_day(told.on, told.precision),
        until=told.until,
        precision=told.precision,
        quote=told.quote,
        source=told.source,
        note=one_line(told.note),
    )


def _refuse_changed(session: Session, before: DecisionPoint) -> None:
    now = newest_point(session, before)
    if now is before:
        return
    did = "took this date out" if now.removed else "changed this date"
    raise was_faster(session, now, did)


def _refuse_wrong(
    session: Session, by: int, today: date, told: Told, before: DecisionPoint | None = None
) -> None:
    whom = get(session, Addressee, told.addressee, "addressee")
    refused = too_long(told, LONGEST)
    if any(map(is_never_an_audience, (whom.name, whom.short))):
        refused["addressee"] = (
            "Myanmar's current authorities are never an addressee; no date of theirs is kept."
        )
    if not told.what.strip():
        refused["what"] = "Say what is decided, for instance “Renewal of the measures”."
    refused |= _wrong_days(today, told, before)
    if sentence := _wrong_source(session, by, told):
        refused["rests_on"] = sentence
    if not refused:
        refuse_kept(session, {"what": told.what, "note": told.note})
    if not refused and _is_there(session, told, before):
        refused["on"] = f"{whom.short} has that on that day already."
    if refused:
        raise Refused(**refused)


def _wrong_days(today: date, told: Told, before: DecisionPoint | None) -> dict[str, str]:
    if told.on is None:
        return {"on": "Give the day, or any day of the month or year where no more is known."}
    refused, on = {}, last_day(told.on, told.precision)
    was = (before.until or before.on) if before else date.max
    if (told.until or on) < today <= was:
        refused["on"] = "That is over. Enter days to come."
    if on > today + FURTHEST:
        refused["on"] = "That is more than ten years from now; look at the year again."
    if told.until is not None and told.precision is not Precision.DAY:
        refused["until"] = "Only days have a last day; leave it out where the month is all we know."
    elif told.until is not None and told.until < told.on:
        refused["until"] = "The last day comes before the first."
    elif told.until is not None and told.until > told.on + LASTS:
        refused["until"] = "A decision that takes more than a year is several; enter each."
    return refused


def _wrong_source(session: Session, by: int, told: Told) -> str:
    if (told.quote is None) == (told.source is None):
        return "Say where it stands: a quote, as Q12, or a source, as S3."
    row = get(session, Quote, told.quote, "quote") if told.quote else None
    if row is not None:
        refuse_sealed(session, row, by)
        if row.testimony:
            return "Testimony says no day of an institution; quote the institution, or news."
    of = row.source if row is not None else told.source or 0
    source = get(session, Source, of, "source")
    if source.kind.is_ours:
        return "These are our own words; a date rests on words of an institution, or on news."
    return ""


def _is_there(session: Session, told: Told, before: DecisionPoint | None) -> bool:
    same = select(DecisionPoint.id).where(
        DecisionPoint.addressee == told.addressee,
        DecisionPoint.what == one_line(told.what),
        DecisionPoint.on == last_day(told.on or date.min, told.precision),
        ~col(DecisionPoint.removed),
        ~overtaken_point(DecisionPoint),
    )
    return any(id != (before.id if before else None) for id in session.exec(same))
