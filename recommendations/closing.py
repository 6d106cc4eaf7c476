"""Asking the board to close a call, or to open it again. Only the board closes: this puts it
on the sheet of the next meeting."""

from collections.abc import Sequence

from sqlmodel import Session

from recommendations.errors import Refused
from recommendations.models import Call, ClosureProposal
from recommendations.private import a_person
from recommendations.records.meetings import is_closed, newest_on, stands_open
from recommendations.records.people import refuse_unless_recorder
from recommendations.records.writing import get, record, record_all

LONGEST = 1_000


def propose_closing(
    session: Session, by: int, calls: Sequence[int], reason: str, closes: bool = True
) -> list[ClosureProposal]:
    """One for each call; all or nothing. One that is there already gives way to it."""
    refuse_unless_recorder(session, by)
    calls = list(dict.fromkeys(calls))
    if not calls:
        raise Refused(calls="Choose at least one measure.")
    _refuse_reason(reason)
    for call in calls:
        get(session, Call, call, "call")
        if is_closed(session, call) is closes:
            raise Refused(calls=CLOSED if closes else OPEN)
    rows = [
        ClosureProposal(
            call=call,
            closes=closes,
            reason=reason.strip(),
            supersedes=_id(newest_on(session, ClosureProposal, call)),
        )
        for call in calls
    ]
    record_all(session, rows, by)
    return rows


CLOSED = "It is closed already. Only what is open is proposed to be closed."
OPEN = "It is not closed. Only what is closed is proposed to be opened again."


def take_proposal_back(session: Session, by: int, proposal: int) -> ClosureProposal:
    """By anybody who records: the board is not asked any more."""
    refuse_unless_recorder(session, by)
    row = get(session, ClosureProposal, proposal, "proposal")
    if not stands_open(session, row):
        raise Refused("The board is not asked that any more: it was decided, or taken back.")
    gone = ClosureProposal(
        call=row.call, closes=row.closes, reason=row.reason, removed=True, supersedes=row.key
    )
    return record(session, gone, by)


def _id(row: ClosureProposal | None) -> int | None:
    return row.key if row else None


def _refuse_reason(reason: str) -> None:
    words = reason.strip()
    if not words:
        raise Refused(reason="Say in a sentence why; the board reads it before it decides.")
    if len(words) > LONGEST:
        raise Refused(reason=f"{len(words)} letters are too many; at most {LONGEST}.")
    if named := a_person(words):
        raise Refused(reason=f"“{named}” looks like a person. Give the reason without names.")
