"""What keeps words inside holds whatever is restored: written to its ledger as it is
recorded, and recorded again, by set-up, where an older record does not know of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

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
from recommendations.records.near import QUOTES, about
from recommendations.vocabulary import Spoken, Tier
from tracker.keeping import restricting_again, restrictions
from tracker.keeping.restrictions import Restriction, What

OF_QUOTES = TierChange | FlagChange | Consent
KINDS = Embargo | TierSwitch | Revocation | Conversation | OF_QUOTES


@dataclass(frozen=True)
class _Places:
    """Where rows point: at the span of a quote, or at all of a source."""

    quotes: dict[int, dict[str, Any]]
    sources: dict[int, str]

    def of(self, quote: int | None, source: int | None) -> dict[str, Any]:
        if quote is not None:
            return self.quotes[quote]
        assert source is not None
        return {"source": self.sources[source]}


_SPANS = (
    sa.select(col(Quote.id), col(Source.raw_sha256), col(Quote.start), col(Quote.end))
    .join(Source, col(Source.id) == Quote.source)
    .where(col(Quote.id).in_(QUOTES))
)


def _places(session: Session, rows: Iterable[Recorded]) -> _Places:
    asked = {row.quote for row in rows if isinstance(row, OF_QUOTES | Embargo) and row.quote}
    spans = {
        quote: {"source": sha256, "start": start, "end": end}
        for quote, sha256, start, end in about(session, _SPANS, asked)
    }
    return _Places(
        spans,
        {id: sha256 for id, sha256 in session.exec(select(Source.id, Source.raw_sha256)) if id},
    )


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
    listed, recorded = restrictions.read(home), restricted(session)
    known = set(listed)
    with suppress(OSError):
        restrictions.append(home, [one for one in recorded if one not in known])
    return _record_again(session, listed, recorded, today)


def apply(session: Session, listed: Iterable[Restriction], today: date) -> int:
    """By set-up, in the order in which it was said. What the record keeps more strictly
    already stays as it is, and so do embargoes that are over."""
    return _record_again(session, listed, restricted(session), today)


def _record_again(
    session: Session, listed: Iterable[Restriction], recorded: Iterable[Restriction], today: date
) -> int:
    there: dict[tuple[object, ...], str] = {}
    for one in recorded:
        there[one.key] = max(one.reach, there.get(one.key, ""))
    missing = [one for one in listed if there.get(one.key, "") < one.reach]
    return sum(restricting_again.record_again(session, one, today) for one in missing)


def restricted(session: Session) -> list[Restriction]:
    found: list[Recorded] = []
    for kind in get_args(KINDS):
        found += session.exec(select(kind).order_by(col(kind.id))).all()
    return told_of(session, found)


def told_of(session: Session, rows: Sequence[Recorded]) -> list[Restriction]:
    """What opens, and a flag that is not raised, is none."""
    if not rows:
        return []
    places = _places(session, rows)
    return [one for row in rows for one in _told(session, row, places)]


def _told(session: Session, row: Recorded, places: _Places) -> Iterator[Restriction]:
    at = _utc(row.recorded_at)
    if isinstance(row, Embargo):
        place = places.of(row.quote, row.source)
        yield Restriction(What.EMBARGO, row.until.isoformat(), at, **place)
    elif isinstance(row, Revocation):
        decision = session.get_one(PublishedDecision, row.decision)
        yield Restriction(What.DECISION, "", at, **places.of(None, decision.source))
    elif isinstance(row, Conversation) and row.spoken is not Spoken.QUOTABLE:
        yield Restriction(What.SPOKEN, row.spoken.value, at, **places.of(None, row.source))
    elif isinstance(row, TierSwitch) and not row.opens:
        yield Restriction(What.SWITCH, row.tier.value, at)
    elif isinstance(row, OF_QUOTES) and not row.opens:
        yield from _of_quote(session, row, at, places.of(row.quote, None))


def _of_quote(
    session: Session, row: TierChange | FlagChange | Consent, at: str, place: dict[str, Any]
) -> Iterator[Restriction]:
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


def _utc(at: datetime) -> str:
    return at.isoformat()
