"""The withdrawal ledger: which words were withdrawn and which were erased, outside the
database. No words, no reason, nobody's name."""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from recommendations.errors import Refused

NAME = "withdrawals.jsonl"


@dataclass(frozen=True)
class Entry:
    """The source by the SHA-256 of its raw bytes, the span in its text, and when. A version
    that knows of no erasing reads `erased` words as withdrawn."""

    source: str
    start: int
    end: int
    at: str
    erased: bool = False


def append(home: Path, entries: Iterable[Entry]) -> None:
    """On the disk when it returns. Raises OSError."""
    append_lines(home, NAME, [_line(entry) for entry in entries])


def append_lines(home: Path, name: str, lines: Sequence[str]) -> None:
    """To a file of the home, and on the disk when it returns. Raises OSError."""
    if not lines:
        return
    handle = os.open(home / name, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, f"{_torn(handle)}{''.join(lines)}".encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    folder = os.open(home, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _torn(handle: int) -> str:
    """A line that a crash cut off is ended, so that the next one stands alone."""
    size = os.fstat(handle).st_size
    return "\n" if size and os.pread(handle, 1, size - 1) != b"\n" else ""


def _line(entry: Entry) -> str:
    told: dict[str, object] = {"source": entry.source, "start": entry.start, "end": entry.end}
    told["at"] = entry.at
    if entry.erased:
        told["erased"] = True
    return json.dumps(told) + "\n"


def read(file: Path) -> list[Entry]:
    """Lines that a crash cut off say nothing and are passed over. Raises Refused where it
    is there and cannot be read: words that were withdrawn would come back."""
    try:
        lines = file.read_text(errors="replace").split("\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Refused(f"The withdrawal ledger {file} cannot be read: {error.strerror}.") from error
    found = (_entry(line) for line in lines)
    return [entry for entry in found if entry]


def _entry(line: str) -> Entry | None:
    try:
        told = json.loads(line)
        start, end = int(told["start"]), int(told["end"])
        erased = told.get("erased") is True
        found = Entry(str(told["source"]), start, end, str(told["at"]), erased)
        return found if 0 <= start < end else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
