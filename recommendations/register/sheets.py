"""The sheet of a meeting: what it is made from, and the editions that were issued as one."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from recommendations.models import Person, SheetCopy
from recommendations.records.meetings import last_meeting, next_meeting
from recommendations.register.audiences import read_profiles
from recommendations.register.deliveries import read_deliveries
from recommendations.register.editions import EditionView, read_editions, read_proposal
from recommendations.register.meetings import read_meetings, read_proposed_closures
from recommendations.register.minutes import HandedOver, SinceMeeting


@dataclass(frozen=True)
class SheetView:
    """`audience` is its code. `editions` are those as of a day after the meeting before and
    not after this one; where no meeting is named, only the newest."""

    audience: str
    name: str
    editions: tuple[EditionView, ...]
    waits: bool
    """A proposal of the next one waits for a second person."""


def read_sheets(session: Session, on: date | None = None) -> tuple[SheetView, ...]:
    """`on` is the day of a meeting."""
    found = []
    since = last_meeting(session, on) if on else None
    for code, content in read_profiles(session).items():
        if not content.get("decides"):
            continue
        editions = read_editions(session, code)
        kept = (
            tuple(e for e in editions if e.as_of <= on and (since is None or e.as_of > since))
            if on
            else editions[:1]
        )
        waits = read_proposal(session, code) is not None
        found.append(SheetView(code, str(content["name"]), kept, waits))
    return tuple(found)


def read_since_meeting(session: Session, day: date, closing: datetime) -> SinceMeeting:
    """As of the end of a day, which is `closing`."""
    since = last_meeting(session, day)
    decided = [
        told
        for meeting in read_meetings(session)
        if meeting.on == since and not meeting.called_off
        for told in meeting.decisions
        if told.signed.as_known(closing).reviewed_at
    ]
    handed = read_deliveries(session)
    return SinceMeeting(
        since=since,
        to_come=next_meeting(session, day),
        proposed=read_proposed_closures(session, closing),
        decided=tuple(decided),
        handed=tuple(
            HandedOver(one.audience, one.number, one.office, one.of, one.on)
            for one in handed
            if (since or date.min) < one.on <= day
        ),
    )


@dataclass(frozen=True)
class CopyView:
    """`person` has the sheet; `by` sent it."""

    person: int
    code: str
    on: datetime
    by: str


def read_copies(session: Session, edition: int) -> tuple[CopyView, ...]:
    """Who of the board has it by mail, in the order in which it went."""
    codes = {row.key: row.code for row in session.exec(select(Person))}
    rows = session.exec(
        select(SheetCopy).where(SheetCopy.edition == edition).order_by(col(SheetCopy.id))
    )
    return tuple(
        CopyView(
            row.person, codes[row.person], row.recorded_at, codes.get(row.recorded_by or 0, "")
        )
        for row in rows
    )
