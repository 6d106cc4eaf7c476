"""The weekly mail, through a real server on this machine. What became of recommendations is
invented."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from sqlmodel import Session, select

from recommendations import assessing, reviewing, triage
from recommendations.assessing import Finding
from recommendations.errors import Refused
from recommendations.models import Quote
from recommendations.models.base import now
from recommendations.register.desk import read_desk
from recommendations.reviewing import Item
from recommendations.vocabulary import Role, Stance, Status
from tests.mail_server import REFUSED, Mailbox
from tests.on_databases import ON_BOTH, POSTGRESQL_WHEN_DEEP
from tests.terminal import Terminal
from tracker.accounts import members, weekly
from tracker.accounts.models import Account, CodeGiven
from tracker.accounts.weekly import WeeklyMail
from tracker.database import Database
from tracker.digests import Mondays, Sent, monday_morning, send_due
from tracker.keeping import lock
from tracker.service import Service
from tracker.settings import Settings

LATER = timedelta(days=8)
"""From the sample record on: a Monday lies in between."""


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Who sends a mail is settled in the database, which has tests of its own."""
    return request.param


@pytest.fixture
def told(app, mailbox: Mailbox, people, sample_record) -> Service:
    """Edith wants it, since before the sample record; the service sends through the server."""
    service: Service = app.state.service
    with service.database.writing() as session:
        wants(session, people["EDITH"], "edith@example.org")
    return service


def wants(session: Session, person: int, email: str) -> None:
    session.add(Account(person=person, email=email, password_hash="-"))
    session.flush()
    weekly.want(session, person)
    session.get_one(WeeklyMail, person).since = now() - timedelta(days=1)


def both_parts(mail) -> tuple[str, str]:
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    plain, html = (part.get_content() for part in mail.iter_parts())
    return plain, html


def test_what_changed_is_told_once_in_plain_text_and_light_html(
    told: Service, mailbox: Mailbox
) -> None:
    at = now() + LATER
    assert send_due(told, at) == Sent(went=1)
    assert send_due(told, at) == Sent()
    assert send_due(told, at + timedelta(days=7)) == Sent(nothing_new=1)
    (mail,) = mailbox.mails
    assert mail["To"] == "edith@example.org"
    assert mail["Subject"] == "Recommendation register: 4 changes"
    assert mail["Auto-Submitted"] == "auto-generated"
    for part in both_parts(mail):
        assert "NUG, recommendation 1: we find first step (a correction)" in part
        assert "https://tracker.example.org/recommendations/1/nug" in part
        assert "https://tracker.example.org/account/told" in part
        assert "shall provide housing" not in part
        assert "nothing either way" not in part
    assert "<img" not in both_parts(mail)[1]
    assert "<link" not in both_parts(mail)[1]


def test_nothing_changed_nothing_sent_however_much_waits(
    told: Service, mailbox: Mailbox, people
) -> None:
    """Edith's own drafts wait for Ruth, who has read all that was reviewed."""
    with told.database.writing() as session:
        weekly.stop(session, people["EDITH"])
        wants(session, people["RUTH"], "ruth@example.org")
        session.get_one(WeeklyMail, people["RUTH"]).since = now()
    assert send_due(told, now() + LATER) == Sent(nothing_new=1)
    assert mailbox.mails == []


def test_what_waits_for_somebody_is_counted_for_them(
    told: Service, mailbox: Mailbox, people
) -> None:
    with told.database.writing() as session:
        wants(session, people["RUTH"], "ruth@example.org")
    assert send_due(told, now() + LATER) == Sent(went=2)
    edith, ruth = (both_parts(mail)[0] for mail in mailbox.mails)
    with told.database.reading() as session:
        count = read_desk(session, people["RUTH"], Role.REVIEWER).waiting
    assert f"{count} records wait for you to review." in ruth
    assert "for you to review" not in edith


def test_what_was_reviewed_after_that_monday_comes_with_the_next(
    told: Service, mailbox: Mailbox
) -> None:
    monday = monday_morning(told, now())
    assert send_due(told, monday) == Sent()
    with told.database.writing() as session:
        row = session.exec(select(WeeklyMail)).one()
        row.since = monday - timedelta(days=7)
    assert send_due(told, now()) == Sent(nothing_new=1)
    assert send_due(told, now() + timedelta(days=7)) == Sent(went=1)


