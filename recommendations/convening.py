"""Meetings of our board: planned, changed, called off. That takes one person; what a meeting
decided takes two."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from recommendations import rules
from recommendations.arriving import too_long
from recommendations.errors import Refused
from recommendations.models import BoardMeeting, Closure, Decision
from recommendations.private import a_person
from recommendations.records.meetings import done_with, meeting_as_it_stands, meetings_by_id
from recommendations.records.people import refuse_unless_recorder, was_faster
from recommendations.records.writing import record

LONGEST = {"agenda": 2_000, "minutes": 120}


@dataclass(frozen=True)
class Convened:
    """`minutes` is the reference by which they are found; empty until there are any."""

    on: date | None
    agenda: str
    minutes: str = ""


def convene(session: Session, by: int, today: date, told: Convened) -> BoardMeeting:
    """Planned where its day is still to come."""
    refuse_unless_recorder(session, by)
    _refuse_wrong(session, today, told)
    return record(session, _row(told), by)


def change_meeting(
    session: Session, by: int, today: date, base: int, told: Convened
) -> BoardMeeting:
    """`base` is the version that was shown. Raises Changed where somebody was faster."""
    refuse_unless_recorder(session, by)
    begun, before = meeting_as_it_stands(session, base)
    _refuse_changed(session, before, base)
    _refuse_wrong(session, today, told, begun)
    if told.on != before.on and told.on and _decided(session, begun) and told.on > today:
        raise Refused(on="It has decided something, so it was held; its day cannot be to come.")
    row = _row(told)
    row.supersedes = before.key
    return record(session, row, by)


def call_off(session: Session, by: int, base: int) -> BoardMeeting:
    refuse_unless_recorder(session, by)
    begun, before = meeting_as_it_stands(session, base)
    _refuse_changed(session, before, base)
    if before.removed:
        raise Refused("It was called off already.")
    if _decided(session, begun):
        raise Refused("It has decided something, so it was held and is not called off.")
    row = BoardMeeting(on=before.on, agenda=before.agenda, minutes=before.minutes, removed=True)
    row.supersedes = before.key
    return record(session, row, by)


def _row(told: Convened) -> BoardMeeting:
    assert told.on is not None
    return BoardMeeting(on=told.on, agenda=told.agenda.strip(), minutes=told.minutes.strip())


def _refuse_changed(session: Session, now: BoardMeeting, base: int) -> None:
    if now.key == base:
        return
    raise was_faster(session, now, "changed this meeting")


def _refuse_wrong(session: Session, today: date, told: Convened, begun: int = 0) -> None:
    refused = too_long(told, LONGEST)
    if told.on is None:
        refused["on"] = "Give the day of the meeting."
    elif _is_there(session, told.on, begun):
        refused["on"] = f"There is a meeting on {rules.spoken(told.on)} already."
    elif told.minutes.strip() and told.on > today:
        refused["minutes"] = "It has not been held yet, so there are no minutes of it."
    if not told.agenda.strip():
        refused["agenda"] = "Say in a line what it is about."
    elif named := a_person(told.agenda):
        refused["agenda"] = (
            f"“{named}” looks like a person. Say what it is about without names: a record that "
            "is seized would say who sits on the board."
        )
    if refused:
        raise Refused(**refused)


def _is_there(session: Session, on: date, begun: int) -> bool:
    return any(
        newest.on == on and not newest.removed and first != begun
        for first, newest in meetings_by_id(session).values()
    )


def _decided(session: Session, begun: int) -> bool:
    """Something of it counts, or waits."""
    return any(
        session.exec(
            select(kind.id).where(kind.meeting == begun, ~done_with(kind), ~col(kind.removed))
        ).first()
        is not None
        for kind in (Decision, Closure)
    )
