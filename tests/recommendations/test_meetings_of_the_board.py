"""Meetings of our board, what it decides, and when a call is closed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from recommendations import reviewing
from recommendations.closing import propose_closing, take_proposal_back
from recommendations.convening import Convened, call_off, change_meeting, convene
from recommendations.deciding import Taken, enter_decision, take_decision_back
from recommendations.errors import Changed, NotAllowed, Refused
from recommendations.records.meetings import is_closed, last_meeting, next_meeting
from recommendations.register.desk import read_desk
from recommendations.register.meetings import (
    read_meeting,
    read_meetings,
    read_proposed_closures,
)
from recommendations.register.register import read_register
from recommendations.register.waiting import count_for, read_waiting
from recommendations.reviewing import Item
from recommendations.vocabulary import Decided, Verdict
from tests.sample_record import ROLES

TODAY = date(2026, 11, 22)
HELD = date(2026, 11, 12)


def held(office, on=HELD, by="EDITH") -> int:
    with office.writing() as session:
        return convene(session, office[by], TODAY, Convened(on, "Sample agenda", "B/7")).key


def enter(office, meeting, by="EDITH", **more) -> list[str]:
    taken = Taken(**{"minute": "4.2", "words": "Sample: the board decided it.", **more})
    with office.writing() as session:
        rows = enter_decision(session, office[by], TODAY, meeting, taken)
        return [f"{row.__tablename__}-{row.key}" for row in rows]


def review(office, by, *items, verdict=Verdict.ACCEPTED, comment="") -> None:
    with office.writing() as session:
        named = [Item.parse(item) for item in items]
        reviewing.review_all(session, office[by], named, verdict, comment)


def closure_on(office, day, closing=None):
    closing = closing or datetime.now(UTC) + timedelta(days=1)
    with office.reading() as session:
        register = read_register(session, day, closing)
    calls = [call for cell in register.cells.values() for call in cell.calls]
    return next(call.closure for call in calls if call.id == office.call())


def test_the_last_meeting_is_the_latest_before_a_day_that_was_not_called_off(office) -> None:
    with office.reading() as session:
        assert last_meeting(session, TODAY) is None
    held(office, date(2026, 9, 10))
    latest = held(office, HELD)
    with office.writing() as session:
        off = convene(session, office["EDITH"], TODAY, Convened(date(2026, 11, 20), "Sample")).key
        call_off(session, office["EDITH"], off)
        convene(session, office["EDITH"], TODAY, Convened(date(2026, 12, 3), "Sample"))
    with office.reading() as session:
        assert last_meeting(session, TODAY) == HELD
        assert last_meeting(session, HELD) == date(2026, 9, 10)
        assert next_meeting(session, TODAY) == date(2026, 12, 3)
    with office.writing() as session:
        told = Convened(date(2026, 11, 11), "Sample agenda", "B/7")
        change_meeting(session, office["AMARA"], TODAY, latest, told)
    with office.reading() as session:
        assert last_meeting(session, TODAY) == date(2026, 11, 11)
        assert [one.on.day for one in read_meetings(session)] == [3, 20, 11, 10]
        assert read_meeting(session, latest).id == latest


@pytest.mark.parametrize(
    ("told", "field", "sentence"),
    [
        (Convened(None, "Sample"), "on", "Give the day"),
        (Convened(HELD, " "), "agenda", "Say in a line"),
        (Convened(HELD, "Sample", "B/8"), "on", "There is a meeting on 12 November 2026 already."),
        (Convened(date(2026, 12, 3), "Sample", "B/8"), "minutes", "has not been held yet"),
        (Convened(date(2026, 11, 1), "Asked by Daw Sample"), "agenda", "looks like a person"),
        (Convened(date(2026, 11, 1), "Ring +44 7911 123456"), "agenda", "telephone"),
        (Convened(date(2026, 11, 1), "x" * 2_001), "agenda", "too many"),
    ],
)
def test_a_meeting_that_is_told_wrongly_is_refused_beside_its_field(
    office, told, field, sentence
) -> None:
    held(office)
    with office.writing() as session, pytest.raises(Refused) as refused:
        convene(session, office["EDITH"], TODAY, told)
    assert sentence in refused.value.sentences[field]


def test_of_two_who_change_a_meeting_the_second_is_told(office) -> None:
    meeting = held(office)
    with office.writing() as session:
        change_meeting(session, office["EDITH"], TODAY, meeting, Convened(HELD, "Sample B", "B/7"))
    with office.writing() as session, pytest.raises(Changed, match="EDITH changed this meeting"):
        change_meeting(session, office["EMIL"], TODAY, meeting, Convened(HELD, "Sample C", "B/7"))


def test_a_call_is_closed_once_a_second_person_confirms_the_decision_and_not_before(
    office,
) -> None:
    meeting = held(office)
    (name,) = enter(office, meeting, closes=True, calls=[office.call()])
    assert closure_on(office, TODAY) is None
    review(office, "BORIS", name)
    told = closure_on(office, TODAY)
    assert told is not None
    assert (told.on, told.minute, told.reason) == (HELD, "4.2", "Sample: the board decided it.")
    assert closure_on(office, HELD - timedelta(days=1)) is None
    before_review = datetime.now(UTC) - timedelta(hours=1)
    assert closure_on(office, TODAY, before_review) is None
    with office.reading() as session:
        assert is_closed(session, office.call())


def test_a_call_that_was_closed_is_opened_again_by_a_later_decision(office) -> None:
    first, second = held(office, date(2026, 9, 10)), held(office)
    review(office, "RUTH", *enter(office, first, closes=True, calls=[office.call()]))
    review(office, "RUTH", *enter(office, second, closes=False, calls=[office.call()]))
    assert closure_on(office, date(2026, 10, 1)) is not None
    assert closure_on(office, TODAY) is None
    with office.reading() as session:
        assert not is_closed(session, office.call())


@pytest.mark.parametrize("by", ["EMIL", "EDITH"])
def test_what_the_board_decided_is_confirmed_by_neither_an_editor_nor_its_author(
    office, by
) -> None:
    (closed,) = enter(office, held(office), closes=True, calls=[office.call()])
    with pytest.raises(Refused, match="is confirmed by a reviewer, a board member or an admin"):
        review(office, by, closed)
    (mine,) = enter(office, held(office, TODAY, "AMARA"), "AMARA", what=Decided.NOTED)
    with pytest.raises(Refused, match="You recorded it yourself; a second person"):
        review(office, "AMARA", mine)


@pytest.mark.parametrize("by", ["BORIS", "RUTH"])
def test_the_board_and_reviewers_do_not_enter_what_they_confirm(office, by) -> None:
    meeting = held(office)
    with pytest.raises(NotAllowed, match="Editors and administrators record"):
        enter(office, meeting, by, what=Decided.APPROVED)


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"minute": " ", "what": Decided.NOTED}, "minute", "Give the number of the minute"),
        ({"words": "", "what": Decided.NOTED}, "words", "Say in a sentence"),
        ({}, "what", "Choose what was decided"),
        ({"closes": True}, "calls", "Choose at least one measure"),
        ({"words": "U Sample moved it.", "what": Decided.NOTED}, "words", "without names"),
        ({"closes": False, "calls": [1]}, "calls", "One of them is not closed"),
    ],
)
def test_a_decision_that_is_incomplete_is_refused_with_nothing_entered(
    office, more, field, sentence
) -> None:
    meeting = held(office)
    with pytest.raises(Refused) as refused:
        enter(office, meeting, **more)
    assert sentence in refused.value.sentences[field]
    with office.reading() as session:
        assert read_meeting(session, meeting).decisions == ()


def test_a_meeting_decides_nothing_before_it_was_held_nor_once_it_was_called_off(office) -> None:
    with office.writing() as session:
        to_come = convene(session, office["EDITH"], TODAY, Convened(date(2026, 12, 3), "Sample"))
        off = convene(session, office["EDITH"], TODAY, Convened(date(2026, 11, 3), "Sample"))
        call_off(session, office["EDITH"], off.key)
    with pytest.raises(Refused, match="is on 3 December 2026; what it decides is entered once"):
        enter(office, to_come.key, what=Decided.NOTED)
    with pytest.raises(Refused, match="called off"):
        enter(office, off.key, what=Decided.NOTED)


def test_what_two_people_enter_on_one_call_is_settled_one_after_the_other(office) -> None:
    meeting = held(office)
    (name,) = enter(office, meeting, closes=True, calls=[office.call()])
    with pytest.raises(Refused, match="EDITH has entered a decision on one of them"):
        enter(office, meeting, "AMARA", closes=True, calls=[office.call()])
    review(office, "RUTH", name, verdict=Verdict.SENT_BACK, comment="The minute is 4.3.")
    (again,) = enter(office, meeting, minute="4.3", closes=True, calls=[office.call()])
    with pytest.raises(Refused, match="another took its place"):
        review(office, "RUTH", name)
    review(office, "RUTH", again)
    with office.reading() as session:
        assert [told.minute for told in read_meeting(session, meeting).decisions] == ["4.3"]


def test_only_its_author_takes_an_entry_back_and_only_while_nobody_has_confirmed_it(
    office,
) -> None:
    meeting = held(office)
    (noted,) = enter(office, meeting, what=Decided.NOTED)
    (closed,) = enter(office, meeting, closes=True, calls=[office.call()])
    number = int(closed.rpartition("-")[2])
    with office.writing() as session, pytest.raises(NotAllowed, match="Only who entered"):
        take_decision_back(session, office["EMIL"], "closure", number)
    with office.writing() as session:
        gone = take_decision_back(session, office["EDITH"], "closure", number).key
    for name in (closed, f"closure-{gone}"):
        with pytest.raises(Refused, match="taken back"):
            review(office, "RUTH", name)
    review(office, "RUTH", noted)
    number = int(noted.rpartition("-")[2])
    with office.writing() as session, pytest.raises(Refused, match="has been reviewed"):
        take_decision_back(session, office["EDITH"], "decision", number)
    with office.writing() as session, pytest.raises(Refused, match="it was held"):
        call_off(session, office["EDITH"], meeting)


def test_who_a_decision_waits_for_is_counted_as_it_is_listed(office) -> None:
    meeting = held(office)
    enter(office, meeting, what=Decided.ASKED_FOR)
    enter(office, meeting, closes=True, calls=[office.call()])
    (taken_back,) = enter(office, meeting, what=Decided.NOTED)
    with office.writing() as session:
        number = int(taken_back.rpartition("-")[2])
        take_decision_back(session, office["EDITH"], "decision", number)
    with office.reading() as session:
        waiting = [one for one in read_waiting(session) if one.decided]
        assert [one.lines[0] for one in waiting] == [
            "Meeting of 12 November 2026, minute 4.2",
            "Meeting of 12 November 2026, minute 4.2",
        ]
        for code, role in ROLES.items():
            listed = count_for(read_waiting(session, role, office[code]), office[code], role)
            assert read_desk(session, office[code], role).waiting == listed


def test_the_board_is_asked_to_close_until_it_has_decided(office) -> None:
    calls = [office.call(), office.call(measure=1)]
    with office.writing() as session:
        propose_closing(session, office["EDITH"], calls, "Sample: it is done.")
        propose_closing(session, office["EMIL"], calls[:1], "Sample: it is done, and more.")
    with office.reading() as session:
        asked = read_proposed_closures(session)
        assert [(one.call, one.reason) for one in asked] == [
            (calls[1], "Sample: it is done."),
            (calls[0], "Sample: it is done, and more."),
        ]
    meeting = held(office, TODAY)
    refused = enter(office, meeting, what=Decided.NOT_APPROVED, calls=calls[:1])
    closed = enter(office, meeting, closes=True, calls=calls[1:])
    with office.reading() as session:
        assert len(read_proposed_closures(session)) == 2
    review(office, "BORIS", *refused, *closed)
    with office.reading() as session:
        assert read_proposed_closures(session) == ()
    with office.writing() as session, pytest.raises(Refused, match="It is closed already"):
        propose_closing(session, office["EDITH"], calls[1:], "Sample.")


def test_a_proposal_to_close_is_taken_back_by_whoever_records(office) -> None:
    with office.writing() as session:
        (row,) = propose_closing(session, office["EDITH"], [office.call()], "Sample: it is done.")
        with pytest.raises(NotAllowed):
            take_proposal_back(session, office["BORIS"], row.key)
        take_proposal_back(session, office["EMIL"], row.key)
        with pytest.raises(Refused, match="not asked that any more"):
            take_proposal_back(session, office["EMIL"], row.key)
    with office.reading() as session:
        assert read_proposed_closures(session) == ()


def test_what_is_on_record_of_a_meeting_is_never_changed(office, try_sql) -> None:
    meeting = held(office)
    enter(office, meeting, what=Decided.NOTED)
    enter(office, meeting, closes=True, calls=[office.call()])
    with office.writing() as session:
        propose_closing(session, office["EDITH"], [office.call(measure=1)], "Sample.")
    for table in ("boardmeeting", "decision", "closure", "closureproposal"):
        assert "append-only" in try_sql(f"DELETE FROM {table}")
        assert "append-only" in try_sql(f"UPDATE {table} SET recorded_by = 1")
