"""From a file to a quote, what is known of it, and what it bears on, at a terminal. Everything
said here is a sample."""

import json
from pathlib import Path

import pytest
from sqlmodel import select

from recommendations.models import Conversation, Dismissal, Ground, Person, Quote, QuoteDetail
from recommendations.records.writing import record
from recommendations.vocabulary import Fidelity, Role, Spoken
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tests.terminal import Terminal
from tracker.database import Database

BEFORE = """The sample council met on Monday. It opened ten shelters in May 2026. It said no more.

The sample council met on Friday."""
AFTER = BEFORE.replace("ten shelters", "nine shelters")
SAID = ["--kind", "official statement", "--title", "Sample statement", "--publisher",
        "Sample council", "--published", "2026-06-02"]  # fmt: skip
BOARD = ("--as", "BORIS")


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is recorded is tested below the commands, on both."""
    return request.param


@pytest.fixture
def terminal(report_database: Database, tmp_path: Path, monkeypatch, capsys) -> Terminal:
    with report_database.writing() as session:
        for code, role in {"AMARA": Role.ADMINISTRATOR, "BORIS": Role.BOARD}.items():
            record(session, Person(code=code, role=role), None)
    return Terminal(monkeypatch, capsys).at(tmp_path / "home", report_database.url)


def done(terminal: Terminal, *words: str) -> str:
    status, out, err = terminal.run(*words)
    assert (status, err) == (0, "")
    return out


def added(terminal: Terminal, text: str, *more: str) -> str:
    file = Path(f"sample-{len(more)}.txt").absolute()
    file.write_text(text, encoding="utf-8")
    out = done(terminal, "source", "add", str(file), *SAID, *more, "--json")
    return json.loads(out)["source"]


@pytest.fixture
def source(terminal: Terminal, tmp_path: Path, monkeypatch) -> str:
    monkeypatch.chdir(tmp_path)
    return added(terminal, BEFORE)


def test_words_become_a_quote_and_where_they_stand_twice_the_place_is_asked_for(
    terminal: Terminal, report_database: Database, source: str
) -> None:
    words = "It opened ten shelters in May 2026."
    told = json.loads(done(terminal, "quote", "add", source, words, "--json"))
    assert (told["exact"], told["start"], told["already"]) == (words, BEFORE.index(words), False)
    assert json.loads(done(terminal, "quote", "add", source, words, "--json"))["already"]
    status, out, err = terminal.run("quote", "add", source, "The sample council met")
    second = BEFORE.rindex("The sample")
    assert (status, out) == (1, "")
    assert "--start 0: [The sample council met] on Monday" in err
    assert f"--start {second}: " in err
    placed = ("The sample council met", "--start", str(second), "--json")
    assert json.loads(done(terminal, "quote", "add", source, *placed))["start"] == second
    for refused in (("Nothing like it.",), (words, *BOARD), (words, "--start", "3")):
        assert terminal.run("quote", "add", source, *refused)[:2] == (1, "")
    with report_database.reading() as session:
        rows = session.exec(select(Quote).where(Quote.source == int(source[1:]))).all()
    assert [row.fidelity for row in rows] == [Fidelity.VERBATIM_ORIGINAL] * 2


def test_what_is_known_of_a_quote_is_said_piece_by_piece(
    terminal: Terminal, report_database: Database, source: str
) -> None:
    ref = json.loads(done(terminal, "quote", "add", source, "It opened ten shelters", "--json"))[
        "ref"
    ]
    describe = ("quote", "describe", ref)
    done(terminal, *describe, "--language", "en", "--happened", "2026-05")
    done(terminal, *describe, "--office", "Sample council")
    assert "Nothing changed" in done(terminal, *describe, "--language", "en")
    for refused in (
        (),
        ("--happened", "soon"),
        ("--office", "Sample nobody"),
        ("--translates", ref),
    ):
        assert terminal.run(*describe, *refused)[:2] == (1, "")
    known = json.loads(done(terminal, "quote", "show", ref, "--json"))["known"]
    assert known == [
        "As published: verbatim original", "In English (en)", "Said by Sample council",
        "Tells what happened in May 2026",
    ]  # fmt: skip
    assert "Said by Sample council.\n" in done(terminal, "quote", "show", ref)
    done(terminal, *describe, "--language", "")
    with report_database.reading() as session:
        last = session.exec(select(QuoteDetail).order_by(QuoteDetail.id.desc())).first()
    assert (last.language, last.official, last.precision.value) == ("", "Sample council", "month")
    assert last.event_on.isoformat() == "2026-05-31"


def test_a_newer_version_is_told_from_the_earlier_one_and_quotes_are_carried_over(
    terminal: Terminal, source: str
) -> None:
    said = {
        words: json.loads(done(terminal, "quote", "add", source, words, "--json"))["ref"]
        for words in ("It said no more.", "It opened ten shelters in May 2026.")
    }
    kept, gone = said.values()
    newer = added(terminal, AFTER, "--replaces", source)
    out = done(terminal, "source", "changes", newer)
    assert "It opened [-ten-]{+nine+} shelters in May 2026." in out
    assert f"{kept}  stands in it" in out
    assert f"{gone}  its words are gone" in out
    assert terminal.run("source", "changes", newer, "--carry-over", gone)[:2] == (1, "")
    assert terminal.run("source", "changes", newer, "--carry-over", kept, *BOARD)[:2] == (1, "")
    assert "carried over, Q" in done(terminal, "source", "changes", newer, "--carry-over", kept)
    assert terminal.run("source", "changes", source)[:2] == (1, "")


def test_a_note_of_a_meeting_is_added_under_the_word_it_was_said(
    terminal: Terminal, report_database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "note.txt"
    file.write_text("The sample desk will look at the sample list.", encoding="utf-8")
    more = ("--addressee", "eu", "--office", "Sample desk", "--on", "2026-06-02", "--spoken")
    note = ("source", "add-note", str(file), *more)
    assert "said not for attribution" in done(terminal, *note, "not for attribution")
    assert terminal.run(*note, "internal", *BOARD)[:2] == (1, "")
    file.write_bytes("caf\u00e9".encode("latin-1"))
    assert "is not text in UTF-8" in terminal.run(*note, "internal")[2]
    with report_database.reading() as session:
        (spoke,) = session.exec(select(Conversation)).all()
    assert (spoke.spoken, spoke.office) == (Spoken.NOT_FOR_ATTRIBUTION, "Sample desk")


def test_a_suggestion_is_answered_with_yes_or_no_and_the_no_is_taken_back(
    terminal: Terminal, report_database: Database
) -> None:
    def suggested() -> list[str]:
        told = json.loads(done(terminal, "suggest", "--measure", "1", "--json"))
        return [one["quote"] for one in told]

    first, second = suggested()[:2]
    assert "any more" in done(terminal, "suggest", "dismiss", "R1", first)
    assert "Nothing changed" in done(terminal, "suggest", "dismiss", "R1", first)
    assert first not in suggested()
    assert "may be suggested" in done(terminal, "suggest", "dismiss", "R1", first, "--again")
    assert suggested()[0] == first
    assert "is a ground of R1" in done(terminal, "suggest", "ground", "R1", second)
    assert second not in suggested()
    assert "Used: ground of" in done(terminal, "quote", "show", second)
    for refused in (
        ("ground", "R9", first),
        ("dismiss", "R1", "Q9999"),
        ("ground", "R1", first, *BOARD),
    ):
        assert terminal.run("suggest", *refused)[:2] == (1, "")
    with report_database.reading() as session:
        assert [row.again for row in session.exec(select(Dismissal))] == [False, True]
        assert session.exec(select(Ground).where(Ground.quote == int(second[1:]))).all()
