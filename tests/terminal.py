"""The command line, as a shell would run it, in this process."""

import sys
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlmodel import col, delete

from recommendations.models.base import now
from tracker.accounts.models import Account, SecondFactor
from tracker.commands import main
from tracker.database import Database

PASSWORD = "four or five sample words"
STORED = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
"""At a cost that only a test may have; what today's costs is tested where people sign in."""


class Terminal:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def at(self, home: Path, database_url: str = "") -> "Terminal":
        """With this home, and the database in it unless another is named."""
        self.monkeypatch.setenv("TRACKER_HOME", str(home))
        self.monkeypatch.setenv("TRACKER_DATABASE_URL", database_url)
        return self

    def run(self, *words: str) -> tuple[int, str, str]:
        """The exit status, what was printed, and what was said as an error."""
        self.monkeypatch.setattr(sys, "argv", ["tracker", *words])
        status = 0
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        said = self.capsys.readouterr()
        return status, said.out, said.err

    def say(self, *words: str) -> tuple[int, str]:
        """The exit status, and everything that was said."""
        status, printed, error = self.run(*words)
        return status, printed + error


def proof(database: Database, person: int, folder: Path) -> tuple[str, ...]:
    """Options with the password of this person and a code that was not used yet; an account
    is made for who has none, and another phone each time."""
    seed, file = pyotp.random_base32(), folder / "password"
    file.write_text(PASSWORD)
    with database.writing() as session:
        if session.get(Account, person) is None:
            address = f"person-{person}@example.org"
            session.add(Account(person=person, email=address, password_hash=STORED))
        session.exec(delete(SecondFactor).where(col(SecondFactor.person) == person))
        session.add(SecondFactor(person=person, seed=seed, confirmed_at=now()))
    return ("--password-file", str(file), "--code", pyotp.TOTP(seed).now())
