"""One copy of the whole service: the database, the key of its forms, the withdrawals."""

import json
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from recommendations.errors import Refused
from recommendations.models.base import now
from recommendations.records import chain
from tracker.database import newest, revision
from tracker.keeping import copying, packing, sealing, shelf, trying
from tracker.keeping.content import content_hash
from tracker.keeping.disk import place, staging, write_whole
from tracker.keeping.manifest import Manifest, file_hash
from tracker.settings import Settings

LAST = "last-backup.json"


@dataclass(frozen=True)
class Backup:
    """`size` in bytes. It was opened again and held against its manifest, or it would
    not be there; `tried` says whether it was also put in place on trial. `content` is
    empty for a database of an older schema."""

    file: str
    made_at: datetime
    size: int
    encrypted: bool
    recipients: int
    content: str
    head: str
    links: int
    tried: bool = False


def make(settings: Settings, out: Path | None = None) -> Backup:
    """People may go on writing. Raises Refused, and then no file has the final name."""
    keys = sealing.recipients(settings.backup_keys)
    at = now()
    name = f"tracker-{at:{shelf.STAMP}}.tar" + (".age" if keys else "")
    out = out or settings.home / shelf.FOLDER / name
    with staging(settings.home, "backup") as folder:
        manifest = _gathered(settings, folder, at)
        packed = folder / "packed.tar"
        packing.pack(folder, manifest, packed)
        tried = _open_again(settings, packed, folder / "again")
        if keys:
            sealing.seal(packed, folder / "sealed", keys)
        place(folder / "sealed" if keys else packed, out)
    made = Backup(
        str(out.resolve()),
        at,
        out.stat().st_size,
        bool(keys),
        len(keys),
        manifest.content,
        manifest.head,
        manifest.links,
        tried,
    )
    with suppress(OSError):
        _remember(settings.home, made)
        shelf.note(settings.home, out, whole=True)
    return made


def last(home: Path) -> Backup | None:
    try:
        told = json.loads((home / LAST).read_text())
        return Backup(**told | {"made_at": datetime.fromisoformat(told["made_at"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _gathered(settings: Settings, folder: Path, at: datetime) -> Manifest:
    with copying.copied(settings.database, folder / packing.DATABASE) as session:
        schema, content = revision(session.connection()), ""
        if schema == newest():
            content = content_hash(session.connection())
            _refuse_broken(session)
        head = chain.head(session)
    for name in (packing.SECRET, packing.LEDGER, packing.SAMPLE):
        if (settings.home / name).exists():
            shutil.copyfile(settings.home / name, folder / name)
    parts = {
        name: file_hash(folder / name)
        for name in sorted(packing.MAY_BE_THERE)
        if (folder / name).exists()
    }
    kind = copying.kind(settings.database)
    return Manifest(at.isoformat(), kind, schema, head.hash, head.seq, content, parts)


def _refuse_broken(session: Session) -> None:
    if broken := next(chain.verify(session), None):
        raise Refused(
            f"The history does not verify ({broken.where} {broken.what}). No backup was made, "
            "and earlier ones are untouched; see tracker check."
        )


def _open_again(settings: Settings, packed: Path, folder: Path) -> bool:
    folder.mkdir()
    manifest = packing.unpack(packed, folder)
    if manifest.database != "sqlite":
        copying.refuse_cut_off(folder / packing.DATABASE)
    return trying.try_out(settings, manifest, folder)


def _remember(home: Path, made: Backup) -> None:
    told = asdict(made) | {"made_at": made.made_at.isoformat()}
    write_whole(home / LAST, json.dumps(told, indent=2) + "\n")
