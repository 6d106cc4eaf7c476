"""The next editions of several audiences at once: what each would change, proposed one after
the other, with what was refused beside it. What is said of recommendations is invented."""

import io
import re
import threading
import time
import zipfile

import pytest
from sqlmodel import select

from exports.printing import Press
from recommendations.errors import Refused
from recommendations.models import Person, Proposal, Quote
from recommendations.triage import withdraw
from tracker.database import Database
from tracker.keeping import drafts
from tracker.rounds import BUSY, FAILED, Rounds, State
from tracker.service import Service
from tracker.settings import Settings

PATH = "/packs/together"
DRAFTS = "/packs/drafts"


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """What the database does with editions is tested on both below the pages."""
    return request.param


@pytest.fixture
def service(sample_database: Database, tmp_path, press: Press) -> Service:
    settings = Settings(
        home=tmp_path, database_url=sample_database.url, contact="contact@example.org"
    )
    return Service(settings, sample_database, press)


@pytest.fixture
def people(service: Service) -> dict[str, int]:
    """Those of the sample home."""
    with service.database.reading() as session:
        return {row.role.name: row.key for row in session.exec(select(Person))}


def through(rounds: Rounds, by: int) -> None:
    last_moment = time.monotonic() + 60
    while any(step.goes_on for step in rounds.steps(by)):
        assert time.monotonic() < last_moment, rounds.steps(by)
        time.sleep(0.02)


def proposals(service: Service) -> int:
    with service.database.reading() as session:
        return len(session.exec(select(Proposal.id)).all())


@pytest.mark.pdf
def test_the_ticked_are_proposed_and_what_one_still_needs_stops_no_other(
    signed_in, said_in, service: Service, people: dict[str, int]
) -> None:
    editor = signed_in("EDITOR")
    before = editor.get(PATH).text
    assert "Ready to be proposed; it would be the first edition." in said_in(before)
    ticked = set(re.findall(r'value="(\w+)" checked', before))
    assert "eu" in ticked
    assert "nug" not in ticked
    assert editor.post(PATH, {"audience": ["nug", "eu"]}).status_code == 303
    through(service.rounds, people["EDITOR"])
    steps = {step.audience: step for step in service.rounds.steps(people["EDITOR"])}
    assert (steps["eu"].state, steps["nug"].state) == (State.DONE, State.REFUSED)
    assert "still needs:" in steps["nug"].said
    page = editor.get(PATH).text
    assert "2 of 2 through" in said_in(page)
    assert steps["nug"].said in said_in(page)
    assert 'http-equiv="refresh"' not in page
    assert proposals(service) == 1
    assert "What you proposed last" not in said_in(signed_in("REVIEWER").get(PATH).text)
    editor.post(PATH, {"audience": "eu"})
    through(service.rounds, people["EDITOR"])
    (step,) = service.rounds.steps(people["EDITOR"])
    assert "waits for a second person already" in step.said
    assert proposals(service) == 1


@pytest.mark.pdf
def test_drafts_come_as_one_zip_and_what_was_printed_is_kept_after_a_stop(
    signed_in, said_in, service: Service, people: dict[str, int]
) -> None:
    by = people["EDITOR"]
    editor = signed_in("EDITOR")
    assert editor.post(DRAFTS, {"audience": ["eu", "asean"]}).status_code == 303
    through(service.drafting, by)
    told = [(step.audience, step.state, step.said) for step in service.drafting.steps(by)]
    done = State.DONE
    assert told == [("eu", done, "eu-en.pdf."), ("asean", done, "asean-en.pdf.")]
    object.__setattr__(service, "drafting", Rounds())  # as a service that was begun again
    page = said_in(editor.get(DRAFTS).text)
    assert "2 drafts ready for you" in page
    first = zipped(editor)
    assert set(first) == {"eu-en.pdf", "asean-en.pdf"}
    assert all(raw.startswith(b"%PDF") for raw in first.values())
    assert "ready for you" not in said_in(signed_in("REVIEWER").get(DRAFTS).text)
    with service.database.writing() as session:
        for quote in session.exec(select(Quote.id).where(Quote.testimony)).all():
            withdraw(session, by, quote, "Sample.")
    # Testimony never stood in the pack for ASEAN; that for the EU is not handed out any more.
    assert zipped(editor) == {"asean-en.pdf": first["asean-en.pdf"]}
    drafts.forget_all(service.settings.home)
    answer = editor.get(f"{DRAFTS}/zip", follow=False)
    assert (answer.status_code, answer.headers["location"]) == (303, DRAFTS)


def zipped(browsing) -> dict[str, bytes]:
    answer = browsing.get(f"{DRAFTS}/zip")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_nothing_ticked_or_unknown_is_said_beside_the_audiences(
    signed_in, said_in, service: Service
) -> None:
    for path in (PATH, DRAFTS):
        for sent in ({}, {"audience": "mars"}):
            answer = signed_in("EDITOR").post(path, sent)
            assert answer.status_code == 422
            assert "Tick at least one audience." in said_in(answer.text)
    assert proposals(service) == 0


def test_while_it_goes_on_the_page_reloads_itself_and_nothing_else_is_begun(
    signed_in, said_in, service: Service, people: dict[str, int]
) -> None:
    going = threading.Event()

    def work(audience: str) -> str:
        assert going.wait(60)
        return "Sample."

    editor, by = signed_in("EDITOR"), people["EDITOR"]
    service.rounds.begin(by, ["eu", "us"], work)
    page = editor.get(PATH).text
    assert '<meta http-equiv="refresh" content="2">' in page
    assert "0 of 2 through" in said_in(page)
    answer = editor.post(PATH, {"audience": "eu"})
    assert (answer.status_code, BUSY in said_in(answer.text)) == (422, True)
    going.set()
    through(service.rounds, by)
    assert [step.said for step in service.rounds.steps(by)] == ["Sample.", "Sample."]


def test_what_is_refused_or_fails_stops_no_other_and_after_closing_nothing_is_begun() -> None:
    rounds = Rounds()

    def work(audience: str) -> str:
        if audience == "fails":
            raise ValueError(audience)
        if audience == "refused":
            raise Refused("A sample refusal.")
        if audience == "closes":
            closing.append(threading.Thread(target=rounds.close))
            closing[0].start()
            assert rounds._closing.wait(60)
        return "Sample."

    closing: list[threading.Thread] = []
    rounds.begin(1, ["refused", "fails", "closes", "never"], work)
    last_moment = time.monotonic() + 60
    while not closing and time.monotonic() < last_moment:
        time.sleep(0.02)
    closing[0].join(60)
    assert [(step.state, step.said) for step in rounds.steps(1)] == [
        (State.REFUSED, "A sample refusal."),
        (State.REFUSED, FAILED),
        (State.DONE, "Sample."),
        (State.WAITS, ""),
    ]
