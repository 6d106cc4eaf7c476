"""Whether the machine's clock can be believed. Nothing that leaves rests on one that cannot:
an embargo would be over years too early."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from recommendations.models.base import now
from recommendations.rules import spoken

A_LITTLE = timedelta(minutes=5)
"""Clocks of machines are set right by so much."""
A_JUMP = timedelta(days=1)
"""More than that is no correction, while the service runs."""
QUIET = timedelta(days=400)
"""No organisation records nothing for so long without looking."""

JUMPED = (
    "and jumped there while the tracker was running (if it is right now, start the tracker again)"
)


class Clock:
    """Held against two things: the newest record, and a clock of the system that counts
    from its start and that nobody sets."""

    def __init__(self) -> None:
        self._began, self._counted = now(), _counter()

    def odd(self, lately: Sequence[datetime]) -> str:
        """A sentence, or nothing where the clock can be believed. `lately` are the times
        of the last records, newest first: one of them alone may be wrong itself."""
        at = now()
        if lately and at < lately[0] - A_LITTLE:
            return _sentence(at, f"which is before the newest record, of {spoken(lately[0])}")
        elapsed = timedelta(seconds=_counter() - self._counted)
        if at - self._began - elapsed > A_JUMP:
            return _sentence(at, JUMPED)
        if lately and at - max(lately) > QUIET:
            return _sentence(at, f"long after the newest record, of {spoken(max(lately))}")
        return ""


def _sentence(at: datetime, why: str) -> str:
    return (
        f"The clock of this machine says {spoken(at)}, {why}. Whatever is recorded now bears that "
        "date, and nothing leaves. Set the clock right."
    )


def _counter() -> float:
    """Goes on while the machine sleeps, where the system has such a clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def within(at: datetime, lasts: timedelta) -> bool:
    """Whether something of that time still counts. What is dated in the future does not:
    it was made under a wrong clock, and would last for years."""
    return -A_LITTLE <= now() - at < lasts
