"""One tar out of the parts of a backup, and the parts out of it again."""

import tarfile
from pathlib import Path

from recommendations.errors import Refused
from tracker.keeping.manifest import FOREIGN, Damaged, Manifest, file_hash, read, written

MANIFEST = "manifest.json"
DATABASE = "database"
SECRET = "secret"  # noqa: S105 (the name of a file)
LEDGER = "withdrawals.jsonl"
SAMPLE = "SAMPLE"
MAY_BE_THERE = frozenset({DATABASE, SECRET, LEDGER, SAMPLE})
LARGEST_MANIFEST = 100_000


def pack(folder: Path, manifest: Manifest, out: Path) -> None:
    """The manifest comes first. Owners, modes and times of files stay at home."""
    (folder / MANIFEST).write_bytes(written(manifest))
    with tarfile.open(out, "w", format=tarfile.PAX_FORMAT) as tar:
        for name in (MANIFEST, *sorted(manifest.parts)):
            member = tarfile.TarInfo(name)
            member.size, member.mode = (folder / name).stat().st_size, 0o600
            with (folder / name).open("rb") as part:
                tar.addfile(member, part)


def unpack(packed: Path, into: Path) -> Manifest:
    """Raises Refused unless every part is there as its manifest says, and nothing else."""
    if not tarfile.is_tarfile(packed):
        raise Refused(FOREIGN)
    try:
        with tarfile.open(packed, "r:") as tar:
            members = iter(tar)
            manifest = _first(tar, next(members, None))
            for member in members:
                if not member.isreg() or member.name not in manifest.parts:
                    raise Damaged
                tar.extract(member, into, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise Damaged from error
    _hold_against(manifest, packed, into)
    return manifest


def _first(tar: tarfile.TarFile, member: tarfile.TarInfo | None) -> Manifest:
    if member is None or member.name != MANIFEST or member.size > LARGEST_MANIFEST:
        raise Refused(FOREIGN)
    file = tar.extractfile(member)
    if file is None:
        raise Refused(FOREIGN)
    raw = file.read()
    if len(raw) < member.size:
        raise Damaged
    manifest = read(raw)
    if not {DATABASE} <= set(manifest.parts) <= MAY_BE_THERE:
        raise Refused(FOREIGN)
    return manifest


def _hold_against(manifest: Manifest, packed: Path, folder: Path) -> None:
    if packed.stat().st_size % tarfile.RECORDSIZE:
        raise Damaged
    for name, expected in manifest.parts.items():
        if not (folder / name).is_file() or file_hash(folder / name) != expected:
            raise Damaged
