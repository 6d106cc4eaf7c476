"""Reading a file that somebody brought, in a child process of its own: what is wrong with
the file, or meant to harm, stops or fells that child and nothing else."""

import json
from collections.abc import Sequence
from typing import Generic, TypeVar

from recommendations.confined.child import Child, Ended, Parent
from recommendations.errors import Unreadable
from recommendations.reading.carrying import Unfit, read_in
from recommendations.reading.formats import Format
from recommendations.reading.parts import ReadEncodings, ReadReport, ReadSource

MEMORY_MIB = 512
SECONDS = 60
"""A report of a megabyte takes about five. Nobody waits meanwhile: it is read before
anything is written."""
PROGRAM = ("-m", "recommendations.reading.reader")
Asked = TypeVar("Asked")


class Asking(Parent, Generic[Asked]):
    """Asks a child what stands in a file, and takes what it says as data. `what` is read, as
    a sentence says it: “a source”."""

    def __init__(
        self,
        program: Sequence[str],
        kind: type[Asked],
        what: str,
        limit_mib: int,
        seconds: float,
    ) -> None:
        self._kind, self._what, self._seconds = kind, what, seconds
        self.child = Child((*program, str(limit_mib), str(max(1, round(seconds)))))

    def ask(self, job: Sequence[bytes], file: str) -> Asked:
        """Raises Unreadable with one sentence."""
        try:
            told, read = self.child.ask(job, 2, self._seconds)
            answer = json.loads(told)
            if "read" in answer:
                return read_in(self._kind, read)
        except Ended as ended:
            raise Unreadable(self._why_it_ended(file, ended)) from None
        except (Unfit, ValueError, TypeError):
            self.child.end()
            raise Unreadable(f"Not all of {file} could be read; nothing was stored.") from None
        if "unreadable" in answer:
            raise Unreadable(str(answer["unreadable"]))
        self.child.end()
        raise Unreadable(
            f"Reading {file} needs more memory than {self._what} may; nothing was stored."
        )

    def _why_it_ended(self, file: str, ended: Ended) -> str:
        if ended.too_late:
            return (
                f"Reading {file} took longer than {self._seconds:g} seconds and was stopped; "
                "nothing was stored."
            )
        return (
            f"Reading {file} needed more than {self._what} may, or was interrupted; "
            "nothing was stored. Try it once more."
        )


class Reader(Asking[Asked]):
    """A child that reads one kind of thing; one for each file, unless many are read in a
    row."""

    def __init__(
        self,
        what: str,
        kind: type[Asked],
        *,
        limit_mib: int = MEMORY_MIB,
        seconds: float = SECONDS,
    ) -> None:
        super().__init__((*PROGRAM, what), kind, "a source", limit_mib, seconds)

    def read(self, raw: bytes, name: str = "", encoding: str = "") -> Asked:
        """Raises Unreadable with one sentence."""
        job = [name.encode(errors="replace"), encoding.encode(), raw]
        return self.ask(job, name or "this file")


def report_reader(*, limit_mib: int = MEMORY_MIB, seconds: float = SECONDS) -> Reader[ReadReport]:
    return Reader("report", ReadReport, limit_mib=limit_mib, seconds=seconds)


def source_reader(format: Format) -> Reader[ReadSource]:
    return Reader(format.value, ReadSource)


def read_apart(raw: bytes, name: str = "") -> ReadReport:
    """A report of ours. Raises Unreadable with one sentence."""
    with report_reader() as reader:
        return reader.read(raw, name)


def encodings_apart(raw: bytes, name: str = "") -> ReadEncodings:
    """Raises Unreadable where the bytes are no text."""
    with Reader("encodings", ReadEncodings) as reader:
        return reader.read(raw, name)


def source_apart(raw: bytes, name: str, format: Format, encoding: str = "") -> ReadSource:
    """Raises Unreadable with one sentence."""
    with source_reader(format) as reader:
        return reader.read(raw, name, encoding)
