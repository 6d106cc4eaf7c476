"""The child that reads: confined, one file after another.

`python -m recommendations.reading.reader WHAT LIMIT_MIB SECONDS`; a job is a name, an
encoding and the bytes of a file, its answer one frame of JSON that says what the next
frame is. What a format needs is imported before the doors are shut.
"""

import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from recommendations.confined.inside import answering, as_frame, confine, limit
from recommendations.errors import Unreadable
from recommendations.reading import bytes as encoded
from recommendations.reading.carrying import written

Read = Callable[[bytes, str, str], Any]

UNUSED = ("ctypes.", "os.listdrives", "shutil.", "tempfile.")
NATIVE = ("ctypes.dlopen", "ctypes.dlsym", *UNUSED[1:])
"""For libraries that are called through ctypes, and are loaded by then."""
MODULES = {
    "report": "report",
    "encodings": "encodings",
    "plain text": "plain",
    "Markdown": "markdown",
    "web page": "html",
    "PDF": "pdf",
    "Word document": "docx",
}
"""By what is asked for: a report, the encodings of a text, or a source in a format."""


def main(what: str, limit_mib: int, seconds: int) -> None:
    read = reading(what)
    confine("a reader", ("recommendations",), NATIVE if what == "PDF" else UNUSED)
    limit(limit_mib, seconds=seconds, writes=False)
    answering(partial(work, read), frames=3, give_up=seconds + 10, opens=what == "report")


def reading(what: str) -> Read:
    name = MODULES[what]
    module = import_module(f"recommendations.reading.{name}")
    encoded.prepare()
    if hasattr(module, "prepare"):
        module.prepare()
    if what == "report":
        return lambda raw, called, _: module.read_report(raw, called)
    read: Read = getattr(module, f"read_{name}")
    return read


def work(read: Read, job: list[bytes]) -> list[bytes]:
    name, encoding, raw = job[0].decode(), job[1].decode(), job[2]
    return answered(lambda: written(read(raw, name, encoding)))


def answered(read: Callable[[], bytes]) -> list[bytes]:
    """What the next frame is, and that."""
    try:
        return [as_frame({"read": True}), read()]
    except Unreadable as refused:
        return [as_frame({"unreadable": str(refused)}), b""]
    except (MemoryError, RecursionError):
        return [as_frame({"too_much": True}), b""]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
