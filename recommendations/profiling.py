"""Audience profiles as records: each change is a new version."""

from typing import Any

from sqlmodel import Session, select

from recommendations.models import AudienceProfile
from recommendations.records.writing import record


def ship_profiles(session: Session, shipped: dict[str, dict[str, Any]]) -> int:
    """Stores the profiles that come with the product, where there are none by their
    codes. Returns how many were new."""
    there = set(session.exec(select(AudienceProfile.code)))
    new = [
        AudienceProfile(code=code, version=1, content=content)
        for code, content in shipped.items()
        if code not in there
    ]
    for row in new:
        record(session, row, None)
    return len(new)
