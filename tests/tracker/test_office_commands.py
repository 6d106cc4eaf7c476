"""Offices at a terminal. All of them are invented."""

import json

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


def test_an_office_is_added_listed_changed_and_ended(
    report_database, tmp_path, monkeypatch, capsys
) -> None:
    with report_database.writing() as session:
        record(session, Person(code="AMARA", role=Role.ADMINISTRATOR), None)
    run = Terminal(monkeypatch, capsys).at(tmp_path / "home", report_database.url).say
    status, said = run("office", "add", "EU", "Sample desk", "--email", "desk@example.org")
    assert (status, said) == (0, "Recorded as office 1.\n")
    assert run("office", "change", "1", "--language", "my")[0] == 0
    (told,) = json.loads(run("office", "list", "--json")[1])
    assert (told["email"], told["language"], told["id"]) == ("desk@example.org", "my", 2)
    assert "Sample desk <desk@example.org>, my" in run("office", "list")[1]
    assert run("office", "add", "EU", "Other", "--email", "x@gmail.com")[0] == 1
    assert run("office", "end", "2")[0] == 0
    assert run("office", "list")[1] == ""
