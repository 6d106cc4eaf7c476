"""The advocacy year on its pages and in calendars. All dates are invented."""

import re
from datetime import date, timedelta

import pytest
from icalendar import Calendar

from exports.calendar_files import calendar
from recommendations.models.base import now
from recommendations.register.year import read_points
from recommendations.register.year_views import CalendarEntry
from recommendations.reviewing import Item, review_all
from recommendations.scheduling import remove_point
from recommendations.triage import withdraw
from recommendations.vocabulary import Precision
from tests.terminal import Terminal
from tests.tracker.web.test_pack_links import alike
from tracker.service import Service

WHAT = "Sample renewal of measures"


def soon(service: Service, days: int = 40) -> date:
    return service.today() + timedelta(days=days)


@pytest.fixture
def added(service: Service, signed_in, form_on, sample_record) -> int:
    """A date of the EU that EDITH added."""
    edith = signed_in("EDITH")
    sent = form_on(
        edith.get("/year/new"), "point", addressee="eu", what=WHAT, on=soon(service),
        rests_on=f"Q{sample_record['bill']}", note="Sample note for colleagues.",
    )  # fmt: skip
    for _ in range(2):
        answer = edith.post("/year", sent)
        assert answer.status_code == 303
    (point,) = points(service)
    assert answer.headers["location"] == f"/year#point-{point.id}"
    return point.id


def points(service: Service):
    with service.database.reading() as session:
        return read_points(session, service.today())


def accept(service: Service, people, point: int) -> None:
    with service.database.writing() as session:
        review_all(session, people["RUTH"], [Item("decisionpoint", point)])


def events(body: bytes) -> list[dict[str, str]]:
    """As a program reads them."""
    read = Calendar.from_ical(body)
    return [
        {name: str(part.get(name)) for name in ("summary", "uid", "sequence")}
        | {name: part[name].dt.isoformat() for name in ("dtstart", "dtend")}
        for part in read.walk("VEVENT")
    ]


def test_a_date_is_shown_with_its_source_and_the_pack_to_refresh(
    service: Service, signed_in, said_in, added: int
) -> None:
    said = said_in(signed_in("BORIS").get("/year").text)
    assert WHAT in said
    assert "unreviewed" in said
    assert "refresh by" in said
    assert "no edition was issued yet" in said
    assert "Sample note for colleagues." in said
    assert "0 dates may stand in calendars" in said
    assert "Add a date" not in said


def test_the_page_of_a_quote_leads_to_the_date_that_it_gives(
    signed_in, form_on, sample_record
) -> None:
    bill = sample_record["bill"]
    page = signed_in("EDITH").get(f"/quotes/{bill}").text
    (path,) = re.findall(r"/year/new[?]rests_on=Q\d+", page)
    assert form_on(signed_in("EDITH").get(path), "point")["rests_on"] == [f"Q{bill}"]
    assert "/year/new" not in signed_in("RUTH").get(f"/quotes/{bill}").text
    assert "/year/new" not in signed_in("EDITH").get("/quotes/4").text, "testimony gives no date"


def test_before_anything_is_on_record_the_page_says_that_nothing_is_filled_in(
    signed_in, said_in
) -> None:
    edith = signed_in("EDITH")
    assert "Nothing is filled in by the tracker" in said_in(edith.get("/year").text)
    for nonsense in ("2027-13", "nothing", "9999-01", "0000-01"):
        answer = edith.get(f"/year?from={nonsense}")
        assert (answer.status_code, "This year is shown." in answer.text) == (200, True)
    assert "April 2027 to March 2028" in edith.get("/year?from=2027-04").text


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    service: Service, signed_in, form_on
) -> None:
    edith = signed_in("EDITH")
    sent = form_on(
        edith.get("/year/new"), "point", what="Sample vote", on="soon", rests_on="page 12"
    )
    answer = edith.post("/year", sent)
    assert answer.status_code == 422
    for name in ("addressee", "on", "rests_on"):
        assert f'id="{name}-said"' in answer.text
    assert form_on(answer, "point")["what"] == ["Sample vote"]
    again = form_on(answer, "point", addressee="eu", on=soon(service, -1), rests_on="S999")
    assert edith.post("/year", again).status_code in {404, 422}
    again = form_on(answer, "point", addressee="eu", on=soon(service, -1), rests_on="")
    answer = edith.post("/year", again)
    assert "That is over." in answer.text
    assert "Say where it stands" in answer.text
    assert points(service) == ()


