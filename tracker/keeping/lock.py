"""The lock: a file in the home. While it is there nobody is let in; it is asked for on
every request, so that it works without a restart."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import col, delete

from recommendations.models.base import now
from tracker.accounts.feeds import FeedAddress
from tracker.accounts.models import (
    CodeGiven,
    Invitation,
    KnownDevice,
    SignIn,
    WaitingSignIn,
    WayBack,
)
from tracker.accounts.pack_links import PackLink
from tracker.database import Database, Unavailable
from tracker.keeping.disk import write_whole

NAME = "LOCKED"


@dataclass(frozen=True)
class Lock:
    """`by` is a short name, or empty for someone at the machine; no page shows it, because
    strangers see that page."""

    at: datetime | None
    by: str


def lock(database: Database, home: Path, by: str = "") -> None:
    """The file first: it locks even where the database does not answer."""
    try:
        write_whole(home / NAME, json.dumps({"at": now().isoformat(), "by": by}) + "\n")
    except OSError:
        (home / NAME).touch()  # a full disk still takes a name
    with suppress(Unavailable):
        _end_everything(database)


def unlock(database: Database, home: Path) -> bool:
    """False where it was not locked. No session from before comes to life again: what the
    lock could not end is ended now, or it stays locked."""
    if not is_locked(home):
        return False
    _end_everything(database)
    (home / NAME).unlink()
    return True


def _end_everything(database: Database) -> None:
    with database.writing() as session:
        for table in (SignIn, WaitingSignIn, CodeGiven, KnownDevice, PackLink, FeedAddress):
            session.exec(delete(table))
        for link in (Invitation, WayBack):
            session.exec(delete(link).where(col(link.used_at).is_(None)))


def is_locked(home: Path) -> bool:
    return (home / NAME).exists()


def read(home: Path) -> Lock:
    """Whatever the file says, or even if it says nothing: it locks by being there."""
    try:
        told = json.loads((home / NAME).read_text())
        return Lock(datetime.fromisoformat(told["at"]), str(told["by"]))
    except (OSError, ValueError, TypeError, KeyError):
        return Lock(None, "")
