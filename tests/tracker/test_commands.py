"""The command line, as someone at a terminal meets it."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import docx
import pyotp
import pypdfium2
import pytest
from sqlmodel import select

from recommendations.gate import Audience
from recommendations.models import Person, Recommendation, Source
from recommendations.models.base import now
from recommendations.records.writing import record
from recommendations.register.audiences import read_leaving
from recommendations.vocabulary import Role
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tests.terminal import Terminal
from tracker.accounts import passwords, tries, ways_back
from tracker.accounts.models import Account, SecondFactor
from tracker.database import Database
from tracker.settings import REPORT

SAMPLE = """# Sample report

Sample Organisation

March 2025

# Recommendations

## To the Sample Council

- **Light the Road:** Put up lamps. Keep them lit.
"""


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What the record asks of either database is tested below the pages, on both; that
    the commands are the same on both takes its time."""
    return request.param


@pytest.fixture
def terminal(report_database, tmp_path, monkeypatch, capsys) -> Terminal:
    """A home with the bundled report in it and nobody yet."""
    return Terminal(monkeypatch, capsys).at(tmp_path / "home", report_database.url)


@pytest.fixture
def sampled(sample_database, tmp_path, monkeypatch, capsys) -> Terminal:
    monkeypatch.setenv("TRACKER_SAMPLE", "1")
    return Terminal(monkeypatch, capsys).at(tmp_path / "home", sample_database.url)


def test_every_quote_is_listed_with_its_place_and_found_again(terminal: Terminal) -> None:
    status, out, _ = terminal.run("quotes", "--json")
    quotes = json.loads(out)
    assert status == 0
    assert len(quotes) == 68
    assert all(quote["verified"] for quote in quotes)
    assert {quote["tier"] for quote in quotes} == {"S2"}
    expected = {
        "ref", "source", "exact", "prefix", "suffix", "start", "end", "heading", "attribution",
        "notes", "fidelity", "tier", "named_audiences", "redacted", "printed", "flags", "verified",
    }  # fmt: skip
    assert expected <= set(quotes[0])
    status, out, _ = terminal.run("quotes")
    assert len(out.splitlines()) == 68


def test_a_search_is_narrowed_by_day_and_tier(terminal: Terminal) -> None:
    def count(*more: str) -> int:
        _, out, _ = terminal.run("search", "defectors", "--what", "quote", "--json", *more)
        return int(json.loads(out)["count"])

    assert count() == count("--since", "2024-01-01", "--until", "2025-01-01") > 0
    assert count("--since", "2025-01-01") == count("--until", "2023-01-01") == 0
    assert count("--tier", "S3") == 0


def test_what_may_bear_on_a_measure_is_told_with_its_words(terminal: Terminal) -> None:
    _, out, _ = terminal.run("register", "--json")
    measure = json.loads(out)["recommendations"][0]["measures"][0]["id"]
    status, out, _ = terminal.run("suggest", "--measure", str(measure), "--json")
    found = json.loads(out)
    assert (status, 0 < len(found) <= 5) == (0, True)
    assert all(one["shared"] for one in found)
    status, out, _ = terminal.run("suggest", "--quote", found[0]["quote"], "--json")
    told = [m["id"] for one in json.loads(out) for m in one["measures"]]
    assert (status, measure in told) == (0, True)
    for wrong in (("suggest",), ("suggest", "--measure", "9999"), ("suggest", "--quote", "x")):
        status, out, said = terminal.run(*wrong)
        assert (status, out, bool(said)) == (1, "", True)


