"""Meetings of the board as they stand, and what of its decisions counts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recommendations.errors import NotFound
from recommendations.models import BoardMeeting, Closure, ClosureProposal, Decision
from recommendations.records.review_sql import reviewed, reviewed_at
from recommendations.vocabulary import Decided

Kind = TypeVar("Kind", Closure, ClosureProposal)


def meetings_by_id(session: Session) -> dict[int, tuple[int, BoardMeeting]]:
    """By the id of every version of a meeting: the id of its first, which never changes, and
    what stands in its place now."""
    first: dict[int, int] = {}
    newest: dict[int, BoardMeeting] = {}
    for row in session.exec(select(BoardMeeting).order_by(col(BoardMeeting.id))):
        begun = first[row.key] = first.get(row.supersedes or 0, row.key)
        newest[begun] = row
    return {id: (begun, newest[begun]) for id, begun in first.items()}


def meeting_as_it_stands(session: Session, id: int) -> tuple[int, BoardMeeting]:
    """By any of its ids; raises NotFound."""
    found = meetings_by_id(session).get(id)
    if found is None:
        raise NotFound(f"There is no meeting {id}.")
    return found


def held_on(session: Session) -> Mapping[int, date]:
    """By the id of every version of a meeting: its day."""
    return {id: newest.on for id, (_, newest) in meetings_by_id(session).items()}


def last_meeting(session: Session, before: date) -> date | None:
    """The day of the last meeting of the board before a day; None where there was none. One
    that was called off is no meeting, one whose minutes nobody has entered yet is."""
    days = {newest.on for _, newest in meetings_by_id(session).values() if not newest.removed}
    return max((day for day in days if day < before), default=None)


def next_meeting(session: Session, day: date) -> date | None:
    """On that day or after it."""
    days = {newest.on for _, newest in meetings_by_id(session).values() if not newest.removed}
    return min((on for on in days if on >= day), default=None)


def done_with(kind: Any) -> sa.ColumnElement[bool]:
    """SQL: it was taken back, takes another back itself, or another took its place."""
    later: Any = aliased(kind)
    after = sa.select(sa.literal(1)).where(later.supersedes == kind.id).exists()
    return sa.or_(kind.removed, after)


def newest_on(session: Session, kind: type[Kind], call: int) -> Kind | None:
    """The end of the line of a call."""
    return session.exec(
        select(kind).where(kind.call == call).order_by(col(kind.id).desc()).limit(1)
    ).first()


def is_closed(session: Session, call: int, closing: datetime | None = None) -> bool:
    """By the latest decision that a second person confirmed, by then where a moment is named."""
    asked = select(Closure).where(Closure.call == call, confirmed(Closure, closing))
    on = held_on(session)
    latest = max(session.exec(asked), key=lambda row: (on[row.meeting], row.key), default=None)
    return latest is not None and latest.closes


def closed_calls(session: Session, closing: datetime | None = None) -> frozenset[int]:
    """The same of all calls at once."""
    on, latest = held_on(session), dict[int, Closure]()
    asked = select(Closure).where(confirmed(Closure, closing)).order_by(col(Closure.id))
    for row in session.exec(asked):
        before = latest.get(row.call)
        if before is None or on[before.meeting] <= on[row.meeting]:
            latest[row.call] = row
    return frozenset(call for call, row in latest.items() if row.closes)


def open_proposals(session: Session, closing: datetime | None = None) -> list[ClosureProposal]:
    """What the board was asked by then, or is asked now, and had not decided: the oldest
    first. One that only waits for a second person has decided nothing yet."""
    newest: dict[int, ClosureProposal] = {}
    for row in session.exec(select(ClosureProposal).order_by(col(ClosureProposal.id))):
        if closing is None or row.recorded_at <= closing:
            newest[row.call] = row
    rows = [row for row in newest.values() if _stands_open(session, row, closing)]
    return sorted(rows, key=lambda row: row.key)


def stands_open(session: Session, proposal: ClosureProposal) -> bool:
    newest = newest_on(session, ClosureProposal, proposal.call)
    is_newest = newest is not None and newest.key == proposal.key
    return is_newest and _stands_open(session, proposal, None)


def _stands_open(session: Session, proposal: ClosureProposal, closing: datetime | None) -> bool:
    """No decision on its call was confirmed since it was made."""
    if proposal.removed or is_closed(session, proposal.call, closing) is proposal.closes:
        return False
    refused = select(Decision.id).where(
        Decision.call == proposal.call,
        Decision.what == Decided.NOT_APPROVED,
        col(Decision.recorded_at) > proposal.recorded_at,
        confirmed(Decision, closing),
    )
    decided = select(Closure.id).where(
        Closure.call == proposal.call,
        col(Closure.recorded_at) > proposal.recorded_at,
        confirmed(Closure, closing),
    )
    return not any(session.exec(asked).first() for asked in (refused, decided))


def confirmed(kind: Any, closing: datetime | None = None) -> sa.ColumnElement[bool]:
    """SQL: by a second person, by then where a moment is named."""
    return reviewed(kind) if closing is None else reviewed_at(kind) <= closing
