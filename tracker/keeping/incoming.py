"""Files that somebody brought and that are not in the record yet: kept in the home under
their hash and the number of who brought them, for them alone, for a day at most."""

import hashlib
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recommendations.errors import NotFound, Refused
from recommendations.reading.bytes import LARGEST
from tracker.keeping.disk import write_whole

FOLDER = "incoming"
LASTS = 24 * 60 * 60
"""Seconds."""
MOST = 5
"""Of one person at a time: the oldest goes for the next."""
NAME = re.compile(r"[0-9a-f]{64}")
TABLE, REPORT = "table", "report"
"""What a file is brought as: one does not see what waits for the other."""


@dataclass(frozen=True)
class Incoming:
    """`said` is what was chosen about it so far."""

    sha256: str
    name: str
    raw: bytes
    said: dict[str, Any]


def bring(home: Path, person: int, name: str, raw: bytes, what: str = TABLE) -> str:
    """Under which it is found. The same file again goes on where it was."""
    if not raw:
        raise Refused(file=f"Choose the file with the {what}.")
    if len(raw) > LARGEST:
        raise Refused(file=f"The file is larger than {LARGEST // 2**20} MiB.")
    sweep(home)
    sha256 = hashlib.sha256(raw).hexdigest()
    file = _file(home, person, sha256, what)
    if not file.exists():
        _make_room(home, person, what)
        file.parent.mkdir(mode=0o700, exist_ok=True)
        _write(file, raw)
    if not _told(file).exists():
        keep(home, person, sha256, name, {}, what)
    return sha256


def find(home: Path, person: int, sha256: str, what: str = TABLE) -> Incoming:
    """Raises NotFound where it is somebody else's, imported, or older than a day."""
    sweep(home)
    try:
        file = _file(home, person, sha256, what)
        told = json.loads(_told(file).read_text())
        return Incoming(sha256, told["name"], file.read_bytes(), told["said"])
    except (OSError, ValueError, KeyError):
        raise NotFound(
            "This file is not waiting here: it was imported or left, or a day has passed since "
            "it was brought. Bring it again."
        ) from None


def keep(
    home: Path, person: int, sha256: str, name: str, said: dict[str, Any], what: str = TABLE
) -> None:
    told = json.dumps({"name": name[:120], "said": said}, ensure_ascii=False)
    _write(_told(_file(home, person, sha256, what)), told.encode())


def waiting(home: Path, person: int, what: str = TABLE) -> list[Incoming]:
    """Newest first."""
    sweep(home)
    files = sorted(_files(home, person, what), key=lambda file: file.stat().st_mtime, reverse=True)
    return [find(home, person, file.stem.partition("-")[2], what) for file in files]


def drop(home: Path, person: int, sha256: str, what: str = TABLE) -> None:
    file = _file(home, person, sha256, what)
    file.unlink(missing_ok=True)
    _told(file).unlink(missing_ok=True)


def sweep(home: Path) -> None:
    """What is older than a day goes."""
    for file in (home / FOLDER).glob("*"):
        if time.time() - file.stat().st_mtime > LASTS:
            file.unlink(missing_ok=True)


def forget_all(home: Path) -> None:
    """Before words are destroyed: they may be in what somebody is about to store."""
    for file in (home / FOLDER).glob("*"):
        file.unlink(missing_ok=True)


def _make_room(home: Path, person: int, what: str) -> None:
    there = sorted(_files(home, person, what), key=lambda file: file.stat().st_mtime)
    for file in there[: max(0, len(there) - MOST + 1)]:
        drop(home, person, file.stem.partition("-")[2], what)


def _files(home: Path, person: int, what: str) -> Iterator[Path]:
    return (home / FOLDER).glob(f"{person}-*.{what}")


def _file(home: Path, person: int, sha256: str, what: str) -> Path:
    if not NAME.fullmatch(sha256):
        raise NotFound("There is no such file.")
    return home / FOLDER / f"{person}-{sha256}.{what}"


def _told(file: Path) -> Path:
    """Beside it, what was chosen about it."""
    return file.with_name(f"{file.name}.json")


def _write(file: Path, told: bytes) -> None:
    try:
        write_whole(file, told)
    except OSError as error:
        raise Refused(file=f"The file could not be kept: {error.strerror}.") from error
