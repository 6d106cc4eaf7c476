"""SQL: the quotes asked about, each with every quote that shares words with it, as tables
that a statement makes once and asks many times."""

from collections.abc import Callable
from copy import copy
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from recommendations.models import OwnWords, Quote, QuoteDetail, SameWords
from recommendations.records.near import begins_near, begins_near_either, is_long, overlaps
from recommendations.records.review_sql import since_agreed

Condition = sa.ColumnElement[bool]
Ids = sa.Select[Any]
Asked = Callable[[Any], Condition]
"""Of a table of quotes, those that are asked about."""


def everything(quote: Any) -> Condition:
    return sa.true()


class Pairs:
    """`over` pairs a quote with itself, with those of its source that overlap or cover it
    (`whole`), and with those whose words stand again where it stands (`elsewhere`). `own` is
    what was said to us in its words, `originals` what it translates. `bound` are its pairs
    and those of its originals: all that a withdrawal, a tier or an embargo reaches."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self.over = _over(asked)
        self.own = _own(asked)
        self.originals = _originals(self.over)
        self.bound = _bound(self.over, self.originals)

    def only(self, quotes: Ids) -> "Pairs":
        """Those of some of the quotes asked about."""
        some = copy(self)
        some.over = (
            sa.select(self.over).where(self.over.c.quote.in_(quotes)).cte("over_words_of_some")
        )
        return some

    def asked(self) -> Ids:
        return sa.select(col(Quote.id)).where(self._asked(Quote))

    def over_by(self, of_quote: Any, *where: Condition) -> Ids:
        """The quotes over some words of which such a row is."""
        return sa.select(self.over.c.quote).where(of_quote == self.over.c.other, *where)

    def bound_by(self, of_quote: Any, *where: Condition) -> Ids:
        return sa.select(self.bound.c.quote).where(of_quote == self.bound.c.other, *where)

    def of_source(self, table: Any, *where: Condition) -> Ids:
        """The quotes whose own source has such a row."""
        return (
            sa.select(col(Quote.id))
            .join(table, col(table.source) == col(Quote.source))
            .where(self._asked(Quote), *where)
        )

    def stands_in(self) -> sa.Subquery:
        """Each quote with every source where its words or what they translate were said."""
        return sa.union_all(
            sa.select(self.over.c.quote, self.over.c.source),
            sa.select(self.own.c.quote, self.own.c.said_in),
            sa.select(self.originals.c.quote, self.originals.c.source),
        ).subquery("stands_in")


def lacking(quotes: Ids, *of: Ids) -> Ids:
    """Those of the quotes that are among none of these."""
    rest = sa.except_(quotes, *of).subquery()
    return sa.select(rest.c[0])


def _over(asked: Asked) -> sa.CTE:
    quote: Any = aliased(Quote, name="asked")
    paired = sa.union_all(*(some.where(asked(quote)) for some in _beside(quote, quote.id)))
    return paired.cte("over_words")


def _own(asked: Asked) -> sa.CTE:
    quote: Any = aliased(Quote, name="asked")
    found = (
        sa.select(quote.id.label("quote"), col(OwnWords.said_in), col(OwnWords.testimony))
        .join_from(quote, OwnWords, overlaps(quote, OwnWords))
        .where(asked(quote))
    )
    both = begins_near_either(quote, OwnWords)
    return sa.union_all(*(found.where(near) for near in both)).cte("own_words")


def _originals(over: sa.CTE) -> sa.CTE:
    told: Any = aliased(Quote, name="translated")
    return (
        sa.select(over.c.quote, told.id.label("original"), told.source)
        .join_from(over, QuoteDetail, col(QuoteDetail.quote) == over.c.other)
        .join(told, told.id == col(QuoteDetail.original))
        .where(since_agreed(QuoteDetail))
        .cte("originals")
    )


def _bound(over: sa.CTE, originals: sa.CTE) -> sa.CTE:
    told: Any = aliased(Quote, name="translated")
    beside = (
        some.where(told.id == originals.c.original) for some in _beside(told, originals.c.quote)
    )
    paired = sa.union_all(*beside).subquery("over_originals")
    return sa.union_all(
        sa.select(over.c.quote, over.c.other), sa.select(paired.c.quote, paired.c.other)
    ).cte("bound_words")


def _beside(quote: Any, of: Any) -> list[sa.Select[Any]]:
    """The quote with others over some of its words: found by their place, and the long ones;
    then with those whose words stand again where it stands. `of` is said for it."""
    other: Any = aliased(Quote, name="other")
    same: Any = aliased(SameWords, name="same")
    whole = sa.and_(other.start <= quote.start, quote.end <= other.end)
    paired = (of.label("quote"), other.id.label("other"), other.source, other.testimony)
    here = (
        sa.select(*paired, whole.label("whole"), sa.false().label("elsewhere"))
        .select_from(quote)
        .join(other, overlaps(quote, other))
    )
    there = (
        sa.select(*paired, sa.false().label("whole"), sa.true().label("elsewhere"))
        .select_from(quote)
        .join(same, overlaps(quote, same))
        .join(other, other.id == same.quote)
    )
    return [
        here.where(begins_near(quote, other)),
        here.where(is_long(other)),
        *(there.where(near) for near in begins_near_either(quote, same)),
    ]
