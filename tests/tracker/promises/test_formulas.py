"""Spreadsheets run what begins like a formula, and the words in ours are other people's."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

from python_calamine import CalamineWorkbook

from exports.datasets import Dataset
from exports.publishing import Issuer, Moment, register_data
from exports.spreadsheets import csv_files, is_formula_like, workbook
from tracker.service import Service

SIGNS = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠", "−")
HIDDEN = ("", " ", "\t", "\r", "\n", "\r\n", "\u200b", "\ufeff", "\xa0", '"', "'", "\x0b")
CALLS = ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://sample.example","x")', "SUM(A1:A9)")
PAYLOADS = [f"{hidden}{sign}{call}" for hidden in HIDDEN for sign in SIGNS for call in CALLS]
AUDIENCES = ("nug", "nucc", "us", "eu", "asean")


def test_no_cell_of_a_data_file_begins_a_formula(
    service: Service, sample_record: dict[str, int], figure: Callable[[str, str], None]
) -> None:
    """Every payload in every column of every table of each audience's data."""
    begun, formulas, cells, columns = 0, 0, 0, 0
    for told in data_files(service):
        columns += sum(len(table.columns) for table in told.tables)
        hostile = filled(told)
        found = [cell for rows in read_csv(csv_files(hostile)) for row in rows for cell in row]
        cells += len(found)
        begun += sum(1 for cell in found if cell[:1] != "'" and is_formula_like(cell))
        formulas += formulas_in(workbook(hostile))
    figure(
        "spreadsheet formulas",
        f"{len(PAYLOADS)} payloads x {columns} columns x CSV and XLSX: "
        f"{begun + formulas} cells that begin a formula",
    )
    assert len(PAYLOADS) >= 300
    assert cells > len(PAYLOADS) * columns
    assert begun + formulas == 0


def test_a_workbook_keeps_the_words_as_they_are(
    service: Service, sample_record: dict[str, int]
) -> None:
    (told, *_) = data_files(service)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook(filled(told))))
    first = [row[0] for row in sheet.get_sheet_by_name("quotes").to_python()[1:]]
    assert [payload.strip() for payload in PAYLOADS] == [str(cell).strip() for cell in first]


def data_files(service: Service) -> list[Dataset]:
    day, issuer = service.today(), Issuer("=Sample", "", sample=True)
    moment = Moment(day, service.closing(day), day)
    with service.database.reading() as session:
        return [register_data(session, code, moment, issuer) for code in AUDIENCES]


def filled(told: Dataset) -> Dataset:
    """A row for each payload, which stands in all of its cells."""
    tables = (
        replace(table, rows=tuple((payload,) * len(table.columns) for payload in PAYLOADS))
        for table in told.tables
    )
    about = tuple((payload, payload) for payload in PAYLOADS)
    return replace(told, tables=tuple(tables), about=about)


def read_csv(packed: bytes) -> list[list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        texts = [opened.read(name).decode("utf-8-sig") for name in opened.namelist()]
    return [list(csv.reader(io.StringIO(text, newline=""))) for text in texts]


def formulas_in(book: bytes) -> int:
    """Cells that hold one, and names or links that would run something."""
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        parts = [opened.read(name) for name in opened.namelist()]
    return sum(
        part.count(b"<f>") + part.count(b"<f ") + part.count(b"<hyperlink") for part in parts
    )
