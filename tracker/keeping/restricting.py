"""What keeps words inside holds whatever is restored: written to its ledger as it is
recorded, and recorded again, by set-up, where an older record does not know of it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations.models import (
    Consent,
    Conversation,
    Embargo,
    FlagChange,
    PublishedDecision,
    Quote,
    Recorded,
    Revocation,
    Source,
    TierChange,
    TierSwitch,
)
from recommendations.records.named import named_audiences, named_people
from recommendations.vocabulary import Spoken, Tier
from tracker.keeping import restricting_again, restrictions
from tracker.keeping.restrictions import Restriction, What

OF_QUOTES = (TierChange, FlagChange, Consent)
KINDS = (Embargo, TierSwitch, Revocation, Conversation, *OF_QUOTES)


def watching(home: Path) -> Callable[[Session], None]:
    """For every session that writes: what restricts is in the ledger once it is committed.
    Where it could not be written, the next start writes it."""

    def watch(session: Session) -> None:
        made: list[Recorded] = []
        told: list[Restriction] = []

        def gather(_: Session, __: Any) -> None:
            made.extend(row for row in session.new if isinstance(row, KINDS))

        def put_in_words(_: Session) -> None:
            session.flush()
            told[:] = told_of(session, made)

        def write(_: Session) -> None:
            with suppress(OSError):
                restrictions.append(home, told)

        sa.event.listen(session, "after_flush", gather)
        sa.event.listen(session, "before_commit", put_in_words)
        sa.event.listen(session, "after_commit", write)

    return watch


def keep_in_step(session: Session, home: Path, today: date) -> int:
    """Both ways. Returns how many were recorded again."""
    listed = restrictions.read(home)
    known = set(listed)
    missing = [one for one in restricted(session) if one not in known]
    with suppress(OSError):
        restrictions.append(home, missing)
    return apply(session, listed, today)


def apply(session: Session, listed: Iterable[Restriction], today: date) -> int:
    """By set-up, in the order in which it was said. What the record keeps more strictly
    already stays as it is, and so do embargoes that are over."""
    there: dict[tuple[object, ...], str] = {}
    for one in restricted(session):
        there[one.key] = max(one.reach, there.get(one.key, ""))
    missing = [one for one in listed if there.get(one.key, "") < one.reach]
    return sum(restricting_again.record_again(session, one, today) for one in missing)


def restricted(session: Session) -> list[Restriction]:
    found: list[Recorded] = []
    for kind in KINDS:
        found += session.exec(select(kind).order_by(col(kind.id))).all()
    return told_of(session, found)


def told_of(session: Session, rows: Iterable[Recorded]) -> list[Restriction]:
    """What opens, and a flag that is not raised, is none."""
    return [one for row in rows for one in _told(session, row)]


def _told(session: Session, row: Recorded) -> Iterator[Restriction]:
    at = _utc(row.recorded_at)
    if isinstance(row, Embargo):
        place = _place(session, row.quote, row.source)
        yield Restriction(What.EMBARGO, row.until.isoformat(), at, **place)
    elif isinstance(row, Revocation):
        decision = session.get_one(PublishedDecision, row.decision)
        yield Restriction(What.DECISION, "", at, **_place(session, None, decision.source))
    elif isinstance(row, Conversation) and row.spoken is not Spoken.QUOTABLE:
        yield Restriction(What.SPOKEN, row.spoken.value, at, **_place(session, None, row.source))
    elif isinstance(row, TierSwitch) and not row.opens:
        yield Restriction(What.SWITCH, row.tier.value, at)
    elif isinstance(row, OF_QUOTES) and not row.opens:
        yield from _of_quote(session, row, at)


def _of_quote(
    session: Session, row: TierChange | FlagChange | Consent, at: str
) -> Iterator[Restriction]:
    place = _place(session, row.quote, None)
    if isinstance(row, TierChange):
        names = tuple(str(name) for name in sorted(_names(session, row)))
        yield Restriction(What.TIER, row.tier.value, at, names=names, **place)
    elif isinstance(row, Consent):
        if not row.state.lets_leave:
            yield Restriction(What.CONSENT, row.state.value, at, **place)
    elif row.level and not row.proposed:
        yield Restriction(What.FLAG, row.flag.value, at, level=row.level, **place)


def _names(session: Session, row: TierChange) -> Iterable[str | int]:
    return named_people(session, row) if row.tier is Tier.SEALED else named_audiences(session, row)


def _place(session: Session, quote: int | None, source: int | None) -> dict[str, Any]:
    marked = session.get_one(Quote, quote) if quote is not None else None
    stored = session.get_one(Source, marked.source if marked else source)
    span = {"start": marked.start, "end": marked.end} if marked else {}
    return {"source": stored.raw_sha256, **span}


def _utc(at: datetime) -> str:
    return at.isoformat()
