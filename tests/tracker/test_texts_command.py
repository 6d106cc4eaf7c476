"""Fixed texts of packs at a terminal."""

import contextlib
import json
import sys

import pytest

from exports.texts import FixedText
from recommendations.models import Person
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tracker.commands import main

SOURCES = FixedText("Sources", "", "").ref


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.deep]),
    ]
)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is recorded is tested below the commands, on both."""
    return request.param


def test_the_command_lists_checks_and_corrects(
    report_database, tmp_path, monkeypatch, capsys
) -> None:
    monkeypatch.setenv("TRACKER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TRACKER_DATABASE_URL", report_database.url)
    with report_database.writing() as session:
        record(session, Person(code="EDITH", role=Role.EDITOR), None)
        record(session, Person(code="RUTH", role=Role.REVIEWER), None)

    def tracker(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["tracker", "texts", *words])
        with contextlib.suppress(SystemExit):
            main()
        return "".join(capsys.readouterr())

    assert f"{SOURCES}  unchecked" in tracker("list", "--unchecked")
    assert "found right" in tracker("right", SOURCES, "--as", "RUTH")
    told = {one["text"]: one for one in json.loads(tracker("list", "--json"))}
    assert told[SOURCES]["checked_by"] == "RUTH"
    assert "another wording" in tracker("correct", SOURCES, "နမူနာစာသား", "--as", "EDITH")
    assert "You wrote this wording" in tracker("right", SOURCES, "--as", "EDITH")
    assert "unchecked" in tracker("right", SOURCES, "--not", "--as", "RUTH")
    assert f"{SOURCES}  unchecked" in tracker("list")
