"""Which records hold the words, best first: all of them together in a row before all of them
anywhere, then how well they fit, then the newest."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations.models import Quote
from recommendations.records import indexing, passages
from recommendations.records.near import QUOTES, about, numbers
from recommendations.records.wording import Kind, Term, together
from recommendations.search.narrowing import (
    Narrowed,
    Shape,
    Wanted,
    of_kind,
    of_passages,
    read_kept,
)
from recommendations.vocabulary import Role

MOST = 500
"""Of what holds the words, the newest so many are put in order; more are not looked through."""
FIRST_LOOK, ALL = 4, 2**31
"""How many times as many PostgreSQL looks at, where it may have to leave some out."""


def matching(
    session: Session,
    terms: Sequence[Term],
    narrowed: Narrowed,
    role: Role | None,
    most: int = MOST,
) -> tuple[list[tuple[Kind, int]], bool]:
    """At most so many, and whether there are more. What is on record stands before passages
    of texts, which are looked for only where that leaves room."""
    whole, shape = together(terms), narrowed.shape()
    values = {**narrowed.values(), **read_kept(session, role), "most": most + 1}

    def ranked(some: Sequence[Term]) -> dict[int, float]:
        found = _ranked(session, some, shape, role, values)
        if role is not None and len(found) <= most and Kind.PASSAGE in shape.kinds():
            found |= _passages(session, some, shape, values, found)
        return found

    first = ranked([whole]) if whole else {}
    every = first if list(terms) == [whole] else ranked(terms)
    ranks = {**every, **first}
    texts = indexing.key(Kind.PASSAGE, 0)
    best = sorted(ranks, key=lambda key: (key not in first, key >= texts, ranks[key], -key))
    return [indexing.named(key) for key in best[:most]], len(best) > most


def _passages(
    session: Session,
    terms: Sequence[Term],
    shape: Shape,
    values: Mapping[str, Any],
    found: Mapping[int, float],
) -> dict[int, float]:
    """Those in which none of the quotes stands that were found as well."""
    held = passages.find(session, terms, of_passages(shape), dict(values))
    quotes = [id for kind, id in map(indexing.named, found) if kind is Kind.QUOTE]
    quoted: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for source, start, end in about(session, _PLACES, quotes) if held else ():
        quoted[source].append((start, end))
    return {
        indexing.key(Kind.PASSAGE, one.key): fit
        for one, fit in held
        if not any(a < one.end and one.start < b for a, b in quoted[one.source])
    }


_PLACES = sa.select(col(Quote.source), col(Quote.start), col(Quote.end)).where(
    col(Quote.id).in_(QUOTES)
)


def _ranked(
    session: Session,
    terms: Sequence[Term],
    shape: Shape,
    role: Role | None,
    values: Mapping[str, Any],
) -> dict[int, float]:
    asked = {**values, "asked": indexing.expression(session, terms)}
    in_a_row = any(len(term.words) > 1 for term in terms)
    found: dict[int, float] = {}
    for quotes in (False, True):
        kinds = tuple(
            kind
            for kind in shape.kinds()
            if (kind is Kind.QUOTE) is quotes and kind is not Kind.PASSAGE
        )
        if not kinds:
            continue
        if indexing.is_sqlite(session):
            found.update(map(tuple, session.execute(_on_sqlite(kinds, shape, role), asked)))
        else:
            asked["may_hold"] = indexing.pairs(terms)
            found.update(_looked(session, kinds, shape, role, in_a_row, asked))
    return found


@lru_cache(maxsize=256)
def _on_sqlite(kinds: tuple[Kind, ...], shape: Shape, role: Role | None) -> sa.Select[Any]:
    """Kept, because building it takes longer than asking it. Walks along the keys."""
    key = indexing.KEY_ON_SQLITE
    asked = [
        _is(kind, key, *wanted.of_many, *wanted.of_few)
        for kind, wanted in _wanted(kinds, shape, role, key).items()
    ]
    return (
        sa.select(key, indexing.FITS_ON_SQLITE)
        .select_from(sa.text(indexing.TABLE))
        .where(indexing.HOLDS_ON_SQLITE, *_among(kinds, key), sa.or_(*asked))
        .order_by(key.desc())
        .limit(sa.bindparam("most"))
    )


def _looked(
    session: Session,
    kinds: tuple[Kind, ...],
    shape: Shape,
    role: Role | None,
    in_a_row: bool,
    values: Mapping[str, Any],
) -> dict[int, float]:
    """What is dear to find out is asked of what may hold the words, the newest first, which
    mostly are enough. Apart, because a frequent word is looked up by another plan than a seldom
    one, and so the words stand in that statement: the dear one is planned once for all words."""
    dear = _dear(kinds, shape, role, in_a_row)
    may_hold, most = _on_postgresql(kinds, shape, role, ranked=dear is None), values["most"]
    if dear is None:
        return dict(map(tuple, session.execute(may_hold, {**values, "look": most})))
    found: dict[int, float] = {}
    for look in (most * FIRST_LOOK, ALL):
        keys = list(session.scalars(may_hold, {**values, "look": look}))
        found = dict(map(tuple, session.execute(dear, {**values, "keys": keys})))
        if len(found) >= most or len(keys) < look:
            break
    return found


@lru_cache(maxsize=256)
def _on_postgresql(
    kinds: tuple[Kind, ...], shape: Shape, role: Role | None, ranked: bool
) -> sa.Select[Any]:
    """Walks along the keys or looks the words up, whichever takes less."""
    key, source = indexing.KEY, indexing.SOURCE
    many = _wanted(kinds, shape, role, key, source)
    held = (
        sa.select(key.label("key"))
        .select_from(sa.text(indexing.TABLE))
        .where(indexing.MAY_HOLD, *_among(kinds, key))
        .where(sa.or_(*(_is(kind, key, *wanted.of_many) for kind, wanted in many.items())))
        .order_by(key.desc())
        .limit(sa.bindparam("look"))
    )
    if not ranked:
        return held
    found = held.cte("held")
    return sa.select(found.c.key, indexing.fits(found.c.key))


@lru_cache(maxsize=256)
def _dear(
    kinds: tuple[Kind, ...], shape: Shape, role: Role | None, in_a_row: bool
) -> sa.Select[Any] | None:
    """Of these keys, one after the other, until there are enough: PostgreSQL keeps the order of
    the list. None where there is no such thing to ask."""
    key, source = indexing.KEY, indexing.SOURCE
    held = (
        sa.select(key.label("key"), source.label("source"))
        .select_from(sa.text(indexing.TABLE))
        .where(key.in_(numbers("keys")))
        .order_by(key.desc())
        .cte("held")
        .prefix_with("MATERIALIZED")
    )
    asked = [
        condition
        for wanted in _wanted(kinds, shape, role, held.c.key, held.c.source).values()
        for condition in wanted.of_few
    ]
    if in_a_row:
        asked.insert(0, indexing.holds(held.c.key))
    if not asked:
        return None
    found = sa.select(held.c.key, indexing.fits(held.c.key)).where(*asked)
    return found.limit(sa.bindparam("most"))


def _wanted(
    kinds: tuple[Kind, ...], shape: Shape, role: Role | None, key: Any, source: Any = None
) -> dict[Kind, Wanted]:
    return {kind: of_kind(kind, key - _first(kind), shape, role, source) for kind in kinds}


def _among(kinds: tuple[Kind, ...], key: Any) -> tuple[sa.ColumnElement[bool], ...]:
    return key >= _first(min(kinds)), key < _first(max(kinds) + 1)


def _is(kind: Kind, key: Any, *wanted: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.and_(*_among((kind,), key), *wanted)


def _first(kind: int) -> Any:
    return sa.literal_column(str(kind * indexing.ROOM))
