"""Who does an item of the worklist, and until when it is put off. The list itself is computed;
only this is recorded about it."""

from datetime import date

from sqlmodel import Session

from recommendations.arriving import one_line
from recommendations.errors import NotFound, Refused
from recommendations.models import Assignment, Person, Snooze
from recommendations.records.hidden import refuse_kept
from recommendations.records.people import person
from recommendations.records.writing import record
from recommendations.register.work_items import WorkItem
from recommendations.urgency import wrong_snooze

LONGEST = 300


def assign(session: Session, by: int, item: WorkItem, to: int | None) -> Assignment:
    """To any active person, or to nobody any more; anyone with an account may say so."""
    person(session, by)
    if to is not None:
        whom = session.get(Person, to)
        if whom is None:
            raise NotFound("There is nobody here by that name.")
        if not whom.active:
            raise Refused(to=f"{whom.code} has no account any more; choose somebody who has.")
    return record(session, Assignment(item=item.key, kind=item.kind, person=to), by)


def snooze(session: Session, by: int, today: date, item: WorkItem, until: date, why: str) -> Snooze:
    """It comes back on that day, or earlier, once what it is computed from has changed."""
    person(session, by)
    said = one_line(why)
    refused = {}
    if not said:
        refused["why"] = "Say why it can wait, so that a colleague does not do it all the same."
    elif len(said) > LONGEST:
        refused["why"] = f"{len(said)} letters are too many; at most {LONGEST}."
    if sentence := wrong_snooze(until, today):
        refused["until"] = sentence
    if refused:
        raise Refused(**refused)
    refuse_kept(session, {"why": said})
    row = Snooze(item=item.key, kind=item.kind, until=until, why=said, facts=item.facts)
    return record(session, row, by)
