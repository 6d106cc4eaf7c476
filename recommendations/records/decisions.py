"""Conditions in SQL: which “already published” decisions stand, and what they open."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from recommendations.models import PublishedDecision, Quote, Revocation, Source
from recommendations.records.own_reports import BUNDLED
from recommendations.records.review_sql import reviewed


def taken_back(decision: Any) -> sa.ColumnElement[bool]:
    """SQL: somebody took it back, confirmed or not."""
    return sa.select(sa.literal(1)).where(col(Revocation.decision) == decision.id).exists()


def stands(decision: Any) -> sa.ColumnElement[bool]:
    """SQL: a second person confirmed it and nobody took it back."""
    return sa.and_(reviewed(decision), ~taken_back(decision))


def from_what_is_published(quote: Any) -> sa.ColumnElement[bool]:
    """SQL: the quote with this id is of the report that came with the product, or of one that
    two people say we have published."""
    its, source, decision = aliased(Quote), aliased(Source), aliased(PublishedDecision)
    decided = sa.select(sa.literal(1)).where(
        col(decision.source) == col(source.id), stands(decision)
    )
    return (
        sa.select(sa.literal(1))
        .select_from(its)
        .join(source, col(source.id) == col(its.source))
        .where(col(its.id) == quote, sa.or_(col(source.raw_sha256).in_(BUNDLED), decided.exists()))
        .exists()
    )
