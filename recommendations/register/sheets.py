"""Editions of packs for those who decide: the sheets of their meetings."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from recommendations.records.meetings import last_meeting
from recommendations.register.audiences import read_profiles
from recommendations.register.editions import EditionView, read_editions, read_proposal


@dataclass(frozen=True)
class SheetView:
    """`audience` is its code. `editions` are those as of a day after the meeting before and
    not after this one; where no meeting is named, only the newest."""

    audience: str
    name: str
    editions: tuple[EditionView, ...]
    waits: bool
    """A proposal of the next one waits for a second person."""


def read_sheets(session: Session, on: date | None = None) -> tuple[SheetView, ...]:
    """`on` is the day of a meeting."""
    found = []
    since = last_meeting(session, on) if on else None
    for code, content in read_profiles(session).items():
        if not content.get("decides"):
            continue
        editions = read_editions(session, code)
        kept = (
            tuple(e for e in editions if e.as_of <= on and (since is None or e.as_of > since))
            if on
            else editions[:1]
        )
        waits = read_proposal(session, code) is not None
        found.append(SheetView(code, str(content["name"]), kept, waits))
    return tuple(found)
