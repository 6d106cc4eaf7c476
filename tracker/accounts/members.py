"""Who belongs here, in which role: changes of a person stand in the history."""

from sqlmodel import Session

from recommendations.errors import NotAllowed, Refused
from recommendations.models import Person
from recommendations.records.people import person
from recommendations.records.writing import get, revise
from recommendations.vocabulary import Role
from tracker.accounts import feeds, weekly
from tracker.accounts.invitations import administrators
from tracker.accounts.sessions import sign_out_everywhere
from tracker.logs import Event, say_once_saved

LAST = "This is the last administrator; make someone else one first."


def change_role(session: Session, by: int, who: int, role: Role) -> Person:
    _refuse_unless_administrator(session, by)
    row = get(session, Person, who, "person")
    if role is not Role.ADMINISTRATOR:
        _refuse_last(session, row)
    row.role = role
    revise(session, row, by)
    say_once_saved(session, Event.ROLE_GIVEN, by=by, person=row.key, role=role.value)
    return row


def close(session: Session, by: int, who: int) -> Person:
    """At once: every session and private address of theirs ends with it. What they recorded
    stays."""
    _refuse_unless_administrator(session, by)
    row = get(session, Person, who, "person")
    _refuse_last(session, row)
    row.active = False
    revise(session, row, by)
    sign_out_everywhere(session, row.key)
    feeds.end_all(session, row.key)
    weekly.stop(session, row.key)
    say_once_saved(session, Event.ACCOUNT_CLOSED, by=by, person=row.key)
    return row


def reopen(session: Session, by: int, who: int) -> Person:
    _refuse_unless_administrator(session, by)
    row = get(session, Person, who, "person")
    row.active = True
    revise(session, row, by)
    say_once_saved(session, Event.ACCOUNT_OPENED, by=by, person=row.key)
    return row


def _refuse_unless_administrator(session: Session, by: int) -> None:
    if person(session, by).role is not Role.ADMINISTRATOR:
        raise NotAllowed("Administrators look after people and their roles.")


def _refuse_last(session: Session, row: Person) -> None:
    if [one.id for one in administrators(session)] == [row.id]:
        raise Refused(LAST)
