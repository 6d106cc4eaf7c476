"""Reading a file of tables in a child process of its own: what is wrong with the file, or
meant to harm, stops or fells that child and nothing else."""

import json
from dataclasses import asdict
from types import TracebackType

from recommendations.confined.child import Child, Ended
from recommendations.errors import Unreadable
from recommendations.reading.carrying import Unfit, read_in
from recommendations.reading.table_parts import Asked, Tabled

MEMORY_MIB = 512
SECONDS = 30
PROGRAM = ("-m", "recommendations.reading.table_reader")
NOTHING = "Nothing was stored."


class TableReader:
    """A child that reads; one for each file, unless many are read in a row."""

    def __init__(self, *, limit_mib: int = MEMORY_MIB, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self.child = Child((*PROGRAM, str(limit_mib), str(max(1, round(seconds)))))

    def read(self, raw: bytes, asked: Asked) -> Tabled:
        """Raises Unreadable with its reason."""
        try:
            told, read = self.child.ask([json.dumps(asdict(asked)).encode(), raw], 2, self._seconds)
            answer = json.loads(told)
            if "read" in answer:
                return read_in(Tabled, read)
        except Ended as ended:
            raise Unreadable(f"{_why_it_ended(ended, self._seconds)} {NOTHING}") from None
        except (Unfit, ValueError, TypeError):
            self.child.end()
            raise Unreadable(f"The file could not be read whole. {NOTHING}") from None
        if "unreadable" in answer:
            raise Unreadable(f"{answer['unreadable']} {NOTHING}")
        self.child.end()
        raise Unreadable(f"The file needs more memory than a table may. {NOTHING}")

    def __enter__(self) -> "TableReader":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.child.end()


def _why_it_ended(ended: Ended, seconds: float) -> str:
    if ended.too_late:
        return f"Reading the file took longer than {seconds:g} seconds and was stopped."
    return "Reading the file needed more than a table may; it is damaged, or far too large."


def table_apart(raw: bytes, asked: Asked) -> Tabled:
    """Raises Unreadable with its reason."""
    with TableReader() as reader:
        return reader.read(raw, asked)
