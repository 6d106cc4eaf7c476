"""The backups that lie in the home, and when each was last opened whole."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from recommendations.errors import NotFound
from recommendations.models.base import now
from tracker.keeping.disk import write_whole

FOLDER = "backups"
CHECKED = "checked.json"
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"tracker-(\d{8}T\d{6}Z)\.tar(\.age)?")


@dataclass(frozen=True)
class Kept:
    """`size` in bytes. `checked_at` is when it was last opened, and `whole` what came of
    it; both say nothing about a file that has changed since."""

    name: str
    made_at: datetime
    size: int
    encrypted: bool
    checked_at: datetime | None
    whole: bool


def kept(home: Path) -> list[Kept]:
    """Newest first."""
    told = _told(home)
    folder = home / FOLDER
    names = sorted((path.name for path in folder.glob("tracker-*")), reverse=True)
    return [_kept(folder / name, told) for name in names if NAME.fullmatch(name)]


def find(home: Path, name: str) -> Kept:
    """Raises NotFound: only what lies there has a name."""
    for one in kept(home):
        if one.name == name:
            return one
    raise NotFound("There is no such backup here.")


def note(home: Path, file: Path, whole: bool) -> None:
    """What came of opening it; only for what lies on the shelf. Raises OSError."""
    if file.parent.resolve() != (home / FOLDER).resolve() or not NAME.fullmatch(file.name):
        return
    there = {one.name for one in kept(home)}
    told = {name: said for name, said in _told(home).items() if name in there}
    told[file.name] = {"at": now().isoformat(), "whole": whole, "was": _mark(file)}
    write_whole(home / FOLDER / CHECKED, json.dumps(told, indent=2) + "\n")


def _kept(file: Path, told: dict[str, Any]) -> Kept:
    made = datetime.strptime(file.name[8:24], STAMP).replace(tzinfo=UTC)
    said = told.get(file.name)
    same = isinstance(said, dict) and said.get("was") == _mark(file)
    try:
        at = datetime.fromisoformat(said["at"]) if said and same else None
    except (KeyError, TypeError, ValueError):
        at = None
    whole = bool(said and at and said.get("whole"))
    return Kept(file.name, made, file.stat().st_size, file.suffix == ".age", at, whole)


def _mark(file: Path) -> list[int]:
    """Whether it is the very file that was opened."""
    about = file.stat()
    return [about.st_size, about.st_mtime_ns]


def _told(home: Path) -> dict[str, Any]:
    try:
        told = json.loads((home / FOLDER / CHECKED).read_text())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