def test_a_quote_a_source_and_what_leaves_are_cited(terminal: Terminal, tmp_path: Path) -> None:
    status, out, _ = terminal.run("cite", "--quote", "Q5")
    assert (status, out) == (0, "Testimony given to us, second half of 2024; not published.\n")
    for kind in ("csl", "bibtex", "ris"):
        status, out, _ = terminal.run("cite", "--source", "S1", "--format", kind)
        assert (status, "out with the old" in out.casefold()) == (0, True)
        file = tmp_path / f"sources.{kind}"
        asked = ("cite", "--audience", "eu", "--format", kind, "--out", str(file))
        status, out, _ = terminal.run(*asked)
        assert (status, "1 entry" in out) == (0, True)
        assert file.read_bytes()
    for wrong in (
        ("cite",),
        ("cite", "--quote", "Q5", "--source", "S1"),
        ("cite", "--quote", "five"),
        ("cite", "--quote", "Q99999"),
        ("cite", "--source", "S99999"),
        ("cite", "--quote", "Q5", "--format", "docx"),
        ("cite", "--audience", "eu"),
    ):
        status, out, said = terminal.run(*wrong)
        assert (status, out, bool(said)) == (1, "", True)


def test_what_is_odd_in_the_report_is_listed_for_a_person(terminal: Terminal) -> None:
    _, out, _ = terminal.run("discrepancies", "--json")
    found = json.loads(out)
    assert {"kind", "where", "what"} <= set(found[0])
    kinds = {one["kind"] for one in found}
    assert {"note nobody refers to", "one panel, two dates", "impossible date"} <= kinds
    status, out, _ = terminal.run("discrepancies")
    assert status == 0
    assert "note 167" in out


def test_the_register_is_written_as_data_for_an_audience(sampled: Terminal, tmp_path: Path) -> None:
    for name, begins in (("eu.xlsx", b"PK"), ("eu.zip", b"PK")):
        status, out, _ = sampled.run("export", "eu", "--out", str(tmp_path / name))
        assert status == 0
        assert "draft" in out
        assert (tmp_path / name).read_bytes().startswith(begins)
    status, _, err = sampled.run("export", "eu", "--out", str(tmp_path / "eu.doc"))
    assert (status, "ends in .xlsx" in err) == (1, True)


def test_the_register_says_not_yet_assessed_where_nobody_has_looked(terminal: Terminal) -> None:
    _, out, _ = terminal.run("register", "--json")
    register = json.loads(out)
    assert [r["ref"] for r in register["recommendations"]] == ["R1", "R2", "R3", "R4"]
    assert {c["assessment"]["status"] for c in register["calls"]} == {"not yet assessed"}
    assert {c["position"]["value"] for c in register["calls"]} == {None}
    assert register["recommendations"][3]["addressees"] == ["us", "eu", "asean"]
    _, out, _ = terminal.run("register")
    assert "Increase Targeted Sanctions" in out


def test_the_register_of_a_past_day_does_not_know_what_came_later(sampled: Terminal) -> None:
    _, out, _ = sampled.run("register", "--json")
    now = {c["assessment"]["status"] for c in json.loads(out)["calls"]}
    _, out, _ = sampled.run("register", "--as-of", "2026-06-01", "--json")
    then = json.loads(out)
    assert "in effect" in now
    assert {c["assessment"]["status"] for c in then["calls"]} == {"not yet assessed"}
    assert then["as_of"] == "2026-06-01"


def test_a_day_that_has_not_come_or_is_no_day_is_refused(terminal: Terminal) -> None:
    assert terminal.run("register", "--as-of", "2999-01-01")[0] == 1
    status, _, said = terminal.run("register", "--as-of", "yesterday")
    assert status == 2
    assert "year-month-day" in said


def test_a_check_finds_every_quote_and_an_unbroken_history(sampled: Terminal) -> None:
    status, out, said = sampled.run("check", "--json")
    told = json.loads(out)
    assert (status, said) == (0, "")
    assert told["well"]
    assert told["quotes_not_found"] == []
    assert told["history_links"] > 1000
    assert sampled.run("check")[0] == 0


@pytest.mark.pdf
def test_a_head_kept_on_paper_is_held_against_the_whole_record(
    sampled: Terminal, tmp_path: Path
) -> None:
    _, printed, _ = sampled.run("head")
    whole = json.loads(sampled.run("head", "--json")[1])
    assert printed.startswith(f"{whole['seq']}: {whole['hash'][:4]} {whole['hash'][4:8]}")
    assert printed.strip() in sampled.run("check")[1]
    paper = tmp_path / "heads.txt"
    paper.write_text(f"# sample sheet\n{printed}\n{whole['seq']}: {whole['hash']}\n")
    assert sampled.run("check", "--head", printed.strip())[0] == 0
    status, out, _ = sampled.run("check", "--head-file", str(paper), "--json")
    assert (status, json.loads(out)["heads_kept"]) == (0, 2)
    other = f"{whole['seq']}: {whole['hash'][::-1]}"
    status, _, said = sampled.run("check", "--head", printed.strip(), "--head", other)
    assert (status, f"does not hold head {whole['seq']}" in said) == (1, True)


