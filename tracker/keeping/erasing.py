"""Erasing for good: in the database, in the bytes it lies in, and in a ledger that outlives
a restore."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from sqlmodel import Session, col, select

from recommendations import erasing
from recommendations.models import Erasure, Source
from recommendations.records import tombstones
from recommendations.records.writing import record
from tracker import bringing
from tracker.accounts.confirming import counted
from tracker.database import Database
from tracker.keeping import drafts, incoming, ledger, sweeping, withdrawing
from tracker.keeping.ledger import Entry
from tracker.keeping.unfrozen import unfrozen

AGAIN = "Erased before; the withdrawal ledger says so, and what was restored did not."


def confirm(
    database: Database,
    home: Path,
    by: int,
    erasure: int,
    check: Callable[[Session], object] = lambda session: None,
) -> bool:
    """`check` refuses whoever gave no code. False where the ledger could not be written or
    the database not be swept: the words are gone all the same, and the next start tries
    again."""
    with counted(database, by) as session:
        check(session)
        asked = erasing.agree(session, by, erasure)
        destroy(session, home, asked, by)
    listed = _list(database, home)
    return sweeping.pay(database, home) and listed


def destroy(session: Session, home: Path, asked: Erasure, by: int | None) -> None:
    bringing.forget_all(session)
    incoming.forget_all(home)
    drafts.forget_all(home)
    made = erasing.planned(session, asked)
    sweeping.owe(home, {*made.tables(), "change", "rawfile", "brought"})
    with unfrozen(session, asked, made.tables()):
        tombstones.write(session, made, by)


def erased(session: Session) -> list[Entry]:
    sources = dict(session.exec(select(Source.id, Source.raw_sha256)).all())
    return [
        Entry(sources[one.source], one.start, one.end, one.recorded_at.isoformat(), True)
        for one in erasing.done(session)
    ]


def keep_in_step(session: Session, home: Path) -> int:
    """Both ways, for withdrawals and then for erasures: what the ledger has is done, what is
    done is in the ledger. Returns how many were erased again."""
    withdrawing.keep_in_step(session, home)
    listed = [one for one in ledger.read(home / ledger.NAME) if one.erased]
    missing = [one for one in erased(session) if not withdrawing.covered(one, listed)]
    with suppress(OSError):
        ledger.append(home, missing)
    return apply(session, home, listed)


def apply(session: Session, home: Path, listed: Iterable[Entry]) -> int:
    """By set-up, after what was withdrawn has been withdrawn again."""
    there = erased(session)
    count = 0
    for entry in listed:
        if not entry.erased or withdrawing.covered(entry, there):
            continue
        same = select(Source).where(Source.raw_sha256 == entry.source).order_by(col(Source.id))
        for source in session.exec(same).all():
            if entry.end <= len(source.text):
                _again(session, home, source, entry)
                count += 1
        there.append(entry)
    return count


def _again(session: Session, home: Path, source: Source, entry: Entry) -> None:
    asked = Erasure(source=source.key, start=entry.start, end=entry.end, why=AGAIN)
    record(session, asked, None)
    if (entry.start, entry.end) == (0, len(source.text)):
        erasing.withdraw_all(session, source.key, None)
    destroy(session, home, asked, None)


def _list(database: Database, home: Path) -> bool:
    try:
        with database.reading() as session:
            listed = ledger.read(home / ledger.NAME)
            known = [one for one in listed if not one.erased]
            there = [one for one in listed if one.erased]
            new = [e for e in withdrawing.withdrawn(session) if not withdrawing.covered(e, known)]
            new += [e for e in erased(session) if not withdrawing.covered(e, there)]
        ledger.append(home, new)
    except OSError:
        return False
    return True
