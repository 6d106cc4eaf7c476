"""Meetings of the board at a terminal. What is said of them is invented."""

import json

import pytest

from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tests.sample_record import people_of
from tests.terminal import Terminal, proof


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is recorded is tested below the commands, on both."""
    return request.param


def test_a_call_is_proposed_decided_and_confirmed_at_a_terminal(
    report_database, tmp_path, monkeypatch, capsys
) -> None:
    with report_database.writing() as session:
        people = people_of(session)
    run = Terminal(monkeypatch, capsys).at(tmp_path / "home", report_database.url).say
    edith = ("--as", "EDITH")
    asked = run("closure", "propose", "3", "EU", "--measure", "1", "--because", "Sample.", *edith)
    assert asked == (0, "The board is asked; recorded as 1.\n")
    assert run("closure", "propose", "3", "eu", "--measure", "99", "--because", "x", *edith)[0] == 1
    (told,) = json.loads(run("closure", "list", "--json")[1])
    assert told["reason"] == "Sample."
    held = ("meeting", "add", "2026-01-12", "Sample agenda", "--minutes", "B/7", *edith)
    assert run(*held) == (0, "Recorded as meeting 1.\n")
    assert run("meeting", "change", "1", "--agenda", "Sample agenda, changed", *edith)[0] == 0
    decide = ("meeting", "decide", "1", "closed", "--minute", "4.2", "--words", "Sample.")
    refused = run(*decide, "--as", "BORIS", "--proposal", "1")
    assert refused[0] == 1
    assert "Editors and administrators record" in refused[1]
    entered = run(*decide, "--proposal", "1", *edith)
    assert entered == (0, "Entered as closure-1; a second person confirms it.\n")
    assert "(not confirmed)" in run("meeting", "list")[1]
    listed = json.loads(run("review", "list", "--json", "--as", "BORIS")[1])
    (name,) = [one["name"] for one in listed if one["name"].startswith("closure")]
    words = proof(report_database, people["BORIS"], tmp_path)
    assert run("review", "accept", name, "--as", "BORIS", *words) == (0, "1 accepted.\n")
    (meeting,) = json.loads(run("meeting", "list", "--json")[1])
    assert meeting["agenda"] == "Sample agenda, changed"
    assert meeting["decisions"][0]["signed"]["reviewed_by"] == "BORIS"
    assert run("closure", "list") == (0, "The board is asked nothing.\n")
    assert run("meeting", "call-off", "1", *edith)[0] == 1


def test_what_is_wrong_at_a_terminal_is_a_sentence(
    report_database, tmp_path, monkeypatch, capsys
) -> None:
    with report_database.writing() as session:
        people_of(session)
    run = Terminal(monkeypatch, capsys).at(tmp_path / "home", report_database.url).say
    edith = ("--as", "EDITH")
    run("meeting", "add", "2026-01-12", "Sample agenda", *edith)
    decide = ("meeting", "decide", "1", "--minute", "4.2", "--words", "Sample.", *edith)
    assert "is none of: closed, opened again, noted" in run(*decide, "voted")[1]
    assert "not asked anything by the number 7" in run(*decide, "closed", "--proposal", "7")[1]
    assert run(*decide, "noted")[0] == 0
    assert run("meeting", "take-back", "decision-1", *edith) == (0, "decision-1 is taken back.\n")
    for name, sentence in (("decision-1", "taken back already"), ("vote-1", "no decision")):
        status, said = run("meeting", "take-back", name, *edith)
        assert (status, sentence in said) == (1, True)
    assert run("meeting", "call-off", "1", *edith) == (0, "Meeting 1 is called off.\n")
    assert run("meeting", "add", "tomorrow", "Sample", *edith)[0] == 1
