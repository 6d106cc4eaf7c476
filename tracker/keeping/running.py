"""Whether the tracker is being served from a home: nothing is put in place under it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recommendations.errors import Refused

NAME = "serving"


@contextmanager
def serving(home: Path) -> Iterator[None]:
    """Held by every process that serves; the system lets go of it when one ends."""
    with (home / NAME).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        yield


@contextmanager
def stopped(home: Path) -> Iterator[None]:
    with (home / NAME).open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                "The tracker is being served; stop it first. Nothing was changed."
            ) from None
        yield
