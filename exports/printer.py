"""The child of the press: confined, it prints one job after another.

`python -m exports.printer LIMIT_MIB`; jobs come on standard input, answers go to
standard output: one frame of JSON, one of PDF.
"""

import json
import os
import resource
import signal
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

from exports.printing import HOUSE, MIB, read_frame, write_frame

GIVE_UP = 60
"""Seconds after which a job ends itself, should the press be gone."""

_STATUS = Path("/proc/self/status")
_status = _STATUS.open() if _STATUS.exists() else None
"""Opened before confinement shuts the rest of the disk."""

_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


def main(limit_mib: int) -> None:
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not stand between two frames
    limit(limit_mib)
    warnings.simplefilter("error")
    missing = confined_engine()
    while True:
        try:
            job = json.loads(read_frame(jobs))
        except EOFError:
            return
        signal.alarm(GIVE_UP)
        answer, pdf = ({"missing": missing}, b"") if missing else work(job)
        signal.alarm(0)
        write_frame(answers, json.dumps(answer).encode())
        write_frame(answers, pdf)


def confined_engine() -> str:
    """What is missing for the engine to run, or nothing."""
    try:
        from exports import pdf  # noqa: PLC0415
    except OSError as failure:
        return str(failure).split(":")[0]
    confine()
    pdf.engine()
    return ""


def work(job: dict[str, str]) -> tuple[dict[str, Any], bytes]:
    from exports.pdf import EngineRefused, render  # noqa: PLC0415

    try:
        done = render(job["html"], title=job["title"], language=job["language"])
    except EngineRefused as refusal:
        return {"refused": str(refusal), "peak_mib": peak_mib()}, b""
    except (MemoryError, RecursionError):
        return {"refused": "it needs too much memory", "peak_mib": sys.maxsize}, b""
    return {"pages": done.pages, "peak_mib": peak_mib()}, done.pdf


def limit(limit_mib: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limit_mib * MIB, limit_mib * MIB))


def confine() -> None:
    """From here on no network, no other program, and no file but Python's, ours and
    the temporary ones. A second wall: the first is that the engine asks for nothing."""
    ours = (HOUSE / room for room in ("exports", "recommendations", "templates"))
    folders = {sys.prefix, sys.base_prefix, tempfile.gettempdir(), *map(str, ours)}
    readable = tuple(os.path.realpath(folder) + os.sep for folder in folders)

    def refuse(event: str, details: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(f"a pack may not use {event}")
        if event == "open" and isinstance(details[0], str | bytes):
            path = os.path.realpath(os.fsdecode(details[0]))
            if not path.startswith(readable):
                raise PermissionError(f"a pack may not open {path}")

    sys.addaudithook(refuse)


def peak_mib() -> int:
    """The most memory this process has held. Linux carries what getrusage says over from
    the parent that started it, so there the mark of this very address space is read."""
    if _status is not None:
        _status.seek(0)
        line = next((line for line in _status if line.startswith("VmHWM:")), "VmHWM: 0 kB")
        return int(line.split()[1]) // 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak // (MIB if sys.platform == "darwin" else 1024))


if __name__ == "__main__":
    main(int(sys.argv[1]))
