"""Withdrawing words for good: in the database, and in a ledger that outlives a restore."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from sqlmodel import Session, col, select

from recommendations import quotation, triage
from recommendations.models import Quote, Source, Withdrawal
from recommendations.records.writing import record
from recommendations.vocabulary import Fidelity
from tracker.database import Database
from tracker.keeping import ledger
from tracker.keeping.ledger import Entry

AGAIN = "Withdrawn before; the withdrawal ledger says so, and what was restored did not."


def withdraw(database: Database, home: Path, by: int, quote: int, why: str) -> bool:
    """False where the ledger could not be written: the withdrawal holds all the same, and
    the next start tries again."""
    with database.writing() as session:
        made = triage.withdraw(session, by, quote, why)
        session.flush()
        entry = next(one for one in withdrawn(session, made.key))
    try:
        ledger.append(home, [entry])
    except OSError:
        return False
    return True


def withdrawn(session: Session, only: int | None = None) -> list[Entry]:
    asked = (
        select(Source.raw_sha256, Quote.start, Quote.end, Withdrawal.recorded_at)
        .join(Quote, col(Quote.source) == Source.id)
        .join(Withdrawal, col(Withdrawal.quote) == Quote.id)
        .order_by(col(Withdrawal.id))
    )
    if only is not None:
        asked = asked.where(Withdrawal.id == only)
    return [Entry(sha, start, end, at.isoformat()) for sha, start, end, at in session.exec(asked)]


def keep_in_step(session: Session, home: Path) -> int:
    """Both ways: what the ledger has is withdrawn, what is withdrawn is in the ledger.
    Returns how many were withdrawn again."""
    listed = ledger.read(home / ledger.NAME)
    known = [one for one in listed if not one.erased]
    missing = [one for one in withdrawn(session) if not covered(one, known)]
    with suppress(OSError):
        ledger.append(home, missing)
    return apply(session, listed)


def apply(session: Session, listed: Iterable[Entry]) -> int:
    """By set-up. Words that were not marked as a quote are marked first; a source that is
    not here is not asked for."""
    there = withdrawn(session)
    count = 0
    for entry in listed:
        if entry.erased or covered(entry, there):
            continue
        for source in session.exec(select(Source).where(Source.raw_sha256 == entry.source)).all():
            if entry.end <= len(source.text):
                row = Withdrawal(
                    quote=quote_at(session, source, entry.start, entry.end).key, why=AGAIN
                )
                record(session, row, None)
                count += 1
        there.append(entry)
    return count


def covered(entry: Entry, there: Iterable[Entry]) -> bool:
    return any(
        one.source == entry.source and one.start <= entry.start and entry.end <= one.end
        for one in there
    )


def quote_at(session: Session, source: Source, start: int, end: int) -> Quote:
    """Marked where nobody marked it. Whatever the words are, as testimony they are kept
    most strictly."""
    same = select(Quote).where(Quote.source == source.id, Quote.start == start, Quote.end == end)
    anchor = quotation.anchor(source.text, start, end)
    return session.exec(same).first() or record(
        session,
        Quote(
            source=source.key,
            **asdict(anchor),
            fidelity=Fidelity.VERBATIM_ORIGINAL,
            testimony=True,
        ),
        None,
    )
