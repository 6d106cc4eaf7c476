"""Quotes that share words with others, and rows about some quotes: asked for so that the
cost is that of the quotes asked about, whatever else is on record."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlmodel import Session

from recommendations.models import Quote, QuoteDetail, SameWords
from recommendations.models.quotes import SHORT
from recommendations.records.review_sql import since_agreed

Condition = sa.ColumnElement[bool]
AT_ONCE = 1_000
"""Databases take no list without an end."""


class _Listed(sa.types.TypeDecorator[Any]):
    """Numbers as one value, so that the statement stays the same however many there are."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        sqlite = dialect.name == "sqlite"
        return dialect.type_descriptor(sa.Text() if sqlite else ARRAY(sa.BigInteger))

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        listed = list(value)
        return json.dumps(listed) if dialect.name == "sqlite" else listed


class EachOf(sa.sql.functions.GenericFunction[Any]):
    inherit_cache = True


@compiles(EachOf, "sqlite")
def _on_sqlite(each: Any, compiler: Any, **how: Any) -> str:
    return f"json_each({compiler.process(each.clauses, **how)})"


@compiles(EachOf, "postgresql")
def _on_postgresql(each: Any, compiler: Any, **how: Any) -> str:
    return f"(SELECT unnest({compiler.process(each.clauses, **how)}) AS value)"


def numbers(name: str) -> sa.Select[Any]:
    """SQL: the numbers that are bound as this name."""
    given = sa.bindparam(name, type_=_Listed())
    return sa.select(EachOf(given).table_valued("value").c.value)


QUOTES = numbers("quotes")
"""The ids in a statement that `about` runs."""


def about(session: Session, statement: Any, quotes: Collection[int]) -> Iterator[Any]:
    """The rows of a statement made once, for these quotes."""
    ids = sorted(quotes)
    for at in range(0, len(ids), AT_ONCE):
        yield from session.execute(statement, {"quotes": ids[at : at + AT_ONCE]})


