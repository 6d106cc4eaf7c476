"""Conditions in SQL: what a second person has accepted."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from recommendations.models import QuoteDetail, Review
from recommendations.vocabulary import Verdict


def reviewed(record: Any) -> sa.ColumnElement[bool]:
    """SQL: a second person accepted it. `record` is a table class or an alias of one."""
    return _said(record, Verdict.ACCEPTED)


def sent_back(record: Any) -> sa.ColumnElement[bool]:
    """SQL: a second person sent it back, and it has not been edited since."""
    return _said(record, Verdict.SENT_BACK, col(Review.recorded_at) > record.recorded_at)


def accepted(review: Any, kind: str, id: Any) -> sa.ColumnElement[bool]:
    """SQL: the review accepts the record of this kind with this id. The index on acceptances
    takes the words only where they stand in the statement itself."""
    return sa.and_(
        review.of_kind == sa.literal_column(f"'{kind}'"),
        review.of_id == id,
        review.verdict == sa.literal_column(f"'{Verdict.ACCEPTED.value}'"),
    )


def reviewed_at(record: Any) -> sa.ScalarSelect[Any]:
    """SQL: when a second person accepted it; one acceptance is final."""
    kind = sa.inspect(record).mapper.local_table.name
    found = sa.select(col(Review.recorded_at)).where(accepted(Review, kind, record.id))
    return found.scalar_subquery()


def _said(record: Any, verdict: Verdict, *more: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    kind = sa.inspect(record).mapper.local_table.name
    return (
        sa.select(sa.literal(1))
        .where(
            col(Review.of_kind) == sa.literal_column(f"'{kind}'"),
            col(Review.of_id) == record.id,
            col(Review.verdict) == sa.literal_column(f"'{verdict.value}'"),
            *more,
        )
        .exists()
    )


def answered_again(change: Any) -> sa.ColumnElement[bool]:
    """SQL: a later answer for the same quote, and for the same flag, took its place."""
    later: Any = aliased(sa.inspect(change).mapper.class_)
    same = [later.quote == change.quote, later.id > change.id]
    if hasattr(later, "flag"):
        same += [later.flag == change.flag, ~later.proposed]
    return sa.select(sa.literal(1)).where(*same).exists()


def in_force(change: Any) -> sa.ColumnElement[bool]:
    """SQL: what restricts works at once, what opens once it is reviewed."""
    return sa.or_(~change.opens, reviewed(change))


def since_agreed(detail: Any) -> sa.ColumnElement[bool]:
    """SQL: of what was learnt about a quote the latest that was agreed to counts, and all that
    was said since: a pair restricts at once, and taking it apart opens."""
    agreed: Any = aliased(QuoteDetail, name="agreed_detail")
    newest = (
        sa.select(sa.func.max(agreed.id))
        .where(agreed.quote == detail.quote, reviewed(agreed))
        .correlate(detail)
        .scalar_subquery()
    )
    counts: sa.ColumnElement[bool] = detail.id >= sa.func.coalesce(newest, 0)
    return counts
