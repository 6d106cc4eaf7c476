"""Whether the tracker is being served from a home: nothing is put in place under it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from recommendations.errors import Refused

NAME = "serving"
SERVED = "The tracker is being served; stop it first. Nothing was changed."
OTHERS = (
    "Another process serves this home too. Nothing was changed; stop all of them and use "
    "tracker restore at the machine."
)
_here: dict[Path, IO[str]] = {}
"""Homes that this very process serves."""


@contextmanager
def serving(home: Path) -> Iterator[None]:
    """Held by every process that serves; the system lets go of it when one ends."""
    with (home / NAME).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        _here[home.resolve()] = held
        try:
            yield
        finally:
            _here.pop(home.resolve(), None)


@contextmanager
def stopped(home: Path, within: bool = False) -> Iterator[None]:
    """`within` is for the service itself, which has shut its door: then no other process
    may serve this home."""
    held = _here.get(home.resolve()) if within else None
    if held:
        with _alone(held, OTHERS):
            yield
        return
    with (home / NAME).open("w") as own, _alone(own, SERVED):
        yield


@contextmanager
def _alone(held: IO[str], otherwise: str) -> Iterator[None]:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _share(held)
        raise Refused(otherwise) from None
    try:
        yield
    finally:
        _share(held)


def _share(held: IO[str]) -> None:
    """Back to being one of those who serve: the system may have let go of it."""
    with suppress(OSError):
        fcntl.flock(held, fcntl.LOCK_SH)
