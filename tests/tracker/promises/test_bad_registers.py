"""Malformed registers: stored whole, or refused with a reason in words; never a failure,
never half stored."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from docx import Document

from recommendations.models import Person
from recommendations.reading.bytes import LARGEST, Encoding
from recommendations.reading.columns import Column, suggested_columns
from recommendations.reading.described import Answer, Described
from recommendations.reading.table_parts import Asked, Delimiter, Tabled
from recommendations.reading.tables_apart import TableReader
from recommendations.records.writing import record
from recommendations.vocabulary import PositionValue, Role, SourceKind
from tests.malformed import Spoiled, Trial, ways
from tracker.database import Database
from tracker.registers.storing import store

IN_FULL = [pytest.mark.deep, pytest.mark.on_sqlite]
UPR = Path(__file__).parents[2] / "gold" / "registers" / "upr-myanmar-2011.csv"
ROWS = list(csv.reader(io.StringIO(UPR.read_text(), newline="")))[:26]
TODAY = date(2026, 11, 22)
PLACED = re.compile(r"\b[Rr]ows? \d|[Ll]ine \d|byte \d|[Cc]olumns? \d|table \d|sheet \d")


def as_csv(rows: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue().encode()


def as_workbook(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Register")
    for n, row in enumerate(rows):
        sheet.write_row(n, 0, row)
    book.close()
    return out.getvalue()


def as_word(rows: list[list[str]]) -> bytes:
    document, out = Document(), io.BytesIO()
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(out)
    return out.getvalue()


WHOLE = (as_csv(ROWS), as_csv(ROWS, ";", "\r"), as_workbook(ROWS), as_word(ROWS[:6]))


class Malformed(Spoiled):
    """Files by seed. Each way takes a register and spoils it."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        super().__init__(random, random.choice(WHOLE))

    def _put(self, piece: bytes) -> bytes:
        """Into the plainest of them, where it does not break what is packed around it."""
        at = self.at % len(WHOLE[0])
        return WHOLE[0][:at] + piece + WHOLE[0][at:]

    def _changed(self, change: Callable[[list[list[str]]], None]) -> bytes:
        rows = [list(row) for row in ROWS]
        change(rows)
        return self.random.choice([as_csv, as_workbook])(rows)

    def whole(self) -> bytes:
        return self.raw

    def encoded_otherwise(self) -> bytes:
        text = self._put("é — ’ ".encode()).decode("utf-8", "replace")
        how = ["latin-1", "cp1252", "cp1250", "mac-roman", "utf-16-le", "utf-16", "utf-32"]
        return text.encode(self.random.choice(how), "replace")

    def with_a_quotation_mark_left_open(self) -> bytes:
        return self._put(self.random.choice([b'"', b',"', b'"x', b'\n"']))

    def with_line_ends_of_every_kind(self) -> bytes:
        return re.sub(
            b"\r\n", lambda _: self.random.choice([b"\r", b"\n", b"\r\n", b"\n\r"]), WHOLE[0]
        )

    def with_doubled_headers(self) -> bytes:
        return self._changed(lambda rows: rows[0].__setitem__(slice(0, 3), [rows[0][3]] * 3))

    def with_headers_in_the_middle(self) -> bytes:
        return self._changed(lambda rows: [rows.insert(n, rows[0]) for n in (3, 9, 20)] and None)

    def ragged(self) -> bytes:
        def shorten(rows: list[list[str]]) -> None:
            for row in self.random.sample(rows, 8):
                row[:] = row[: self.random.randint(0, 5)] + ["x"] * self.random.randint(0, 9)

        return self._changed(shorten)

    def addressed_to_the_wrong(self) -> bytes:
        def name(rows: list[list[str]]) -> None:
            rows[self.random.randrange(1, 26)][5] = self.random.choice(["the junta", "", "x" * 400])

        return self._changed(name)

    def with_a_cell_without_end(self) -> bytes:
        return self._put(b"x" * self.random.choice([30_000, 50_000, 300_000]))

    def with_columns_without_end(self) -> bytes:
        return self._put(b"\n" + b"x," * self.random.randint(150, 5_000) + b"\n")

    def a_bomb(self) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            name = self.random.choice(["xl/workbook.xml", "word/document.xml", "content.xml"])
            packed.writestr(name, b"<a>" * self.random.randint(1, 2_000_000))
        return out.getvalue()

    def with_a_part_spoilt(self) -> bytes:
        """A workbook or document that unpacks, and is not what it says."""
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.random.choice(WHOLE[2:]))) as book,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again,
        ):
            parts = book.infolist()
            spoilt = self.random.choice(parts)
            for part in parts:
                told = book.read(part)
                if part is spoilt:
                    at = self.random.randrange(len(told) or 1)
                    told = told[:at] + self.random.randbytes(5) + told[at + 5 :]
                if part is not spoilt or self.random.random() < 0.8:
                    again.writestr(part.filename, told)
        return out.getvalue()

    def with_a_cell_far_away(self) -> bytes:
        out = io.BytesIO()
        row = self.random.choice([2_000, 90_000, 1_048_576])
        far = f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row></sheetData>'.encode()
        with zipfile.ZipFile(io.BytesIO(WHOLE[2])) as book, zipfile.ZipFile(out, "w") as again:
            for part in book.infolist():
                told = book.read(part).replace(b"</sheetData>", far)
                again.writestr(part.filename, told)
        return out.getvalue()

    def locked(self) -> bytes:
        mark = "EncryptedPackage".encode("utf-16-le") * self.random.randint(0, 1)
        return bytes.fromhex("d0cf11e0a1b11ae1") + mark + self.random.randbytes(2_000)

    def too_large(self) -> bytes:
        return b"a" * (LARGEST + 1)