def test_a_date_is_changed_and_taken_out_and_the_second_is_told(
    service: Service, signed_in, form_on, added: int
) -> None:
    edith, emil, path = signed_in("EDITH"), signed_in("EMIL"), f"/year/{added}"
    opened = form_on(edith.get(path), "point", what="Sample of Edith")
    changed = form_on(emil.get(path), "point", what="Sample of Emil", precision="month")
    assert emil.post(path, changed).status_code == 303
    answer = edith.post(path, opened)
    assert answer.status_code == 409
    assert "EMIL changed this date" in answer.text
    (point,) = points(service)
    assert (point.what, point.precision, point.root) == ("Sample of Emil", Precision.MONTH, added)
    assert emil.post(f"/year/{point.id}/remove").headers["location"] == "/year"
    assert points(service) == ()
    assert edith.post(f"/year/{point.id}/remove").status_code == 409
    assert edith.get(f"/year/{point.id}").status_code == 404
    board = signed_in("BORIS")
    assert {board.get("/year/new").status_code, board.post("/year").status_code} == {403}


def test_the_calendar_has_what_was_reviewed_and_takes_a_code(
    service: Service, signed_in, people, added: int, sample_record
) -> None:
    edith = signed_in("EDITH")
    assert events(edith.get("/year/calendar.ics").content) == []
    accept(service, people, added)
    answer = edith.get("/year/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    (event,) = events(answer.content)
    assert event["summary"] == f"European Union: {WHAT}"
    assert event["dtstart"] == soon(service).isoformat()
    assert event["dtend"] == soon(service, 41).isoformat()
    assert b"Sample note" not in answer.content
    with service.database.writing() as session:
        withdraw(session, people["EDITH"], sample_record["bill"], "Sample.")
    assert events(edith.get("/year/calendar.ics").content) == []


def test_a_calendar_program_subscribes_by_a_private_address(
    service: Service, signed_in, people, added: int
) -> None:
    accept(service, people, added)
    edith, stranger = signed_in("EDITH"), signed_in("")
    answer = edith.post("/account/told/address", {"kind": "calendar"})
    (path,) = set(re.findall(r'value="http://[^/"]+(/feeds/calendar/[\w-]+)"', answer.text))
    told = stranger.get(path)
    assert [one["summary"] for one in events(told.content)] == [f"European Union: {WHAT}"]
    assert told.content == stranger.get(path).content
    mark = {"if-none-match": told.headers["etag"]}
    again = stranger.client.get(path, headers=mark)
    assert (again.status_code, again.content) == (304, b"")
    with service.database.writing() as session:
        remove_point(session, people["EDITH"], added)
    assert stranger.client.get(path, headers=mark).status_code == 200
    wrong = path.replace("/calendar/", "/")
    assert stranger.get(wrong).status_code == 404
    edith.post("/account/told/address/end", {"kind": "calendar"})
    assert stranger.get(path).status_code == 404
    assert alike(stranger, path) == alike(stranger, "/feeds/calendar/" + "A" * 22)


def test_long_and_burmese_words_fold_as_the_format_has_it_and_come_back_whole() -> None:
    words = "နမူနာ ဆုံးဖြတ်ချက် သက်တမ်းတိုးခြင်း, " * 6 + "end; with \\ and “marks”"
    entries = [
        CalendarEntry(1, 2, "အာဆီယံ", words, date(2027, 4, 1), date(2027, 4, 30), p, now())
        for p in (Precision.DAY, Precision.MONTH)
    ]
    body = calendar(entries, "Sample year", "record")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    for line in body.split(b"\r\n"):
        line.decode()
    first, second = events(body)
    assert first["summary"] == f"အာဆီယံ: {words}"
    assert second["summary"].endswith("(some day in April 2027)")
    assert (first["dtstart"], first["dtend"]) == ("2027-04-01", "2027-05-01")
    assert (first["sequence"], first["uid"]) == ("2", second["uid"])
    other = events(calendar(entries, "Sample year", "another record"))[0]
    assert other["uid"] != first["uid"]


def test_the_commands_keep_the_year_and_write_its_calendar(
    service: Service, people, sample_record, tmp_path, monkeypatch, capsys
) -> None:
    run = Terminal(monkeypatch, capsys).at(service.settings.home, service.database.url).say
    month, bill = f"{soon(service, 90):%Y-%m}", f"Q{sample_record['bill']}"
    status, said = run("year", "add", "EU", WHAT, month, bill, "--as", "EDITH")
    assert (status, said) == (0, "Recorded as date 1; a second person reviews it.\n")
    assert run("year", "add", "EU", WHAT, month, "page 3", "--as", "EDITH")[0] == 1
    assert run("year", "add", "EU", WHAT, "soon", bill, "--as", "EDITH")[0] == 1
    assert "(unreviewed)" in run("year", "--as", "BORIS")[1]
    assert '"refresh_by"' in run("year", "--json", "--as", "BORIS")[1]
    day = soon(service, 60).isoformat()
    assert run("year", "change", "1", "--on", day, "--as", "EMIL")[0] == 0
    accept(service, people, 2)
    out = tmp_path / "year.ics"
    status, said = run("calendar", "--out", str(out), "--as", "EDITH")
    assert (status, said.splitlines()[0]) == (0, f"{out}: 1 date")
    assert [one["dtstart"] for one in events(out.read_bytes())] == [day]
    assert run("year", "remove", "2", "--as", "EDITH")[0] == 0
    assert run("year", "--as", "EDITH")[1] == ""
