"""Recording consent at a terminal. Everything said here is an invented sample."""

import json

import pytest
from sqlmodel import select

from exports.profiles import shipped
from recommendations import consenting, reviewing, triage
from recommendations.models import Consent, Person, Quote, Speaker
from recommendations.profiling import ship_profiles
from recommendations.records.writing import record
from recommendations.reviewing import Item
from recommendations.vocabulary import Role, Rung
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tests.terminal import Terminal

AGREED = ("--purposes", "sample briefings", "--language", "Sample")


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is recorded is tested below the commands, on both."""
    return request.param


@pytest.fixture
def quote(report_database) -> str:
    with report_database.writing() as session:
        ship_profiles(session, shipped())
        for code, role in (
            ("AMARA", Role.ADMINISTRATOR), ("BORIS", Role.BOARD), ("RUTH", Role.REVIEWER)
        ):  # fmt: skip
            record(session, Person(code=code, role=role), None)
        found = session.exec(select(Quote.id).where(Quote.testimony).order_by(Quote.id)).first()
    return f"Q{found}"


@pytest.fixture
def run(report_database, tmp_path, monkeypatch, capsys):
    """run("consent", ...) gives the exit status and what was said."""
    return Terminal(monkeypatch, capsys).at(tmp_path / "home", report_database.url).say


def listed(run, quote: str) -> dict:
    return next(q for q in json.loads(run("quotes", "--json")[1]) if q["ref"] == quote)


def test_a_command_opens_nothing_it_waits_for_a_second_person(run, quote, report_database) -> None:
    status, said = run("consent", quote, "limited", "--audience", "eu", *AGREED, "--json")
    assert status == 0
    assert json.loads(said) == {
        "quote": quote, "consent": "limited", "speaker": None, "waits": True,
    }  # fmt: skip
    assert listed(run, quote)["consent"]["state"] is None
    with report_database.writing() as session:
        (row,) = session.exec(select(Consent))
        ruth = session.exec(select(Person.id).where(Person.code == "RUTH")).one()
        reviewing.review_all(session, ruth, [Item("consent", row.key)])
    told = listed(run, quote)["consent"]
    assert (told["state"], told["limited_to"]) == ("limited", ["eu"])
    assert told["told_as"].startswith("a person with direct knowledge")


def test_what_keeps_inside_holds_at_once_in_any_role(run, quote) -> None:
    status, said = run("consent", quote, "withdrawn", "--as", "BORIS")
    assert (status, "It holds from now on." in said) == (0, True)
    assert listed(run, quote)["consent"]["state"] == "withdrawn"
    status, said = run("consent", quote, "given", *AGREED)
    assert (status, "for good" in said) == (1, True)


def test_a_speaker_gets_a_code_that_counts_once_agreed_to(run, quote, report_database) -> None:
    status, said = run("consent", quote, "--speaker", "new", "--rung", "a former captain", "--json")
    told = json.loads(said)
    assert (status, told["waits"], len(told["speaker"])) == (0, True, 6)
    assert listed(run, quote)["speaker"] is None
    with report_database.writing() as session:
        row = session.exec(select(Speaker)).one()
        ruth = session.exec(select(Person.id).where(Person.code == "RUTH")).one()
        reviewing.review_all(session, ruth, [Item("speaker", row.key)])
    assert listed(run, quote)["speaker"] == told["speaker"]


def test_what_cannot_be_recorded_is_said_and_nothing_is_saved(run, quote, report_database) -> None:
    for words, sentence in (
        ((quote,), "Say what the speaker says"),
        (("12b", "given"), "write it as Q12"),
        ((quote, "given"), "Say in which language they were asked."),
        ((quote, "given", *AGREED, "--review-on", "soon"), "Write the date as"),
        ((quote, "limited", *AGREED), "Tick the audiences"),
        ((quote, "--speaker", "U SAMPLE"), "no speaker by that code"),
        ((quote, "given", *AGREED, "--as", "BORIS"), "Editors and administrators record"),
    ):
        status, said = run("consent", *words)
        assert (status, sentence in said) == (1, True), said
    assert run("consent", quote, "perhaps")[0] == 2
    with report_database.reading() as session:
        assert [*session.exec(select(Consent)), *session.exec(select(Speaker))] == []


def test_words_that_may_not_be_read_have_no_speaker_in_the_list(
    run, quote, report_database
) -> None:
    with report_database.writing() as session:
        ids = {p.code: p.key for p in session.exec(select(Person))}
        row = consenting.speak(session, ids["AMARA"], int(quote[1:]), "new", Rung.CAPTAIN)
        reviewing.review_all(session, ids["RUTH"], [Item("speaker", row.key)])
    assert row.code in run("quotes", "--json", "--as", "BORIS")[1]
    with report_database.writing() as session:
        triage.withdraw(session, ids["RUTH"], int(quote[1:]), "Sample.")
    assert row.code not in run("quotes", "--json", "--as", "BORIS")[1]
