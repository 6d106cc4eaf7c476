"""Conditions in SQL: which quotes a person has to decide about, and which were decided."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from recommendations.models import FlagChange, Quote, Recommendation, Source, TierChange
from recommendations.records.named import sealed
from recommendations.vocabulary import SourceKind

OURS = [kind for kind in SourceKind if kind.is_ours]


def needs_triage() -> sa.ColumnElement[bool]:
    """Testimony from anywhere, and whatever else our own report quotes. What it recommends
    itself is open already; what is sealed is not counted."""
    ours = sa.select(col(Source.id)).where(col(Source.kind).in_(OURS))
    recommended = sa.select(col(Recommendation.quote))
    quoted = sa.and_(col(Quote.source).in_(ours), col(Quote.id).not_in(recommended))
    return sa.and_(sa.or_(col(Quote.testimony), quoted), ~sealed(Quote))


def was_answered() -> sa.ColumnElement[bool]:
    """By a person: what the import proposed answers nothing."""
    flags = sa.select(col(FlagChange.quote)).where(~col(FlagChange.proposed))
    tiers = sa.select(col(TierChange.quote)).where(col(TierChange.recorded_by).is_not(None))
    return sa.or_(col(Quote.id).in_(flags), col(Quote.id).in_(tiers))


def meant_to_leave(change: Any) -> sa.ColumnElement[bool]:
    """SQL: the newest word on the quote is that it may leave. Flags of what stays inside
    need nobody's review."""
    newest = (
        sa.select(sa.func.max(col(TierChange.id)))
        .where(col(TierChange.quote) == change.quote)
        .correlate_except(TierChange)
        .scalar_subquery()
    )
    asked = sa.select(col(TierChange.id)).where(col(TierChange.opens))
    return newest.in_(asked)
