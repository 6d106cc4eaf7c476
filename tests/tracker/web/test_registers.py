"""A register from elsewhere, through the pages, as a browser without JavaScript sends it."""

import io
import os
import re
import time
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from sqlmodel import col, func, select

from exports.publishing import Issuer, Moment, draft
from recommendations.models import Person, Position, Quote, Recommendation, Source
from recommendations.reading.columns import suggested_columns
from recommendations.reading.described import Answer, Described
from recommendations.reading.table_parts import Asked
from recommendations.reading.tables import read_table
from recommendations.register import windows
from recommendations.register.register import read_register
from recommendations.vocabulary import PositionValue, SourceKind
from recommendations.zawgyi import to_unicode
from tracker.accounts.models import CodeGiven
from tracker.keeping import incoming
from tracker.registers.storing import store
from tracker.service import Service
from tracker.web import register_steps

ROWS = [
    ["The sample committee's follow-up"],
    ["No.", "Recommendation", "Addressed to", "Made by", "Response"],
    ["1", "Put up sample lamps", "Sample Council", "Sample A", "The council accepts"],
    ["2", "Mend the sample bridge", "Sample Council", "Sample B", "The council accepts"],
    ["No.", "Recommendation", "Addressed to", "Made by", "Response"],
    ["3", "Put up sample lamps.", "Sample Council", "Sample C", "Not accepted"],
    ["4", "Close the sample gate", "Sample Council", "Sample C", "Not accepted"],
    ["Total", "4 in all"],
]


@pytest.fixture
def workbook() -> bytes:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    book.add_worksheet("Notes").write(0, 0, "x")
    sheet = book.add_worksheet("Register")
    for n, row in enumerate(ROWS):
        sheet.write_row(n, 0, row)
    book.close()
    return raw.getvalue()


def bring(browsing, name: str, raw: bytes) -> str:
    answer = browsing.post("/registers", files={"file": (name, raw)})
    assert answer.status_code == 303
    return answer.headers["location"]


def test_storing_takes_a_fresh_code_and_our_own_stays_inside_until_it_is_confirmed(
    signed_in, service: Service, form_on
) -> None:
    amara = signed_in("AMARA")
    where = bring(
        amara, "sample.csv", b"Recommendation,Addressed to\nPut up sample lamps,Sample Council\n"
    )
    amara.post(where, form_on(amara.get(where), "read") | {"do": "go on"})
    told = form_on(
        amara.get(f"{where}/columns"), "columns-form", kind="report", title="A sample",
        publisher="Sample Committee", published_on="2025-03-01",
    )  # fmt: skip
    assert amara.post(f"{where}/columns", told).status_code == 303
    rows = amara.get(f"{where}/rows")
    assert "stays inside until two people say" in rows.text
    sent, before = form_on(rows, "rows") | {"do": "store"}, stored(service)
    with service.database.writing() as session:
        given = session.exec(select(CodeGiven)).all()
        for one in given:
            session.delete(one)
    refused = amara.post(f"{where}/rows", sent)
    assert refused.status_code == 422
    assert "a code from your phone" in refused.text
    assert 'name="code"' in refused.text
    assert stored(service) == before
    with service.database.writing() as session:
        for one in given:
            session.merge(CodeGiven(token_hash=one.token_hash, at=one.at))
    assert amara.post(f"{where}/rows", sent).status_code == 303
    assert stored(service) == before + 1
    assert "A sample" in amara.get("/start/published").text


def test_a_register_that_may_be_zawgyi_is_shown_in_both_readings(
    signed_in, service: Service, form_on
) -> None:
    edith, before = signed_in("EDITH"), stored(service)
    words = "ေမာင္ေမာင္ ျမန္မာႏိုင္ငံ ေတာ္လွန္ေရး"
    raw = f"Recommendation,Addressed to\n{words},Sample Council\n".encode()
    where = bring(edith, "sample.csv", raw)
    edith.post(where, form_on(edith.get(where), "read") | {"do": "go on"})
    told = form_on(
        edith.get(f"{where}/columns"), "columns-form", kind="news", title="A sample",
        publisher="Sample Committee", published_on="2025-03-01",
    )  # fmt: skip
    assert edith.post(f"{where}/columns", told).status_code == 303
    rows = edith.get(f"{where}/rows")
    assert "Which is kept?" in rows.text
    refused = edith.post(f"{where}/rows", form_on(rows, "rows") | {"do": "store"})
    assert refused.status_code == 422
    assert "Compare both and choose" in refused.text
    assert stored(service) == before
    chosen = {"do": "store", "text-burmese": "converted"}
    assert edith.post(f"{where}/rows", form_on(refused, "rows") | chosen).status_code == 303
    with service.database.reading() as session:
        source = session.exec(select(Source).order_by(col(Source.id).desc())).first()
        assert to_unicode(words) in source.text


