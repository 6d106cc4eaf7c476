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


@pytest.mark.parametrize(
    "chosen",
    [
        "all small letters and long",
        "4711 0815 9462 3177 5502",
        "ရေကန်ဘေးမှာ ကြာပန်းဖြူ",
        "   spaces before and behind   ",
        "Four or Five SAMPLE words " * 8,
    ],
)
def test_a_password_may_be_anything_long_and_is_taken_to_the_letter(chosen: str) -> None:
    stored = passwords.hashed(chosen)
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.matches(stored, chosen)
    for other in (chosen.strip() + ".", chosen.swapcase() + ".", chosen[:-1], chosen + " "):
        assert not passwords.matches(stored, other)


def test_a_password_takes_over_what_a_hash_costs_today() -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=1024).hash("four or five sample words")
    renewed = passwords.renewed(cheap, "four or five sample words")
    assert renewed != cheap
    assert passwords.matches(renewed, "four or five sample words")
    assert passwords.renewed(renewed, "four or five sample words") == renewed
