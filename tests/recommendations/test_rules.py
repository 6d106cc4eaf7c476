"""The rules of the record, in sentences of the office. All facts are invented."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from recommendations import rules
from recommendations.rules import (
    AskFact,
    AssessmentFact,
    ClosureFact,
    Counted,
    EvidenceFact,
    PositionFact,
    SearchFact,
    contact,
    counting,
    counting_closure,
    counting_position,
    missing,
    missing_of_ask,
)
from recommendations.vocabulary import (
    ContactStatus,
    PositionValue,
    Precision,
    SourceKind,
    Stance,
    Status,
    Supersession,
)

DAY = date(2026, 11, 22)
EVENING = datetime.combine(DAY, time.max, UTC)
LOOKED = [SearchFact(DAY)]
WEEK = timedelta(days=7)


def quote(kind: SourceKind, publisher: str = "", stance: Stance = Stance.SUPPORTS, stands=True):
    return EvidenceFact(stance, kind, publisher, stands)


ACT = quote(SourceKind.OFFICIAL_ACT)
STATEMENT = quote(SourceKind.OFFICIAL_STATEMENT)
OURS = quote(SourceKind.REPORT)
NEWS = quote(SourceKind.NEWS, "The Sample Post")
OTHER_NEWS = quote(SourceKind.NEWS, "The Sample Times")
INDEPENDENT = quote(SourceKind.INDEPENDENT_REPORT)
STEPS = [
    Status.NOT_BEGUN,
    Status.FIRST_STEP,
    Status.PARTLY_IN_EFFECT,
    Status.NARROWED_OR_UNDONE,
    Status.CONTRARY,
]


def test_not_yet_assessed_is_never_recorded() -> None:
    assert "before anyone has looked" in missing(Status.NOT_YET_ASSESSED, [ACT], LOOKED)


def test_nothing_found_needs_a_search_and_no_quote() -> None:
    assert "needs a search" in missing(Status.NOTHING_FOUND, [ACT], [])
    assert missing(Status.NOTHING_FOUND, [], LOOKED) == ""


@pytest.mark.parametrize("status", STEPS)
def test_a_step_needs_a_quote_that_supports_it(status: Status) -> None:
    assert missing(status, [STATEMENT], []) == ""
    assert missing(status, [], LOOKED)
    assert missing(status, [quote(SourceKind.NEWS, stance=Stance.CONTRADICTS)], [])
    assert missing(status, [quote(SourceKind.NEWS, stance=Stance.CONTEXT)], [])
    assert missing(status, [quote(SourceKind.OFFICIAL_ACT, stands=False)], [])


@pytest.mark.parametrize("status", STEPS)
def test_our_own_report_never_shows_what_somebody_did(status: Status) -> None:
    assert "our own report" in missing(status, [OURS, quote(SourceKind.PANEL)], [])


def test_not_begun_is_told_apart_from_nothing_found() -> None:
    assert "it is “nothing found”" in missing(Status.NOT_BEGUN, [], [])
    assert "it is “nothing found”" not in missing(Status.FIRST_STEP, [], [])


@pytest.mark.parametrize("status", [Status.IN_EFFECT, Status.COMPLETED])
def test_what_is_done_needs_an_official_act_or_independent_confirmation(status: Status) -> None:
    for enough in ([ACT], [INDEPENDENT], [NEWS, OTHER_NEWS]):
        assert missing(status, enough, []) == ""
    for little in ([], [STATEMENT], [NEWS], [NEWS, NEWS], [OURS, NEWS], [STATEMENT, NEWS]):
        assert "two news sources" in missing(status, little, [])


def test_one_newsroom_in_two_spellings_is_one_news_source() -> None:
    assert not rules.is_confirmed([NEWS, quote(SourceKind.NEWS, "THE SAMPLE POST")])


def test_no_further_step_needs_a_search_and_a_step_before_it() -> None:
    assert "needs a search" in missing(Status.NO_FURTHER_STEP, [ACT], [], [Status.FIRST_STEP])
    assert "earlier step" in missing(Status.NO_FURTHER_STEP, [], LOOKED, [Status.NOTHING_FOUND])
    assert missing(Status.NO_FURTHER_STEP, [], LOOKED, [Status.FIRST_STEP]) == ""


def finding(id: int, status: Status, on: date, reviewed: datetime | None = EVENING, **more):
    more.setdefault("evidence", (ACT,))
    more.setdefault("searches", (SearchFact(on),))
    return AssessmentFact(id, status, on, reviewed_at=reviewed, **more)


def test_with_nothing_reviewed_a_call_is_not_yet_assessed() -> None:
    draft = finding(1, Status.FIRST_STEP, DAY, reviewed=None)
    assert counting([draft], DAY, EVENING) == Counted(None)
    assert counting([draft], DAY, EVENING).status is Status.NOT_YET_ASSESSED


def test_the_reviewed_finding_that_was_true_last_counts_whatever_was_entered_last() -> None:
    later = finding(1, Status.IN_EFFECT, DAY)
    earlier = finding(2, Status.FIRST_STEP, DAY - WEEK)
    assert counting([later, earlier], DAY, EVENING) == Counted(later)


def test_of_two_findings_for_one_day_the_one_reviewed_last_counts() -> None:
    first = finding(2, Status.FIRST_STEP, DAY, EVENING - WEEK)
    second = finding(1, Status.CONTRARY, DAY, EVENING)
    assert counting([second, first], DAY, EVENING).status is Status.CONTRARY


def test_a_past_day_knows_only_what_had_been_reviewed_by_its_end() -> None:
    known = finding(1, Status.FIRST_STEP, DAY - WEEK, EVENING - WEEK)
    later = finding(2, Status.IN_EFFECT, DAY - WEEK, EVENING)
    assert counting([known, later], DAY, EVENING - WEEK).assessment == known
    assert counting([known, later], DAY, EVENING).assessment == later


def test_what_is_true_only_later_does_not_count_yet() -> None:
    assert counting([finding(1, Status.FIRST_STEP, DAY + WEEK)], DAY, EVENING) == Counted(None)


def test_what_was_corrected_no_longer_counts_but_counted_until_then() -> None:
    wrong = finding(1, Status.IN_EFFECT, DAY - WEEK, EVENING - WEEK, replaced_at=EVENING)
    right = finding(2, Status.FIRST_STEP, DAY - WEEK, EVENING)
    assert counting([wrong, right], DAY, EVENING).assessment == right
    assert counting([wrong, right], DAY, EVENING - timedelta(hours=1)).assessment == wrong


def test_a_finding_that_lost_its_evidence_is_skipped_and_the_call_is_under_review() -> None:
    before = finding(1, Status.FIRST_STEP, DAY - WEEK)
    lost = (quote(SourceKind.OFFICIAL_ACT, stands=False),)
    after = finding(2, Status.IN_EFFECT, DAY, evidence=lost)
    assert counting([before, after], DAY, EVENING) == Counted(before, under_review=True)
    assert counting([after], DAY, EVENING) == Counted(None, under_review=True)


def test_only_corrections_and_spelling_put_an_earlier_record_right() -> None:
    assert [kind for kind in Supersession if rules.replaces(kind)] == [
        Supersession.CORRECTION,
        Supersession.SPELLING,
    ]
    assert not rules.replaces(None)


def position(id: int, value: PositionValue, on: date, reviewed: datetime | None = EVENING):
    return PositionFact(id, value, on, reviewed)


def test_the_latest_reviewed_position_counts() -> None:
    said = [
        position(1, PositionValue.AGREED, DAY - WEEK),
        position(2, PositionValue.NOT_ACCEPTED, DAY, None),
        position(3, PositionValue.ACKNOWLEDGED, DAY - 2 * WEEK),
    ]
    counted = counting_position(said, DAY, EVENING)
    assert counted is not None
    assert counted.value is PositionValue.AGREED
    assert counting_position(said, DAY - 3 * WEEK, EVENING) is None


@pytest.mark.parametrize(
    ("status", "until", "words"),
    [
        (Status.IN_EFFECT, None, "in effect"),
        (Status.IN_EFFECT, DAY, "in effect until 22 November 2026"),
        (
            Status.IN_EFFECT,
            DAY - timedelta(days=1),
            "in effect until 21 November 2026; renewal not assessed",
        ),
        (Status.COMPLETED, DAY - WEEK, "completed"),
    ],
)
def test_a_passed_end_is_said_and_never_silently_kept(status, until, words) -> None:
    assert rules.reading(status, until, DAY) == words


def test_measures_share_one_word_only_when_all_have_it() -> None:
    assert rules.together([Status.FIRST_STEP] * 3) == "first step"


def test_counts_in_words_put_the_worst_news_first() -> None:
    statuses = [Status.NOT_YET_ASSESSED, Status.PARTLY_IN_EFFECT, Status.NARROWED_OR_UNDONE]
    said = rules.together([*statuses, Status.PARTLY_IN_EFFECT])
    assert said == "1 narrowed or undone, 2 partly in effect, 1 not yet assessed"


def test_every_status_has_its_place_in_the_counts() -> None:
    assert sorted(rules.WORST_FIRST) == sorted(Status)


@pytest.mark.parametrize(
    ("status", "days", "last_sign", "stalled"),
    [
        (Status.FIRST_STEP, 180, None, True),
        (Status.FIRST_STEP, 179, None, False),
        (Status.PARTLY_IN_EFFECT, 400, None, True),
        (Status.PARTLY_IN_EFFECT, 400, DAY - WEEK, False),
        (Status.IN_EFFECT, 400, None, False),
    ],
)
def test_the_clock_proposes_no_further_step_after_180_days(
    status, days, last_sign, stalled
) -> None:
    counted = Counted(finding(1, status, DAY - timedelta(days=days)))
    assert rules.may_have_stalled(counted, last_sign, DAY) is stalled


def test_what_nobody_assessed_cannot_have_stalled() -> None:
    assert not rules.may_have_stalled(Counted(None), None, DAY)


@pytest.mark.parametrize(
    ("delivered", "said", "spoke", "status"),
    [
        ([], [], [], ContactStatus.NOT_SENT),
        ([DAY + WEEK], [], [], ContactStatus.NOT_SENT),
        ([], [], [DAY], ContactStatus.SPOKE),
        ([DAY - WEEK], [], [], ContactStatus.REPLY_INVITED),
        ([DAY - WEEK], [], [DAY], ContactStatus.SPOKE),
        ([DAY - WEEK], [DAY], [DAY], ContactStatus.REPLIED),
        ([DAY - WEEK], [DAY - 2 * WEEK], [], ContactStatus.REPLY_INVITED),
        ([DAY - timedelta(days=60)], [], [], ContactStatus.REPLY_INVITED),
        ([DAY - timedelta(days=61)], [], [], ContactStatus.NO_REPLY),
        ([DAY - timedelta(days=61), DAY - WEEK], [], [], ContactStatus.REPLY_INVITED),
    ],
)
def test_contact_says_what_stands_between_us_and_an_office(delivered, said, spoke, status) -> None:
    assert contact(DAY, delivered, said, spoke) is status


def test_an_office_with_a_longer_reply_window_is_given_it() -> None:
    sent = [DAY - timedelta(days=61)]
    assert contact(DAY, sent, [], window=timedelta(days=90)) is ContactStatus.REPLY_INVITED


def test_nobody_reviews_their_own_work_or_what_nobody_has_accepted() -> None:
    assert rules.may_review(reviewer=2, author=1)
    assert not rules.may_review(reviewer=1, author=1)
    assert not rules.may_review(reviewer=1, author=None)


def test_a_date_in_the_future_is_refused_with_a_sentence() -> None:
    assert rules.in_time(DAY, DAY) == ""
    assert rules.in_time(DAY + WEEK, DAY).startswith("29 November 2026 is in the future")


@pytest.mark.parametrize(
    ("day", "precision", "words"),
    [
        (date(2024, 10, 31), "month", "October 2024"),
        (date(2024, 10, 31), "year", "2024"),
        (date(2024, 10, 3), "day", "3 October 2024"),
        (None, "day", "no date"),
    ],
)
def test_a_source_is_dated_only_as_far_as_is_known(day, precision, words) -> None:
    assert rules.spoken_source_date(day, precision) == words


def test_three_letters_are_proposed_after_the_time_to_reply_and_then_none() -> None:
    month = timedelta(days=30)
    first, second, third = DAY + month, DAY + 3 * month, DAY + 9 * month
    assert rules.next_reminder(DAY, []) == DAY + timedelta(days=1)
    assert rules.next_reminder(DAY, [first]) == first + month
    assert rules.next_reminder(DAY, [first, second]) == second + month
    assert rules.next_reminder(DAY, [first, second, third]) is None


def test_small_numbers_are_words_and_large_ones_figures() -> None:
    assert [rules.counted(n) for n in (0, 1, 10, 11)] == ["none", "one", "ten", "11"]


def test_a_search_supports_only_what_was_so_by_the_day_of_looking() -> None:
    before, after = SearchFact(DAY - WEEK), SearchFact(DAY)
    assert rules.looked_since([before, after], DAY) == (after,)


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [
        (Precision.DAY, date(2024, 2, 7), date(2024, 2, 7)),
        (Precision.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        (Precision.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_date_reaches_as_far_as_it_is_known(
    precision: Precision, first: date, last: date
) -> None:
    assert rules.first_day(date(2024, 2, 7), precision) == first
    assert rules.last_day(date(2024, 2, 7), precision) == last


@pytest.mark.parametrize(
    ("name", "never"),
    [("Republic of the Union of Myanmar", True), ("Burma", True), ("Burma Campaign Sample", False)],
)
def test_the_state_of_myanmar_is_never_an_audience(name: str, never: bool) -> None:
    assert rules.is_never_an_audience(name) is never


def test_an_ask_is_ready_with_institution_instrument_a_date_to_come_and_a_test_of_done() -> None:
    whole = AskFact("the Sample Council", "adopt the sample act", DAY + WEEK)
    tests = ["Sample test of done.", "Another."]
    assert missing_of_ask(whole, tests, DAY) == ()
    everything = ("institution", "instrument", "date", "test of done")
    assert missing_of_ask(AskFact(" ", ""), [], DAY) == everything
    assert missing_of_ask(replace(whole, by=DAY), tests, DAY) == ("a date to come",)
    assert missing_of_ask(whole, ["Sample test of done.", " "], DAY) == ("test of done",)


def test_a_call_is_closed_by_the_latest_decision_of_the_board_that_was_confirmed_by_then() -> None:
    first = ClosureFact(1, True, DAY - 3 * WEEK, EVENING - 2 * WEEK)
    again = ClosureFact(2, False, DAY - WEEK, EVENING - WEEK)
    waits = ClosureFact(3, True, DAY)
    late = ClosureFact(4, True, DAY, EVENING + WEEK)
    closed = [(DAY - 3 * WEEK, EVENING - 3 * WEEK), (DAY - 4 * WEEK, EVENING)]
    for day, closing in closed:
        assert counting_closure([first], day, closing) is None
    assert counting_closure([first], DAY, EVENING) == first
    assert counting_closure([first, again, waits, late], DAY, EVENING) is None
    assert counting_closure([], DAY, EVENING) is None
