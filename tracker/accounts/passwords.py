"""Passwords: argon2id, and the same time for an address that has no account."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlmodel import Session
from zxcvbn import zxcvbn

from recommendations.errors import Refused
from tracker.accounts import tries
from tracker.accounts.models import Account

SHORTEST = 15
EASY = "That is one of the first that somebody would try; use four or five words of your own."
OURS = ("myanmar", "burma", "yangon", "defector", "revolution", "recommendation", "tracker",
        "peoplesgoal", "people's goal", "administrator")  # fmt: skip
"""What somebody who guesses here tries first, beside what is common everywhere."""
ENOUGH = 14
"""Guesses as a power of ten: some weeks for somebody who has the hash and much money."""
LOOKED_AT = 72
"""Letters: judging takes longer than in proportion, and more of them never weaken it."""
_hasher = PasswordHasher()
_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$Ph450HcBRZJHFvFdUHyd8w$g5EzDr"
    "zsOpE+ArzMFt0eEq36taYh3aqS/RJvpzhQOXw"
)
"""The hash of a password that opens nothing. A test holds its cost to today's."""


def hashed(password: str) -> str:
    """Raises Refused, at `password`, for one that is too short or easy to guess."""
    refuse_easy(password)
    return _hasher.hash(password)


def refuse_easy(password: str) -> None:
    if len(password) < SHORTEST:
        raise Refused(
            password=f"Use at least {SHORTEST} letters; four or five words that you can remember."
        )
    judged = zxcvbn(password[:LOOKED_AT], user_inputs=list(OURS))
    if judged["guesses_log10"] < ENOUGH:
        raise Refused(password=EASY)


def matches(password_hash: str | None, password: str) -> bool:
    try:
        _hasher.verify(password_hash or _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None


def renewed(password_hash: str, password: str) -> str:
    """The same, unless it was made at a lower cost than today's."""
    if not _hasher.check_needs_rehash(password_hash):
        return password_hash
    return _hasher.hash(password)


def refuse_wrong(session: Session, person: int, password: str) -> Account:
    """Before somebody changes how they sign in. Raises tries.Wrong, or TooMany."""
    tries.refuse_too_many_of(session, person)
    account = session.get(Account, person)
    if account is None or not matches(account.password_hash, password):
        raise tries.Wrong(current="That is not your password.")
    return account
