"""An edition by e-mail, through a real server on this machine. Offices and what became of
recommendations are invented."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import delete, select

from exports.texts import check_texts, read_texts, unchecked
from recommendations import contacting, issuing, triage
from recommendations.contacting import Told
from recommendations.models import Addressee, EditionQuote, Quote
from recommendations.register.deliveries import read_deliveries
from recommendations.vocabulary import Channel
from tests.mail_server import REFUSED, Mailbox, certificate
from tests.tracker.promises.conftest import issued_and_proposed
from tracker.accounts.models import CodeGiven
from tracker.service import Service

OWN = "Thank you for the meeting in the sample week."


@pytest.fixture
def edition(service: Service, people: dict[str, int]) -> int:
    return issued_and_proposed(service, people)[0]


def add(service: Service, people: dict[str, int], code: str = "eu", **more) -> int:
    told = Told(**{"name": "Sample desk", "email": "desk@example.org", **more})
    with service.database.writing() as session:
        whom = session.exec(select(Addressee.id).where(Addressee.code == code)).one()
        return contacting.add_office(session, people["EDITH"], whom, told).key


@pytest.fixture
def desk(service: Service, people: dict[str, int]) -> int:
    return add(service, people, contact="Sample Name")


@pytest.fixture
def read(signed_in, form_on, edition: int, desk: int):
    """read(...) is the mail as it will go, for EDITH, with these fields changed."""

    def asked(**changed):
        edith, path = signed_in("EDITH"), f"/editions/{edition}/mail"
        given = {"office": desk, "own": OWN, **changed}
        fields = form_on(edith.get(path), "mail", **given)
        answer = edith.post(path, {**fields, "do": "preview"})
        return edith, path, answer

    return asked


def deliveries(service: Service):
    with service.database.reading() as session:
        return read_deliveries(session)


def test_a_letter_in_burmese_goes_once_each_of_its_texts_was_found_right(
    service: Service, people: dict[str, int], mailbox: Mailbox, read, said_in
) -> None:
    office = add(service, people, name="Sample office", language="my")
    _, _, shown = read(office=office, own="")
    page = said_in(shown.text)
    assert "Dear colleagues," in page
    assert "Sample office reads Burmese, and a letter in it goes once each of its texts" in page
    with service.database.writing() as session:
        check_texts(session, people["RUTH"], "my", [t.hash for t in unchecked(session, "my")])
    _, _, shown = read(office=office, own="")
    page = said_in(shown.text)
    assert "Dear colleagues," not in page
    assert "လေးစားအပ်ပါသော" in page
    assert "reads Burmese" not in page
    assert 'lang="my"' in shown.text
    with service.database.writing() as session:
        one = read_texts(session, "my")[0]
        check_texts(session, people["BORIS"], "my", [one.hash], right=False)
    assert "Dear colleagues," in said_in(read(office=office, own="")[2].text)


def test_a_mail_is_read_first_then_sent_and_recorded_with_its_words(
    service: Service, mailbox: Mailbox, read, form_on
) -> None:
    edith, path, shown = read()
    assert mailbox.raw == []
    assert "As it will go" in shown.text
    sent = {**form_on(shown, "mail"), "do": "send"}
    answer = edith.post(path, sent)
    assert answer.status_code == 303, answer.text
    (mail,) = mailbox.mails
    (one,) = deliveries(service)
    body = mail.get_body(("plain",)).get_content()
    assert body.replace("\r\n", "\n").strip() == one.note
    assert OWN in body
    assert "For the attention of Sample Name" in body
    assert "We would welcome a reply by" in body
    assert (mail["To"], mail["From"]) == ("desk@example.org", "desk@tracker.example.org")
    (file,) = mail.iter_attachments()
    assert file.get_content() == b"%PDF a sample that nobody printed"
    assert file.get_filename() == "eu-edition-1-leave-behind.pdf"
    assert (one.channel, one.office, one.number) == (Channel.EMAIL, "Sample desk", 1)


def test_a_mail_names_no_machine_and_no_program(mailbox: Mailbox, read, form_on) -> None:
    edith, path, shown = read()
    edith.post(path, {**form_on(shown, "mail"), "do": "send"})
    (mail,) = mailbox.mails
    assert set(mail.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert mail["Message-ID"].endswith("@tracker.example.org>")
    assert mail["Date"].endswith(("+0000", "-0000"))
    assert set(mailbox.greeted) == {"tracker.example.org"}


def test_a_mail_that_is_sent_twice_goes_once(
    service: Service, mailbox: Mailbox, read, form_on
) -> None:
    edith, path, shown = read()
    sent = {**form_on(shown, "mail"), "do": "send"}
    first, second = edith.post(path, sent), edith.post(path, sent)
    assert first.headers["location"] == second.headers["location"]
    edith, path, shown = read()
    answer = edith.post(path, {**form_on(shown, "mail"), "do": "send"})
    assert "send it again" in answer.text
    assert len(mailbox.raw) == len(deliveries(service)) == 1
    again = {**form_on(answer, "mail", again="yes"), "do": "send"}
    assert edith.post(path, again).status_code == 303
    assert len(mailbox.raw) == len(deliveries(service)) == 2


def test_two_clicks_at_once_are_one_mail(service: Service, mailbox: Mailbox, read, form_on) -> None:
    edith, path, shown = read()
    mailbox.slow = 0.3
    sent = {**form_on(shown, "mail"), "do": "send"}
    with ThreadPoolExecutor(2) as two:
        answers = list(two.map(lambda _: edith.post(path, sent).status_code, range(2)))
    assert len(mailbox.raw) == len(deliveries(service)) == 1
    assert 303 in answers


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("552 too large", "refused the mail itself"),
        ("451 try later", "refused the mail itself"),
    ],
)
def test_what_the_server_does_not_take_is_not_recorded_and_can_be_sent_later(
    service: Service, mailbox: Mailbox, read, form_on, said: str, sentence: str
) -> None:
    edith, path, shown = read()
    mailbox.answer = said
    answer = edith.post(path, {**form_on(shown, "mail"), "do": "send"})
    assert sentence in answer.text
    assert "Nothing was sent." in answer.text
    assert deliveries(service) == ()
    mailbox.answer = "250 OK"
    assert edith.post(path, {**form_on(answer, "mail"), "do": "send"}).status_code == 303
    assert len(deliveries(service)) == 1


def test_an_address_that_is_refused_is_said(
    service: Service, people: dict[str, int], mailbox: Mailbox, read, form_on
) -> None:
    nobody = add(service, people, name="Sample unit", email=REFUSED)
    edith, path, shown = read(office=nobody)
    answer = edith.post(path, {**form_on(shown, "mail"), "do": "send"})
    assert "The mail server refuses this address" in answer.text
    assert deliveries(service) == ()


def test_a_server_that_falls_silent_leaves_a_doubt_that_a_person_settles(
    service: Service, mailbox: Mailbox, read, form_on
) -> None:
    edith, path, shown = read()
    mailbox.silent = True
    sent = {**form_on(shown, "mail"), "do": "send"}
    answer = edith.post(path, sent)
    assert "nobody can say from here whether it went" in answer.text
    assert deliveries(service) == ()
    mailbox.silent = False
    assert "Say what became of it first" in edith.post(path, sent).text
    assert mailbox.raw == []
    (of,) = set(re.findall(r'name="of" value="([^"]+)"', edith.get(path).text))
    settled = edith.post(f"{path}/settle", {"of": of, "went": "no"})
    assert settled.headers["location"] == path
    assert deliveries(service) == ()
    edith, path, shown = read()
    assert edith.post(path, {**form_on(shown, "mail"), "do": "send"}).status_code == 303


def test_a_mail_that_turns_out_to_have_gone_is_recorded_once(
    service: Service, mailbox: Mailbox, read, form_on
) -> None:
    edith, path, shown = read()
    mailbox.silent = True
    edith.post(path, {**form_on(shown, "mail"), "do": "send"})
    (of,) = set(re.findall(r'name="of" value="([^"]+)"', edith.get(path).text))
    for _ in range(2):
        settled = edith.post(f"{path}/settle", {"of": of, "went": "yes"})
        assert settled.headers["location"] == path.replace("/mail", "/deliveries")
    (one,) = deliveries(service)
    assert (one.channel, one.on, one.note) == (Channel.EMAIL, service.today(), "")
    assert 'name="of"' not in edith.get(path).text


def test_without_a_server_or_unencrypted_nothing_goes_and_it_is_said(
    app, service: Service, mailbox: Mailbox, read, form_on
) -> None:
    edith, path, shown = read()
    sending = app.state.service
    for told, sentence in (
        ({"mail_port": 1}, "could not be reached"),
        ({"mail_host": ""}, "No mail server is set"),
        ({"mail_host": "mail.example.org", "mail_tls": "none"}, "Mail goes encrypted"),
        ({"mail_tls": "none"}, "Nothing was sent"),
        ({"mail_tls": "tls"}, "cannot be believed"),
    ):
        settings = sending.settings.model_copy(update=told)
        app.state.service = replace(sending, settings=settings)
        answer = edith.post(path, {**form_on(shown, "mail"), "do": "send"})
        assert sentence in answer.text, told
    assert mailbox.raw == []
    assert deliveries(service) == ()


def test_a_certificate_of_somebody_else_is_not_believed(
    service: Service, mailbox: Mailbox, read, form_on, tmp_path: Path, monkeypatch
) -> None:
    edith, path, shown = read()
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate(tmp_path / "other")))
    answer = edith.post(path, {**form_on(shown, "mail"), "do": "send"})
    assert "cannot be believed" in answer.text
    assert mailbox.raw == []


def test_no_mail_goes_without_a_code_or_with_other_words_than_were_read(
    signed_in, service: Service, people: dict[str, int], mailbox: Mailbox, read, form_on
) -> None:
    edith, path, shown = read()
    sent = {**form_on(shown, "mail"), "do": "send"}
    changed = edith.post(path, {**sent, "own": "Other words."})
    assert "Read the mail as it will go" in changed.text
    with service.database.writing() as session:
        session.exec(delete(CodeGiven))
    answer = edith.post(path, sent)
    assert answer.status_code == 422
    assert 'id="code-said"' in answer.text
    assert mailbox.raw == []


def test_no_edition_leaves_that_was_withdrawn_or_quotes_what_may_not_leave_any_more(
    service: Service, people: dict[str, int], mailbox: Mailbox, read, form_on, edition: int
) -> None:
    edith, path, shown = read()
    sent = {**form_on(shown, "mail"), "do": "send"}
    with service.database.writing() as session:
        quoted = select(EditionQuote.quote).where(EditionQuote.edition == edition)
        triage.withdraw(session, people["EDITH"], session.exec(quoted).first(), "Sample.")
    assert "may not leave any more" in edith.post(path, sent).text
    with service.database.writing() as session:
        issuing.withdraw_edition(session, people["RUTH"], edition, "Sample.")
    assert "This edition was withdrawn" in edith.post(path, sent).text
    assert mailbox.raw == []


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ("Call +95 9 123 456 789.", "looks like a telephone number"),
        ("x" * 4001, "letters are too many"),
    ],
)
def test_own_words_that_lead_to_somebody_are_refused(
    mailbox: Mailbox, read, own: str, sentence: str
) -> None:
    _, _, answer = read(own=own)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_own_words_may_not_be_those_of_a_quote_that_stays_inside(
    service: Service, mailbox: Mailbox, read
) -> None:
    with service.database.reading() as session:
        said = session.exec(select(Quote.exact).where(Quote.testimony)).first()
    _, _, answer = read(own=f"As one of them told us: {said[:400]}")
    assert answer.status_code == 422
    assert "words of a quote that stays inside" in answer.text


def test_an_edition_goes_to_offices_of_its_audience_alone(
    service: Service, people: dict[str, int], mailbox: Mailbox, read
) -> None:
    elsewhere = add(service, people, "us", name="Sample bureau")
    assert "it stays with its audience" in read(office=elsewhere)[2].text
    silent = add(service, people, name="Sample registry", email="")
    assert "has no e-mail on record" in read(office=silent)[2].text


def test_a_mail_whose_contact_looks_like_a_person_is_recorded_all_the_same(
    app, service: Service, mailbox: Mailbox, read, form_on
) -> None:
    """What went is on record, whatever its fixed sentences look like."""
    settings = app.state.service.settings.model_copy(update={"contact": "sam.ple@example.org"})
    app.state.service = replace(app.state.service, settings=settings)
    edith, path, shown = read()
    assert edith.post(path, {**form_on(shown, "mail"), "do": "send"}).status_code == 303
    (one,) = deliveries(service)
    assert "sam.ple@example.org" in one.note
    assert len(mailbox.raw) == 1