WAYS = ways(Malformed)


def asked(random: Random) -> Asked:
    """Mostly as suggested; now and then what a hurried person chooses."""
    encoding = random.choice(["", "", "", *Encoding])
    return Asked(encoding, random.choice(["", "", "", *Delimiter]), random.choice([0] * 9 + [3]))


def described(random: Random, tabled: Tabled) -> Described:
    heads = tabled.lines[0].cells
    columns = suggested_columns(heads)
    if random.random() < 0.2:
        columns = {column: random.randint(1, 8) for column in random.sample(list(Column), 4)}
    answers = {"104": Answer(PositionValue.AGREED)} if random.random() < 0.3 else {}
    return Described(
        header=tabled.lines[0].number,
        columns=columns,
        kind=random.choice([SourceKind.OFFICIAL_STATEMENT, SourceKind.INDEPENDENT_REPORT]),
        title="A sample register",
        publisher="Sample Office",
        published_on=date(2011, 3, 24),
        addressee=random.choice(["Sample Council", ""]),
        answers=answers,
        include=frozenset(random.sample(range(2, 30), 3)),
    )


@pytest.mark.parametrize("files", [42, pytest.param(5000, marks=IN_FULL)])
def test_a_malformed_register_is_stored_whole_or_refused_with_its_reason(
    database: Database, figure: Callable[[str, str], None], files: int
) -> None:
    """What can be stored is undone again, so that every file meets the same database. One
    child reads them all, so that whatever one of them leaves behind meets the next."""
    with database.writing() as session:
        by = record(session, Person(code="SAM", role=Role.EDITOR), None).key
    trial, reader = Trial(database), TableReader()
    for seed in range(files):
        way, random = WAYS[seed % len(WAYS)], Random(seed)
        with trial.of(f"{way} {seed}"):
            raw = getattr(Malformed(seed), way)()
            tabled = reader.read(raw, asked(random))
            with database.trying() as session:
                done = store(session, by, TODAY, raw, tabled, described(random, tabled))
                assert done.recommendations > 0
    reader.child.end()
    partial, broken = trial.left_behind()
    placed = [reason for reason in trial.refused if PLACED.search(reason)]
    figure(
        "bad imports",
        f"{files} registers (CSV, workbooks, Word tables), {trial.stored} stored, "
        f"{len(trial.refused)} refused with a reason, {len(placed)} of those with row, column, "
        f"line or byte: {len(trial.wrong)} tracebacks, {len(partial)} partial writes",
    )
    assert (trial.wrong, partial, broken) == ([], set(), [])
    assert trial.stored > 0
    assert placed
