"""Rounds: what one person asked for several audiences at once, done one audience after the
other while they read how far it is. What was done stands in the record; how far a round is
only this process knows, and after a stop whoever asked begins another with what is left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Event as Flag
from threading import Lock, Thread

from recommendations.errors import Refused
from tracker.database import Unavailable
from tracker.logs import Event, place, say

BUSY = "What you began before is still going on. Nothing was begun; wait until it is through."
FAILED = "This failed, and nothing of it was saved. Whoever runs the tracker finds why in the log."
PATIENCE = 20
"""Seconds for the audience that is being worked on when the service closes."""


class State(StrEnum):
    WAITS = "waits its turn"
    AT_WORK = "being made now"
    DONE = "done"
    REFUSED = "not done"


@dataclass(frozen=True)
class Step:
    audience: str
    state: State = State.WAITS
    said: str = ""
    """What came of it, in a sentence."""

    @property
    def goes_on(self) -> bool:
        return self.state in {State.WAITS, State.AT_WORK}


class Rounds:
    def __init__(self) -> None:
        self._lock = Lock()
        self._steps: dict[int, list[Step]] = {}
        self._threads: list[Thread] = []
        self._closing = Flag()

    def begin(self, by: int, audiences: Sequence[str], work: Callable[[str], str]) -> None:
        """`work` does one audience whole or not at all, and returns what came of it; what it
        refuses stops no other. Raises Refused while an earlier round of this person goes on."""
        with self._lock:
            if any(step.goes_on for step in self._steps.get(by, ())):
                raise Refused(BUSY)
            self._steps[by] = [Step(audience) for audience in dict.fromkeys(audiences)]
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            thread = Thread(target=self._go, args=(by, work), daemon=True)
            self._threads.append(thread)
            thread.start()

    def steps(self, by: int) -> tuple[Step, ...]:
        """Of this person's latest round."""
        with self._lock:
            return tuple(self._steps.get(by, ()))

    def close(self) -> None:
        self._closing.set()
        with self._lock:
            threads = tuple(self._threads)
        for thread in threads:
            thread.join(PATIENCE)

    def _go(self, by: int, work: Callable[[str], str]) -> None:
        for number, step in enumerate(self.steps(by)):
            if self._closing.is_set():
                return
            self._set(by, number, replace(step, state=State.AT_WORK))
            self._set(by, number, _done(step, work))

    def _set(self, by: int, number: int, step: Step) -> None:
        with self._lock:
            self._steps[by][number] = step


def _done(step: Step, work: Callable[[str], str]) -> Step:
    try:
        return replace(step, state=State.DONE, said=work(step.audience))
    except (Refused, Unavailable) as refused:
        said = " ".join(refused.sentences.values())
        return replace(step, state=State.REFUSED, said=said)
    except Exception as error:
        say(Event.FAILED, error=type(error).__name__, at=place(error))
        return replace(step, state=State.REFUSED, said=FAILED)
