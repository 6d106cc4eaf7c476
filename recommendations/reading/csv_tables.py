"""CSV: letters in rows and cells, whichever mark stands between them and however its
lines end."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from recommendations.errors import Unreadable
from recommendations.reading.bytes import Encoding
from recommendations.reading.table_letters import decoded, suggested
from recommendations.reading.table_parts import Asked, Delimiter, Line, Raw

LONGEST_FIELD = 200_000
"""Beyond it a quotation mark was never closed, or it is no table."""
_LOOKED_AT = 40


def read_csv(raw: bytes, asked: Asked) -> Raw:
    encoding = Encoding(asked.encoding) if asked.encoding else suggested(raw)
    text, problem = decoded(raw, encoding)
    delimiter = Delimiter(asked.delimiter) if asked.delimiter else suggested_delimiter(text)
    if asked.table:
        raise Unreadable("A CSV file has one table.")
    lines = tuple(_lines(text, delimiter))
    return Raw("CSV", ("the file",), lines, encoding.value, delimiter.value, problem)


def suggested_delimiter(text: str) -> Delimiter:
    """With which most of the first rows have the same number of columns."""
    return max(Delimiter, key=lambda one: _likeness(text, one))


def _likeness(text: str, delimiter: Delimiter) -> float:
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter):
            widths[len(row)] += bool(row)
            if widths.total() >= _LOOKED_AT:
                break
    except csv.Error:
        return 0
    (width, often), *_ = widths.most_common(1) or [(0, 0)]
    return often / max(1, widths.total()) + width / 1_000 if width > 1 else 0


def _lines(text: str, delimiter: Delimiter) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_FIELD)
    # Universal line ends are kept as they are, so that those inside quoted cells stay.
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(_why(number, str(error))) from None
        yield Line(number, tuple(_one_line_end(cell) for cell in row))


def _one_line_end(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def _why(row: int, said: str) -> str:
    if "expected after" in said:
        return (
            f"Row {row}: letters stand between a closing quotation mark and the end of its cell. "
            "Is the delimiter right? Else save the table as a workbook and bring that."
        )
    return (
        f"Row {row} opens a quotation mark that is never closed. Close it, or save the table as "
        "a workbook and bring that."
    )
