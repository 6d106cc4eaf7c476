"""Conditions in SQL: which “already published” decisions stand."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from recommendations.models import Revocation
from recommendations.records.review_sql import reviewed


def taken_back(decision: Any) -> sa.ColumnElement[bool]:
    """SQL: somebody took it back, confirmed or not."""
    return sa.select(sa.literal(1)).where(col(Revocation.decision) == decision.id).exists()


def stands(decision: Any) -> sa.ColumnElement[bool]:
    """SQL: a second person confirmed it and nobody took it back."""
    return sa.and_(reviewed(decision), ~taken_back(decision))
