"""Who does something: every change is made by a known person or by set-up."""

from sqlmodel import Session, select

from recommendations.errors import Changed, NotAllowed
from recommendations.models import Person, Recorded
from recommendations.vocabulary import Role

LOOK_AGAIN = "Look at it as it is now, and change it again if yours still holds."
COMPARE = "Nothing of yours is lost: compare both, and save yours all the same if it still holds."
RECORDERS = frozenset({Role.EDITOR, Role.ADMINISTRATOR})


def person(session: Session, id: int) -> Person:
    found = session.get(Person, id)
    if found is None or not found.active:
        raise NotAllowed("This account is not active.")
    return found


def named(session: Session, code: str) -> Person | None:
    return session.exec(select(Person).where(Person.code == code)).one_or_none()


def refuse_unless_own(row: Recorded, by: int) -> None:
    """A proposal of the import is anyone's to take; a draft is its author's."""
    if row.recorded_by not in {None, by}:
        raise NotAllowed("Only its author changes or removes a draft; a second person reviews it.")


def refuse_unless_recorder(session: Session, by: int) -> Person:
    """Editors and administrators record."""
    who = person(session, by)
    if who.role not in RECORDERS:
        raise NotAllowed("Editors and administrators record; you can read and review.")
    return who


def code_of(session: Session, id: int | None) -> str:
    """For a sentence: what set-up recorded is someone's."""
    who = session.get(Person, id) if id is not None else None
    return who.code if who else "someone"


def was_faster(session: Session, saved: Recorded, did: str, then: str = LOOK_AGAIN) -> Changed:
    """To be raised where `saved` came between what was shown and what is saved now; `did`
    goes on from whose it is: "changed this office"."""
    return Changed(f"While you were writing, {code_of(session, saved.recorded_by)} {did}. {then}")
