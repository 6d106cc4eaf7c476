"""The key that signs forms: a new one makes every open form too old to be taken."""

import secrets
from contextlib import suppress
from pathlib import Path

from tracker.keeping.disk import write_whole

NAME = "secret"


def rotate(home: Path) -> None:
    """Every process that serves this home takes it from the next request on."""
    write_whole(home / NAME, secrets.token_hex(32))


def secret(home: Path) -> str:
    """Made once and readable by nobody else."""
    file = home / NAME
    if not file.exists() or not file.stat().st_size:
        rotate(home)
    return file.read_text()


class CurrentKey:
    """The key as it is now: looked for on every request, read again when it is new."""

    def __init__(self, home: Path) -> None:
        self._file = home / NAME
        self._key = secret(home)
        self._mark = self._look()

    def __call__(self) -> str:
        """The last one that could be read, should the file be away for a moment."""
        mark = self._look()
        if mark and mark != self._mark:
            with suppress(OSError):
                self._key, self._mark = self._file.read_text() or self._key, mark
        return self._key

    def _look(self) -> tuple[int, int] | None:
        with suppress(OSError):
            about = self._file.stat()
            return about.st_ino, about.st_mtime_ns
        return None
