"""The worklist on its pages: what comes first, who does it, and what is put off."""

from datetime import timedelta

from sqlmodel import col, select

from recommendations.models import Assignment, Person, Snooze
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tests.terminal import Terminal
from tracker.service import Service

EU = "/worklist/unassessed:3-4"


def test_the_list_leads_to_the_place_of_each_work(
    service: Service, signed_in, said_in, sample_record
) -> None:
    ruth, edith = signed_in("RUTH"), signed_in("EDITH")
    page = ruth.get("/worklist").text
    assert f"/review/assessment-{sample_record['draft']}" in page
    said = said_in(page)
    assert said.index("A colleague waits for it") < said.index("When there is time")
    assert said.index("When there is time") < said.index("4 measures not yet assessed")
    assert "2 reviews wait for others" in said_in(edith.get("/worklist").text)
    assert 'href="/recommendations/3/eu/update"' in edith.get("/worklist").text
    board = signed_in("BORIS").get("/worklist").text
    assert 'href="/recommendations/3/eu/update"' not in board
    assert 'href="/recommendations/3/eu"' in board


def test_it_is_narrowed_to_a_kind_and_an_addressee(signed_in, said_in, sample_record) -> None:
    edith = signed_in("EDITH")
    said = said_in(edith.get("/worklist?kind=discrepancy").text)
    assert "to resolve in" in said
    assert "not yet assessed" not in said.replace("measure without evidence", "")
    assert "to resolve in" not in said_in(edith.get("/worklist?addressee=eu").text)
    for nonsense in ("kind=nothing", "addressee=nobody", "part=99", "part=-1"):
        assert edith.get(f"/worklist?{nonsense}").status_code == 200
    assert "to resolve in" in said_in(edith.get("/worklist?kind=nothing&addressee=nobody").text)
    assert edith.get("/worklist/expiry:99").status_code == 404
    assert signed_in("").get("/worklist", follow=False).status_code in {302, 303}


def test_work_is_given_to_somebody_once_and_is_theirs(
    service: Service, signed_in, said_in, form_on, people
) -> None:
    edith = signed_in("EDITH")
    sent = form_on(edith.get(EU), "assign", to=people["EMIL"])
    for _ in range(2):
        answer = edith.post(f"{EU}/assign", sent)
        assert (answer.status_code, answer.headers["location"]) == (303, EU)
    assert "EMIL does it." in said_in(edith.get(EU).text)
    emil = signed_in("EMIL")
    assert "4 measures not yet assessed" in said_in(emil.get("/worklist?mine=1").text)
    assert "Nothing was given to you" in said_in(edith.get("/worklist?mine=1").text)
    refused = edith.post(f"{EU}/assign", form_on(edith.get(EU), "assign", to=""))
    assert (refused.status_code, "Choose who does it." in refused.text) == (422, True)
    assert edith.post(f"{EU}/assign", {"to": "999"}).status_code == 404
    edith.post(f"{EU}/assign", form_on(edith.get(EU), "assign", to="nobody"))
    with service.database.reading() as session:
        rows = session.exec(select(Assignment).order_by(col(Assignment.id))).all()
    assert [row.person for row in rows] == [people["EMIL"], None]


def test_nothing_is_given_to_who_is_not_here_any_more(service: Service, signed_in, people) -> None:
    edith = signed_in("EDITH")
    with service.database.writing() as session:
        row = record(session, Person(code="GONE", role=Role.EDITOR, active=False), None)
        gone = row.key
    answer = edith.post(f"{EU}/assign", {"to": str(gone)})
    assert (answer.status_code, "GONE has no account any more" in answer.text) == (422, True)


def test_what_is_put_off_is_away_until_its_day_and_says_why(
    service: Service, signed_in, said_in, form_on
) -> None:
    edith, today = signed_in("EDITH"), service.today()
    refused = edith.post(f"{EU}/put-off", form_on(edith.get(EU), "put-off", until=today, why=" "))
    assert refused.status_code == 422
    said = said_in(refused.text)
    assert "Choose a day to come" in said
    assert "Say why it can wait" in said
    far = today + timedelta(days=400)
    again = edith.post(f"{EU}/put-off", form_on(refused, "put-off", until=far, why="Kept words."))
    assert "A year is the longest" in said_in(again.text)
    assert form_on(again, "put-off")["why"] == ["Kept words."]
    none = edith.post(f"{EU}/put-off", form_on(again, "put-off", until=""))
    assert "Say until which day." in said_in(none.text)
    day = today + timedelta(days=30)
    sent = form_on(again, "put-off", until=day, why="They are away until then.")
    for _ in range(2):
        assert edith.post(f"{EU}/put-off", sent).headers["location"] == "/worklist"
    assert "They are away" not in edith.get("/worklist").text
    assert "They are away until then." in edith.get("/worklist?put-off=1").text
    assert "They are away until then." in edith.get(EU).text
    with service.database.reading() as session:
        assert len(session.exec(select(Snooze)).all()) == 1


def test_the_commands_list_assign_and_put_off(
    service: Service, people, sample_record, monkeypatch, capsys
) -> None:
    run = Terminal(monkeypatch, capsys).at(service.settings.home, service.database.url).say
    status, said = run("work", "--as", "RUTH")
    assert status == 0
    assert f"review:assessment-{sample_record['draft']}" in said.splitlines()[0]
    key = "unassessed:3-4"
    assert run("work", "assign", key, "EMIL", "--as", "RUTH")[0] == 0
    assert key in run("work", "--mine", "--as", "EMIL")[1]
    assert run("work", "assign", key, "NOBODY-HERE", "--as", "RUTH")[0] == 1
    assert run("work", "snooze", key, "2020-01-01", "Sample.", "--as", "EMIL")[0] == 1
    day = (service.today() + timedelta(days=9)).isoformat()
    assert run("work", "snooze", key, day, "Sample.", "--as", "EMIL")[0] == 0
    assert key not in run("work", "--as", "EMIL")[1]
    assert '"why": "Sample."' in run("work", "--put-off", "--json", "--as", "EMIL")[1]
    assert run("work", "--kind", "sample", "--as", "EMIL")[0] == 1
    assert "discrepancy" in run("work", "--kind", "discrepancy", "--as", "EMIL")[1]
