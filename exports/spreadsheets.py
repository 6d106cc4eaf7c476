"""Tables as an Excel workbook, or as CSV files in one ZIP.

Spreadsheets run what begins like a formula, and the words are other people's. In CSV
such a cell gets an apostrophe before it; in a workbook every text is stored as text,
and marked so that it stays text when somebody edits the cell.
"""

import csv
import io
import zipfile
from datetime import date, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exports.datasets import Cell, Column, Dataset, Table

STARTS_A_FORMULA = "=+-@|%＝＋－＠﹢﹣﹫−"
"""The last ones are read as the first by programs that fold widths."""
LONGEST = 32_767
"""Letters that a cell of a workbook holds."""
CUT = " […]"
MADE = datetime(1980, 1, 1)  # noqa: DTZ001 (a workbook's times have no zone; always the same)
APOSTROPHE = (
    "Text that begins like a formula has an apostrophe (') before it, so that no program runs it; "
    "the apostrophe is not part of the words."
)


def is_formula_like(text: str) -> bool:
    """A tab or line end before the sign, or anything invisible, hides it from us only."""
    seen = text.lstrip("".join(chr(n) for n in range(0x21)) + "\x7f\xa0\u200b\u2060\ufeff\"'")
    return text[:1] in "\t\r\n" if not seen else seen[0] in STARTS_A_FORMULA


def csv_files(data: Dataset) -> bytes:
    """A ZIP of one UTF-8 file for each table, and one that explains the columns. The same
    data gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for table in (_about(data, APOSTROPHE), *data.tables):
            named = zipfile.ZipInfo(f"{table.name}.csv", MADE.timetuple()[:6])
            named.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(named, _csv(table))
    return out.getvalue()


def _csv(table: Table) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow([_in_csv(cell) for cell in row])
    # Excel takes a file for UTF-8 only when it begins so.
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _in_csv(cell: Cell) -> str | int:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and is_formula_like(cell):
        return f"'{cell}"
    return "" if cell is None else cell


def workbook(data: Dataset) -> bytes:
    """A sheet for each table after one that explains the columns. The same data gives the
    same bytes."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"title": data.title, "created": MADE})
    sheets = _Sheets(book)
    for table in (_about(data), *data.tables):
        sheets.write(table)
    book.close()
    return out.getvalue()


class _Sheets:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        shared = {"text_wrap": True, "valign": "top"}
        self.head = book.add_format({**shared, "bold": True, "bottom": 1})
        self.text = book.add_format(shared)
        self.guarded = book.add_format({**shared, "quote_prefix": True})
        self.day = book.add_format({**shared, "num_format": "d mmmm yyyy", "align": "left"})

    def write(self, table: Table) -> None:
        sheet = self.book.add_worksheet(table.name)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.name, self.head)
            sheet.set_column(place, place, _width(table, place))
        for line, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row):
                self._cell(sheet, line, place, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _cell(self, sheet: Worksheet, line: int, place: int, cell: Cell) -> None:
        if isinstance(cell, date):
            sheet.write_datetime(line, place, datetime(*cell.timetuple()[:3]), self.day)  # noqa: DTZ001
        elif isinstance(cell, int):
            sheet.write_number(line, place, cell, self.text)
        elif cell is not None:
            text = cell if len(cell) <= LONGEST else cell[: LONGEST - len(CUT)] + CUT
            sheet.write_string(line, place, text, self._format(text))

    def _format(self, text: str) -> Format:
        return self.guarded if is_formula_like(text) else self.text


def _width(table: Table, place: int) -> int:
    """In letters of the standard font: short columns as wide as they need to be."""
    longest = max((len(str(row[place] or "")) for row in table.rows), default=0)
    return min(max(longest, len(table.columns[place].name)) + 3, 60)


def _about(data: Dataset, *more: str) -> Table:
    from_columns = [
        (f"{table.name}: {column.name}", column.meaning)
        for table in data.tables
        for column in table.columns
    ]
    rows = [("What this is", data.title), *data.about, *(("Note", one) for one in more)]
    return Table("about", (Column("what", ""), Column("in words", "")), (*rows, *from_columns))
