"""What was learnt about quotes later than their words: the latest counts; the latest that a
second person accepted leaves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recommendations.models import Quote, QuoteDetail, Withdrawal
from recommendations.records.near import QUOTES, about, some_over
from recommendations.records.review_sql import answered_again, reviewed
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
    """SQL, of a query over QuoteDetail: the quote translates words that were withdrawn. Of what
    was learnt the latest that was agreed to counts, and all that was said since: a pair
    restricts at once, and taking it apart opens."""
    original: Any = aliased(Quote, name="translated")
    agreed: Any = aliased(QuoteDetail, name="agreed_detail")
    newest = (
        sa.select(sa.func.max(agreed.id))
        .where(agreed.quote == col(QuoteDetail.quote), reviewed(agreed))
        .correlate(QuoteDetail)
        .scalar_subquery()
    )
    withdrawn = (
        sa.select(sa.literal(1))
        .where(original.id == col(QuoteDetail.original), some_over(original, Withdrawal))
        .correlate(QuoteDetail)
        .exists()
    )
    return sa.and_(col(QuoteDetail.id) >= sa.func.coalesce(newest, 0), withdrawn)


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
