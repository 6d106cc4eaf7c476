"""Copies in the home that still hold what was erased later. What was taken elsewhere, only
people know of."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from tracker.keeping import packing
from tracker.keeping.backup import last
from tracker.settings import Settings


def older_copies(session: Session, settings: Settings, than: datetime) -> tuple[str, ...]:
    """Backups, and records that a restore set aside, by name."""
    home = settings.home
    files = [*home.glob("backups/*"), *home.glob("*.before-*"), *home.glob(".*.before-*")]
    found = {
        file.name for file in files if file.is_file() and file.stat().st_mtime < than.timestamp()
    }
    made = last(home)
    if made and made.made_at < than:
        found.add(made.file.rpartition("/")[2])
    aside = {name for name in found if name.startswith(packing.SECRET)}
    return tuple(sorted(found - aside | set(_schemas(session))))


def _schemas(session: Session) -> list[str]:
    """Where PostgreSQL keeps what a restore set aside."""
    if session.get_bind().dialect.name != "postgresql":
        return []
    asked = sa.text("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before\\_%'")
    return [f"schema {name}" for (name,) in session.execute(asked)]
