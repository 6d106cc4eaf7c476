"""From a plan to an edition at a terminal: proposed, read, sent back, issued by a second person
with a code. What is said of recommendations is invented."""

import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from sqlmodel import select

from exports.proof import is_signed
from recommendations.models import Edition, Person
from recommendations.register.editions import file_of, read_edition
from recommendations.triage import withdraw
from recommendations.vocabulary import Length
from tests.sample_certificates import pair
from tests.terminal import Terminal, proof
from tracker.accounts import confirming
from tracker.database import Database

pytestmark = pytest.mark.pdf


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """What the database does with editions is tested on both below the commands."""
    return request.param


@pytest.fixture
def terminal(sample_database: Database, tmp_path, monkeypatch, capsys) -> Terminal:
    monkeypatch.setenv("TRACKER_CONTACT", "contact@example.org")
    return Terminal(monkeypatch, capsys).at(tmp_path / "home", sample_database.url)


@pytest.fixture
def people(sample_database: Database) -> dict[str, Person]:
    """Those of the sample home, by role."""
    with sample_database.reading() as session:
        return {row.role.name: row for row in session.exec(select(Person))}


def read(terminal: Terminal, who: Person, audience: str = "eu"):
    status, out, err = terminal.run("edition", "review", audience, "--json", "--as", who.code)
    assert status == 0, err
    return json.loads(out)


def test_what_is_missing_is_said_before_anything_is_proposed(
    terminal: Terminal, people: dict[str, Person]
) -> None:
    editor = people["EDITOR"]
    assert any("still needs:" in one for one in read(terminal, editor, "nug")["needs"])
    status, out, err = terminal.run("edition", "propose", "nug", "--as", editor.code)
    assert (status, out, "still needs:" in err) == (1, "", True)
    assert terminal.run("edition", "propose", "mars", "--as", editor.code)[0] == 1
    refused = terminal.run("edition", "propose", "eu", "--as", people["REVIEWER"].code)
    assert refused[0] == 1
    assert read(terminal, editor)["proposal"] is None


@pytest.mark.deep
def test_several_are_proposed_at_once_and_what_one_still_needs_stops_no_other(
    terminal: Terminal, sample_database: Database, people: dict[str, Person]
) -> None:
    who = ("--as", people["EDITOR"].code)
    status, out, err = terminal.run("edition", "propose", "nug", "eu", *who)
    assert (status, "eu: proposal" in out, "nug: " in out) == (1, True, False)
    assert "nug: " in err
    assert "still needs:" in err
    assert "Not proposed: nug; see above why." in err
    first = read(terminal, people["REVIEWER"])["proposal"]
    assert first is not None
    again = terminal.run("edition", "propose", "--all", *who)
    assert "eu: A proposal waits for a second person already" in again[2]
    assert read(terminal, people["REVIEWER"])["proposal"] == first
    assert terminal.run("edition", "propose", *who)[0] == 2
    assert terminal.run("edition", "propose", "eu", "--all", *who)[0] == 2