def test_it_goes_on_the_mondays_of_the_organisation(service: Service) -> None:
    east = replace(service, settings=Settings(home=Path("x"), time_zone="Asia/Yangon"))
    at = datetime.fromisoformat("2026-11-22T23:00:00+00:00")
    assert monday_morning(service, at).isoformat() == "2026-11-16T07:00:00+00:00"
    assert monday_morning(east, at).isoformat() == "2026-11-16T07:00:00+06:30"
    half_an_hour_on = at + timedelta(hours=1, minutes=30)
    assert monday_morning(east, half_an_hour_on).isoformat() == "2026-11-23T07:00:00+06:30"


def test_the_running_service_sends_on_mondays_alone(told: Service, mailbox: Mailbox) -> None:
    mondays = Mondays(told)
    morning = monday_morning(told, now() + LATER)
    assert mondays.look(morning - timedelta(minutes=1)) is None
    assert mondays.look(morning + timedelta(days=1)) is None
    assert mailbox.mails == []
    assert mondays.look(morning + timedelta(hours=3)) == Sent(went=1)
    assert mondays.look(morning + timedelta(hours=4)) == Sent()
    lock.lock(told.database, told.settings.home)
    assert mondays.look(morning + timedelta(days=7)) is None
    with mondays:
        pass


def test_what_the_server_did_not_take_is_tried_again_and_a_doubt_is_not(
    told: Service, mailbox: Mailbox, people
) -> None:
    at = now() + LATER
    mailbox.answer = "554 not today"
    assert send_due(told, at) == Sent(refused=1)
    mailbox.answer, mailbox.silent = "250 OK", True
    with structlog.testing.capture_logs() as said:
        assert send_due(told, at) == Sent(in_doubt=1)
    assert "edith@example.org" not in str(said)
    mailbox.silent = False
    assert send_due(told, at) == Sent()
    assert mailbox.mails == []
    with told.database.reading() as session:
        assert session.get_one(WeeklyMail, people["EDITH"]).in_doubt


def test_a_mailbox_that_is_refused_stops_nobody_elses_mail(
    told: Service, mailbox: Mailbox, people
) -> None:
    with told.database.writing() as session:
        wants(session, people["BORIS"], "boris@example.org")
        session.get_one(Account, people["EDITH"]).email = REFUSED
    assert send_due(told, now() + LATER) == Sent(went=1, refused=1)
    assert [mail["To"] for mail in mailbox.mails] == ["boris@example.org"]


@ON_BOTH
def test_two_that_look_at_once_send_it_once(told: Service, mailbox: Mailbox) -> None:
    """Each with a connection of its own, and a server that takes its time."""
    mailbox.slow = 0.3
    other = Database(told.settings.database)
    services = [told, replace(told, database=other)] * 2
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda one: send_due(one, now() + LATER), services))
    other.close()
    assert sum(one.went for one in done) == 1
    assert len(mailbox.mails) == 1


A_PROCESS = """
from datetime import timedelta
from recommendations.models.base import now
from tracker.digests import send_due
from tracker.service import open_service
from tracker.settings import Settings
print(send_due(open_service(Settings()), now() + timedelta(days=8)).went)
"""


@pytest.mark.deep
def test_two_processes_send_it_once(told: Service, mailbox: Mailbox) -> None:
    mailbox.slow = 1.0
    settings = told.settings
    env = {**os.environ, "TRACKER_HOME": str(settings.home)}
    env |= {"TRACKER_DATABASE_URL": settings.database_url, "TRACKER_MAIL_HOST": "localhost"}
    env |= {"TRACKER_MAIL_PORT": str(settings.mail_port), "TRACKER_MAIL_FROM": settings.mail_from}
    command = [sys.executable, "-c", A_PROCESS]
    both = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate(timeout=120)[0].split()[-1] for one in both]
    assert sorted(said) == ["0", "1"]
    assert len(mailbox.mails) == 1


