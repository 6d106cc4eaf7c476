"""What was learnt about quotes later than their words: the latest counts; the latest that a
second person accepted leaves."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recommendations.models import Quote, QuoteDetail, Withdrawal
from recommendations.records.near import QUOTES, about, near, some_over
from recommendations.records.review_sql import answered_again, reviewed, since_agreed
from recommendations.rules import last_day
from recommendations.vocabulary import Precision

_TOLD = (
    sa.select(QuoteDetail, reviewed(QuoteDetail))
    .where(col(QuoteDetail.quote).in_(QUOTES))
    .order_by(col(QuoteDetail.id))
)


@dataclass(frozen=True)
class Details:
    """Of one quote; `agreed` is None where no second person has accepted any."""

    latest: QuoteDetail
    agreed: QuoteDetail | None


def read_details(session: Session, quotes: Collection[int]) -> dict[int, Details]:
    """By quote; only those about which something was learnt."""
    found: dict[int, Details] = {}
    for row, accepted in about(session, _TOLD, quotes):
        before = found.get(row.quote)
        agreed = row if accepted else before.agreed if before else None
        found[row.quote] = Details(row, agreed)
    return found


def translating(session: Session, quote: int) -> list[int]:
    """The quotes that are said to translate this one."""
    rows = session.exec(
        select(QuoteDetail.quote)
        .where(QuoteDetail.original == quote, ~answered_again(QuoteDetail))
        .order_by(col(QuoteDetail.quote))
    )
    return list(rows)


def translates_withdrawn() -> sa.ColumnElement[bool]:
    """SQL, of a query over QuoteDetail: the quote translates words that were withdrawn."""
    return translates(lambda original: some_over(original, Withdrawal))


def translates(
    which: Callable[[Any], sa.ColumnElement[bool]],
) -> sa.ColumnElement[bool]:
    """SQL, of a query over QuoteDetail: the quote translates such words."""
    original: Any = aliased(Quote, name="translated")
    such = (
        sa.select(sa.literal(1))
        .where(original.id == col(QuoteDetail.original), which(original))
        .correlate(QuoteDetail)
        .exists()
    )
    return sa.and_(since_agreed(QuoteDetail), such)


_ORIGINALS = sa.select(col(QuoteDetail.quote), col(QuoteDetail.original)).where(
    col(QuoteDetail.quote).in_(QUOTES),
    col(QuoteDetail.original).is_not(None),
    since_agreed(QuoteDetail),
)


@dataclass(frozen=True)
class Original:
    """What a quote translates: its source, and the quotes over some of its words."""

    source: int
    over: frozenset[int]


def read_originals_of(session: Session, quotes: Collection[int]) -> dict[int, list[Original]]:
    """By quote; only those that translate another."""
    pairs = list(about(session, _ORIGINALS, quotes))
    beside = near(session, {original for _, original in pairs})
    found: dict[int, list[Original]] = defaultdict(list)
    for quote, original in pairs:
        itself = next(one for one in beside[original] if one.id == original and not one.elsewhere)
        over = {one.id for one in beside[original] if one.over(itself.start, itself.end)}
        found[quote].append(Original(itself.source, frozenset(over)))
    return found


def happened_between(since: date | None, until: date | None) -> sa.ColumnElement[bool]:
    """SQL, of a query over Quote: what its words tell happened on one of these days, or
    may have: a date known to the month or year is all of it."""
    told = select(QuoteDetail.id).where(
        QuoteDetail.quote == Quote.id,
        ~answered_again(QuoteDetail),
        col(QuoteDetail.event_on).is_not(None),
    )
    if since:
        told = told.where(col(QuoteDetail.event_on) >= since)
    if until:
        told = told.where(
            sa.or_(
                *(
                    sa.and_(
                        col(QuoteDetail.precision) == precision,
                        col(QuoteDetail.event_on) <= last_day(until, precision),
                    )
                    for precision in Precision
                )
            )
        )
    return told.correlate(Quote).exists()
