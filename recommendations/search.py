"""Finding quotes and sources by words."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations.models import Quote, Source
from recommendations.register.quotes import quote_views, source_views
from recommendations.register.views import QuoteView, SourceView
from recommendations.vocabulary import Role, SourceKind

MOST = 40
MOST_WORDS = 20
LONGEST = 100
"""Letters of a word. Databases refuse a search for more or for longer ones, and no
quote would hold them."""


def find_quotes(
    session: Session, words: str, role: Role | None, ours: bool | None = None, most: int = MOST
) -> list[QuoteView]:
    """Quotes that hold every word, in their own words or in their source's title or
    publisher; newest first. What the reader may not see is not found. `ours` are our own
    sources and whatever else is testimony."""
    statement = select(Quote).join(Source, col(Source.id) == Quote.source)
    for word in _sought(words):
        statement = statement.where(
            _holds(word, Quote.exact, Quote.attribution, Source.title, Source.publisher)
        )
    if ours is not None:
        kinds = [kind for kind in SourceKind if kind.is_ours]
        own = col(Source.kind).in_(kinds)
        statement = statement.where(sa.or_(own, col(Quote.testimony)) if ours else ~own)
    rows = session.exec(statement.order_by(col(Quote.id).desc()).limit(most)).all()
    views = quote_views(session, rows, role)
    there = [views[row.key] for row in rows if row.key in views]
    return [view for view in there if view.exact]


def find_sources(session: Session, words: str, most: int = MOST) -> list[SourceView]:
    statement = select(Source.id)
    for word in _sought(words):
        statement = statement.where(_holds(word, Source.title, Source.publisher, Source.url))
    found: Sequence[int | None] = session.exec(
        statement.order_by(col(Source.id).desc()).limit(most)
    ).all()
    views = source_views(session)
    return [views[id] for id in found if id in views]


def _sought(words: str) -> list[str]:
    """Of more words the first, and of a longer one its beginning."""
    return [word[:LONGEST] for word in words.split(maxsplit=MOST_WORDS)[:MOST_WORDS]]


def _holds(word: str, *columns: object) -> sa.ColumnElement[bool]:
    escaped = word.casefold().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return sa.or_(*(sa.func.lower(column).like(f"%{escaped}%", escape="\\") for column in columns))
