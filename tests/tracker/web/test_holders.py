"""Withdrawal that reaches who holds an edition. Offices and what became of recommendations are
invented."""

import re
from dataclasses import replace

import pytest
from sqlmodel import select

from recommendations import contacting, delivering, issuing, triage
from recommendations.contacting import Told
from recommendations.delivering import Handed
from recommendations.models import Addressee, EditionQuote, Quote
from recommendations.register.deliveries import read_deliveries
from recommendations.register.holders import read_recalled
from recommendations.vocabulary import Channel
from tests.mail_server import Mailbox
from tests.terminal import Terminal
from tests.tracker.promises.conftest import issued_and_proposed
from tracker.service import Service

WHY = "Sample reason that stays inside."


@pytest.fixture
def edition(service: Service, people: dict[str, int]) -> int:
    """By hand to one office, by post to another."""
    edition, by = issued_and_proposed(service, people)[0], people["EDITH"]
    with service.database.writing() as session:
        eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
        for name, channel in (("desk", Channel.BY_HAND), ("registry", Channel.POST)):
            told = Told(f"Sample {name}", f"{name}@example.org", f"Sample {name} name")
            office = contacting.add_office(session, by, eu, told).key
            handed = Handed(edition, office, service.today(), channel)
            delivering.deliver(session, by, service.today(), handed)
    return edition


@pytest.fixture
def quoted(service: Service, edition: int) -> Quote:
    """One that the edition quotes."""
    with service.database.reading() as session:
        stands = select(EditionQuote.quote).where(EditionQuote.edition == edition)
        return session.get_one(Quote, session.exec(stands).first())


def forms(page: str) -> list[tuple[str, str]]:
    """The address and the number of each form that tells a holder."""
    return re.findall(r'action="(/editions/\d+/holders/\d+)".*?name="once" value="([^"]+)"', page)


def test_withdrawing_an_edition_leads_to_its_holders_with_a_notice_for_each(
    signed_in, said_in, edition: int
) -> None:
    board, path = signed_in("BORIS"), f"/editions/{edition}/holders"
    assert "stands" in said_in(board.get(path).text)
    answer = board.post(f"/editions/{edition}/withdraw", {"why": WHY})
    assert answer.headers["location"] == path
    page = said_in(board.get(path).text)
    for told in ("Sample desk", "by hand", "Sample registry", "post", "2 holders"):
        assert told in page
    assert page.count("We have withdrawn edition 1 of our briefing for") == 2
    assert WHY not in page
    assert forms(board.get(path).text) == []
    assert "2 holders not told yet" in said_in(board.get("/editions").text)


def test_a_notice_says_neither_which_words_nor_why(
    service: Service, signed_in, people: dict[str, int], edition: int, quoted: Quote
) -> None:
    with service.database.writing() as session:
        triage.withdraw(session, people["EDITH"], quoted.key, WHY)
    page = signed_in("EDITH").get(f"/editions/{edition}/holders").text
    notices = re.findall(r'<blockquote class="typed">(.*?)</blockquote>', page, re.S)
    assert len(notices) == 2
    words = quoted.exact.split()
    for notice in notices:
        assert WHY not in notice
        assert not any(" ".join(words[at : at + 3]) in notice for at in range(len(words)))
        assert "quote" not in notice.casefold()


def test_words_that_were_withdrawn_lead_from_their_page_to_who_holds_them(
    service: Service, signed_in, said_in, people: dict[str, int], edition: int, quoted: Quote
) -> None:
    edith = signed_in("EDITH")
    assert "handed out no more" not in edith.get(f"/quotes/{quoted.key}").text
    edith.post(f"/quotes/{quoted.key}/withdraw", {"why": WHY})
    page = edith.get(f"/quotes/{quoted.key}")
    assert f'href="/editions/{edition}/holders"' in page.text
    assert "2 holders have not been told" in said_in(page.text)


