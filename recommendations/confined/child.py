"""The service's side of a confined child: started bare, asked over pipes, ended in time.

Nothing that the child says is trusted beyond its length: whoever asks reads it as data.
"""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from recommendations.confined.frames import read_frame, write_frame

HOUSE = Path(__file__).resolve().parents[2]

# What Python and the libraries of the PDF engine may need to be found; nothing of ours.
_PASSED_ON = (
    "PATH",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "WEASYPRINT_DLL_DIRECTORIES",
    "SYSTEMROOT",
)


class Ended(Exception):
    """The child ended before it answered: `too_late` where it was stopped for its time."""

    def __init__(self, too_late: bool) -> None:
        super().__init__("too late" if too_late else "ended")
        self.too_late = too_late


class Child:
    """One process, started when it is first asked and again after it has ended. Whoever
    asks holds `turn`: a child answers one job at a time."""

    def __init__(self, program: Sequence[str], environment: Mapping[str, str] = {}) -> None:
        self.turn = threading.RLock()
        self.environment = bare_environment() | dict(environment)
        self.process: subprocess.Popen[bytes] | None = None
        self._program = [sys.executable, *program]
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def start(self) -> subprocess.Popen[bytes]:
        """Does not wait until it can answer."""
        with self.turn:
            if self.process and self.process.poll() is None:
                return self.process
            self.end()
            self._folder = tempfile.TemporaryDirectory(prefix="child-", ignore_cleanup_errors=True)
            own = {"TMPDIR": self._folder.name, "XDG_CACHE_HOME": self._folder.name}
            self.process = subprocess.Popen(  # noqa: S603
                self._program,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=HOUSE,
                env=self.environment | own,
            )
            return self.process

    def ask(self, job: Sequence[bytes], answers: int, timeout: float) -> list[bytes]:
        """So many frames in answer to those of the job. Raises Ended; the next job then
        has another child."""
        with self.turn:
            child = self.start()
            assert child.stdin and child.stdout  # noqa: PT018
            too_late = threading.Event()

            def stop() -> None:
                too_late.set()
                child.kill()

            alarm = threading.Timer(timeout, stop)
            alarm.start()
            try:
                for frame in job:
                    write_frame(child.stdin, frame)
                return [read_frame(child.stdout) for _ in range(answers)]
            except (OSError, EOFError):
                self.end()
                raise Ended(too_late.is_set()) from None
            finally:
                alarm.cancel()

    def end(self) -> None:
        with self.turn:
            if self.process:
                self.process.kill()
                self.process.wait()
                for pipe in (self.process.stdin, self.process.stdout):
                    _close(pipe)
            if self._folder:
                self._folder.cleanup()
            self.process = self._folder = None


class Parent:
    """Has a child, which ends when it is left."""

    child: Child

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.child.end()


def bare_environment() -> dict[str, str]:
    """No setting and no secret of the service."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return kept | {
        "PYTHONPATH": str(HOUSE),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
    }


def _close(pipe: IO[bytes] | None) -> None:
    # A job may still be in the buffer of a child that is gone.
    with suppress(OSError):
        if pipe:
            pipe.close()
