"""Passwords."""

import pytest
from argon2 import PasswordHasher

from recommendations.errors import Refused
from tracker.accounts import passwords


def test_an_address_without_an_account_costs_as_much_as_one_with() -> None:
    assert not PasswordHasher().check_needs_rehash(passwords._NOBODY)
    assert not passwords.matches(None, "an account that does not exist")


def test_a_password_opens_its_own_account_only() -> None:
    stored = passwords.hashed("four sample words together")
    assert passwords.matches(stored, "four sample words together")
    assert not passwords.matches(stored, "four sample words apart")
    assert not passwords.matches("not a hash", "four sample words together")


@pytest.mark.parametrize(
    "weak",
    [
        "short",
        "fourteen chars",
        "aaaaaaaaaaaaaaaaaaaa",
        "qwertyuiopasdfghjkl",
        "0987654321098765",
        "Password Password 1!",
        "abcdefghijklmnopqrst",
        "sample1sample1sample1",
        "welcome to 2026 myanmar",
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(weak: str) -> None:
    with pytest.raises(Refused, match="words"):
        passwords.hashed(weak)
