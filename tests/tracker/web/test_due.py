"""What is due, on its pages: the next letter, read before it goes. Offices are invented."""

from datetime import timedelta

import pytest
from sqlmodel import select

from recommendations import contacting
from recommendations.contacting import Told
from recommendations.models import Addressee, Delivery, Quote
from recommendations.records.writing import record
from recommendations.register.deliveries import read_deliveries
from recommendations.vocabulary import Channel
from tests.mail_server import Mailbox
from tests.terminal import Terminal
from tests.tracker.promises.conftest import issued_and_proposed
from tracker.service import Service


@pytest.fixture
def delivery(service: Service, people: dict[str, int]) -> int:
    """Of an edition, as if it had gone out 61 days ago."""
    edition, by = issued_and_proposed(service, people)[0], people["EDITH"]
    with service.database.writing() as session:
        eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
        told = Told("Sample desk", "desk@example.org", "Sample Name")
        office = contacting.add_office(session, by, eu, told)
        row = Delivery(
            addressee=eu,
            edition=edition,
            on=service.today() - timedelta(days=61),
            channel=Channel.BY_HAND,
            office=office.name,
            sent_to=office.key,
        )
        return record(session, row, by).key


def letters(service: Service):
    with service.database.reading() as session:
        return [one for one in read_deliveries(session) if one.letter]


def test_a_letter_is_proposed_read_with_own_words_sent_and_recorded(
    service: Service, signed_in, said_in, mailbox: Mailbox, form_on, delivery: int
) -> None:
    edith, path = signed_in("EDITH"), f"/due/{delivery}"
    assert "Read letter 1" in edith.get("/due").text
    shown = edith.post(path, form_on(edith.get(path), "letter", own="Warm sample greetings."))
    assert "Warm sample greetings." in said_in(shown.text)
    sent = {**form_on(shown, "letter"), "do": "send"}
    assert edith.post(path, sent).headers["location"] == "/due"
    (mail,), (letter,) = mailbox.mails, letters(service)
    assert mail["To"] == "desk@example.org"
    assert mail.get_content().replace("\r\n", "\n").strip() == letter.letter
    assert "Warm sample greetings." in letter.letter
    assert "Sample Name" in letter.letter
    assert (letter.what, letter.reminds_of) == ("reminder", delivery)
    page = said_in(edith.get("/due").text)
    assert "Letter 2 is proposed from" in page
    assert "None today." in page
    assert edith.post(path, sent).status_code in {303, 422}
    assert len(mailbox.raw) == 1


def test_a_letter_that_goes_another_way_is_recorded(
    service: Service, signed_in, form_on, delivery: int
) -> None:
    edith, path = signed_in("EDITH"), f"/due/{delivery}"
    form = form_on(edith.get(path), "letter", channel="post")
    assert edith.post(path, {**form, "do": "record"}).status_code == 303
    (letter,) = letters(service)
    assert letter.channel is Channel.POST
    assert "We would welcome a reply by" in letter.letter


def test_no_letter_goes_that_was_not_read_or_has_words_of_who_stays_inside(
    service: Service, signed_in, mailbox: Mailbox, form_on, delivery: int
) -> None:
    edith, path = signed_in("EDITH"), f"/due/{delivery}"
    form = form_on(edith.get(path), "letter", own="Added at the last moment.")
    answer = edith.post(path, {**form, "do": "send"})
    assert "Read the letter as it will go" in answer.text
    with service.database.reading() as session:
        said = session.exec(select(Quote.exact).where(Quote.testimony)).first()
    answer = edith.post(path, form_on(answer, "letter", own=said[:500]))
    assert answer.status_code == 422
    assert "words of a quote that stays inside" in answer.text
    assert mailbox.raw == []
    assert letters(service) == []


def test_the_time_to_reply_is_set_on_the_page_of_the_addressee(
    signed_in, said_in, delivery: int
) -> None:
    edith, path = signed_in("EDITH"), "/addressees/eu"
    answer = edith.post(f"{path}/reply-window", {"reply_days": "1"})
    assert 'id="reply_days-said"' in answer.text
    assert edith.post(f"{path}/reply-window", {"reply_days": "90"}).status_code == 303
    assert "Time to reply: 90 days" in said_in(edith.get(path).text)
    assert "None today." in said_in(edith.get("/due").text)


def test_the_board_sees_what_is_due_and_writes_nothing(signed_in, delivery: int) -> None:
    board = signed_in("BORIS")
    assert "Sample desk" in board.get("/due").text
    assert "letter 1 is due" in board.get("/worklist?kind=reply+window").text
    assert f'href="/due/{delivery}"' not in board.get("/worklist").text
    assert f'href="/due/{delivery}"' in signed_in("EDITH").get("/worklist").text
    assert "Read letter" not in board.get("/due").text
    assert board.get(f"/due/{delivery}").status_code == 403
    assert signed_in("EDITH").get("/due/999").status_code == 404


def test_the_command_says_what_is_due(
    service: Service, people: dict[str, int], delivery: int, monkeypatch, capsys
) -> None:
    run = Terminal(monkeypatch, capsys).at(service.settings.home, service.database.url).say
    status, said = run("due", "--as", "BORIS")
    assert (status, said) == (0, "eu: Sample desk, EU, edition 1: letter 1 due\n")
    assert '"due": true' in run("due", "--json", "--as", "BORIS")[1]