def test_a_head_that_is_not_understood_does_not_pass_for_one_that_holds(
    sampled: Terminal, tmp_path: Path
) -> None:
    short = sampled.run("head")[1][:20]
    assert "at least the first 40 characters" in sampled.run("check", "--head", short)[2]
    (tmp_path / "empty.txt").write_text("# nothing\n")
    for file in ("empty.txt", "nowhere.txt"):
        status, _, said = sampled.run("check", "--head-file", str(tmp_path / file))
        assert (status, file in said) == (1, True)


def test_a_pack_is_printed_on_two_pages_and_says_draft_and_sample(
    sampled: Terminal, tmp_path: Path
) -> None:
    out = tmp_path / "eu.pdf"
    status, told, _ = sampled.run("pack", "eu", "--out", str(out))
    assert status == 0
    assert "2 pages" in told
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out)]
    assert len(pages) == 2
    assert all("DRAFT" in page and "SAMPLE" in page for page in pages)


@pytest.mark.pdf
def test_a_word_draft_says_draft_and_holds_the_words_of_the_pack(
    sampled: Terminal, tmp_path: Path
) -> None:
    for n, more in enumerate(((), ("--full",))):
        out = tmp_path / f"{n}.docx"
        status, told, _ = sampled.run("pack", "eu", "--out", str(out), *more)
        assert (status, "a Word file" in told) == (0, True)
        opened = docx.Document(str(out))
        assert opened.sections[0].header.paragraphs[0].text.startswith("DRAFT")
        words = " ".join(paragraph.text for paragraph in opened.paragraphs)
        assert "Increase Targeted Sanctions: Implement and enforce targeted sanctions" in words


@pytest.fixture
def amara(report_database: Database) -> int:
    """The only administrator, with an account and no phone yet."""
    with report_database.writing() as session:
        person = record(session, Person(code="AMARA", role=Role.ADMINISTRATOR), None)
        stored = passwords.hashed("four or five sample words")
        session.add(Account(person=person.key, email="a@example.org", password_hash=stored))
        return person.key


@pytest.mark.pdf
def test_a_pack_is_taken_out_with_ones_own_password_and_code(
    terminal: Terminal, report_database: Database, amara: int, tmp_path: Path
) -> None:
    out, file = tmp_path / "eu.pdf", tmp_path / "password"
    asked = ("pack", "eu", "--out", str(out))
    status, _, said = terminal.run(*asked)
    assert (status, "--password-file" in said) == (1, True)
    file.write_text("a wrong guess again\n")
    status, _, said = terminal.run(*asked, "--password-file", str(file))
    assert (status, "not your password" in said) == (1, True)
    file.write_text("four or five sample words\n")
    assert terminal.run(*asked, "--password-file", str(tmp_path / "none"))[0] == 1
    assert not out.exists()
    status, _, said = terminal.run(*asked, "--password-file", str(file))
    assert (status, '"event": "pack exported"' in said) == (0, True)
    out.unlink()
    phone = pyotp.random_base32()
    with report_database.writing() as session:
        session.add(SecondFactor(person=amara, seed=phone, confirmed_at=now()))
    asked = (*asked, "--password-file", str(file))
    status, _, said = terminal.run(*asked)
    assert (status, "--code" in said) == (1, True)
    assert terminal.run(*asked, "--code", "000000")[0] == 1
    assert not out.exists()
    assert terminal.run(*asked, "--code", pyotp.TOTP(phone).now())[0] == 0
    assert out.exists()


