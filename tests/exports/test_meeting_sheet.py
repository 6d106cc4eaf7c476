"""The sheet of a meeting of the board, and what every pack says of a call that it has closed.
All that is said of recommendations is invented."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from sqlmodel import Session, col, select

from exports.composition import House, forms
from exports.datasets import dataset
from exports.editions import compose_forms, not_ready
from exports.profiles import from_content, shipped
from exports.publishing import (
    Issuer,
    Moment,
    draft_forms,
    full_draft,
    print_two_pages,
    profile_named,
    selected,
)
from exports.rendering import full_pack_body, leave_behind_body
from recommendations import closing, convening, deciding, reviewing
from recommendations.convening import Convened
from recommendations.deciding import Taken
from recommendations.models import Person
from recommendations.profiles import held_back
from recommendations.register.meetings import read_proposed_closures
from recommendations.reviewing import Item
from recommendations.vocabulary import Role, Status
from tracker.database import Database
from tracker.service import Service
from tracker.settings import Settings

ISSUER = Issuer("People's Goal", "contact@example.org", sample=True)
REASON, MINUTE = "Sample canary of the minute.", "CANARY-9"


@pytest.fixture
def sample(sample_database: Database, tmp_path: Path):
    service = Service(Settings(home=tmp_path, database_url=sample_database.url), sample_database)
    yield service
    service.close()


def moment(service: Service, day: date | None = None) -> Moment:
    day = day or service.today()
    return Moment(day, service.closing(day), service.today())


def sheet_forms(service: Service, day: date | None = None):
    with service.database.reading() as session:
        return draft_forms(session, "board", moment(service, day), ISSUER)


def people(session: Session) -> dict[Role, int]:
    return {row.role: row.key for row in session.exec(select(Person).order_by(col(Person.id)))}


def closed(service: Service, calls: list[int] | None = None) -> None:
    """The board closes what it is asked to close, or these calls."""
    today = service.today()
    with service.database.writing() as session:
        who = people(session)
        calls = calls or [one.call for one in read_proposed_closures(session)]
        told = Convened(today, "Sample agenda")
        meeting = convening.convene(session, who[Role.EDITOR], today, told).key
        taken = Taken(MINUTE, REASON, closes=True, calls=calls)
        rows = deciding.enter_decision(session, who[Role.EDITOR], today, meeting, taken)
        items = [Item("closure", row.key) for row in rows]
        reviewing.review_all(session, who[Role.BOARD], items)


def test_the_sheet_tells_what_is_to_be_decided_and_what_changed_with_reason_and_evidence(
    sample: Service,
) -> None:
    leaves = sheet_forms(sample)[0]
    assert leaves.opening.endswith(": four changes, one decision to take.")
    sheet = leaves.sheet
    (asked,) = sheet.to_decide
    assert asked.closes
    assert asked.reason.startswith("Sample: the act is in force")
    assert [piece.stance for piece in asked.evidence] == ["supports", "contradicts"]
    changes = [(one.before, one.status, bool(one.reason)) for one in sheet.findings]
    assert changes == [
        (Status.NOT_YET_ASSESSED, Status.FIRST_STEP, True),
        (Status.NOT_YET_ASSESSED, Status.FIRST_STEP, True),
        (Status.NOT_YET_ASSESSED, Status.IN_EFFECT, True),
    ]
    assert sheet.positions[0].part == "assistance and training"
    assert sheet.decided == ("Minute 4.1: Sample: the board took note of the sheet.",)
    assert sheet.unknown[0].startswith("Not yet assessed: 25 of 28")
    words = leave_behind_body(leaves)
    assert "deliveries of aviation fuel have continued" in words
    assert "None on record." in words
    assert "%" not in words


def test_as_of_the_last_meeting_nothing_had_changed_and_before_the_first_nothing_is_compared(
    sample: Service,
) -> None:
    meeting = sample.today() - timedelta(days=60)
    sheet = sheet_forms(sample, meeting + timedelta(days=1))[0].sheet
    assert (sheet.findings, sheet.positions, sheet.to_decide) == ((), (), ())
    leaves = sheet_forms(sample, meeting)[0]
    assert leaves.opening.startswith("Before the first meeting on record: no change on record")
    assert leaves.sheet.meeting.startswith("For the meeting of")


@pytest.mark.pdf
def test_however_much_there_is_the_sheet_is_one_page_with_the_head_of_the_history(
    sample: Service, press
) -> None:
    with sample.database.writing() as session:
        profile = profile_named(session, "board")
        calls = [
            call.call.id
            for one in selected(session, profile, moment(sample)).selected
            for call in one.calls
        ]
        long = "Sample: " + "a reason that goes on and on, " * 20
        closing.propose_closing(session, people(session)[Role.EDITOR], calls[:20], long)
    printed = print_two_pages(press, *sheet_forms(sample))
    with pikepdf.open(BytesIO(printed.pdf)) as pdf:
        assert len(pdf.pages) == 1
    text = pypdfium2.PdfDocument(printed.pdf)[0].get_textpage().get_text_range()
    assert "Head of our record’s history" in text
    assert "more entries stand in the full pack" in text


def test_the_full_pack_has_the_same_before_the_matrix_and_the_words_of_the_evidence(
    sample: Service,
) -> None:
    with sample.database.reading() as session:
        pack = full_draft(session, "board", moment(sample), ISSUER)
    told = [(one.about, one.reason) for one in sheet_forms(sample)[0].sheet.findings]
    assert [(one.about, one.reason) for one in pack.brief.sheet.findings] == told
    body = full_pack_body(pack)
    assert body.index('id="meeting"') < body.index('id="matrix"')
    assert "For the meeting" in body
    assert "institution]" not in body


def test_the_sheet_can_be_proposed_without_any_ask(sample: Service) -> None:
    with sample.database.reading() as session:
        contents = compose_forms(session, "board", moment(sample), ISSUER)[0]
    assert not_ready(contents) == ()


def test_a_closed_call_is_said_to_be_closed_everywhere_and_its_minute_to_the_board_alone(
    sample: Service,
) -> None:
    closed(sample)
    today = sample.today()
    with sample.database.reading() as session:
        for code in ("eu", "board"):
            profile = profile_named(session, code)
            told = full_pack_body(full_draft(session, code, moment(sample), ISSUER))
            body = leave_behind_body(draft_forms(session, code, moment(sample), ISSUER)[0])
            selection = selected(session, profile, moment(sample))
            data = str(dataset(selection, profile, "", today, True))
            inside = code == "board"
            assert (REASON in told) is inside
            assert (MINUTE in told) is inside
            assert ("Our board closed this on" in told) is not inside
            assert REASON not in data + ("" if inside else body)
            assert str(today.year) in data
    assert sheet_forms(sample)[0].sheet.to_decide == ()


def test_nothing_is_asked_any_more_on_what_is_closed_and_it_stands_last(sample: Service) -> None:
    with sample.database.reading() as session:
        profile = profile_named(session, "eu")
        before = selected(session, profile, moment(sample))
    first = before.selected[0]
    assert first.asks
    closed(sample, [call.call.id for call in first.calls])
    with sample.database.reading() as session:
        after = selected(session, profile, moment(sample))
        leaves = draft_forms(session, "eu", moment(sample), ISSUER)[0]
    last = after.selected[-1]
    assert (last.recommendation.id, last.asks, last.closed) == (first.recommendation.id, (), True)
    assert "Asks on what our board has closed (one)." in leaves.left_out
    assert leaves.asks[-1].missing == ()
    assert first.recommendation.title not in leaves.opening
    whole = replace(after, selected=(last,))
    house = House("People's Goal", "", sample.today(), True)
    assert forms(whole, profile, house)[0].opening.startswith("Our board has closed what we")


def test_who_begins_to_decide_waits_for_a_second_person() -> None:
    before = {**shipped()["eu"], "decides": False}
    after = {**before, "decides": True}
    assert not held_back(before, after)["decides"]
    assert not from_content(held_back(before, after)).decides
