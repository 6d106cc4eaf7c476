"""The door of a service that runs: shut while a backup is put in place of its record."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from recommendations.errors import Refused
from tracker.database import Unavailable

PATIENCE = 15
"""Seconds for those who are inside to finish."""


class Shut(Unavailable):
    """A request that came while the door was shut. Nothing was saved."""


class Door:
    """Every request goes through it. Whoever shuts it is inside as well, alone."""

    def __init__(self) -> None:
        self._inside = 0
        self._shut = False
        self._changed = threading.Condition()

    @contextmanager
    def through(self) -> Iterator[None]:
        with self._changed:
            if self._shut:
                raise Shut("A backup is being put back. Nothing was saved; come back in a minute.")
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def shut(self, patience: float = PATIENCE) -> Iterator[None]:
        """Raises Refused where another shuts it already, or somebody does not finish."""
        with self._changed:
            if self._shut:
                raise Refused("Somebody else is putting a backup back at this moment.")
            self._shut = True
            alone = self._changed.wait_for(lambda: self._inside <= 1, patience)
        try:
            if not alone:
                raise Refused(
                    "Somebody is in the middle of something that takes long. Nothing was changed; "
                    "try again in a minute."
                )
            yield
        finally:
            with self._changed:
                self._shut = False
