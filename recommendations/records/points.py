"""Versions of a decision point: a change is a new row that names the one whose place it takes."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, select

from recommendations.models import DecisionPoint


def newest_point(session: Session, point: DecisionPoint) -> DecisionPoint:
    """What stands in its place now; itself where nobody changed it."""
    asked = select(DecisionPoint)
    while later := session.exec(asked.where(DecisionPoint.supersedes == point.id)).one_or_none():
        point = later
    return point


def overtaken_point(point: Any) -> sa.ColumnElement[bool]:
    """SQL: a later row took its place."""
    later: Any = aliased(DecisionPoint)
    return sa.select(sa.literal(1)).where(later.supersedes == point.id).exists()