def test_a_notice_is_sent_once_and_recorded_with_its_words(
    service: Service, signed_in, said_in, mailbox: Mailbox, edition: int
) -> None:
    edith, path = signed_in("EDITH"), f"/editions/{edition}/holders"
    edith.post(f"/editions/{edition}/withdraw", {"why": WHY})
    (desk, number), (registry, other) = sorted(forms(edith.get(path).text))
    sent = {"once": number, "do": "send"}
    assert edith.post(desk, sent).headers["location"] == path
    assert "told already" in edith.post(desk, sent).text
    (mail,) = mailbox.mails
    assert mail["To"] == "desk@example.org"
    assert [*mail.iter_attachments()] == []
    told = {"once": other, "do": "record", "channel": "by hand"}
    assert edith.post(registry, told).status_code == 303
    with service.database.reading() as session:
        letters = [one for one in read_deliveries(session) if one.letter]
    assert {one.what for one in letters} == {"notice of withdrawal"}
    assert len(letters) == 2
    said = mail.get_content().replace("\r\n", "\n").strip()
    assert said in {one.letter for one in letters}
    assert WHY not in mailbox.raw[0].decode()
    page = said_in(edith.get(path).text)
    assert page.count("Told on") == 2
    assert "not told yet" not in said_in(edith.get("/editions").text)


def test_what_the_server_does_not_take_leaves_the_holder_untold(
    service: Service, signed_in, mailbox: Mailbox, edition: int
) -> None:
    edith, path = signed_in("EDITH"), f"/editions/{edition}/holders"
    edith.post(f"/editions/{edition}/withdraw", {"why": WHY})
    mailbox.answer = "552 too large"
    (desk, number), _ = sorted(forms(edith.get(path).text))
    answer = edith.post(desk, {"once": number, "do": "send"})
    assert "Nothing was sent." in answer.text
    with service.database.reading() as session:
        (told,) = read_recalled(session)
        assert len(told.untold) == 2


def test_nobody_is_told_of_an_edition_that_stands(signed_in, edition: int) -> None:
    edith, path = signed_in("EDITH"), f"/editions/{edition}/holders"
    answer = edith.post(f"{path}/1", {"do": "record", "channel": "by hand"})
    assert answer.status_code == 422
    assert "This edition stands" in answer.text
    assert signed_in("BORIS").post(f"{path}/1").status_code == 403


def test_the_edition_that_takes_its_place_is_proposed_from_there_and_named_in_the_notice(
    app, service: Service, signed_in, said_in, people: dict[str, int], edition: int, quoted: Quote
) -> None:
    edith, path = signed_in("EDITH"), f"/editions/{edition}/holders"
    with service.database.writing() as session:
        triage.withdraw(session, people["EDITH"], quoted.key, WHY)
    assert "waits for a second person" in said_in(edith.get(path).text)
    with service.database.writing() as session:
        proposal = int(
            session.connection().exec_driver_sql("SELECT max(id) FROM proposal").scalar()
        )
        issuing.send_back(session, people["RUTH"], proposal, "Sample: without these words.")
    page = edith.get(path)
    assert "A new edition will follow." in page.text
    assert 'href="/packs/eu/proposal"' in page.text
    contact = replace(service, settings=service.settings.model_copy(update={"contact": "new"}))
    later = issued_and_proposed(contact, people)[0]
    page = edith.get(path)
    assert "Edition 2, as of" in said_in(page.text)
    assert f'href="/editions/{later}"' in page.text


def test_whoever_checks_a_copy_is_told_no_more_than_that_it_was_withdrawn(
    service: Service, signed_in, said_in, people: dict[str, int], edition: int, quoted: Quote
) -> None:
    stranger, copy = signed_in(""), b"%PDF a sample that nobody printed"
    sent = {"file": ("copy.pdf", copy, "application/pdf")}
    assert "Genuine and current" in said_in(stranger.post("/verify", {}, files=sent).text)
    with service.database.writing() as session:
        triage.withdraw(session, people["EDITH"], quoted.key, WHY)
    told = said_in(stranger.post("/verify", {}, files=sent).text)
    assert "Genuine, and withdrawn" in told
    assert "Sample desk" not in told


def test_the_command_lists_holders_of_an_edition_and_of_words(
    service: Service, people: dict[str, int], edition: int, quoted: Quote, monkeypatch, capsys
) -> None:
    run = Terminal(monkeypatch, capsys).at(service.settings.home, service.database.url).say
    status, said = run("holders", str(edition), "--as", "BORIS")
    assert status == 0
    assert "by hand: EU: Sample desk, not told" in said
    assert "withdrawn" not in said
    with service.database.writing() as session:
        triage.withdraw(session, people["EDITH"], quoted.key, WHY)
    status, said = run("holders", f"Q{quoted.key}", "--as", "BORIS")
    assert "EU, edition 1: words in it were withdrawn; then nothing yet" in said
    assert "We have withdrawn edition 1" in said
    assert run("holders", "nothing", "--as", "BORIS")[0] == 1
