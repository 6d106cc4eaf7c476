"""A backup back into a home: checked whole first, and nothing that was there is deleted."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, delete

from recommendations.errors import Refused
from recommendations.models.base import now
from recommendations.records import indexing, passages, versions
from tracker.accounts import weekly
from tracker.database import Database, Unavailable
from tracker.keeping import (
    copying,
    erasing,
    ledger,
    packing,
    restricting,
    restrictions,
    sweeping,
    withdrawing,
)
from tracker.keeping.content import FLEETING
from tracker.keeping.disk import place, staging
from tracker.keeping.ledger import Entry
from tracker.keeping.manifest import Manifest
from tracker.keeping.running import stopped
from tracker.keeping.sealing import Identity
from tracker.keeping.trying import opened, refuse_different, refuse_unfit
from tracker.settings import Settings

NOT_EMPTY = (
    "There is a record in this home already. Restore into an empty home, or use --replace, "
    "which sets the present one aside and deletes nothing."
)


@dataclass(frozen=True)
class Restored:
    """`withdrawn` and `erased` count what was done again; `aside` is how the names of what was
    there before end, empty where nothing was there."""

    made_at: str
    content: str
    links: int
    withdrawn: int
    aside: str
    erased: int = 0


def restore(
    settings: Settings,
    file: Path,
    identity: Identity | None = None,
    replace: bool = False,
    acting: Callable[[Session], object] = lambda session: None,
    within: bool = False,
) -> Restored:
    """`acting` sees the restored record and refuses whoever may not do this; `within` is
    for the service itself, its door shut. Raises Refused, and then nothing has changed."""
    home = settings.home
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with stopped(home, within), staging(home, "restore") as folder:
            return _restored(settings, opened(file, folder, identity), folder, replace, acting)
    except OSError as error:
        raise Refused(
            f"{error.filename or file}: {error.strerror}. Nothing was changed."
        ) from error


def _restored(
    settings: Settings,
    manifest: Manifest,
    folder: Path,
    replace: bool,
    acting: Callable[[Session], object],
) -> Restored:
    refuse_unfit(settings, manifest)
    there = copying.is_there(settings.database)
    if (there or (settings.home / packing.SECRET).exists()) and not replace:
        raise Refused(NOT_EMPTY)
    listed = [
        *ledger.read(folder / packing.LEDGER),
        *ledger.read(settings.home / ledger.NAME),
        *(_present(settings) if there else []),
    ]
    kept_inside = restrictions.read(settings.home)
    again: list[int] = []
    erased: list[int] = []

    def check(session: Session) -> None:
        refuse_different(session, manifest)
        indexing.catch_up(session)
        passages.catch_up(session)
        versions.tie_all(session)
        acting(session)
        for table in FLEETING:
            session.exec(delete(table))
        weekly.begin_anew(session)
        again.append(withdrawing.apply(session, listed))
        restricting.apply(session, kept_inside, settings.today())
        erased.append(erasing.apply(session, settings.home, listed))

    aside = f"{now():%Y%m%dT%H%M%S%fZ}"  # two in one second have two names
    beside = _beside(settings.home, folder)
    copying.put_in(settings.database, folder / packing.DATABASE, aside, check)
    _put_files(settings.home, beside, aside)
    _keep(settings.home, listed)
    if any(erased):
        _sweep(settings)
    aside = aside if there else ""
    return Restored(
        manifest.made_at, manifest.content, manifest.links, sum(again), aside, sum(erased)
    )


def _present(settings: Settings) -> list[Entry]:
    """What is withdrawn and erased in the record that is set aside, as far as it can be
    read."""
    database, found = Database(settings.database), list[Entry]()
    try:
        with suppress(Unavailable), database.reading() as session:
            found += withdrawing.withdrawn(session)
            found += erasing.erased(session)
    except Exception:  # noqa: S110 (a restore is for when the present one is broken)
        pass
    finally:
        database.close()
    return found


def _sweep(settings: Settings) -> None:
    database = Database(settings.database)
    try:
        sweeping.pay(database, settings.home)
    finally:
        database.close()


def _beside(home: Path, folder: Path) -> dict[str, Path]:
    """The files of the backup on the home's disk already, so that putting them in place
    needs no more room."""
    ready = {}
    for name in (packing.SECRET, packing.SAMPLE):
        if (folder / name).exists():
            ready[name] = folder / f"ready-{name}"
            place(folder / name, ready[name])
    return ready


def _put_files(home: Path, ready: dict[str, Path], aside: str) -> None:
    for name in (packing.SECRET, packing.SAMPLE):
        present = home / name
        if present.exists():
            present.rename(home / f"{name}.before-{aside}")
        if name in ready:
            ready[name].rename(present)


def _keep(home: Path, listed: list[Entry]) -> None:
    """The next start tries again where it could not be written."""
    known = set(ledger.read(home / ledger.NAME))
    with suppress(OSError):
        ledger.append(home, dict.fromkeys(one for one in listed if one not in known))
