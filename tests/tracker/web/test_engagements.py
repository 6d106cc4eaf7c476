"""The engagement log on its pages and at a terminal. What is recorded here is a sample."""

import json
import re
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from recommendations.models import Addressee
from recommendations.register.due import read_due
from recommendations.register.engagements import read_engagements
from tests.terminal import Terminal
from tests.tracker.promises.conftest import issued_and_proposed
from tracker.service import Service


@pytest.fixture
def whom(service: Service, people) -> int:
    with service.database.reading() as session:
        return eu(session)


def eu(session: Session) -> int:
    return session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()


@pytest.fixture
def fields(service: Service, whom: int) -> dict[str, str]:
    return {
        "addressee": str(whom),
        "on": service.today().isoformat(),
        "how": "telephone",
        "office": "Sample desk",
        "asked": "Sample: whether a desk is named.",
        "promised": "Sample: an answer by spring.",
        "follow_up": "Sample: call again.",
        "follow_up_by": (service.today() + timedelta(days=7)).isoformat(),
    }


def test_a_talk_is_recorded_found_and_shown_with_its_addressee(
    signed_in, said_in, fields: dict[str, str]
) -> None:
    edith = signed_in("EDITH")
    answer = edith.post("/engagements", {**fields, "once": "sample"})
    edith.post("/engagements", {**fields, "once": "sample"})
    assert re.fullmatch(r"/engagements#entry-\d+", answer.headers["location"])
    boris = signed_in("BORIS")
    page = said_in(boris.get("/engagements").text)
    assert "A promise that was only spoken is no position." in page
    assert page.count("Sample: an answer by spring.") == 1
    assert "Promised, spoken" in page
    assert "Record it" not in page
    assert "Sample: call again." in said_in(boris.get("/addressees/eu").text)
    assert "an answer by spring" not in boris.get("/engagements?with=us").text
    assert "an answer by spring" not in boris.get("/engagements?how=letter").text
    assert "an answer by spring" in boris.get("/engagements?with=eu&how=telephone&part=9").text


def test_its_page_leads_to_where_a_published_promise_is_recorded(
    signed_in, said_in, fields: dict[str, str], form_on
) -> None:
    edith = signed_in("EDITH")
    place = edith.post("/engagements", fields).headers["location"].removeprefix("/engagements#")
    path = f"/engagements/{place.removeprefix('entry-')}"
    page = edith.get(path)
    assert 'href="/recommendations/3/eu/update/position"' in page.text
    form = form_on(page, "engagement", promised="Sample: an answer by March.")
    assert edith.post(path, form).status_code == 303
    told = said_in(edith.get(path).text)
    assert "an answer by March" in told
    assert edith.post(path, form).status_code == 409
    assert edith.post(f"{path}/remove", {"why": ""}).status_code == 409


def test_a_follow_up_is_done_with_one_button_and_an_entry_taken_out_with_a_reason(
    service: Service, signed_in, fields: dict[str, str]
) -> None:
    edith = signed_in("EDITH")
    edith.post("/engagements", fields)
    with service.database.reading() as session:
        (first,) = read_engagements(session)
    assert edith.post(f"/engagements/{first.id}/done").status_code == 303
    with service.database.reading() as session:
        (told,) = read_engagements(session)
    assert told.done_on == service.today()
    path = f"/engagements/{told.id}"
    assert "Say why it is taken out" in edith.post(f"{path}/remove", {"why": " "}).text
    assert edith.post(f"{path}/remove", {"why": "Sample: twice."}).status_code == 303
    assert "Taken out of the log by EDITH: Sample: twice." in edith.get(path).text
    assert signed_in("BORIS").post(f"{path}/done").status_code == 403


def test_what_is_refused_comes_back_with_what_was_typed(
    service: Service, signed_in, fields: dict[str, str]
) -> None:
    edith = signed_in("EDITH")
    wrong = {**fields, "office": "Mr. Sampleton", "source": "nonsense", "follow_up_by": "soon"}
    refused = edith.post("/engagements", wrong)
    assert refused.status_code == 422
    for sentence in ("Write the source by its number", "Write the date as year-month-day"):
        assert sentence in refused.text
    refused = edith.post("/engagements", {**fields, "office": "Mr. Sampleton"})
    assert "looks like a person" in refused.text
    assert 'value="Mr. Sampleton"' in refused.text
    assert "Sample: an answer by spring." in refused.text
    with service.database.reading() as session:
        assert read_engagements(session) == ()


def test_what_was_sent_stands_in_the_log_and_a_talk_ends_the_wait_for_a_reply(
    service: Service, signed_in, said_in, people, whom: int, fields: dict[str, str]
) -> None:
    edition, _ = issued_and_proposed(service, people)
    edith = signed_in("EDITH")
    edith.post("/addressees/eu/offices", {"name": "Sample desk", "language": "en"})
    with service.database.reading() as session:
        form = edith.get(f"/editions/{edition}/deliveries").text
    (office,) = re.findall(r'<option value="(\d+)">EU: Sample desk', form)
    today = service.today()
    sent = {"office": office, "on": today.isoformat(), "channel": "by hand"}
    assert edith.post(f"/editions/{edition}/deliveries", sent).status_code == 303
    assert "EU, edition 1, to Sample desk" in said_in(edith.get("/engagements").text)
    later = today + timedelta(days=90)
    with service.database.reading() as session:
        assert len(read_due(session, later)) == 1
    edith.post("/engagements", {**fields, "how": "letter"})
    with service.database.reading() as session:
        assert len(read_due(session, later)) == 1
    edith.post("/engagements", fields)
    with service.database.reading() as session:
        assert read_due(session, later) == ()


def test_the_log_at_a_terminal(service: Service, people, monkeypatch, capsys) -> None:
    terminal = Terminal(monkeypatch, capsys).at(service.settings.home, service.database.url)
    add = ("engagement", "add", "eu", "Sample desk", "--on", "2026-11-02", "--how", "telephone")
    status, said = terminal.say(
        *add, "--promised", "Sample: soon.", "--follow-up", "Sample: ask.", "--as", "EDITH"
    )
    assert status == 0, said
    (number,) = re.findall(r"entry (\d+)", said)
    assert terminal.say(*add, "--as", "BORIS", "--asked", "A")[0] == 1
    change = ("engagement", "change", number, "--as", "EMIL")
    assert terminal.say(*change, "--done", "2026-11-03")[0] == 0
    assert "changed this entry" in terminal.say(*change, "--done", "2026-11-03")[1]
    listing = ("engagement", "list", "--as", "BORIS")
    assert "promised: Sample: soon." in terminal.say(*listing)[1]
    assert terminal.say(*listing, "--open")[1] == ""
    (told,) = json.loads(terminal.say(*listing, "--json")[1])
    assert told["engagement"]["done_on"] == "2026-11-03"
    newest = str(told["engagement"]["id"])
    removed = ("engagement", "change", newest, "--as", "EMIL", "--remove", "Sample: twice.")
    assert terminal.say(*removed)[0] == 0
    assert terminal.say(*listing)[1] == ""
