"""The child's side: limits that the system holds, and doors that are shut before the first
job comes in."""

import json
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from recommendations.confined.child import HOUSE
from recommendations.confined.frames import MIB, read_frame, write_frame

_STATUS = Path("/proc/self/status")
_status = _STATUS.open() if _STATUS.exists() else None
"""Opened before confinement shuts the rest of the disk."""

FORBIDDEN = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system"),
    *("os.kill", "os.putenv", "ftplib.", "urllib."),
)
_CHANGING = frozenset(
    f"os.{act}"
    for act in ("remove", "rename", "rmdir", "mkdir", "link", "symlink", "truncate", "chmod")
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def answering(
    work: Callable[[list[bytes]], list[bytes]],
    frames: int,
    give_up: int,
    *,
    opens: bool = True,
    afterwards: Callable[[], object] = lambda: None,
) -> None:
    """One job of so many frames after another, until the service is gone. A job that
    takes longer than `give_up` seconds ends the child, should nobody else do so. Unless it
    `opens` files, the system gives it none from here on, nor a socket, whoever asks:
    libraries that are not Python as well. What is done `afterwards` no answer waits for."""
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not stand between two frames
    if not opens:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    while True:
        try:
            job = [read_frame(jobs) for _ in range(frames)]
        except EOFError:
            return
        signal.alarm(give_up)
        done = work(job)
        signal.alarm(0)
        for frame in done:
            write_frame(answers, frame)
        afterwards()


def limit(memory_mib: int, *, seconds: int = 0, writes: bool = True) -> None:
    """Memory on Linux, time on the processor, and whether a file may grow at all."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory_mib * MIB, memory_mib * MIB))
    if seconds:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if not writes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def confine(what: str, rooms: Iterable[str], also: tuple[str, ...] = ()) -> None:
    """From here on no network, no other program, no file but Python's and those of our
    rooms, and none written but temporary ones. A second wall: the first is that what runs
    here asks for nothing. `also` are further acts that are forbidden."""
    own = os.path.realpath(tempfile.gettempdir()) + os.sep
    folders = {sys.prefix, sys.base_prefix, *(str(HOUSE / room) for room in rooms)}
    readable = (own, *(os.path.realpath(folder) + os.sep for folder in folders))
    forbidden = FORBIDDEN + also

    def refuse(event: str, details: tuple[Any, ...]) -> None:
        if event.startswith(forbidden):
            raise PermissionError(f"{what} may not use {event}")
        if event in _CHANGING or (event == "open" and isinstance(details[0], str | bytes)):
            path = os.path.realpath(os.fsdecode(details[0]))
            writes = event != "open" or bool((details[2] or 0) & _WRITES)
            if not path.startswith((own,) if writes else readable):
                raise PermissionError(f"{what} may not open {path}")

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


def as_frame(answer: object) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()