def test_guessing_at_the_machine_counts_like_guessing_on_the_pages(
    terminal: Terminal, amara: int, tmp_path: Path
) -> None:
    file = tmp_path / "password"
    file.write_text("a wrong guess again")
    asked = ("pack", "eu", "--out", str(tmp_path / "eu.pdf"), "--password-file", str(file))
    for _ in range(tries.FOR_AN_ACCOUNT):
        assert "not your password" in terminal.run(*asked)[2]
    assert "too many attempts" in terminal.run(*asked)[2]


@pytest.mark.pdf
def test_a_pack_for_nobody_we_know_or_to_nowhere_is_refused_in_a_sentence(
    terminal: Terminal, tmp_path: Path
) -> None:
    status, _, said = terminal.run("pack", "mars", "--out", str(tmp_path / "x.pdf"))
    assert status == 1
    assert "There are: nug, nucc, us, eu, asean, board." in said
    status, _, said = terminal.run("pack", "eu", "--out", str(tmp_path / "none" / "x.pdf"))
    assert status == 1
    assert "was not written" in said
    assert list(tmp_path.rglob("*.p*f")) == []


@pytest.mark.deep
@pytest.mark.pdf
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_leaves_no_half_pack_behind(terminal: Terminal, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    done = subprocess.run(
        [
            "sh", "-c",
            'ulimit -f 8; exec "$0" -c "from tracker.commands import main; main()" '
            f"pack eu --out {small}/eu.pdf",
            sys.executable,
        ],
        capture_output=True, text=True, check=False,
        # Coverage would write its own file into the limit.
        env={k: v for k, v in os.environ.items() if not k.startswith("COV")}
        | {"PYTHONPATH": os.getcwd()},
    )  # fmt: skip
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert list(small.iterdir()) == []


def test_importing_says_what_was_found_and_doing_it_again_changes_nothing(
    terminal: Terminal, tmp_path: Path
) -> None:
    file = tmp_path / "sample.md"
    file.write_text(SAMPLE)
    status, out, _ = terminal.run("import", str(file), "--dry-run", "--json")
    assert (status, json.loads(out)["recommendations"]) == (0, 1)
    status, out, _ = terminal.run("import", str(file), "--json")
    assert json.loads(out)["new"]
    status, out, _ = terminal.run("import", str(file))
    assert "nothing changed" in out
    assert terminal.run("import", str(REPORT))[0] == 0


def test_what_cannot_be_imported_is_refused_with_the_reason(
    terminal: Terminal, tmp_path: Path
) -> None:
    for name, raw in {
        "empty.md": b"",
        "binary.md": b"\x00\x01\x02\x03" * 100,
        "latin.md": "Grüße. Für Straßen.".encode("latin-1"),
        "cut.md": SAMPLE.encode() + "…".encode()[:2],
        "none.md": b"# A sample\n\nNothing is recommended.\n",
    }.items():
        file = tmp_path / name
        file.write_bytes(raw)
        status, out, said = terminal.run("import", str(file))
        assert (status, out) == (1, ""), name
        assert said.strip().endswith("."), name
    status, _, said = terminal.run("import", str(tmp_path / "not-there.md"))
    assert status == 1
    assert "cannot be read" in said


def test_a_file_of_200_mb_is_refused_without_being_read(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "large.md"
    with file.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    status, _, said = terminal.run("import", str(file))
    assert status == 1
    assert "larger than 20 MB" in said


def test_an_invitation_is_a_link_that_works_once(terminal: Terminal) -> None:
    status, out, _ = terminal.run("account", "add", "sample@example.org", "--role", "editor")
    assert status == 0
    assert "/welcome/" in out
    status, _, said = terminal.run("account", "add", "not an address", "--role", "editor")
    assert status == 1
    assert "not an e-mail address" in said
    assert terminal.run("account", "add", "a@example.org", "--role", "king")[0] == 2


def test_someone_acts_by_name_and_only_recorders_import(
    terminal: Terminal, report_database: Database, tmp_path: Path
) -> None:
    database = report_database
    with database.writing() as session:
        for code, role in (("AMARA", Role.ADMINISTRATOR), ("BORIS", Role.BOARD)):
            record(session, Person(code=code, role=role), None)
    file = tmp_path / "sample.md"
    file.write_text(SAMPLE)
    status, _, said = terminal.run("import", str(file), "--as", "BORIS")
    assert status == 1
    assert "Editors and administrators record" in said
    assert terminal.run("import", str(file))[0] == 0
    with database.reading() as session:
        new = session.exec(select(Source).where(Source.title == "Sample report")).one()
        assert session.get(Person, new.recorded_by).code == "AMARA"
    assert terminal.run("register", "--as", "NOBODY")[0] == 1
    with database.writing() as session:
        record(session, Person(code="ANNA", role=Role.ADMINISTRATOR), None)
    status, _, said = terminal.run("register")
    assert status == 1
    assert "--as" in said
    database.close()


def test_importing_asks_for_ones_own_password_and_opens_nothing(
    terminal: Terminal, report_database: Database, amara: int, tmp_path: Path
) -> None:
    report, table, file = (tmp_path / name for name in ("sample.md", "sample.csv", "password"))
    report.write_text(SAMPLE)
    table.write_text("Recommendation,To\nPut up sample lamps,Sample Council\n")
    told = ("--map", "text=1", "--map", "addressee=2", "--publisher", "Sample")
    told = (str(table), *told, "--published", "2025-03-01", "--kind", "report")
    for words in (("import", str(report)), ("register", "import", *told)):
        status, out, said = terminal.run(*words)
        assert (status, out, "--password-file" in said) == (1, "", True)
        file.write_text("a wrong guess again")
        assert terminal.run(*words, "--password-file", str(file))[0] == 1
        with report_database.reading() as session:
            before = len(session.exec(select(Source)).all())
        file.write_text("four or five sample words")
        status, out, _ = terminal.run(*words, "--password-file", str(file))
        assert (status, "stays inside until two people say" in out) == (0, True)
        with report_database.reading() as session:
            assert len(session.exec(select(Source)).all()) == before + 1
            recommended = select(Recommendation.quote).where(Recommendation.source == before + 1)
            quotes = set(session.exec(recommended))
            assert quotes
            assert not quotes & read_leaving(session, Audience("nug"), date(2026, 11, 22))


def test_wrong_usage_is_told_apart_from_a_refusal(terminal: Terminal) -> None:
    assert terminal.run("pack", "eu")[0] == 2
    assert terminal.run("nonsense")[0] == 2


@pytest.mark.deep
def test_the_whole_story_from_the_command_line(tmp_path: Path) -> None:
    """A stranger's first minutes, in processes of their own."""
    home = tmp_path / "home"
    environment = {**os.environ, "TRACKER_HOME": str(home), "PYTHONPATH": os.getcwd()}
    environment.pop("TRACKER_DATABASE_URL", None)

    def tracker(*words: str) -> str:
        command = [sys.executable, "-c", "from tracker.commands import main; main()", *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    assert "The sample home is" in tracker("demo")
    assert "R1" in tracker("register")
    link = tracker("account", "add", "sample@example.org", "--role", "administrator")
    assert link.startswith("http://127.0.0.1:8000/welcome/")
    sample_home = home / "demo"
    assert (sample_home / "SAMPLE").exists()
    assert (home / "tracker.db").stat().st_size != (sample_home / "tracker.db").stat().st_size
    shutil.rmtree(home)


def test_a_way_back_is_made_on_the_machine_alone_and_for_an_address_that_is_known(
    terminal: Terminal, report_database: Database
) -> None:
    status, _, said = terminal.run("account", "reset", "sample@example.org")
    assert (status, said.strip()) == (1, "There is no account with that address.")
    with report_database.writing() as session:
        person = record(session, Person(code="AMARA", role=Role.ADMINISTRATOR), None)
        session.add(Account(person=person.key, email="sample@example.org", password_hash="-"))
    status, out, _ = terminal.run("account", "reset", "Sample@Example.org")
    assert status == 0
    with report_database.reading() as session:
        token = out.strip().rpartition("/way-back/")[2]
        assert ways_back.find(session, token).person == person.key