@dataclass(frozen=True)
class Near:
    """A quote that shares words with another, or stands within its context. One of another
    source or version stands where its words do in this one."""

    id: int
    source: int
    start: int
    end: int
    testimony: bool
    elsewhere: bool = False

    def over(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end

    def whole(self, start: int, end: int) -> bool:
        """Only a quote of this very source opens it."""
        return not self.elsewhere and self.start <= start and end <= self.end


def is_long(quote: Any) -> Condition:
    found: Condition = quote.end - quote.start > sa.literal_column(str(SHORT))
    return found


def begins_near(quote: Any, other: Any, before: Any = 0, after: Any = 0) -> Condition:
    """SQL: that an `other` which is not long can share words with the quote, for the index
    on places; with a margin on either side."""
    return sa.and_(
        other.source == quote.source,
        other.start < quote.end + after,
        other.start > quote.start - (SHORT + before),
        ~is_long(other),
    )


def begins_near_either(quote: Any, other: Any) -> tuple[Condition, Condition, Condition]:
    """SQL: one of these holds wherever they share words; each of them is found by places,
    whichever of the two the database begins with."""
    both_short = sa.and_(begins_near(quote, other), begins_near(other, quote))
    return both_short, is_long(quote), is_long(other)


def overlaps(quote: Any, other: Any, before: Any = 0, after: Any = 0) -> Condition:
    return sa.and_(
        other.source == quote.source,
        other.start < quote.end + after,
        quote.start < other.end + before,
    )


def _near() -> sa.CompoundSelect[Any]:
    quote: Any = aliased(Quote, name="asked")
    other: Any = aliased(Quote, name="other")
    same: Any = aliased(SameWords, name="same")
    # What is kept of the text around the words can show words of another quote.
    around = (sa.func.length(quote.prefix), sa.func.length(quote.suffix))
    who, where = (other.id, other.source), (same.start, same.end)
    told = (*who, other.start, other.end, other.testimony, sa.false())
    found = sa.select(quote.id, *told).where(quote.id.in_(QUOTES), overlaps(quote, other, *around))
    elsewhere = (
        sa.select(quote.id, *who, *where, other.testimony, sa.true())
        .join(same, overlaps(quote, same, *around))
        .join(other, other.id == same.quote)
        .where(quote.id.in_(QUOTES))
    )
    return sa.union_all(
        found.where(begins_near(quote, other, *around)),
        found.where(is_long(other)),
        elsewhere.where(begins_near(quote, same, *around)),
        elsewhere.where(is_long(same)),
    )


def sharing_words(with_quotes: Any, translated: bool = False) -> sa.CompoundSelect[Any]:
    """SQL: the ids of quotes over some of the words of those that a select names, in another
    source or version as well; or that translate them. Begins with these, so they should be
    few."""
    some: Any = aliased(Quote)
    quote: Any = aliased(Quote)
    same: Any = aliased(SameWords)
    found = (
        sa.select(quote.id)
        .select_from(some)
        .join(quote, overlaps(some, quote))
        .where(some.id.in_(with_quotes))
    )
    elsewhere = (
        sa.select(quote.id)
        .select_from(same)
        .join(quote, overlaps(same, quote))
        .where(same.quote.in_(with_quotes))
    )
    return sa.union_all(
        found.where(begins_near(some, quote)),
        found.where(is_long(quote)),
        elsewhere.where(begins_near(same, quote)),
        elsewhere.where(is_long(quote)),
        *(_translating(with_quotes) if translated else ()),
    )


def _translating(with_quotes: Any) -> list[sa.Select[Any]]:
    """The same of quotes over some of the words that translate those quotes."""
    pair: Any = aliased(QuoteDetail)
    told: Any = aliased(Quote)
    quote: Any = aliased(Quote)
    found = (
        sa.select(quote.id)
        .select_from(pair)
        .join(told, told.id == pair.quote)
        .join(quote, overlaps(told, quote))
        .where(pair.original.in_(with_quotes), since_agreed(pair))
    )
    return [found.where(begins_near(told, quote)), found.where(is_long(quote))]


def some_over(quote: Any, table: Any, *where: Condition, whole: bool = False) -> Condition:
    """SQL: a row of the table is about a quote over some of the words, in another version as
    well; or about one over the `whole` of them, in this. For few quotes; `sharing_words` is
    for asking of many."""
    other: Any = aliased(Quote)
    same: Any = aliased(SameWords)
    found = (
        sa.select(sa.literal(1))
        .select_from(other)
        .join(table, table.quote == other.id)
        .where(overlaps(quote, other), *where)
        .correlate(quote)
    )
    if whole:
        found = found.where(other.start <= quote.start, quote.end <= other.end)
    here = (found.where(begins_near(quote, other)).exists(), found.where(is_long(other)).exists())
    elsewhere = (
        sa.select(sa.literal(1))
        .select_from(same)
        .join(table, table.quote == same.quote)
        .where(overlaps(quote, same), *where)
        .correlate(quote)
    )
    there = (
        elsewhere.where(begins_near(quote, same)).exists(),
        elsewhere.where(is_long(same)).exists(),
    )
    return sa.or_(*here) if whole else sa.or_(*here, *there)


def rows_over(quote: Any, table: Any, told: Any, *where: Condition) -> sa.CompoundSelect[Any]:
    """SQL: `told` of each row of the table that is about a quote over some of the words, in
    another version as well, and whether that is over the `whole` of them, in this."""
    other: Any = aliased(Quote)
    same: Any = aliased(SameWords)
    whole = sa.and_(other.start <= quote.start, quote.end <= other.end)
    found = (
        sa.select(told.label("told"), whole.label("whole"))
        .select_from(other)
        .join(table, table.quote == other.id)
        .where(overlaps(quote, other), *where)
        .correlate(quote)
    )
    elsewhere = (
        sa.select(told.label("told"), sa.false().label("whole"))
        .select_from(same)
        .join(table, table.quote == same.quote)
        .where(overlaps(quote, same), *where)
        .correlate(quote)
    )
    return sa.union_all(
        found.where(begins_near(quote, other)),
        found.where(is_long(other)),
        elsewhere.where(begins_near(quote, same)),
        elsewhere.where(is_long(same)),
    )


_NEAR = _near()


def near(session: Session, quotes: Collection[int]) -> Mapping[int, list[Near]]:
    """By quote id, the quote itself among them."""
    found: dict[int, list[Near]] = defaultdict(list)
    for asked, *other in about(session, _NEAR, quotes):
        found[asked].append(Near(*other))
    return found
