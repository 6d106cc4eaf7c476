"""Opening a backup whole: every part held against its manifest, and the database put in
place on trial, with nothing kept of it."""

from pathlib import Path

from sqlmodel import Session

from recommendations.errors import Refused
from recommendations.records import chain
from tracker.database import is_known, newest
from tracker.keeping import copying, packing, sealing
from tracker.keeping.content import content_hash
from tracker.keeping.disk import staging
from tracker.keeping.manifest import NEWER, Damaged, Manifest
from tracker.keeping.sealing import Identity
from tracker.settings import Settings

KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def check(settings: Settings, file: Path, identity: Identity | None = None) -> Manifest:
    """Raises Refused with what is wrong. Whatever is unpacked on the way is emptied."""
    with staging(settings.home, "check") as folder:
        manifest = opened(file, folder, identity)
        try_out(settings, manifest, folder)
        return manifest


def opened(file: Path, folder: Path, identity: Identity | None) -> Manifest:
    """Its parts lie in the folder then. Raises Refused."""
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    packed = file
    if sealing.is_sealed(file):
        packed = folder / "packed.tar"
        sealing.unseal(file, packed, identity)
    return packing.unpack(packed, folder)


def try_out(settings: Settings, manifest: Manifest, folder: Path) -> bool:
    """SQLite is brought to the newest schema in a copy, PostgreSQL restored in a transaction
    that is undone. False where PostgreSQL does not let this role make a schema: then the
    dump is known to be whole, and no more."""
    refuse_unfit(settings, manifest)
    return copying.try_out(
        settings.database,
        folder / packing.DATABASE,
        lambda session: refuse_different(session, manifest),
    )


def refuse_unfit(settings: Settings, manifest: Manifest) -> None:
    here = copying.kind(settings.database)
    if manifest.database != here:
        raise Refused(
            f"This backup is of {KINDS.get(manifest.database, 'another database')}, and this home "
            f"uses {KINDS[here]}; see TRACKER_DATABASE_URL. Nothing was changed."
        )
    if not is_known(manifest.schema):
        raise Refused(NEWER)


def refuse_different(session: Session, manifest: Manifest) -> None:
    head = chain.head(session)
    if (head.seq, head.hash) != (manifest.links, manifest.head):
        raise Damaged
    if manifest.schema == newest() and content_hash(session.connection()) != manifest.content:
        raise Damaged
    if broken := next(chain.verify(session), None):
        raise Refused(
            f"The history in this backup does not verify ({broken.where} {broken.what}). "
            "Nothing was changed."
        )
