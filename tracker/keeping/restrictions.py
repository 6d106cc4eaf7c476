"""The ledger of restrictions: what keeps words inside, outside the database, so that a backup
from before does not let them out. No words, no reason, nobody's name."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from recommendations.errors import Refused
from tracker.keeping import ledger

NAME = "restrictions.jsonl"


class What(StrEnum):
    EMBARGO = "embargo"
    TIER = "tier"
    FLAG = "flag"
    CONSENT = "consent"
    SWITCH = "switched off"
    DECISION = "decision taken back"
    SPOKEN = "said under a stricter word"


@dataclass(frozen=True)
class Restriction:
    """`value` is a day, a tier, a flag, a state, or the word under which something was said.
    The source goes by the SHA-256 of its raw bytes; all of it where `end` is 0. `names` are
    audiences by code, people by number."""

    what: What
    value: str
    at: str
    source: str = ""
    start: int = 0
    end: int = 0
    level: int = 0
    names: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """The same for whatever says the same again, and for embargoes of any length."""
        value = "" if self.what is What.EMBARGO else self.value
        return (self.what, value, self.source, self.start, self.end, self.level, self.names)

    @property
    def reach(self) -> str:
        """How far it goes: what reaches further stands for it. Times are all UTC."""
        return self.value if self.what is What.EMBARGO else self.at


def append(home: Path, entries: Iterable[Restriction]) -> None:
    """On the disk when it returns. Raises OSError."""
    ledger.append_lines(home, NAME, [f"{json.dumps(asdict(entry))}\n" for entry in entries])


def read(home: Path) -> list[Restriction]:
    """Oldest first. Lines that a crash cut off are passed over. Raises Refused where it is
    there and cannot be read."""
    try:
        lines = (home / NAME).read_text(errors="replace").split("\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        said = f"The ledger of restrictions {home / NAME} cannot be read: {error.strerror}."
        raise Refused(said) from error
    found = (_restriction(line) for line in lines)
    return sorted((one for one in found if one), key=lambda one: one.at)


def _restriction(line: str) -> Restriction | None:
    try:
        told = json.loads(line)
        names = tuple(str(name) for name in told.pop("names"))
        one = Restriction(What(told.pop("what")), names=names, **told)
        numbers = all(isinstance(n, int) for n in (one.start, one.end, one.level))
        words = all(isinstance(w, str) for w in (one.value, one.at, one.source))
        return one if numbers and words and 0 <= one.start <= one.end else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
