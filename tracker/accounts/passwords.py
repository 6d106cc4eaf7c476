"""Passwords: argon2id, and the same time for an address that has no account."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from recommendations.errors import Refused

SHORTEST = 15
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
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    try:
        _hasher.verify(password_hash or _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None
