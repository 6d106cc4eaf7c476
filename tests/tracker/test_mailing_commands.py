"""Editions by e-mail from a terminal, through a real server on this machine. Offices and what
became of recommendations are invented."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from recommendations import contacting
from recommendations.contacting import Told
from recommendations.register.addressees import read_addressee
from recommendations.register.deliveries import read_deliveries
from recommendations.register.sheets import read_copies
from recommendations.vocabulary import Channel
from tests.mail_server import Mailbox, certificate, serving
from tests.terminal import Terminal, proof
from tests.tracker.promises.conftest import issued_and_proposed
from tracker import sendings
from tracker.accounts.models import Account
from tracker.service import Service


@pytest.fixture
def database_kind() -> str:
    """What is recorded is tested below the commands, on both."""
    return "sqlite"


@pytest.fixture
def mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """The commands send through it, encrypted."""
    pem, box = certificate(tmp_path), Mailbox()
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with serving(box, pem) as port:
        told = {"host": "localhost", "port": port, "from": "desk@tracker.example.org"}
        for name, value in told.items():
            monkeypatch.setenv(f"TRACKER_MAIL_{name.upper()}", str(value))
        monkeypatch.setenv("TRACKER_CONTACT", "contact@example.org")
        monkeypatch.setenv("TRACKER_ADDRESS", "https://tracker.example.org")
        yield box


@pytest.fixture
def terminal(service: Service, monkeypatch, capsys) -> Terminal:
    return Terminal(monkeypatch, capsys).at(service.settings.home, service.database.url)


@pytest.fixture
def desk(service: Service, people: dict[str, int]) -> str:
    with service.database.writing() as session:
        whom = read_addressee(session, "eu").id
        told = Told("Sample desk", "desk@example.org")
        return str(contacting.add_office(session, people["EDITH"], whom, told).key)


def test_an_edition_is_read_as_it_will_go_then_sent_and_recorded_once(
    service: Service, people, terminal: Terminal, desk: str, mails: Mailbox, tmp_path
) -> None:
    edition = str(issued_and_proposed(service, people)[0])
    own = "Thank you for the meeting in the sample week."
    asked = ("delivery", "mail", edition, desk, "--own", own, "--as", "EDITH")
    status, said = terminal.say(*asked, "--dry-run")
    assert (status, own in said, "To: desk@example.org" in said) == (0, True, True)
    assert "Nothing was sent." in said
    fresh = proof(service.database, people["EDITH"], tmp_path)
    status, said = terminal.say(*asked)
    assert (status, "Password of EDITH is needed" in said) == (1, True)
    assert mails.mails == []
    status, said, _ = terminal.run(*asked, *fresh)
    assert (status, said) == (0, "Sent to Sample desk and recorded.\n")
    (mail,) = mails.mails
    assert mail["To"] == "desk@example.org"
    assert [part.get_content_type() for part in mail.walk()][-1] == "application/pdf"
    with service.database.reading() as session:
        (one,) = read_deliveries(session)
    assert (one.channel, own in one.note) == (Channel.EMAIL, True)
    again = proof(service.database, people["EDITH"], tmp_path)
    status, said = terminal.say(*asked, *again)
    assert (status, "only where you say that they asked for it" in said) == (1, True)
    assert len(mails.mails) == 1
    assert terminal.say(*asked, "--again", *again)[0] == 0
    assert len(mails.mails) == 2


def test_who_may_not_record_sends_nothing_and_is_asked_for_no_password(
    service: Service, people, terminal: Terminal, desk: str, mails: Mailbox
) -> None:
    edition = str(issued_and_proposed(service, people)[0])
    for words in (("delivery", "mail", edition, desk), ("edition", "mail-board", edition)):
        status, said = terminal.say(*words, "--as", "RUTH")
        assert (status, "Editors and administrators record" in said) == (1, True)
    assert mails.mails == []


@pytest.mark.parametrize(("said_so", "on_record"), [("--went", 1), ("--did-not-go", 0)])
def test_what_became_of_a_mail_in_doubt_is_said_by_who_records(
    service: Service, people, terminal: Terminal, desk: str, said_so: str, on_record: int
) -> None:
    edition = issued_and_proposed(service, people)[0]
    asked = ("delivery", "settle", str(edition), desk, said_so, "--as")
    status, said = terminal.say(*asked, "EDITH")
    assert (status, "is in doubt" in said) == (1, True)
    with service.database.writing() as session:
        sendings.claim(session, "sample", people["EDITH"], edition, int(desk))
    status, said = terminal.say(*asked, "RUTH")
    assert (status, "Editors and administrators record" in said) == (1, True)
    assert terminal.say(*asked, "EDITH")[0] == 0
    with service.database.reading() as session:
        assert len(read_deliveries(session)) == on_record
        assert sendings.in_doubt(session, edition) == []
    status, said = terminal.say(*asked, "EDITH")
    assert (status, "is in doubt" in said) == (1, True)


@pytest.mark.parametrize(("said_so", "has_it"), [("--went", ["BORIS"]), ("--did-not-go", [])])
def test_what_became_of_a_sheet_in_doubt_is_said_by_who_records(
    service: Service, people, terminal: Terminal, said_so: str, has_it: list[str]
) -> None:
    sheet = issued_and_proposed(service, people, code="board")[0]
    with service.database.writing() as session:
        account = Account(person=people["BORIS"], email="boris@example.org", password_hash="-")
        session.add(account)
    asked = ("edition", "settle-board", str(sheet), "boris", said_so, "--as", "EDITH")
    status, said = terminal.say(*asked)
    assert (status, "is in doubt" in said) == (1, True)
    with service.database.writing() as session:
        assert sendings.claim_sheet(session, sheet, people["BORIS"])
    assert terminal.say(*asked)[0] == 0
    with service.database.reading() as session:
        assert [one.code for one in read_copies(session, sheet)] == has_it
        assert not sendings.sheets_in_doubt(session, sheet)


def test_without_a_mail_server_it_is_said_what_is_missing(
    service: Service, people, terminal: Terminal, desk: str
) -> None:
    edition = str(issued_and_proposed(service, people)[0])
    status, said = terminal.say("delivery", "mail", edition, desk, "--as", "EDITH")
    assert (status, "TRACKER_MAIL_HOST" in said) == (1, True)


def test_the_sheet_of_a_meeting_goes_to_each_member_of_the_board_once(
    service: Service, people, terminal: Terminal, mails: Mailbox, tmp_path
) -> None:
    sheet = str(issued_and_proposed(service, people, code="board")[0])
    other = str(issued_and_proposed(service, people, b"%PDF another sample", code="eu")[0])
    asked = ("edition", "mail-board", sheet, "--as", "EDITH")
    status, said = terminal.say(*asked)
    assert (status, "nobody to send it to" in said) == (1, True)
    with service.database.writing() as session:
        account = Account(person=people["BORIS"], email="boris@example.org", password_hash="-")
        session.add(account)
    status, said = terminal.say("edition", "mail-board", other, "--as", "EDITH")
    assert (status, "this edition is for others" in said) == (1, True)
    assert terminal.say(*asked, "--member", "RUTH")[0] == 1
    assert "To: BORIS\n" in terminal.say(*asked, "--dry-run")[1]
    fresh = proof(service.database, people["EDITH"], tmp_path)
    status, said, _ = terminal.run(*asked, "--member", "boris", *fresh)
    assert (status, said) == (0, "Sent to BORIS and recorded.\n")
    (mail,) = mails.mails
    assert mail["To"] == "boris@example.org"
    with service.database.reading() as session:
        assert [one.code for one in read_copies(session, int(sheet))] == ["BORIS"]
    status, said = terminal.say(*asked, *proof(service.database, people["EDITH"], tmp_path))
    assert (status, "does not have it yet" in said) == (1, True)
    assert json.loads(terminal.run("delivery", "list", "--json", "--as", "EDITH")[1]) == []
