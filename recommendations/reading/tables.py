"""Tables as files have them: CSV, workbooks, and the tables of a Word document."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace

from recommendations.errors import Unreadable
from recommendations.reading.bytes import LARGEST
from recommendations.reading.csv_tables import read_csv
from recommendations.reading.table_parts import Asked, Line, Raw, Tabled
from recommendations.reading.word_tables import read_word
from recommendations.reading.workbooks import read_workbook

MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767
"""As many letters as a cell of a workbook holds."""
MOST_PROBLEMS = 10
REPLACED = "\ufffd"
UNPACKED = 300 * 2**20
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
OTHERS = (b"%PDF-", b"\x7fELF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
_NO_LETTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def read_table(raw: bytes, asked: Asked) -> Tabled:
    """Raises Unreadable with one sentence that names the row, where there is one."""
    if not raw.strip(b"\x00 \t\r\n"):
        raise Unreadable("The file is empty.")
    if len(raw) > LARGEST:
        raise Unreadable(f"The file is larger than {LARGEST // 2**20} MiB.")
    read = _reader(raw)(raw, asked)
    lines = tuple(line for line in _trimmed(read.lines) if line.cells)
    if not lines:
        raise Unreadable("There is nothing in this table.")
    problems = [read.problem] if read.problem else []
    for line in lines:
        problems += _unfit(line) if len(problems) < MOST_PROBLEMS else []
    back = lines[: asked.most] if asked.most else lines
    return Tabled(
        kind=read.kind,
        tables=read.names,
        table=asked.table,
        lines=tuple(_shown(line) for line in back) if problems else back,
        total=len(lines),
        columns=max(len(line.cells) for line in lines),
        encoding=read.encoding,
        delimiter=read.delimiter,
        problems=tuple(problems),
    )


def _reader(raw: bytes) -> Callable[[bytes, Asked], Raw]:
    if raw.startswith(b"PK\x03\x04"):
        return _packed(raw)
    if raw.startswith(OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise Unreadable(
                "The file is protected with a password. Save a copy without one, and bring that."
            )
        return read_workbook
    if raw.startswith(OTHERS):
        raise Unreadable("That is no table: bring it as CSV, as a workbook or as a Word document.")
    return read_csv


def _packed(raw: bytes) -> Callable[[bytes, Asked], Raw]:
    """Looked at before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unreadable("The file is damaged, or was cut off on its way.") from None
    if sum(part.file_size for part in parts) > UNPACKED or len(parts) > 5_000:
        raise Unreadable("The file would be far too large once unpacked.")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(
            "The file is protected with a password. Save a copy without one, and bring that."
        )
    names = {part.filename for part in parts}
    if "word/document.xml" in names:
        return read_word
    if names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        return read_workbook
    raise Unreadable("The file is neither a workbook nor a Word document.")


def _trimmed(lines: tuple[Line, ...]) -> Iterator[Line]:
    for line in lines:
        if line.number > MOST_ROWS:
            raise Unreadable(f"It has more than {MOST_ROWS:,} rows; bring it in parts.")
        cells = line.cells
        while cells and not cells[-1].strip():
            cells = cells[:-1]
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(
                f"Row {line.number} has {len(cells):,} columns, and {MOST_COLUMNS} are the most "
                "that are read."
            )
        yield Line(line.number, cells)


def _unfit(line: Line) -> Iterator[str]:
    """About what no text has in it, and what no cell holds."""
    for number, cell in enumerate(line.cells, start=1):
        where = f"Row {line.number}, column {number}"
        if len(cell) > LONGEST_CELL:
            yield (
                f"{where} has {len(cell):,} letters, and {LONGEST_CELL:,} are the most. Is a "
                "quotation mark left open?"
            )
        if odd := _NO_LETTERS.search(cell):
            yield f"{where} holds U+{ord(odd.group()):04X}, which is no letter of any text."


def _shown(line: Line) -> Line:
    return replace(
        line,
        cells=tuple(_NO_LETTERS.sub(REPLACED, cell[:LONGEST_CELL]) for cell in line.cells),
    )
