"""Which quotes' words still stand in the stored text of their source."""

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations.models import Quote, Source
from recommendations.records.near import QUOTES, about

_PLACED = sa.select(
    col(Quote.id), col(Quote.source), col(Quote.start), col(Quote.end), col(Quote.exact)
).where(col(Quote.id).in_(QUOTES))


def _texts() -> sa.Select[Any]:
    """Of each source only what the quotes lie in, and once: a text can have millions of
    letters, and a database counts them from its beginning."""
    lies = (
        sa.select(
            col(Quote.source),
            sa.func.min(col(Quote.start)).label("first"),
            sa.func.max(col(Quote.end)).label("last"),
        )
        .where(col(Quote.id).in_(QUOTES))
        .group_by(col(Quote.source))
        .subquery("lies")
    )
    words = sa.func.substr(col(Source.text), lies.c.first + 1, lies.c.last - lies.c.first)
    return sa.select(col(Source.id), lies.c.first, words).join(lies, lies.c.source == Source.id)


_TEXTS = _texts()


def still_found(session: Session, quotes: Collection[int]) -> frozenset[int]:
    """Those of the ids. Cost: two queries for every thousand."""
    return found_again(session, about(session, _PLACED, quotes))


def found_again(session: Session, quotes: Iterable[Any]) -> frozenset[int]:
    """The ids of those quotes, of which at least the place and the words were read."""
    rows = list(quotes)
    texts: dict[int, list[tuple[int, str]]] = {}
    for source, first, words in about(session, _TEXTS, [row.id for row in rows]):
        texts.setdefault(source, []).append((first, words))
    return frozenset(
        row.id
        for row in rows
        if any(_stands(row, first, words) for first, words in texts.get(row.source, ()))
    )


def _stands(quote: Any, first: int, words: str) -> bool:
    if quote.start < first:
        return False
    return bool(words[quote.start - first : quote.end - first] == quote.exact)
