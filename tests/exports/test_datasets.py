"""The register as data files: what may leave, in files that run nothing."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import select

from exports.datasets import Column, Dataset, Table
from exports.publishing import Issuer, Moment, draft, register_data
from exports.spreadsheets import APOSTROPHE, csv_files, workbook
from recommendations.describing import Detail, describe
from recommendations.models import Person, Quote, QuoteDetail
from recommendations.records.writing import review_many
from recommendations.triage import embargo_source, withdraw
from recommendations.vocabulary import Precision, Verdict
from tracker.database import Database
from tracker.service import Service
from tracker.settings import Settings

ISSUER = Issuer("People's Goal", "", sample=True)
AUDIENCES = ("nug", "nucc", "us", "eu", "asean")


@pytest.fixture
def sample(sample_database: Database, tmp_path: Path):
    service = Service(Settings(home=tmp_path, database_url=sample_database.url), sample_database)
    yield service
    service.close()


def data(service: Service, audience: str) -> Dataset:
    day = service.today()
    with service.database.reading() as session:
        return register_data(session, audience, Moment(day, service.closing(day), day), ISSUER)


def column(told: Dataset, table: str, name: str) -> list[object]:
    (found,) = (t for t in told.tables if t.name == table)
    place = [c.name for c in found.columns].index(name)
    return [row[place] for row in found.rows]


def read_csv(packed: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        return {
            name: list(csv.reader(io.StringIO(opened.read(name).decode("utf-8-sig"), newline="")))
            for name in opened.namelist()
        }


def read_workbook(raw: bytes) -> dict[str, list[list[object]]]:
    opened = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    return {
        name: opened.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in opened.sheet_names
    }


@pytest.mark.parametrize("audience", AUDIENCES)
def test_data_files_hold_the_words_of_the_packs_and_no_others(sample, audience: str) -> None:
    told = data(sample, audience)
    day = sample.today()
    with sample.database.reading() as session:
        pack = draft(session, audience, Moment(day, sample.closing(day), day), ISSUER)
    printed = {ask.recommended.words for ask in pack.asks}
    assert printed <= set(column(told, "recommendations", "words"))
    evidence = {
        piece.quote.words for ask in pack.asks for f in ask.findings for piece in f.evidence
    }
    testimony = {ask.testimony.words for ask in pack.asks if ask.testimony}
    assert evidence | testimony <= set(column(told, "quotes", "words"))
    assert told.about


def test_asean_receives_no_testimony_as_data_either(sample) -> None:
    told = data(sample, "asean")
    assert "testimony" not in column(told, "quotes", "used")
    assert any("this audience receives none" in sentence for _, sentence in told.about)


def test_a_withdrawn_quote_is_in_no_data_file(sample) -> None:
    told = data(sample, "eu")
    used = dict(zip(column(told, "quotes", "used"), column(told, "quotes", "quote"), strict=True))
    ref = used["evidence for"]
    with sample.database.writing() as session:
        row = session.get_one(Quote, int(str(ref)[1:]))
        words = row.exact
        withdraw(session, row.recorded_by or 1, row.key, "Sample.")
    again = data(sample, "eu")
    assert words in column(told, "quotes", "words")
    assert words.encode() not in b"".join(
        str(cell).encode() for table in again.tables for row in table.rows for cell in row
    )


def test_a_position_whose_words_stay_inside_is_not_called_unknown(sample) -> None:
    """Neither “none found” nor “nobody has looked yet” would be true."""
    held, today = set(column(data(sample, "eu"), "positions", "words")), sample.today()
    with sample.database.writing() as session:
        rows = [row for row in session.exec(select(Quote)) if row.exact in held]
        assert rows
        for row in rows:
            embargo_source(session, row.recorded_by or 1, today, row.source, today)
    again = data(sample, "eu")
    assert not held & set(column(again, "positions", "words")) - {None}
    assert "Their words stay inside." in column(again, "positions", "note")
    day = Moment(today, sample.closing(today), today)
    with sample.database.reading() as session:
        pack = draft(session, "eu", day, ISSUER)
    assert any(p.withheld and p.value is None for ask in pack.asks for p in ask.positions)


def test_what_is_learnt_about_a_quote_leaves_once_agreed_and_never_for_testimony(sample) -> None:
    told = data(sample, "eu")
    used = column(told, "quotes", "used")
    place = used.index("evidence for")
    quote = int(str(column(told, "quotes", "quote")[place])[1:])
    happened = Detail(language="en", event_on=date(2024, 2, 3), precision=Precision.MONTH)
    with sample.database.writing() as session:
        row = session.get_one(Quote, quote)
        words, by = row.exact, row.recorded_by
        for id in session.exec(select(Quote.id).where((Quote.id == quote) | Quote.testimony)):
            describe(session, by, sample.today(), id, happened)
    assert set(column(data(sample, "eu"), "quotes", "event")) == {None}
    with sample.database.writing() as session:
        second = session.exec(select(Person.id).where(Person.id != by)).first()
        details = session.exec(select(QuoteDetail)).all()
        review_many(session, details, session.get_one(Person, second), Verdict.ACCEPTED)
    again = data(sample, "eu")
    rows = dict(
        zip(column(again, "quotes", "words"), column(again, "quotes", "event"), strict=True)
    )
    assert rows.pop(words) == "February 2024"
    assert set(rows.values()) == {None}
    assert "testimony" in column(again, "quotes", "used")
    for name in ("event", "added"):
        by_use = zip(column(again, "quotes", "used"), column(again, "quotes", name), strict=True)
        assert {cell for used, cell in by_use if used == "testimony"} == {None}


def test_the_first_sheet_explains_every_column(sample) -> None:
    told = data(sample, "eu")
    about = {row[0]: row[1] for row in read_workbook(workbook(told))["about"]}
    for table in told.tables:
        for explained in table.columns:
            assert about[f"{table.name}: {explained.name}"] == explained.meaning


def test_the_same_data_gives_the_same_bytes(sample) -> None:
    told = data(sample, "eu")
    assert workbook(told) == workbook(told)
    assert csv_files(told) == csv_files(told)


def test_both_kinds_of_file_say_the_same(sample) -> None:
    told = data(sample, "eu")
    as_csv, as_workbook = read_csv(csv_files(told)), read_workbook(workbook(told))
    for table in told.tables:
        for line, row in enumerate(as_csv[f"{table.name}.csv"]):
            assert row == [as_text(cell) for cell in as_workbook[table.name][line]]


def as_text(cell: object) -> str:
    if isinstance(cell, float):
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def test_an_apostrophe_that_was_added_is_explained() -> None:
    told = Dataset("Sample", (), (Table("quotes", (Column("words", ""),), (("=1",),)),))
    files = read_csv(csv_files(told))
    assert files["quotes.csv"][1] == ["'=1"]
    assert [row[1] for row in files["about.csv"] if row[0] == "Note"] == [APOSTROPHE]


def test_words_that_a_cell_cannot_hold_are_cut_visibly() -> None:
    long = "word " * 10_000
    told = Dataset("Sample", (), (Table("quotes", (Column("words", ""),), ((long,),)),))
    cell = read_workbook(workbook(told))["quotes"][1][0]
    assert str(cell).endswith("[…]")
    assert read_csv(csv_files(told))["quotes.csv"][1] == [long]
