"""Reading a file that somebody brought, in a child process of its own: what is wrong with
the file, or meant to harm, stops or fells that child and nothing else."""

import json
from types import TracebackType

from recommendations.confined.child import Child, Ended
from recommendations.errors import Unreadable
from recommendations.reading.carrying import Unfit, report_in
from recommendations.reading.parts import ReadReport

MEMORY_MIB = 512
SECONDS = 60
"""A report of a megabyte takes about five. Nobody waits meanwhile: it is read before
anything is written."""
PROGRAM = ("-m", "recommendations.reading.reader")


class Reader:
    """A child that reads; one for each file, unless many are read in a row."""

    def __init__(self, *, limit_mib: int = MEMORY_MIB, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        whole = str(max(1, round(seconds)))
        self.child = Child((*PROGRAM, str(limit_mib), whole))

    def read(self, raw: bytes, name: str = "") -> ReadReport:
        """Raises Unreadable with one sentence."""
        file = name or "This file"
        try:
            told, read = self.child.ask([name.encode(errors="replace"), raw], 2, self._seconds)
            answer = json.loads(told)
            if "read" in answer:
                return report_in(read)
        except Ended as ended:
            raise Unreadable(self._why_it_ended(file, ended)) from None
        except (Unfit, ValueError, TypeError):
            self.child.end()
            raise Unreadable(f"{file} could not be read whole; nothing was stored.") from None
        if "unreadable" in answer:
            raise Unreadable(str(answer["unreadable"]))
        self.child.end()
        raise Unreadable(f"{file} needs more memory than a report may; nothing was stored.")

    def _why_it_ended(self, file: str, ended: Ended) -> str:
        if ended.too_late:
            return (
                f"Reading {file} took longer than {self._seconds:g} seconds and was stopped; "
                "nothing was stored."
            )
        return (
            f"Reading {file} needed more than a report may, or was interrupted; "
            "nothing was stored. Try it once more."
        )

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.child.end()


def read_apart(raw: bytes, name: str = "") -> ReadReport:
    """Raises Unreadable with one sentence."""
    with Reader() as reader:
        return reader.read(raw, name)
