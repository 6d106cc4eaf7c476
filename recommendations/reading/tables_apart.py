"""Reading a file of tables in a child process of its own."""

import json
from dataclasses import asdict

from recommendations.reading.apart import Asking
from recommendations.reading.table_parts import Asked, Tabled

MEMORY_MIB = 512
SECONDS = 30
PROGRAM = ("-m", "recommendations.reading.table_reader")


class TableReader(Asking[Tabled]):
    """A child that reads; one for each file, unless many are read in a row."""

    def __init__(self, *, limit_mib: int = MEMORY_MIB, seconds: float = SECONDS) -> None:
        super().__init__(PROGRAM, Tabled, "a table", limit_mib, seconds)

    def read(self, raw: bytes, asked: Asked) -> Tabled:
        """Raises Unreadable with its reason."""
        return self.ask([json.dumps(asdict(asked)).encode(), raw], "the file")


def table_apart(raw: bytes, asked: Asked) -> Tabled:
    """Raises Unreadable with its reason."""
    with TableReader() as reader:
        return reader.read(raw, asked)
