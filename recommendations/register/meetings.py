"""Meetings of our board as they are read: what was decided, what waits for a second person,
and what the board is asked to close."""

from collections import defaultdict
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations import rules
from recommendations.models import BoardMeeting, Closure, Decision
from recommendations.records.meetings import (
    done_with,
    meeting_as_it_stands,
    meetings_by_id,
    open_proposals,
)
from recommendations.records.review_sql import reviewed
from recommendations.register.loading import Signatures
from recommendations.register.minutes import DecisionView, MeetingView, ProposedClosure
from recommendations.register.waiting_names import Names
from recommendations.register.waits import Waiting, waits

KINDS: tuple[type[Decision] | type[Closure], ...] = (Decision, Closure)


def read_meetings(session: Session) -> tuple[MeetingView, ...]:
    """The latest first, with those that were called off."""
    told = _decisions(session)
    signatures = Signatures(session, few=True)
    found = {
        begun: _meeting(begun, row, signatures, tuple(told[begun]))
        for begun, row in meetings_by_id(session).values()
    }
    return tuple(sorted(found.values(), key=lambda one: (one.on, one.id), reverse=True))


def read_meeting(session: Session, id: int) -> MeetingView:
    """By any of its ids. Raises NotFound."""
    begun, row = meeting_as_it_stands(session, id)
    told = _decisions(session, begun)
    return _meeting(begun, row, Signatures(session, few=True), tuple(told[begun]))


def read_proposed_closures(
    session: Session, closing: datetime | None = None
) -> tuple[ProposedClosure, ...]:
    """The oldest first; as of a moment where one is named."""
    names, signatures = Names(session), Signatures(session, few=True)
    return tuple(
        ProposedClosure(
            id=row.key,
            call=row.call,
            closes=row.closes,
            reason=row.reason,
            about=names.call(row.call),
            where=names.path(row.call),
            signed=signatures.of(row),
        )
        for row in open_proposals(session, closing)
    )


def _meeting(
    begun: int, row: BoardMeeting, signatures: Signatures, decisions: tuple[DecisionView, ...]
) -> MeetingView:
    return MeetingView(
        id=begun,
        base=row.key,
        on=row.on,
        agenda=row.agenda,
        minutes=row.minutes,
        called_off=row.removed,
        signed=signatures.of(row),
        decisions=decisions,
    )


def _decisions(session: Session, meeting: int | None = None) -> dict[int, list[DecisionView]]:
    """By meeting, in the order in which they were entered: what counts or waits."""
    names, signatures = Names(session), Signatures(session, few=True)
    found: dict[int, list[DecisionView]] = defaultdict(list)
    rows: list[Decision | Closure] = []
    for kind in KINDS:
        asked = sa.select(kind).where(~done_with(kind) | reviewed(kind), ~col(kind.removed))
        if meeting is not None:
            asked = asked.where(col(kind.meeting) == meeting)
        rows += session.scalars(asked)
    signatures.read(rows)
    for row in sorted(rows, key=lambda row: row.recorded_at):
        found[row.meeting].append(_decision(row, names, signatures))
    return found


def _decision(row: Decision | Closure, names: Names, signatures: Signatures) -> DecisionView:
    return DecisionView(
        name=f"{row.__tablename__}-{row.key}",
        minute=row.minute,
        what=_what(row),
        words=row.reason if isinstance(row, Closure) else row.words,
        about=names.call(row.call) if row.call else "",
        where=names.path(row.call) if row.call else "",
        signed=signatures.of(row),
    )


def _what(row: Decision | Closure) -> str:
    if isinstance(row, Closure):
        return "closed" if row.closes else "opened again"
    return row.what.value


def decisions_waiting(session: Session, signatures: Signatures) -> list[Waiting]:
    """Each with its minute, as the board itself would read it."""
    names, meetings = Names(session), meetings_by_id(session)
    rows: list[Decision | Closure] = []
    for kind in KINDS:
        waiting = sa.select(kind).where(~reviewed(kind), ~done_with(kind))
        rows += session.scalars(waiting.order_by(col(kind.id)))
    return [
        waits(
            signatures,
            [row],
            f"{_what(row).capitalize()} by the board: {names.call(row.call)}"
            if row.call
            else f"Decision of the board: {_what(row)}",
            f"/meetings/{row.meeting}",
            opens=True,
            decided=True,
            lines=(
                f"Meeting of {rules.spoken(meetings[row.meeting][1].on)}, minute {row.minute}",
                row.reason if isinstance(row, Closure) else row.words,
            ),
        )
        for row in rows
    ]
