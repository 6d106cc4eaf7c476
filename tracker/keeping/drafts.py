"""Drafts that were printed for several audiences at once: in the home for who asked for them
alone, for a day at most, so that a batch that was stopped goes on where it was."""

import shutil
import time
from pathlib import Path

FOLDER = "drafts"
LASTS = 24 * 60 * 60
"""Seconds."""


def folder_of(home: Path, person: int) -> Path:
    """What is older than a day, of anybody, goes at the same time."""
    for file in (home / FOLDER).glob("*/*"):
        if time.time() - file.stat().st_mtime > LASTS:
            file.unlink(missing_ok=True)
    return home / FOLDER / str(person)


def forget_all(home: Path) -> None:
    """Before words are destroyed: they may be in a draft."""
    shutil.rmtree(home / FOLDER, ignore_errors=True)