def stored(service: Service) -> int:
    with service.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Source)) or 0


def test_a_workbook_becomes_recommendations_in_three_steps(
    signed_in, service: Service, workbook: bytes, form_on
) -> None:
    edith = signed_in("EDITH")
    before = stored(service)
    where = bring(edith, "sample.xlsx", workbook)
    read = edith.get(where)
    assert "Register" in read.text
    chosen = form_on(read, "read", table="1") | {"do": "show"}
    assert edith.post(where, chosen).status_code == 303
    chosen = form_on(edith.get(where), "read", header="2") | {"do": "go on"}
    assert edith.post(where, chosen).headers["location"] == f"{where}/columns"

    columns = edith.get(f"{where}/columns")
    told = form_on(columns, "columns-form")
    assert [told[f"column.{n}"] for n in range(1, 6)] == [
        ["number"], ["text"], ["addressee"], ["by"], ["heading"],
    ]  # fmt: skip
    refused = edith.post(f"{where}/columns", form_on(columns, "columns-form", title="A sample"))
    assert refused.status_code == 422
    assert "Say who published it." in refused.text
    assert "A sample" in refused.text
    told = form_on(
        refused, "columns-form", kind="official statement", publisher="Sample Committee",
        published_on="2025-03-01",
    )  # fmt: skip
    assert edith.post(f"{where}/columns", told).headers["location"] == f"{where}/rows"

    rows = edith.get(f"{where}/rows")
    for words in ("Row 3 has the same words.", "The headings once more.", "A total.", "<b>3</b>"):
        assert words in rows.text
    kept = form_on(rows, "rows", take="6") | {"do": "keep"}
    edith.post(f"{where}/rows", kept)
    rows = edith.get(f"{where}/rows?show=all")
    assert "<b>4</b> of 6 rows" in rows.text
    assert stored(service) == before
    sent = form_on(rows, "rows", take=["4", "6", "7"], **{"answer.2": "not accepted"})
    done = edith.post(f"{where}/rows", sent | {"do": "store"})
    assert done.status_code == 303
    assert edith.post(f"{where}/rows", sent | {"do": "store"}).status_code == 303
    with service.database.reading() as session:
        source = session.exec(select(Source).order_by(col(Source.id).desc())).first()
        assert done.headers["location"] == f"/sources/{source.id}"
        titles = session.exec(
            select(Recommendation.title)
            .where(Recommendation.source == source.id)
            .order_by(col(Recommendation.place))
        ).all()
        assert [title[:6] for title in titles] == ["2 Mend", "3 Put ", "4 Clos"]
        (value, exact) = session.exec(
            select(Position.value, Quote.exact)
            .join(Quote, col(Quote.id) == Position.quote)
            .where(Quote.source == source.id)
        ).one()
        assert (value.value, exact) == ("not accepted", "Not accepted")
    assert stored(service) == before + 1
    assert not list((service.settings.home / incoming.FOLDER).glob("*"))


def test_a_wrong_encoding_shows_its_garbage_and_goes_no_further(signed_in, form_on) -> None:
    edith = signed_in("EDITH")
    raw = "No;Text\r1;Été – “sans” fin\r".encode("mac-roman")
    where = bring(edith, "sample.csv", raw)
    for encoding in ("utf-8", "iso-8859-1"):
        sent = form_on(edith.get(where), "read", encoding=encoding)
        refused = edith.post(where, sent | {"do": "go on"})
        assert refused.status_code == 422
        assert "cannot be stored as it is read now" in refused.text
        assert "�" in refused.text
    sent = form_on(edith.get(where), "read", encoding="mac-roman")
    assert edith.post(where, sent | {"do": "go on"}).status_code == 303
    assert "Été – “sans” fin" in edith.get(f"{where}/columns").text


