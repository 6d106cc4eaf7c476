"""What restricts and what opens, at a terminal. Everything said here is a sample."""

import io
import json
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from exports.profiles import shipped
from recommendations import conversing, naming, splitting
from recommendations.addressing import add_addressee
from recommendations.conversing import Meeting
from recommendations.gate import Audience
from recommendations.models import Addressee, Person, Quote, Source, TierChange
from recommendations.profiling import ship_profiles
from recommendations.quoting import quote_words
from recommendations.records.named import is_on
from recommendations.records.standing import standings
from recommendations.records.writing import record
from recommendations.register.audiences import read_leaving
from recommendations.reviewing import Item, review_item
from recommendations.vocabulary import MeasureKind, Role, Spoken, Tier, Verdict
from recommendations.zawgyi import to_unicode
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tests.terminal import Terminal
from tests.tracker.promises.conftest import issued_and_proposed
from tracker.accounts import passwords
from tracker.accounts.models import Account, SignIn
from tracker.accounts.sessions import begin
from tracker.database import Database
from tracker.keeping import ledger, restrictions
from tracker.service import Service
from tracker.settings import Settings

TODAY = date(2026, 11, 22)
BOARD = ("--as", "BORIS")
EDITOR = ("--as", "EDITH")


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is recorded is tested below the commands, on both."""
    return request.param


@pytest.fixture
def terminal(report_database: Database, tmp_path, monkeypatch, capsys) -> Terminal:
    roles = {"AMARA": Role.ADMINISTRATOR, "EDITH": Role.EDITOR, "BORIS": Role.BOARD}
    with report_database.writing() as session:
        for code, role in roles.items():
            record(session, Person(code=code, role=role), None)
    return Terminal(monkeypatch, capsys).at(tmp_path / "home", report_database.url)


def told(terminal: Terminal, *words: str):
    status, out, err = terminal.run(*words, "--json")
    assert status == 0, err
    return json.loads(out)


def test_one_person_keeps_words_inside_and_two_open_them(
    terminal: Terminal, report_database: Database
) -> None:
    database = report_database
    status, out, _ = terminal.run("quote", "may-leave", "Q9", *EDITOR)
    assert (status, "until a second person confirms it" in out) == (0, True)
    record_of = told(terminal, "quote", "show", "Q9")
    assert (record_of["tier"], record_of["waits"]) == ("S2", True)
    with database.writing() as session:
        boris = session.exec(select(Person.id).where(Person.code == "BORIS")).one()
        change = session.exec(select(TierChange.id).where(TierChange.quote == 9)).one()
        review_item(session, boris, Item("tierchange", change), Verdict.ACCEPTED)
    assert told(terminal, "quote", "show", "Q9")["tier"] == "S0"
    assert terminal.run("quote", "may-leave", "Q9", *BOARD)[0] == 1
    status, out, _ = terminal.run("quote", "keep-inside", "Q9", "--why", "Sample.", *BOARD)
    assert (status, out) == (0, "Q9 stays inside.\n")
    record_of = told(terminal, "quote", "show", "Q9")
    assert (record_of["tier"], record_of["said"][0]["why"]) == ("S2", "Sample.")
    status, out, _ = terminal.run("quote", "show", "Q9")
    assert "Stays inside: It is kept for people inside (S2)." in out
    assert terminal.run("quote", "show", "Q9999")[0] == 1
    assert terminal.run("quote", "show", "nine")[0] == 1


def test_an_embargo_and_a_withdrawal_hold_at_once(terminal: Terminal, tmp_path) -> None:
    until = (Settings().today() + timedelta(days=9)).isoformat()
    assert terminal.run("quote", "embargo", "Q10", "--until", until, *BOARD)[0] == 0
    reasons = [r["why"] for r in told(terminal, "quote", "show", "Q10")["stays_inside"]]
    assert "It is under embargo." in reasons
    status, _, said = terminal.run("quote", "embargo", "Q10", "--until", "2020-01-01")
    assert (status, "That day is over" in said) == (1, True)
    assert terminal.run("quote", "withdraw", "Q10", "--why", " ", *BOARD)[0] == 1
    status, out, _ = terminal.run("quote", "withdraw", "Q10", "--why", "Sample.", *BOARD)
    assert (status, out) == (0, "Q10 is withdrawn.\n")
    assert (tmp_path / "home" / ledger.NAME).exists()
    assert told(terminal, "quote", "show", "Q10", *EDITOR)["exact"] == ""


def test_a_withdrawal_is_asked_for_once_more_where_somebody_sits_at_the_terminal(
    terminal: Terminal, monkeypatch
) -> None:
    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    for typed, withdrawn in (("n\n", False), ("y\n", True)):
        monkeypatch.setattr(sys, "stdin", Keyboard(typed))
        status, _, said = terminal.run("quote", "withdraw", "Q11", "--why", "Sample.")
        assert (status, "for good" in said) == (0 if withdrawn else 1, True)
        reasons = [r["why"] for r in told(terminal, "quote", "show", "Q11")["stays_inside"]]
        assert ("It was withdrawn." in reasons) is withdrawn


def test_words_are_kept_for_named_audiences_or_sealed_for_two_people(
    terminal: Terminal, report_database: Database
) -> None:
    sealing = ("quote", "tier", "Q12", "S3", "--person", "EDITH", "--person", "BORIS")
    status, _, said = terminal.run(*sealing)
    assert (status, "switched" in said) == (1, True)
    with report_database.writing() as session:
        ids = {p.code: p.key for p in session.exec(select(Person))}
        for tier in naming.SWITCHED:
            row = naming.propose_switching_on(session, ids["AMARA"], tier, "Sample.")
            review_item(session, ids["BORIS"], Item("tierswitch", row.key), Verdict.ACCEPTED)
    status, out, _ = terminal.run("quote", "tier", "Q13", "S1", "--audience", "eu", *EDITOR)
    assert (status, out) == (0, "It waits for a second person: /review\n")
    assert terminal.run("quote", "tier", "Q13", "S1", "--audience", "mars")[0] == 1
    assert terminal.run("quote", "tier", "Q13", "S2")[0] == 1
    assert terminal.run("quote", "tier", "Q12", "S3", "--person", "NOBODY")[0] == 1
    assert terminal.run(*sealing)[:2] == (0, "Q12 is S3.\n")
    for who in ("AMARA", "EDITH", "BORIS"):
        assert terminal.run("quote", "show", "Q12", "--as", who)[:2] == (1, "")


def test_sources_are_listed_and_shown_and_kept_inside_whole(terminal: Terminal) -> None:
    (listed,) = told(terminal, "source", "list")
    assert (listed["ref"], listed["kind"]) == ("S1", "report")
    assert "S1  report" in terminal.run("source", "list")[1]
    until = (Settings().today() + timedelta(days=9)).isoformat()
    assert terminal.run("source", "embargo", "S1", "--until", until, *BOARD)[0] == 0
    shown = told(terminal, "source", "show", "S1")
    assert (shown["embargoed_until"], shown["published_by_us"]) == (until, False)
    assert until in terminal.run("source", "show", "S1")[1]
    assert terminal.run("source", "show", "S99")[0] == 1


def test_that_a_report_is_published_is_proposed_confirmed_and_taken_back(
    terminal: Terminal, report_database: Database
) -> None:
    asked = ("--decided-by", "the sample board", "--decided-on", "2026-01-31", "--why", "Sample.")
    status, out, _ = terminal.run("source", "published", "S1", *asked, *EDITOR)
    assert (status, out.startswith("Proposed.")) == (0, True)
    assert not told(terminal, "source", "show", "S1")["published_by_us"]
    assert terminal.run("source", "take-back", "S1", "--why", "Sample.")[0] == 1
    with report_database.writing() as session:
        boris = session.exec(select(Person.id).where(Person.code == "BORIS")).one()
        review_item(session, boris, Item("publisheddecision", 1), Verdict.ACCEPTED)
    assert told(terminal, "source", "show", "S1")["published_by_us"]
    assert terminal.run("source", "take-back", "S1", "--why", "Sample.", *BOARD)[0] == 0
    assert not told(terminal, "source", "show", "S1")["published_by_us"]


def test_what_turned_out_to_be_off_the_record_leaves_no_more(
    terminal: Terminal, report_database: Database, tmp_path
) -> None:
    with report_database.writing() as session:
        ids = {p.code: p.key for p in session.exec(select(Person))}
        eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
        told_us = "Sample notes. The sample desk would look at it."
        meeting = Meeting(eu, TODAY, "Sample desk", Spoken.QUOTABLE, told_us)
        note = conversing.add_meeting_note(session, ids["EDITH"], TODAY, meeting).key
        quote = quote_words(session, ids["EDITH"], note, "would look at it").key
        change = record(session, TierChange(quote=quote, tier=Tier.OPEN), ids["EDITH"])
        review_item(session, ids["BORIS"], Item("tierchange", change.key), Verdict.ACCEPTED)
        assert quote in read_leaving(session, Audience("us"), TODAY)
    asked = ("source", "stricter", f"S{note}")
    status, _, said = terminal.run(*asked, "quotable", *BOARD)
    assert (status, "nothing makes that freer" in said) == (1, True)
    assert terminal.run("source", "stricter", "S1", "internal")[0] == 1
    status, out, _ = terminal.run(*asked, "internal", *BOARD)
    assert (status, "said internal" in out) == (0, True)
    with report_database.reading() as session:
        assert quote not in read_leaving(session, Audience("us"), TODAY)
        standing = standings(session, [session.get_one(Quote, quote)])[quote]
        assert standing.spoken is Spoken.INTERNAL
    assert told(terminal, "source", "show", f"S{note}")["said_as"] == "internal"
    assert "stricter word" in (tmp_path / "home" / restrictions.NAME).read_text()


def test_what_is_odd_is_resolved_at_the_terminal(terminal: Terminal) -> None:
    first = told(terminal, "discrepancies")[0]
    asked = ("discrepancies", "resolve", str(first["id"]))
    assert terminal.run(*asked, " ")[0] == 1
    assert terminal.run(*asked, "Sample: looked up.", *BOARD)[0] == 1
    assert terminal.run(*asked, "Sample: looked up.", *EDITOR)[0] == 0
    assert told(terminal, "discrepancies")[0]["resolved"] == "Sample: looked up."
    assert "Resolved: Sample: looked up." in terminal.run("discrepancies")[1]


def test_an_account_is_closed_at_once_and_opened_with_ones_own_password(
    terminal: Terminal, report_database: Database, tmp_path
) -> None:
    with report_database.writing() as session:
        ids = {p.code: p.key for p in session.exec(select(Person))}
        stored = passwords.hashed("four or five sample words")
        session.add(Account(person=ids["AMARA"], email="amara@example.org", password_hash=stored))
        begin(session, ids["EDITH"])
    assert terminal.run("account", "close", "BORIS", *EDITOR)[0] == 1
    assert terminal.run("account", "close", "NOBODY")[0] == 1
    status, _, said = terminal.run("account", "close", "AMARA")
    assert (status, "last administrator" in said) == (1, True)
    assert terminal.run("account", "close", "EDITH")[:2] == (0, "The account of EDITH is closed.\n")
    with report_database.reading() as session:
        assert not session.get_one(Person, ids["EDITH"]).active
        assert session.exec(select(SignIn)).all() == []
    assert terminal.run("quote", "keep-inside", "Q9", *EDITOR)[0] == 1
    assert terminal.run("account", "reopen", "EDITH")[0] == 1
    file = tmp_path / "password"
    file.write_text("four or five sample words")
    assert terminal.run("account", "reopen", "EDITH", "--password-file", str(file))[0] == 0
    assert terminal.run("quote", "keep-inside", "Q9", *EDITOR)[0] == 0


def test_what_may_be_zawgyi_is_shown_in_both_readings_and_kept_as_it_is_said(
    terminal: Terminal, report_database: Database, tmp_path
) -> None:
    gold = Path(__file__).parents[1] / "gold" / "burmese"
    was = (gold / "mmgov_zawgyi.txt").read_text().splitlines()[9]
    becomes = to_unicode(was)
    text, table = tmp_path / "sample.txt", tmp_path / "sample.csv"
    text.write_text(was)
    table.write_text(f"Recommendation,To\n{was},Sample Council\n")
    said = ("--title", "Sample", "--publisher", "Sample paper", "--published", "2026-02-01")
    adding = ("source", "add", str(text), "--kind", "news", *said)
    maps = ("--map", "text=1", "--map", "addressee=2")
    for words in (adding, ("register", "import", str(table), *maps, *said)):
        status, out, told = terminal.run(*words)
        assert (status, out) == (1, "")
        assert was[:40] in told
        assert becomes[:40] in told
        assert terminal.run(*words, "--burmese", "converted")[0] == 0
    with report_database.reading() as session:
        stored = session.exec(select(Source).where(Source.id > 1)).all()
        assert [becomes in source.text for source in stored] == [True, True]


def test_a_note_is_corrected_at_the_terminal(
    terminal: Terminal, report_database: Database, tmp_path
) -> None:
    with report_database.writing() as session:
        edith = session.exec(select(Person.id).where(Person.code == "EDITH")).one()
        eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
        meeting = Meeting(eu, TODAY, "Sample desk", Spoken.QUOTABLE, "Sample ntoes.")
        note = conversing.add_meeting_note(session, edith, TODAY, meeting).key
    file = tmp_path / "note.txt"
    file.write_text("Sample notes.\n")
    asked = ("source", "correct", f"S{note}", str(file))
    assert terminal.run(*asked, *BOARD)[0] == 1
    status, out, _ = terminal.run(*asked, *EDITOR)
    assert (status, f"takes the place of S{note}" in out) == (0, True)
    listed = told(terminal, "source", "list")
    assert [one["earlier"] for one in listed if one["kind"] == "meeting note"] == [[f"S{note}"]]
    file.write_bytes(b"\xff\xfe\x00")
    assert terminal.run(*asked)[0] == 1
    status, _, err = terminal.run("source", "retype", f"S{note}")
    assert (status, "not typed from pictures" in err) == (1, True)


def test_another_measure_takes_the_place_of_a_reviewed_one_at_the_terminal(
    terminal: Terminal, report_database: Database
) -> None:
    measure = told(terminal, "register")["recommendations"][0]["measures"][0]
    number, words = measure["id"], measure["words"]
    said = ("--label", "Sample", "--words", words, "--done-when", "Sample: an act names it.")
    asked = ("measure", "supersede", str(number), *said, *EDITOR)
    status, _, err = terminal.run(*asked)
    assert (status, "has not been reviewed" in err) == (1, True)
    with report_database.writing() as session:
        ids = {p.code: p.key for p in session.exec(select(Person))}
        splitting.accept_measure(
            session, ids["EDITH"], number, label="First", words=words, kind=MeasureKind.ONE_OFF,
            done_when="Sample.",
        )  # fmt: skip
        review_item(session, ids["BORIS"], Item("measure", number), Verdict.ACCEPTED)
    assert terminal.run(*asked[:-2], *BOARD)[0] == 1
    status, out, _ = terminal.run(*asked)
    assert (status, f"it takes the place of {number}" in out) == (0, True)


def test_an_addressee_ends_and_comes_to_speak_for_another_at_the_terminal(
    terminal: Terminal, report_database: Database
) -> None:
    with report_database.writing() as session:
        ids = {p.code: p.key for p in session.exec(select(Person))}
        eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
        add_addressee(session, ids["EDITH"], name="Sample Parliament", short="", parent=eu)
    asked = ("addressee", "end", "eu", "--until", "2026-11-20")
    assert terminal.run(*asked, *BOARD)[0] == 1
    assert terminal.run(*asked, "--successor", "mars")[0] == 1
    assert terminal.run(*asked, "--successor", "sample-parliament", *EDITOR)[0] == 0
    assert terminal.run("addressee", "speaks", "sample-parliament", "Q1", *EDITOR)[0] == 0
    listed = {one["code"]: one for one in told(terminal, "addressee", "list")}
    assert listed["eu"]["until"] == "2026-11-20"
    assert listed["sample-parliament"]["by"] == "Q1"
    assert "until 2026-11-20" in terminal.run("addressee", "list")[1]
    assert terminal.run("addressee", "speaks", "sample-parliament", *EDITOR)[0] == 0
    assert terminal.run("addressee", "speaks", "eu", "Q1")[0] == 1
    assert terminal.run("addressee", "end", "eu", "--until", "", *EDITOR)[0] == 0


def test_a_tier_is_switched_off_at_the_terminal(
    terminal: Terminal, report_database: Database
) -> None:
    with report_database.writing() as session:
        ids = {p.code: p.key for p in session.exec(select(Person))}
        row = naming.propose_switching_on(session, ids["AMARA"], Tier.NAMED_AUDIENCES, "Sample.")
        review_item(session, ids["BORIS"], Item("tierswitch", row.key), Verdict.ACCEPTED)
        assert is_on(session, Tier.NAMED_AUDIENCES)
    assert terminal.run("tier", "off", "S0", *BOARD)[0] == 1
    assert terminal.run("tier", "off", "S1", "--why", "Sample.", *BOARD)[0] == 0
    with report_database.reading() as session:
        assert not is_on(session, Tier.NAMED_AUDIENCES)


def test_an_edition_is_listed_and_withdrawn_at_the_terminal(
    terminal: Terminal, report_database: Database, tmp_path
) -> None:
    with report_database.writing() as session:
        record(session, Person(code="RUTH", role=Role.REVIEWER), None)
        ship_profiles(session, shipped())
        people = {p.code: p.key for p in session.exec(select(Person))}
    home = Settings(home=tmp_path / "home", database_url=report_database.url)
    issued, _ = issued_and_proposed(Service(home, report_database), people)
    (listed,) = told(terminal, "edition", "list")
    assert (listed["id"], listed["audience"], listed["state"]) == (issued, "eu", "current")
    assert terminal.run("edition", "withdraw", str(issued), "--why", " ", *BOARD)[0] == 1
    status, out, err = terminal.run("edition", "withdraw", str(issued), "--why", "Sample.", *BOARD)
    assert (status, f"/editions/{issued}/holders" in out) == (0, True)
    assert '"event": "edition withdrawn"' in err
    assert "withdrawn" in terminal.run("edition", "list")[1]
    assert terminal.run("edition", "withdraw", "99", "--why", "Sample.")[0] == 1