def test_words_that_stay_inside_are_not_in_it(told: Service, mailbox: Mailbox, people) -> None:
    with told.database.writing() as session:
        for quote in session.exec(select(Quote).where(Quote.source > 1)).all():
            triage.withdraw(session, people["RUTH"], quote.key, "Sample.")
    assert send_due(told, now() + LATER) == Sent(went=1)
    plain, html = both_parts(mailbox.mails[0])
    for part in (plain, html):
        assert "a finding that stays inside" in part
        assert "first step" not in part
        assert "a bill was introduced" not in part


def test_signs_that_mean_something_in_html_do_not(
    told: Service, mailbox: Mailbox, people, sample_record
) -> None:
    with told.database.writing() as session:
        finding = Finding(
            Status.PARTLY_IN_EFFECT,
            "Sample <script>alert(1)</script> & more.",
            date(2025, 5, 1),
            evidence=[(sample_record["bill"], Stance.SUPPORTS)],
        )
        by = people["EDITH"]
        rows = assessing.assess(session, by, told.today(), [sample_record["call"]], finding)
        items = [Item("assessment", row.key) for row in rows]
        reviewing.review_all(session, people["RUTH"], items)
    send_due(told, now() + LATER)
    plain, html = both_parts(mailbox.mails[0])
    assert "<script>" in plain
    assert "<script>" not in html


def test_who_would_not_be_let_in_is_told_nothing(told: Service, people) -> None:
    at = now() + LATER
    with told.database.writing() as session:
        members.close(session, people["AMARA"], people["EDITH"])
        members.reopen(session, people["AMARA"], people["EDITH"])
        assert weekly.of_person(session, people["EDITH"]) is None
        wants(session, people["BORIS"], "boris@example.org")
    lock.lock(told.database, told.settings.home)
    with pytest.raises(Refused, match="locked"):
        send_due(told, at)
    lock.unlock(told.database, told.settings.home)
    without = replace(told, settings=told.settings.model_copy(update={"mail_host": ""}))
    with pytest.raises(Refused, match="No mail server"):
        send_due(without, at)


def test_the_command_for_cron_says_what_it_did(
    told: Service, mailbox: Mailbox, people, monkeypatch, capsys
) -> None:
    terminal = Terminal(monkeypatch, capsys).at(told.settings.home, told.settings.database_url)
    assert "No mail server is set" in terminal.say("digest")[1]
    for name in ("mail_host", "mail_port", "mail_from"):
        monkeypatch.setenv(f"TRACKER_{name.upper()}", str(getattr(told.settings, name)))
    assert terminal.say("digest") == (0, "0 sent, 0 with nothing new.\n")
    with told.database.writing() as session:
        session.get_one(WeeklyMail, people["EDITH"]).since = now() - timedelta(days=30)
    assert terminal.say("digest") == (0, "0 sent, 1 with nothing new.\n")


def test_a_restore_tells_nobody_twice(told: Service, people) -> None:
    with told.database.writing() as session:
        weekly.begin_anew(session)
        assert weekly.recipients(session, now() - timedelta(minutes=1)) == []
        assert weekly.of_person(session, people["EDITH"]) is not None


def test_it_is_asked_for_and_stopped_on_the_account_page(
    app, signed_in, said_in, service: Service, mailbox: Mailbox, people
) -> None:
    edith, path = signed_in("EDITH"), "/account/told"
    assert "You do not receive it." in said_in(edith.get(path).text)
    refused = edith.post(f"{path}/weekly")
    assert refused.status_code == 422
    assert "no address of yours on record" in refused.text
    with service.database.writing() as session:
        session.add(Account(person=people["EDITH"], email="e@example.org", password_hash="-"))
        for row in session.exec(select(CodeGiven)).all():
            session.delete(row)
    assert "takes a code from your phone" in edith.post(f"{path}/weekly").text
    edith = signed_in("EDITH")
    assert edith.post(f"{path}/weekly").status_code == 303
    page = said_in(edith.get(path).text)
    assert "It comes to e@example.org. None went yet." in page
    assert "No mail goes yet" not in page
    assert edith.post(f"{path}/weekly", {"stop": "on"}).status_code == 303
    assert "You do not receive it." in said_in(edith.get(path).text)
    app.state.service = service
    assert "No mail goes yet" in said_in(edith.get(path).text)
