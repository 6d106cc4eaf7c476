"""The press: a child process that prints, kept warm between jobs.

The child has no secrets in its environment and no network; it is ended when a job
takes too long and replaced when it has grown. A document can therefore stop or fell
the child, never the service.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from recommendations.errors import Refused

HOUSE = Path(__file__).resolve().parents[1]
MIB = 2**20

# What the libraries of the engine may need to be found; nothing of ours.
_PASSED_ON = (
    "PATH",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "WEASYPRINT_DLL_DIRECTORIES",
    "SYSTEMROOT",
)


class PrintFailed(Refused):
    """Nothing was printed."""


class PdfUnavailable(Refused):
    """This machine lacks a library; everything but PDF works."""


@dataclass(frozen=True)
class Printed:
    pdf: bytes
    pages: int
    child_mib: int
    """Most memory that the child has held so far."""


class Press:
    """Prints one document at a time; callers in other threads wait their turn."""

    def __init__(self, *, recycle_mib: int = 200, limit_mib: int = 1024) -> None:
        self._recycle_mib = recycle_mib
        self._limit_mib = limit_mib
        self._environment = _bare_environment()
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def warm(self) -> None:
        """Starts the child and does not wait for it."""
        with self._turn:
            self._living_child()

    def print_pdf(self, html: str, title: str, language: str, timeout: float = 20.0) -> Printed:
        """Raises PrintFailed, or PdfUnavailable where the engine cannot run."""
        job = {"html": html, "title": title, "language": language}
        with self._turn:
            answer, pdf = self._ask(job, timeout)
            if answer.get("peak_mib", 0) > self._recycle_mib or "missing" in answer:
                self._end()
        if "missing" in answer:
            raise PdfUnavailable(_what_to_install(answer["missing"]))
        if "refused" in answer:
            raise PrintFailed(f"The pack could not be printed: {answer['refused']}.")
        return Printed(pdf, answer["pages"], answer["peak_mib"])

    def close(self) -> None:
        with self._turn:
            self._end()

    def __enter__(self) -> "Press":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, job: dict[str, str], timeout: float) -> tuple[dict[str, Any], bytes]:
        child = self._living_child()
        assert child.stdin and child.stdout  # noqa: PT018
        too_late = threading.Event()

        def stop() -> None:
            too_late.set()
            child.kill()

        alarm = threading.Timer(timeout, stop)
        alarm.start()
        try:
            write_frame(child.stdin, json.dumps(job).encode())
            answer = json.loads(read_frame(child.stdout))
            pdf = read_frame(child.stdout)
        except (OSError, EOFError):
            self._end()
            raise PrintFailed(_why_it_ended(too_late.is_set(), timeout)) from None
        finally:
            alarm.cancel()
        return answer, pdf

    def _living_child(self) -> subprocess.Popen[bytes]:
        if self._child and self._child.poll() is None:
            return self._child
        self._end()
        self._folder = tempfile.TemporaryDirectory(prefix="press-", ignore_cleanup_errors=True)
        self._child = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "exports.printer", str(self._limit_mib)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=HOUSE,
            env=self._environment | _own_folder(self._folder.name),
        )
        return self._child

    def _end(self) -> None:
        if self._child:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                _close(pipe)
        if self._folder:
            self._folder.cleanup()
        self._child = self._folder = None


def write_frame(pipe: BinaryIO | Any, payload: bytes) -> None:
    """Eight bytes of length, then the payload."""
    pipe.write(len(payload).to_bytes(8, "big"))
    pipe.write(payload)
    pipe.flush()


def read_frame(pipe: BinaryIO | Any) -> bytes:
    """Raises EOFError when the other side is gone."""
    return _exactly(pipe, int.from_bytes(_exactly(pipe, 8), "big"))


def _exactly(pipe: BinaryIO | Any, wanted: int) -> bytes:
    payload: bytes = pipe.read(wanted)
    if len(payload) < wanted:
        raise EOFError
    return payload


def _close(pipe: BinaryIO | Any) -> None:
    # A job may still be in the buffer of a child that is gone.
    with suppress(OSError):
        pipe.close()


def _bare_environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return kept | {
        "PYTHONPATH": str(HOUSE),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
        # The engine sees our fonts and no others, so a pack is the same everywhere. Set
        # for the child alone: a browser that inherited it would find no font at all.
        "FONTCONFIG_FILE": str(HOUSE / "exports" / "fonts" / "fonts.conf"),
    }


def _own_folder(folder: str) -> dict[str, str]:
    return {"TMPDIR": folder, "XDG_CACHE_HOME": folder}


def _why_it_ended(too_late: bool, timeout: float) -> str:
    if too_late:
        return f"Printing took longer than {timeout:.0f} seconds and was stopped."
    return "Printing needed more than this machine allows, or was interrupted; nothing was printed."


def _what_to_install(missing: str) -> str:
    return (
        f"PDF cannot be made here: {missing}. Debian and Ubuntu: apt install libpango-1.0-0 "
        "libpangoft2-1.0-0 libharfbuzz-subset0. macOS: brew install pango."
    )
