"""Where words of a quote or of a source stand as well, and why they stay inside there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recommendations.gate import kept_inside
from recommendations.models import OwnWords, Quote, SameWords, Source
from recommendations.records.families import families
from recommendations.records.near import overlaps
from recommendations.records.word_runs import SAID_TO_US
from recommendations.register.quotes import quotes_by_id, source_views
from recommendations.vocabulary import Role, SourceKind

PUBLIC = frozenset(kind for kind in SourceKind if kind.is_public)
AT_MOST = 20
"""Shown of a source; it says that there are more."""


@dataclass(frozen=True)
class Copied:
    """`why` is empty where the words may leave there."""

    where: str
    name: str
    why: tuple[str, ...]


NOT_LET_OUT = "They were said to us there, and nobody has let them leave."


def read_copied(session: Session, quote: int, role: Role | None, today: date) -> tuple[Copied, ...]:
    """Sealed words are not named, to anybody."""
    row: Any = session.get_one(Quote, quote)
    same, own = (overlaps(row, table) for table in (SameWords, OwnWords))
    return _copied(session, row.source, same, own, role, today)


def read_copied_into(
    session: Session, source: int, role: Role | None, today: date
) -> tuple[Copied, ...]:
    """One more than is shown, where there are more."""
    same, own = (col(table.source) == source for table in (SameWords, OwnWords))
    return _copied(session, source, same, own, role, today)


def sources_with_copies(session: Session) -> list[int]:
    """Those that others published, with words that were said to us: two people may decide that
    the words were published there."""
    theirs: Any = aliased(Source)
    words = (
        sa.select(col(SameWords.source))
        .join(Quote, col(Quote.id) == col(SameWords.quote))
        .join(theirs, theirs.id == col(Quote.source))
        .where(sa.or_(col(Quote.testimony), theirs.kind.in_(SAID_TO_US)))
    )
    tied = sa.union(sa.select(col(OwnWords.source)), words)
    rows = session.exec(
        select(Source.id)
        .where(col(Source.id).in_(tied), col(Source.kind).in_(PUBLIC))
        .order_by(col(Source.id))
    )
    return [id for id in rows if id is not None]


def _copied(
    session: Session, source: int, same: Any, own: Any, role: Role | None, today: date
) -> tuple[Copied, ...]:
    versions = families(session, {source})[source]
    asked = (
        select(SameWords.quote)
        .join(Quote, col(Quote.id) == SameWords.quote)
        .where(same, col(Quote.source).not_in(versions))
        .distinct()
        .order_by(col(SameWords.quote))
    )
    quotes = quotes_by_id(session, session.exec(asked.limit(AT_MOST + 1)), role).values()
    said_in = session.exec(select(OwnWords.said_in).where(own).distinct()).all()
    found = [
        Copied(
            f"/quotes/{view.id}",
            f"{view.ref}, {view.source.title}",
            tuple(reason.why for reason in kept_inside(view.standing, today)),
        )
        for view in quotes
    ]
    return (*found, *_texts(session, said_in, {view.source.id for view in quotes}))


def _texts(session: Session, said_in: Iterable[int], named: set[int]) -> Iterable[Copied]:
    """Where no quote of it was named already."""
    views = source_views(session, set(said_in) - named)
    return (
        Copied(f"/sources/{view.id}", f"{view.ref}, {view.title}", (NOT_LET_OUT,))
        for view in views.values()
    )
