"""The board's view at a terminal. All of it is invented."""

import json

import pytest

from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tests.terminal import Terminal


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is read is tested below the commands, on both."""
    return request.param


def test_the_board_is_told_in_words_and_as_data(
    report_database, sample_record, tmp_path, monkeypatch, capsys
) -> None:
    run = Terminal(monkeypatch, capsys).at(tmp_path / "home", report_database.url).say
    status, said = run("board", "--as", "BORIS")
    assert status == 0
    assert "Of 28 measures called for 26 are not yet assessed" in said
    assert "Sample: the bill was introduced on 2 March, not on 1 March." in said
    assert "first step (put right since)" in said
    assert "Contested: 2" in said
    assert "NUG: nothing. not sent" in said
    told = json.loads(run("board", "--as", "BORIS", "--json")[1])
    assert told["not_known"]["not_yet_assessed"] == 26
    assert told["stalled"]["count"] == 2
    cell = next(c for c in told["matrix"] if (c["recommendation"], c["addressee"]) == ("R1", "nug"))
    assert cell["found"] == {"then": "not yet assessed", "now": "2 first step, 1 not yet assessed"}
    status, said = run("board", "--as", "BORIS", "--since", "2026-01-01", "--as-of", "2026-01-01")
    assert status == 1
    assert "has to be before the later one" in said
