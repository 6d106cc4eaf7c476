"""The sheet of a meeting by mail to the members of the board, through a real server on this
machine. All that is said of recommendations is invented."""

import pytest
from sqlmodel import delete

from recommendations.contacting import Told, add_office
from recommendations.register.addressees import read_addressee
from recommendations.register.sheets import read_copies
from tests.mail_server import Mailbox
from tests.tracker.promises.conftest import issued_and_proposed
from tracker import sendings
from tracker.accounts.models import Account, CodeGiven
from tracker.service import Service


@pytest.fixture
def edition(service: Service, people: dict[str, int]) -> int:
    with service.database.writing() as session:
        for code in ("BORIS", "RUTH"):
            email = f"{code.casefold()}@example.org"
            session.add(Account(person=people[code], email=email, password_hash="-"))
    return issued_and_proposed(service, people, code="board")[0]


def copies(service: Service, edition: int) -> list[str]:
    with service.database.reading() as session:
        return [one.code for one in read_copies(session, edition)]


def test_each_member_of_the_board_gets_a_mail_of_their_own_once(
    service: Service, mailbox: Mailbox, edition: int, signed_in, form_on
) -> None:
    edith, path = signed_in("EDITH"), f"/editions/{edition}/board"
    assert f'href="{path}"' in edith.get(f"/editions/{edition}").text
    shown = edith.get(path)
    assert "BORIS" in shown.text
    assert "RUTH" not in shown.text
    assert "boris@example.org" not in shown.text
    assert "(one page, PDF)" in shown.text
    sent = form_on(shown, "board")
    assert edith.post(path, sent).headers["location"] == path
    (mail,) = mailbox.mails
    assert mail["To"] == "boris@example.org"
    (pdf,) = [part for part in mail.walk() if part.get_content_type() == "application/pdf"]
    assert pdf.get_payload(decode=True).startswith(b"%PDF")
    assert copies(service, edition) == ["BORIS"]
    again = edith.post(path, sent)
    assert (again.status_code, "does not have it yet" in again.text) == (422, True)
    assert len(mailbox.mails) == 1
    assert "Every member with an account has it." in edith.get(path).text
    holders = edith.get(f"/editions/{edition}/holders").text
    assert "1 member of our board" in holders
    assert "BORIS, by mail" in holders


def test_what_the_server_refuses_is_said_and_not_recorded(
    service: Service, mailbox: Mailbox, edition: int, signed_in, form_on
) -> None:
    mailbox.answer = "550 not here"
    edith, path = signed_in("EDITH"), f"/editions/{edition}/board"
    answer = edith.post(path, form_on(edith.get(path), "board"))
    assert answer.status_code == 422
    assert "To 0 of 1 it went. BORIS:" in answer.text
    assert copies(service, edition) == []
    with service.database.reading() as session:
        assert not sendings.sheets_in_doubt(session, edition)


def test_a_mail_that_nobody_knows_about_is_not_sent_again_until_somebody_says_what_became_of_it(
    service: Service, mailbox: Mailbox, edition: int, people, signed_in, form_on
) -> None:
    edith, path = signed_in("EDITH"), f"/editions/{edition}/board"
    sent = form_on(edith.get(path), "board")
    mailbox.silent = True
    assert edith.post(path, sent).status_code == 422
    mailbox.silent = False
    answer = edith.post(path, sent)
    assert "nobody knows whether it went" in answer.text
    assert mailbox.mails == []
    settled = {"person": str(people["BORIS"]), "went": "yes"}
    assert edith.post(f"{path}/settle", settled).status_code == 303
    assert copies(service, edition) == ["BORIS"]


def test_only_the_boards_own_sheet_goes_to_it_and_only_with_a_code(
    service: Service, mailbox: Mailbox, edition: int, people, signed_in, form_on
) -> None:
    other, _ = issued_and_proposed(service, people, b"%PDF another sample", code="eu")
    edith, path = signed_in("EDITH"), f"/editions/{edition}/board"
    assert "this edition is for others" in edith.get(f"/editions/{other}/board").text
    sent = form_on(edith.get(path), "board")
    assert edith.post(f"/editions/{other}/board", sent).status_code == 422
    with service.database.writing() as session:
        session.exec(delete(CodeGiven))
    answer = edith.post(path, sent)
    assert (answer.status_code, mailbox.mails) == (422, [])
    assert signed_in("BORIS").get(path).status_code == 403


def test_the_sheet_of_a_meeting_goes_to_no_office_outside(
    service: Service, mailbox: Mailbox, edition: int, people, signed_in
) -> None:
    with service.database.writing() as session:
        whom = read_addressee(session, "eu").id
        desk = add_office(session, people["EDITH"], whom, Told("Sample desk", "desk@example.org"))
    edith, path = signed_in("EDITH"), f"/editions/{edition}"
    assert f"{path}/links" not in edith.get(path).text
    sent = {"office": str(desk.key), "do": "preview", "language": "en"}
    for way in ("mail", "links"):
        answer = edith.post(f"{path}/{way}", sent)
        assert (answer.status_code, "stays with its audience" in answer.text) == (422, True)
    assert mailbox.mails == []
