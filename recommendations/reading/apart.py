"""Reading a file that somebody brought, in a child process of its own: what is wrong with
the file, or meant to harm, stops or fells that child and nothing else."""

import json
from types import TracebackType
from typing import Generic, TypeVar

from recommendations.confined.child import Child, Ended
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


class Reader(Generic[Asked]):
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
        self._kind, self._seconds = kind, seconds
        whole = str(max(1, round(seconds)))
        self.child = Child((*PROGRAM, what, str(limit_mib), whole))

    def read(self, raw: bytes, name: str = "", encoding: str = "") -> Asked:
        """Raises Unreadable with one sentence."""
        file = name or "This file"
        job = [name.encode(errors="replace"), encoding.encode(), raw]
        try:
            told, read = self.child.ask(job, 2, self._seconds)
            answer = json.loads(told)
            if "read" in answer:
                return read_in(self._kind, read)
        except Ended as ended:
            raise Unreadable(self._why_it_ended(file, ended)) from None
        except (Unfit, ValueError, TypeError):
            self.child.end()
            raise Unreadable(f"{file} could not be read whole; nothing was stored.") from None
        if "unreadable" in answer:
            raise Unreadable(str(answer["unreadable"]))
        self.child.end()
        raise Unreadable(f"{file} needs more memory than a source may; nothing was stored.")

    def _why_it_ended(self, file: str, ended: Ended) -> str:
        if ended.too_late:
            return (
                f"Reading {file} took longer than {self._seconds:g} seconds and was stopped; "
                "nothing was stored."
            )
        return (
            f"Reading {file} needed more than a source may, or was interrupted; "
            "nothing was stored. Try it once more."
        )

    def __enter__(self) -> "Reader[Asked]":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.child.end()


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
