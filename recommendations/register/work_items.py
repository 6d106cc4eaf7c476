"""One item of the worklist, as it is computed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from recommendations.urgency import WorkFact
from recommendations.vocabulary import WorkKind


@dataclass(frozen=True)
class WorkItem:
    """`key` stays the same as long as it is the same work; `facts` changes with what it was
    computed from. `where` is the place of the work. Of a review, `author` recorded what
    waits, and `opens` and `compared` say who may do it."""

    key: str
    kind: WorkKind
    words: str
    where: str
    since: date
    due: date | None = None
    facts: str = ""
    addressee: str = ""
    """Its code; empty where it concerns none."""
    of: str = ""
    """Its short name."""
    place: int | None = None
    """Of the recommendation."""
    author: int = 0
    opens: bool = False
    compared: bool = False

    @property
    def seen_at(self) -> str:
        """For whoever records nothing: where it is read."""
        if self.where.startswith("/looked"):
            return f"/recommendations/{self.place}/{self.addressee}"
        return "/due" if self.where.startswith("/due/") else self.where.removesuffix("/update")

    @property
    def fact(self) -> WorkFact:
        return WorkFact(self.key, self.kind, self.since, self.due)


def facts_of(parts: Iterable[object]) -> str:
    """Short, and another one when any part is."""
    told = "\0".join(str(part) for part in parts)
    return hashlib.sha256(told.encode()).hexdigest()[:32]
