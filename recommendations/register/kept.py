"""What was read once and is kept as long as nothing is written.

Every write moves the head of the history, which is part of what it is kept by, so nobody
reads what was true before. What can be told from the few changes that came since need not be
read again as a whole. Only for what does not depend on the reader: who may read which words is
asked anew each time. Titles and labels of recommendations are in it: those whose words are
sealed are left out for everybody.
"""

import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from sqlmodel import Session

from recommendations.records import chain
from recommendations.records.chain import Head, Link

T = TypeVar("T")
MOST = 16
FEW = 200
"""Changes; after more, everything is read again."""
_KEPT: OrderedDict[tuple[Hashable, ...], tuple[Head, Any]] = OrderedDict()


def kept(
    session: Session,
    what: tuple[Hashable, ...],
    read: Callable[[], T],
    move: Callable[[T, Sequence[Link]], T | None] | None = None,
) -> T:
    """`what` names it, with the days that it is about. `move` says what became of it by these
    changes; None where it has to be read again. It leaves what it is given as it was."""
    key = (str(session.get_bind().engine.url), *what)
    head = chain.head(session)
    found: T | None = None
    if key in _KEPT:
        before, then = _KEPT[key]
        found = then if before == head else _moved(session, before, then, move)
    if found is None:
        found = _at_once(read)
    _KEPT.pop(key, None)
    _KEPT[key] = head, found
    while len(_KEPT) > MOST:
        _KEPT.popitem(last=False)
    return found


def _moved(
    session: Session,
    before: Head,
    then: T,
    move: Callable[[T, Sequence[Link]], T | None] | None,
) -> T | None:
    if move is None:
        return None
    links = chain.since(session, before, FEW)
    return None if links is None else move(then, links)


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
    """For measuring what the first reading of a process takes."""
    _KEPT.clear()
