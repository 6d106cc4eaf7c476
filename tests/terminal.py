"""The command line, as a shell would run it, in this process."""

import sys
from pathlib import Path

import pytest

from tracker.commands import main


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
