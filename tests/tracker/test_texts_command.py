"""Fixed texts of packs at a terminal."""

import json

import pytest

from exports.texts import FixedText
from recommendations.models import Person
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tests.terminal import Terminal

SOURCES = FixedText("Sources", "", "").ref


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is recorded is tested below the commands, on both."""
    return request.param


def test_the_command_lists_checks_and_corrects(
    report_database, tmp_path, monkeypatch, capsys
) -> None:
    with report_database.writing() as session:
        record(session, Person(code="EDITH", role=Role.EDITOR), None)
        record(session, Person(code="RUTH", role=Role.REVIEWER), None)

    terminal = Terminal(monkeypatch, capsys).at(tmp_path / "home", report_database.url)

    def tracker(*words: str) -> str:
        return terminal.say("texts", *words)[1]

    assert f"{SOURCES}  unchecked" in tracker("list", "--unchecked")
    assert "found right" in tracker("right", SOURCES, "--as", "RUTH")
    told = {one["text"]: one for one in json.loads(tracker("list", "--json"))}
    assert told[SOURCES]["checked_by"] == "RUTH"
    assert "another wording" in tracker("correct", SOURCES, "နမူနာစာသား", "--as", "EDITH")
    assert "You wrote this wording" in tracker("right", SOURCES, "--as", "EDITH")
    assert "unchecked" in tracker("right", SOURCES, "--not", "--as", "RUTH")
    assert f"{SOURCES}  unchecked" in tracker("list")
