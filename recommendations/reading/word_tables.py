"""The tables of a Word document. What is still tracked as a change in one is neither the
old text nor the new, so it is refused."""

import io
from collections.abc import Iterator

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table, _Row
from lxml.etree import LxmlError

from recommendations.errors import Unreadable
from recommendations.reading.table_parts import Asked, Line, Raw

_TRACKED = tuple(qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo"))


def prepare() -> None:
    """What is loaded on first use, while there are still files to load it from."""
    sample, packed = Document(), io.BytesIO()
    sample.add_table(1, 1)
    sample.save(packed)
    read_word(packed.getvalue(), Asked())


def read_word(raw: bytes, asked: Asked) -> Raw:
    try:
        tables = Document(io.BytesIO(raw)).tables
        if not tables:
            raise Unreadable("There is no table in this Word document.")
        if not 0 <= asked.table < len(tables):
            raise Unreadable(f"The Word document has no table {asked.table + 1}.")
        names = tuple(_name(n, table) for n, table in enumerate(tables, start=1))
        return Raw("Word document", names, tuple(_lines(asked.table + 1, tables[asked.table])))
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, IndexError, TypeError):
        raise Unreadable(
            "The Word document is damaged; open it, save it anew, and bring that."
        ) from None


def _name(number: int, table: Table) -> str:
    first = " | ".join(text for text in (_row(table.rows[0]) if len(table.rows) else ()) if text)
    said = first if len(first) <= 60 else first[:59] + "…"
    return f"Table {number}" + (f": {' '.join(said.split())}" if said else "")


def _lines(number: int, table: Table) -> Iterator[Line]:
    for row_number, row in enumerate(table.rows, start=1):
        if next(row._tr.iter(*_TRACKED), None) is not None:
            raise Unreadable(
                f"Table {number}, row {row_number} has tracked changes. Accept or reject them in "
                "Word, save it, and bring that."
            )
        yield Line(row_number, _row(row))


def _row(row: _Row) -> tuple[str, ...]:
    """A cell over several columns stands in the first of them; one over several rows in
    each of them."""
    cells, before = [""] * row.grid_cols_before, None
    for cell in row.cells:
        cells.append("" if cell._tc is before else cell.text.strip())
        before = cell._tc
    return tuple(cells)
