"""What opens words, people's access or a way out takes more than a session that was left
open: a code from the phone, given in this session a short while ago."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlmodel import Session, col, delete

from recommendations.errors import Refused
from recommendations.models.base import now
from tracker.accounts import second_factor, tries
from tracker.accounts.hashing import token_hash
from tracker.accounts.models import CodeGiven
from tracker.clock import within
from tracker.database import Database
from tracker.logs import Event, say

FRESH = timedelta(minutes=10)
NO_PHONE = (
    "This takes a code from your phone, and none is set up yet. "
    "Set one up on your account page, then come back."
)


@contextmanager
def counted(database: Database, person: int) -> Iterator[Session]:
    """Writing, where a code or a password may turn out wrong: then nothing is saved, and
    it counts as a try of this person."""
    try:
        with database.writing() as session:
            yield session
    except tries.Wrong as wrong:
        with database.writing() as session:
            tries.failed(session, tries.code_of(person))
        say(wrong.event, person=person)
        raise
    except tries.TooMany:
        say(Event.TOO_MANY, person=person)
        raise


def given(session: Session, token: str) -> None:
    """A code was just given in the session of this token."""
    session.exec(delete(CodeGiven).where(col(CodeGiven.at) <= now() - FRESH))
    session.merge(CodeGiven(token_hash=token_hash(token), at=now()))


def is_fresh(session: Session, token: str) -> bool:
    found = session.get(CodeGiven, token_hash(token))
    return found is not None and within(found.at, FRESH)


def refuse_unless_confirmed(session: Session, person: int, token: str, code: str) -> None:
    """Raises Refused with a sentence for the field `code`; to be asked within `counted`."""
    if is_fresh(session, token):
        return
    if not second_factor.confirmed(session, person):
        raise Refused(code=NO_PHONE)
    if not code.strip():
        raise Refused(code="Enter the code that your phone shows now.")
    second_factor.take(session, person, code)
    given(session, token)
