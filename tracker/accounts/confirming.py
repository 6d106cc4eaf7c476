"""What opens words to the outside takes more than a session that was left open: a code
from the phone, given in this session a short while ago."""

from datetime import timedelta

from sqlmodel import Session, col, delete

from recommendations.errors import Refused
from recommendations.models.base import now
from tracker.accounts import second_factor, tries
from tracker.accounts.hashing import token_hash
from tracker.accounts.models import CodeGiven

FRESH = timedelta(minutes=10)
NO_PHONE = (
    "What opens words to the outside, or destroys them, takes a code from your phone, and none "
    "is set up yet. "
    "Set one up on your account page, then come back."
)


class WrongCode(Refused):
    """Counts as a try."""


def given(session: Session, token: str) -> None:
    """A code was just given in the session of this token."""
    session.exec(delete(CodeGiven).where(col(CodeGiven.at) <= now() - FRESH))
    session.merge(CodeGiven(token_hash=token_hash(token), at=now()))


def is_fresh(session: Session, token: str) -> bool:
    found = session.get(CodeGiven, token_hash(token))
    return found is not None and now() - found.at < FRESH


def refuse_unless_confirmed(session: Session, person: int, token: str, code: str) -> None:
    """Raises Refused with a sentence for the field `code`."""
    if is_fresh(session, token):
        return
    if not second_factor.confirmed(session, person):
        raise Refused(code=NO_PHONE)
    tries.refuse_too_many(session, {tries.code_of(person): tries.FOR_AN_ACCOUNT})
    if not code.strip():
        raise Refused(code="Enter the code that your phone shows now.")
    if not second_factor.accepts(session, person, code):
        raise WrongCode(code=second_factor.WRONG)
    given(session, token)
