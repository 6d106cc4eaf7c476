"""What a meeting of our board decided, entered with its minute by one person. It counts once
a second has confirmed it, who is no editor; an entry that was wrong is taken back and made
anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from recommendations import rules
from recommendations.arriving import too_long
from recommendations.errors import NotAllowed, NotFound, Refused
from recommendations.models import BoardMeeting, Call, Closure, Decision
from recommendations.private import a_person
from recommendations.records.meetings import is_closed, meeting_as_it_stands, newest_on
from recommendations.records.people import code_of, refuse_unless_recorder
from recommendations.records.writing import get, record, record_all, refuse_reviewed, reviews
from recommendations.vocabulary import Decided

LONGEST = {"minute": 60, "words": 2_000}
KINDS: dict[str, type[Decision] | type[Closure]] = {"decision": Decision, "closure": Closure}


@dataclass(frozen=True)
class Taken:
    """A decision as a person enters it: `closes` where it closes calls or opens them again,
    else `what`. `words` are printed nowhere but inside and for the board."""

    minute: str
    words: str
    what: Decided | None = None
    closes: bool | None = None
    calls: Sequence[int] = ()


def enter_decision(
    session: Session, by: int, today: date, meeting: int, taken: Taken
) -> list[Decision] | list[Closure]:
    """One record for each call, all or nothing; a decision on no call is one."""
    refuse_unless_recorder(session, by)
    begun, now = meeting_as_it_stands(session, meeting)
    _refuse_not_held(now, today)
    _refuse_wrong(taken)
    calls = list(dict.fromkeys(taken.calls))
    for call in calls:
        get(session, Call, call, "call")
    if taken.closes is not None:
        return _close(session, by, begun, taken, taken.closes, calls)
    about: list[int | None] = [*calls] or [None]
    decisions = [
        Decision(
            meeting=begun,
            minute=taken.minute.strip(),
            what=taken.what or Decided.NOTED,
            words=taken.words.strip(),
            call=call,
        )
        for call in about
    ]
    record_all(session, decisions, by)
    return decisions


def take_decision_back(session: Session, by: int, kind: str, id: int) -> Decision | Closure:
    """By its author, while nobody has confirmed it."""
    refuse_unless_recorder(session, by)
    if kind not in KINDS:
        raise NotFound("A meeting has decisions and closures; it has nothing else by that name.")
    row = get(session, KINDS[kind], id, kind)
    if row.recorded_by != by:
        raise NotAllowed("Only who entered a decision takes it back; send it back with a comment.")
    refuse_reviewed(session, row)
    if row.removed or _has_later(session, row):
        raise Refused("It was taken back already.")
    told = row.model_dump(exclude={"id", "recorded_by", "recorded_at", "supersedes", "removed"})
    return record(session, type(row)(**told, removed=True, supersedes=row.key), by)


def _close(
    session: Session, by: int, begun: int, taken: Taken, closes: bool, calls: Sequence[int]
) -> list[Closure]:
    before = {call: newest_on(session, Closure, call) for call in calls}
    for call in calls:
        _refuse_overlapping(session, before[call])
        if is_closed(session, call) is closes:
            state = "closed already" if closes else "not closed"
            raise Refused(calls=f"One of them is {state}; nothing was entered.")
    rows = [
        Closure(
            call=call,
            meeting=begun,
            closes=closes,
            reason=taken.words.strip(),
            minute=taken.minute.strip(),
            supersedes=before[call].key if before[call] else None,  # type: ignore[union-attr]
        )
        for call in calls
    ]
    record_all(session, rows, by)
    return rows


def _refuse_overlapping(session: Session, newest: Closure | None) -> None:
    """One that was sent back, or taken back, gives way to the next."""
    if newest is None or newest.removed or reviews(session, newest):
        return
    code = code_of(session, newest.recorded_by)
    raise Refused(
        calls=f"{code} has entered a decision on one of them, which waits for a second person: "
        "confirm it or send it back first."
    )


def _has_later(session: Session, row: Decision | Closure) -> bool:
    kind = type(row)
    return session.exec(select(kind.id).where(kind.supersedes == row.id)).first() is not None


def _refuse_not_held(meeting: BoardMeeting, today: date) -> None:
    if meeting.removed:
        raise Refused("That meeting was called off; it has decided nothing.")
    if meeting.on > today:
        raise Refused(
            f"That meeting is on {rules.spoken(meeting.on)}; what it decides is entered once it "
            "was held."
        )


def _refuse_wrong(taken: Taken) -> None:
    refused = too_long(taken, LONGEST)
    if not taken.minute.strip():
        refused["minute"] = "Give the number of the minute, so that anybody can look it up."
    if taken.what is None and taken.closes is None:
        refused["what"] = "Choose what was decided."
    if taken.closes is not None and not taken.calls:
        refused["calls"] = "Choose at least one measure that it closes or opens again."
    if not taken.words.strip():
        refused["words"] = "Say in a sentence what was decided and why."
    for name in ("minute", "words"):
        if named := a_person(getattr(taken, name)):
            refused[name] = (
                f"“{named}” looks like a person. Say what was decided without names: a record "
                "that is seized would say who sits on the board."
            )
    if refused:
        raise Refused(**refused)
