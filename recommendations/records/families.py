"""Versions of a source: which belong together."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recommendations.models import Source


def families(session: Session, sources: Collection[int]) -> Mapping[int, frozenset[int]]:
    """By source: itself, and all its earlier and later versions. Cost: one query."""
    pairs = session.exec(
        select(Source.id, Source.replaces).where(col(Source.replaces).is_not(None))
    ).all()
    first = {id: replaces for id, replaces in pairs if id is not None and replaces is not None}
    members: dict[int, set[int]] = defaultdict(set)
    for source in {*first, *first.values()}:
        members[_first(first, source)].add(source)
    return {s: frozenset({s} | members[_first(first, s)]) for s in sources}


def _first(replaces: Mapping[int, int], source: int) -> int:
    while source in replaces:
        source = replaces[source]
    return source


@cache
def versions() -> sa.CTE:
    """SQL: every source with the first version of it, `source` and `first`."""
    found = (
        sa.select(col(Source.id).label("source"), col(Source.id).label("first"))
        .where(col(Source.replaces).is_(None))
        .cte("versions", recursive=True)
    )
    later = aliased(Source)
    return found.union_all(
        sa.select(col(later.id), found.c.first).join(found, col(later.replaces) == found.c.source)
    )
