"""Files that are whole or not there: under another name until they are on the disk."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


def write_whole(out: Path, told: str | bytes) -> None:
    """Raises OSError, and then what was there is there."""
    part = out.with_name(f".{out.name}.part")
    try:
        part.touch(mode=0o600)
        part.write_bytes(told.encode() if isinstance(told, str) else told)
        to_disk(part)
        part.replace(out)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    to_disk(out.parent)


@contextmanager
def staging(home: Path, what: str) -> Iterator[Path]:
    """In the home, where the record lies anyway; whatever goes wrong, it is emptied. One
    at a time: a second one waits, so that what it finds left over is nobody's."""
    folder = held = None
    try:
        held = os.open(home, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
        for left in home.glob(f".{what}-*"):
            shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{what}-", dir=home))
        yield folder
    except OSError as error:
        raise Refused(f"The disk does not take it: {error.strerror}. Nothing changed.") from error
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)
