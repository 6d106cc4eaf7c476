"""Asks and profiles at a terminal. Everything said here is an invented sample."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from recommendations.models import Person
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tests.terminal import Terminal


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is recorded is tested below the commands, on both."""
    return request.param


@pytest.fixture
def run(report_database, tmp_path, monkeypatch, capsys):
    """run("ask", ...) gives the exit status and what was said."""
    with report_database.writing() as session:
        record(session, Person(code="AMARA", role=Role.ADMINISTRATOR), None)

    return Terminal(monkeypatch, capsys).at(tmp_path / "home", report_database.url).say


def test_an_ask_is_added_listed_changed_and_taken_out(run) -> None:
    by = (datetime.now(UTC).date() + timedelta(days=100)).isoformat()
    assert run("ask", "add", "eu", "R1", "eu", "--instrument", "sample")[0] == 1
    named = ("--institution", "the Sample Council", "--instrument", "adopt the sample act")
    status, said = run("ask", "add", "eu", "R3", "eu", *named)
    assert (status, said) == (0, "Recorded as ask 1.\n")
    assert (
        "by [date]: adopt the sample act. (date, test of done missing)"
        in run("ask", "list", "eu")[1]
    )
    assert run("ask", "change", "1", "--by", by, "--risk", "sample risk")[0] == 0
    (told,) = json.loads(run("ask", "list", "eu", "--json")[1])
    assert (told["ask"], told["by"], told["risk"]) == (2, by, "sample risk")
    assert told["instrument"] == "adopt the sample act"
    status, said = run("ask", "change", "1", "--risk", "")
    assert status == 1
    assert "AMARA changed this ask" in said
    assert run("ask", "remove", "2")[0] == 0
    assert json.loads(run("ask", "list", "eu", "--json")[1]) == []


def test_a_profile_is_shown_and_changed_and_nothing_is_opened(run) -> None:
    assert run("profile", "set", "eu", "country=Sample land", "graphic_up_to=3")[1] == (
        "Version 2 counts from now on.\n"
        "Version 3 would let more out; it waits for a second person.\n"
    )
    told = json.loads(run("profile", "show", "EU", "--json")[1])
    assert (told["country"], told["graphic_up_to"], told["version"]) == ("Sample land", 1, 2)
    assert (
        "Waits for a second person: Graphic, up to level: 1 → 3" in run("profile", "show", "eu")[1]
    )
    given = (
        "first=4, 3",
        "limits=A sample limit, with a comma.",
        "limits=Another.",
        "testimony=no",
    )
    assert run("profile", "set", "eu", *given)[0] == 0
    told = json.loads(run("profile", "show", "eu", "--json")[1])
    assert (told["first"], told["testimony"]) == ([4, 3], False)
    assert told["limits"] == ["A sample limit, with a comma.", "Another."]
    for wrong in ("country", "sample=1", "testimony=perhaps", "most_asks=many", "country="):
        assert run("profile", "set", "eu", wrong)[0] == 1, wrong
    assert run("profile", "show", "mars")[0] == 1
