"""Files that are whole or not there: under another name until they are on the disk."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from recommendations.errors import Refused


def to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def place(made: Path, out: Path) -> None:
    """Copies `made` to its final name, readable by the owner only. Raises Refused where
    there is a file already or the disk does not take it."""
    part = out.with_name(f".{out.name}.part")
    try:
        if out.exists():
            raise Refused(f"{out} is there already; nothing was written over it.")
        out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.touch(mode=0o600)
        shutil.copyfile(made, part)
        to_disk(part)
        part.rename(out)
        to_disk(out.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise Refused(f"{out} was not written: {error.strerror}.") from error


def write_whole(out: Path, text: str) -> None:
    part = out.with_name(f".{out.name}.part")
    part.touch(mode=0o600)
    part.write_text(text)
    to_disk(part)
    part.replace(out)
    to_disk(out.parent)
