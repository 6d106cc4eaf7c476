"""What was read once and is kept as long as nothing is written.

Every write moves the head of the history, which is part of what it is kept by, so nobody
reads what was true before. Only for what does not depend on the reader: who may read which
words is asked anew each time. Titles and labels of recommendations are in it: those whose
words are sealed are left out for everybody.
"""

import gc
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
        found = _KEPT[key] = _at_once(read)
        while len(_KEPT) > MOST:
            _KEPT.popitem(last=False)
    return found


def _at_once(read: Callable[[], T]) -> T:
    """Tens of thousands of small values that stay: the collector would go through all there
    is again and again, which takes a third of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        return read()
    finally:
        if collects:
            gc.enable()


def forget() -> None:
    """For measuring what the first reading after a write takes."""
    _KEPT.clear()
