"""Which version of an audience's profile counts: the newest that restricts, or that a second
person agreed to."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recommendations.errors import NotFound
from recommendations.models import AudienceProfile
from recommendations.records.review_sql import in_force


def newest_version(session: Session, code: str) -> AudienceProfile:
    """One that waits included. Raises NotFound."""
    return _newest(session, code)


def counting_version(session: Session, code: str) -> AudienceProfile:
    return _newest(session, code, in_force(AudienceProfile))


def overtaken_profile(profile: Any) -> sa.ColumnElement[bool]:
    """SQL: a later version of the same audience took its place."""
    later: Any = aliased(AudienceProfile)
    return (
        sa.select(sa.literal(1))
        .where(later.code == profile.code, later.version > profile.version)
        .exists()
    )


def _newest(session: Session, code: str, *which: sa.ColumnElement[bool]) -> AudienceProfile:
    row = session.exec(
        select(AudienceProfile)
        .where(AudienceProfile.code == code, *which)
        .order_by(col(AudienceProfile.version).desc())
    ).first()
    if row is None:
        raise NotFound(f"There is no audience “{code}”.")
    return row
