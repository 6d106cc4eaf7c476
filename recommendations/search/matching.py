"""Which records hold the words, best first: all of them together in a row before all of them
anywhere, then how well they fit, then the newest."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from recommendations.records import indexing
from recommendations.records.wording import Kind, Term, together
from recommendations.search.narrowing import Narrowed, Shape, of_kind
from recommendations.vocabulary import Role

MOST = 500
"""Of what holds the words, the newest so many are put in order; more are not looked through."""


def matching(
    session: Session,
    terms: Sequence[Term],
    narrowed: Narrowed,
    role: Role | None,
    most: int = MOST,
) -> tuple[list[tuple[Kind, int]], bool]:
    """At most so many, and whether there are more."""
    whole = together(terms)
    first = _ranked(session, [whole], narrowed, role, most) if whole else {}
    every = first if list(terms) == [whole] else _ranked(session, terms, narrowed, role, most)
    ranks = {**every, **first}
    best = sorted(ranks, key=lambda key: (key not in first, ranks[key], -key))
    return [indexing.named(key) for key in best[:most]], len(best) > most


def _ranked(
    session: Session, terms: Sequence[Term], narrowed: Narrowed, role: Role | None, most: int
) -> dict[int, float]:
    shape = narrowed.shape()
    values = {**narrowed.values(), "asked": indexing.expression(session, terms), "most": most + 1}
    in_a_row = any(len(term.words) > 1 for term in terms)
    found: dict[int, float] = {}
    for quotes in (False, True):
        kinds = tuple(kind for kind in shape.kinds() if (kind is Kind.QUOTE) is quotes)
        if kinds:
            statement = _statement(indexing.is_sqlite(session), kinds, shape, role, in_a_row)
            found.update((row[0], row[1]) for row in session.execute(statement, values))
    return found


@lru_cache(maxsize=256)
def _statement(
    sqlite: bool, kinds: tuple[Kind, ...], shape: Shape, role: Role | None, in_a_row: bool
) -> sa.Select[Any]:
    """Kept, because building it takes longer than asking it. Words in a row are seldom;
    PostgreSQL takes them for as frequent as the words, and would walk along the keys."""
    key = indexing.key_column(sqlite)
    first, last = min(kinds) * indexing.ROOM, (max(kinds) + 1) * indexing.ROOM
    wanted = [_is(kind, key, shape, role) for kind in kinds]
    return (
        sa.select(key, indexing.fits(sqlite))
        .select_from(sa.text(indexing.TABLE))
        .where(indexing.holds(sqlite), key >= first, key < last, sa.or_(*wanted))
        .order_by((key + 0 if in_a_row and not sqlite else key).desc())
        .limit(sa.bindparam("most"))
    )


def _is(kind: Kind, key: Any, shape: Shape, role: Role | None) -> sa.ColumnElement[bool]:
    first: Any = sa.literal_column(str(kind * indexing.ROOM))
    after: Any = sa.literal_column(str((kind + 1) * indexing.ROOM))
    return sa.and_(key >= first, key < after, of_kind(kind, key - first, shape, role))
