"""Quotes that share words with others, and rows about some quotes: asked for so that the
cost is that of the quotes asked about, whatever else is on record."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from recommendations.models import Quote, SameWords
from recommendations.models.quotes import LONGEST
from recommendations.quotation import CONTEXT

Condition = sa.ColumnElement[bool]
AT_ONCE = 1_000
"""Databases take no list without an end."""
QUOTES: sa.BindParameter[Any] = sa.bindparam("quotes", expanding=True)
"""The ids in a statement that `about` runs."""


def about(session: Session, statement: Any, quotes: Collection[int]) -> Iterator[Any]:
    """The rows of a statement made once, for these quotes."""
    ids = sorted(quotes)
    for at in range(0, len(ids), AT_ONCE):
        yield from session.execute(statement, {"quotes": ids[at : at + AT_ONCE]})


@dataclass(frozen=True)
class Near:
    """A quote that shares words with another, or stands within its context. One of another
    version of the source stands where its words do in this one."""

    id: int
    start: int
    end: int
    testimony: bool
    elsewhere: bool = False

    def over(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end

    def whole(self, start: int, end: int) -> bool:
        """Only a quote of this very version opens it."""
        return not self.elsewhere and self.start <= start and end <= self.end


def is_long(quote: Any) -> Condition:
    found: Condition = quote.end - quote.start > sa.literal_column(str(LONGEST))
    return found


def begins_near(quote: Any, other: Any, margin: int = 0) -> Condition:
    """SQL: that an `other` which is not long can share words with the quote, for the index
    on places; with a margin on either side."""
    return sa.and_(
        other.source == quote.source,
        other.start < quote.end + margin,
        other.start > quote.start - (LONGEST + margin),
        ~is_long(other),
    )


def overlaps(quote: Any, other: Any, margin: int = 0) -> Condition:
    return sa.and_(
        other.source == quote.source,
        other.start < quote.end + margin,
        quote.start < other.end + margin,
    )


def _near() -> sa.CompoundSelect[Any]:
    quote: Any = aliased(Quote, name="asked")
    other: Any = aliased(Quote, name="other")
    same: Any = aliased(SameWords, name="same")
    told = (other.id, other.start, other.end, other.testimony, sa.false())
    found = sa.select(quote.id, *told).where(quote.id.in_(QUOTES), overlaps(quote, other, CONTEXT))
    elsewhere = (
        sa.select(quote.id, other.id, same.start, same.end, other.testimony, sa.true())
        .join(same, overlaps(quote, same, CONTEXT))
        .join(other, other.id == same.quote)
        .where(quote.id.in_(QUOTES))
    )
    return sa.union_all(
        found.where(begins_near(quote, other, CONTEXT)), found.where(is_long(other)), elsewhere
    )


_NEAR = _near()


def near(session: Session, quotes: Collection[int]) -> Mapping[int, list[Near]]:
    """By quote id, the quote itself among them."""
    found: dict[int, list[Near]] = defaultdict(list)
    for asked, *other in about(session, _NEAR, quotes):
        found[asked].append(Near(*other))
    return found