def test_a_file_on_its_way_is_nobody_elses_and_gone_after_a_day(
    signed_in, service: Service
) -> None:
    edith, emil = signed_in("EDITH"), signed_in("EMIL")
    where = bring(edith, "sample.csv", b"No,Recommendation\n1,Sample words\n")
    assert emil.get(where, follow=False).headers["location"] == "/registers?gone=1"
    assert "sample.csv" in edith.get("/registers").text
    assert "sample.csv" not in emil.get("/registers").text
    emil.post(f"{where}/remove")
    assert edith.get(where).status_code == 200
    old = time.time() - incoming.LASTS - 1
    for file in Path(service.settings.home / incoming.FOLDER).iterdir():
        os.utime(file, (old, old))
    assert "not waiting here any more" in edith.get(where).text
    assert not list((service.settings.home / incoming.FOLDER).iterdir())


def test_a_table_is_read_once_for_all_its_steps(workbook: bytes) -> None:
    first = register_steps.read_table(workbook, Asked(table=1))
    assert first is register_steps.read_table(workbook, Asked(table=1))
    assert first is not register_steps.read_table(workbook, Asked(table=0))


def test_what_is_no_table_is_refused_beside_the_field_or_on_its_page(signed_in) -> None:
    edith = signed_in("EDITH")
    empty = edith.post("/registers", files={"file": ("sample.csv", b"")})
    assert empty.status_code == 422
    assert "Choose the file with the table." in empty.text
    where = bring(edith, "sample.pdf", b"%PDF-1.7 sample")
    assert "That is no table" in edith.get(where).text
    assert signed_in("RUTH").get("/registers").status_code == 403


def test_with_many_recommendations_the_overview_has_parts_and_says_the_same(
    signed_in, service: Service, form_on
) -> None:
    """What is read for one part, one story and one pack is what reading everything gives."""
    rows = "\n".join(f"{n},Put up sample lamp {n},We agree,Sample Council" for n in range(1, 121))
    raw = f"No,Recommendation,Answer,Addressee\n{rows}\n".encode()
    table = read_table(raw, Asked())
    said = Described(
        header=1,
        columns=suggested_columns(table.lines[0].cells),
        kind=SourceKind.OFFICIAL_STATEMENT,
        title="A sample register",
        publisher="Sample Office",
        published_on=date(2025, 3, 1),
        answers={"1": Answer(PositionValue.AGREED)},
    )
    amara = signed_in("AMARA")
    today, closing = service.today(), service.closing(service.today())
    issuer = Issuer("Sample Organisation", "", True)
    moment = Moment(today, closing, today)
    with service.database.writing() as session:
        before = draft(session, "eu", moment, issuer)
        by = session.exec(select(Person.id).where(Person.code == "AMARA")).one()
        done = store(session, by, today, raw, table, said)
        first = done.first
    with service.database.reading() as session:
        whole = read_register(session, today, closing)
        part = read_register(session, today, closing, only=windows.part(session, 2))
        assert [r.place for r in part.recommendations] == list(range(101, first + 120))
        assert {k: v for k, v in whole.cells.items() if k in part.cells} == part.cells
        assert part.beyond == 100
        after = draft(session, "eu", moment, issuer)
        assert (after.asks, after.limits) == (before.asks, before.limits)
    second = amara.get("/?part=2")
    assert f'<span class="number">{first + 119}</span>' in second.text
    assert "part 2 of 2" in second.text
    assert 'rel="prev"' in second.text
    assert amara.get("/?part=99").text.count("part 2 of 2") == 2
    story = amara.get(f"/recommendations/{first + 119}/sample-council")
    assert "Put up sample lamp 120" in story.text
    section = amara.get(f"/sources/{done.source}/sections/1")
    assert "position of Sample Council on 120 recommendations: agreed" in section.text
    waits = signed_in("RUTH").get("/review")
    assert "Sample Council says: agreed" in waits.text
    assert "and 108 more under the same heading" in waits.text
    agreeing = f"/start/measures?of={first + 119}"
    measure = re.search(f'href="{re.escape(agreeing)}#measure-([0-9]+)"', story.text)[1]
    asked = form_on(
        amara.get(agreeing), f"m{measure}-form", **{f"m{measure}-done_when": "Sample: it is lit."}
    )
    saved = amara.post(f"/start/measures/{measure}", asked | {"answer": "accept"})
    assert saved.headers["location"] == f"{agreeing}#measure-{measure}", "back to the same one"
    assert "Put up sample lamp 120" in amara.get(agreeing).text
    assert "Put up sample lamp 120" not in amara.get("/start/measures").text
