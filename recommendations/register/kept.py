"""What was read once and is kept as long as nothing is written.

Every write moves the head of the history, which is part of what it is kept by, so nobody
reads what was true before. Only for values without words: who may read which words is asked
anew each time.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlmodel import Session

from recommendations.records import chain

T = TypeVar("T")
MOST = 16
_KEPT: OrderedDict[tuple[Hashable, ...], Any] = OrderedDict()


def kept(session: Session, what: tuple[Hashable, ...], read: Callable[[], T]) -> T:
    """`what` names it, with the days that it is about."""
    key = (str(session.get_bind().engine.url), chain.head(session).hash, *what)
    found: T | None = _KEPT.get(key)
    if found is None:
        found = _KEPT[key] = read()
        while len(_KEPT) > MOST:
            _KEPT.popitem(last=False)
    return found


def forget() -> None:
    """For measuring what the first reading after a write takes."""
    _KEPT.clear()