@pytest.mark.deep
def test_an_issued_file_carries_its_data_where_the_settings_say_so(
    terminal: Terminal, sample_database: Database, people: dict[str, Person], tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("TRACKER_EMBED_DATA", "true")
    editor, reviewer = people["EDITOR"], people["REVIEWER"]
    assert terminal.run("edition", "propose", "eu", "--as", editor.code)[0] == 0
    number = str(read(terminal, reviewer)["proposal"])
    fresh = proof(sample_database, reviewer.key, tmp_path)
    issuing = ("edition", "issue", "eu", number, "--as", reviewer.code, *fresh)
    assert terminal.run(*issuing)[0] == 0
    with sample_database.reading() as session:
        row = session.exec(select(Edition)).one()
        _, raw = file_of(session, row.key, Length.LEAVE_BEHIND, "en")
    with pikepdf.open(BytesIO(raw)) as pdf:
        data = pdf.attachments["edition.json"].get_file().read_bytes()
    assert json.loads(data) == row.frozen
    taken = ("edition", "files", str(row.id), str(tmp_path / "files"), "--as", reviewer.code)
    assert terminal.run(*taken)[0] == 1
    assert terminal.run(*taken, *proof(sample_database, reviewer.key, tmp_path))[0] == 0
    found = {path.name: path.read_bytes() for path in (tmp_path / "files").iterdir()}
    assert found["eu-edition-1-leave-behind-en.pdf"] == raw
    assert sha256(found["eu-edition-1.json"]).hexdigest() == row.hash
    assert "eu-edition-1-full-pack-en.proof.json" in found


@pytest.mark.deep
def test_an_issued_file_is_signed_inside_where_the_settings_name_a_certificate(
    terminal: Terminal, sample_database: Database, people: dict[str, Person], tmp_path, monkeypatch
) -> None:
    editor, reviewer = people["EDITOR"], people["REVIEWER"]
    chain, key = pair()
    (tmp_path / "chain.pem").write_bytes(chain)
    monkeypatch.setenv("TRACKER_PDF_CERTIFICATE", str(tmp_path / "chain.pem"))
    monkeypatch.setenv("TRACKER_PDF_KEY", str(tmp_path / "key.pem"))
    assert terminal.run("edition", "propose", "eu", "--as", editor.code)[0] == 0
    number = str(read(terminal, reviewer)["proposal"])
    issuing = ("edition", "issue", "eu", number, "--as", reviewer.code)
    for key_file, said in ((None, "cannot be read"), (pair()[1], "do not belong together")):
        if key_file:
            (tmp_path / "key.pem").write_bytes(key_file)
        fresh = proof(sample_database, reviewer.key, tmp_path)
        status, _, err = terminal.run(*issuing, *fresh)
        assert (status, said in err) == (1, True), err
    (tmp_path / "key.pem").write_bytes(key)
    assert terminal.run(*issuing, *proof(sample_database, reviewer.key, tmp_path))[0] == 0
    with sample_database.reading() as session:
        row = session.exec(select(Edition)).one()
        file, raw = file_of(session, row.key, Length.LEAVE_BEHIND, "en")
    assert is_signed(raw, file.signature, file.signed_with)
    (tmp_path / "issued.pdf").write_bytes(raw)
    assert "genuine. " in terminal.run("verify", str(tmp_path / "issued.pdf"))[1]
    with pikepdf.open(BytesIO(raw)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"


def test_one_proposes_and_a_second_person_sends_it_back_or_issues_it_with_a_code(
    terminal: Terminal, sample_database: Database, people: dict[str, Person], tmp_path: Path
) -> None:
    editor, reviewer = people["EDITOR"], people["REVIEWER"]
    proposing = ("edition", "propose", "eu", "--as", editor.code)
    assert terminal.run(*proposing)[0] == 0
    number = str(read(terminal, reviewer)["proposal"])
    back = ("edition", "send-back", "eu", number, "--as", reviewer.code, "--comment")
    assert terminal.run(*back, " ")[0] == 1
    assert terminal.run(*back, "Name the sample office.")[:2] == (0, "Sent back.\n")
    assert "Ready to be proposed" in terminal.run("edition", "review", "eu")[1]
    assert terminal.run(*proposing)[0] == 0
    told = read(terminal, reviewer)
    issuing = ("edition", "issue", "eu", str(told["proposal"]))
    assert confirming.NO_PHONE in terminal.run(*issuing, "--as", reviewer.code)[2]
    for who, given, said in (
        (reviewer, proof(sample_database, reviewer.key, tmp_path)[:2], "--code"),
        (editor, proof(sample_database, editor.key, tmp_path), "confirmed by a reviewer"),
    ):
        status, out, err = terminal.run(*issuing, "--as", who.code, *given)
        assert (status, out, said in err) == (1, "", True), err
    with sample_database.reading() as session:
        assert session.exec(select(Edition)).all() == []
    fresh = proof(sample_database, reviewer.key, tmp_path)
    wrong = ("edition", "issue", "eu", number, "--as", reviewer.code, *fresh)
    assert "does not wait any more" in terminal.run(*wrong)[2]
    fresh = proof(sample_database, reviewer.key, tmp_path)
    status, out, err = terminal.run(*issuing, "--as", reviewer.code, *fresh)
    assert (status, "Edition 1 is issued" in out) == (0, True), err
    assert '"event": "edition issued"' in err
    with sample_database.reading() as session:
        (id,) = session.exec(select(Edition.id))
        view = read_edition(session, id)
    assert (view.written_by, view.issued_by) == (editor.code, reviewer.code)
    status, out, _ = terminal.run("edition", "show", str(id), "--json", "--as", editor.code)
    shown = json.loads(out)
    assert (shown["state"], len(shown["files"])) == ("current", len(view.files))
    assert shown["says"] == told["says"]
    assert "Nothing changed since the last edition" in terminal.run(*proposing)[2]
    with sample_database.writing() as session:
        withdraw(session, editor.key, min(view.quotes), "Sample.")
    status, out, _ = terminal.run("edition", "show", str(id), "--as", editor.code)
    assert (status, "withdrawn since" in out) == (0, True)
    longest = max((one["after"] for one in shown["says"]), key=len)
    assert longest not in out


def test_what_the_record_no_longer_says_is_not_issued_and_the_difference_is_told(
    terminal: Terminal,
    sample_database: Database,
    people: dict[str, Person],
    tmp_path: Path,
    monkeypatch,
) -> None:
    reviewer = people["REVIEWER"]
    assert terminal.run("edition", "propose", "eu", "--as", people["EDITOR"].code)[0] == 0
    number = str(read(terminal, reviewer)["proposal"])
    monkeypatch.setenv("TRACKER_CONTACT", "another@example.org")
    fresh = proof(sample_database, reviewer.key, tmp_path)
    asked = ("edition", "issue", "eu", number, "--as", reviewer.code, *fresh)
    status, out, err = terminal.run(*asked)
    assert (status, out, "nothing was issued" in err) == (1, "", True)
    assert "contact@example.org → another@example.org" in err
