"""Workbooks (xlsx, xlsm, xlsb, xls, ods) by their values: what a formula last gave, as it
was saved."""

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from recommendations.errors import Unreadable
from recommendations.reading.table_parts import Asked, Line, Raw

Value = int | float | str | bool | time | date | datetime | timedelta
MOST_CELLS = 8_000_000


def read_workbook(raw: bytes, asked: Asked) -> Raw:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            names = tuple(book.sheet_names)
            if not 0 <= asked.table < len(names):
                raise Unreadable(f"The workbook has no sheet {asked.table + 1}.")
            lines = _lines(names[asked.table], book.get_sheet_by_index(asked.table))
    except PasswordError:
        raise Unreadable(
            "The file is protected with a password. Save a copy without one, and bring that."
        ) from None
    except (CalamineError, ValueError, OSError):
        raise Unreadable("The workbook is damaged; open it, save it anew, and bring that.") from (
            None
        )
    return Raw("workbook", names, lines)


def _lines(name: str, sheet: CalamineSheet) -> tuple[Line, ...]:
    if sheet.start is None:
        return ()
    if sheet.height * sheet.width > MOST_CELLS:
        raise Unreadable(
            f"The sheet “{name}” reaches to row {sheet.total_height:,} and column "
            f"{sheet.total_width:,}, more than is read. Delete what lies outside the table."
        )
    # Rows come from the first of the sheet, cells from the first column that is used.
    before = ("",) * sheet.start[1]
    return tuple(
        Line(number, before + tuple(_said(value) for value in row))
        for number, row in enumerate(sheet.iter_rows(), start=1)
    )


def _said(value: Value) -> str:
    """As a reader of the sheet would write it down."""
    if isinstance(value, str):
        return value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)
