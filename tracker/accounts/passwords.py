"""Passwords: argon2id, and the same time for an address that has no account."""

import re

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlmodel import Session

from recommendations.errors import Refused
from tracker.accounts import tries
from tracker.accounts.models import Account

SHORTEST = 15
EASY = "That is one of the first that somebody would try; use four or five words of your own."
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1234567890",
    "0123456789",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "!@#$%^&*()",
)
_FIRST_TRIED = (
    *("administrator", "changeme", "correcthorsebatterystaple", "defector", "dragon", "football"),
    *("freedom", "iloveyou", "letmein", "master", "monkey", "myanmar", "passphrase", "password"),
    *("passwort", "peoplesgoal", "princess", "qwerty", "recommendation", "revolution", "secret"),
    *("sunshine", "superman", "tracker", "trustno", "welcome", "yangon", "admin", "burma", "login"),
    *("abc", "asdf", "goal", "nug", "people", "peoples", "the", "and", "this", "is", "my"),
)
_hasher = PasswordHasher()
_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$Ph450HcBRZJHFvFdUHyd8w$g5EzDr"
    "zsOpE+ArzMFt0eEq36taYh3aqS/RJvpzhQOXw"
)
"""The hash of a password that opens nothing. A test holds its cost to today's."""


def hashed(password: str) -> str:
    if len(password) < SHORTEST:
        raise Refused(
            password=f"Use at least {SHORTEST} letters; four or five words that you can remember."
        )
    if len(set(password.casefold())) < 6:
        raise Refused(password="That repeats too few letters; use four or five words.")
    if _is_easy(password.casefold()):
        raise Refused(password=EASY)
    return _hasher.hash(password)


def _is_easy(password: str) -> bool:
    """A row of keys, something short over and over, or nothing but words that everybody
    tries."""
    rows = [row for keys in _ROWS for row in (keys * 4, keys[::-1] * 4)]
    if any(password in row for row in rows):
        return True
    units = (password[:size] for size in range(1, 8))
    if any((unit * len(password)).startswith(password) for unit in units):
        return True
    letters = left = re.sub(r"[\W\d_]", "", password)
    for word in sorted(_FIRST_TRIED, key=len, reverse=True):
        left = left.replace(word, "")
    return bool(letters) and len(left) < 4


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
