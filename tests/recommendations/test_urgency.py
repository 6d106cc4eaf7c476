"""What of the work comes first."""

import random
from datetime import date, timedelta

import pytest

from recommendations.urgency import (
    LONGEST_SNOOZE,
    Urgency,
    WorkFact,
    in_order,
    refresh_by,
    urgency,
    wrong_snooze,
)
from recommendations.vocabulary import Precision, WorkKind

DAY = date(2026, 11, 22)


def fact(kind: WorkKind, due: int | None = None, since: int = 0, key: str = "") -> WorkFact:
    """Days from today on."""
    return WorkFact(
        key or kind.value,
        kind,
        DAY - timedelta(days=since),
        DAY + timedelta(days=due) if due is not None else None,
    )


def test_what_is_late_comes_first_then_what_is_near_then_safety_then_who_waits() -> None:
    wanted = [
        fact(WorkKind.EXPIRY, due=-40),
        fact(WorkKind.REPLY, due=-1),
        fact(WorkKind.PACK, due=0),
        fact(WorkKind.FOLLOW_UP, due=14),
        fact(WorkKind.LOST, since=1),
        fact(WorkKind.SENT_BACK, since=1),
        fact(WorkKind.REVIEW, since=90),
        fact(WorkKind.EXPIRY, due=15, key="later"),
        fact(WorkKind.STALLED, since=400),
        fact(WorkKind.OLD, since=2),
        fact(WorkKind.UNUSED, since=900),
    ]
    shuffled = random.Random(1).sample(wanted, len(wanted))
    assert sorted(shuffled, key=lambda one: in_order(one, DAY)) == wanted
    assert [urgency(one, DAY) for one in wanted] == [
        *[Urgency.OVERDUE] * 2,
        *[Urgency.SOON] * 2,
        Urgency.SAFETY,
        *[Urgency.WAITED_FOR] * 2,
        *[Urgency.LATER] * 4,
    ]


def test_a_consent_is_for_safety_before_its_day_is_near_and_late_after_it() -> None:
    for due, said in ((20, Urgency.SAFETY), (10, Urgency.SOON), (-1, Urgency.OVERDUE)):
        assert urgency(fact(WorkKind.CONSENT, due=due), DAY) is said


def test_our_own_rhythm_is_never_late() -> None:
    assert urgency(fact(WorkKind.OLD, due=-500, since=500), DAY) is Urgency.LATER


def test_of_two_alike_the_older_comes_first_and_then_the_key_decides() -> None:
    old, young = fact(WorkKind.OLD, since=200), fact(WorkKind.OLD, since=190)
    assert in_order(old, DAY) < in_order(young, DAY)
    assert in_order(fact(WorkKind.OLD, key="a"), DAY) < in_order(fact(WorkKind.OLD, key="b"), DAY)


def test_a_pack_is_refreshed_three_weeks_before_the_first_day_they_may_decide() -> None:
    assert refresh_by(date(2027, 4, 30), Precision.DAY) == date(2027, 4, 9)
    assert refresh_by(date(2027, 4, 30), Precision.MONTH) == date(2027, 3, 11)
    assert refresh_by(date(2027, 12, 31), Precision.YEAR) == date(2026, 12, 11)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (DAY - timedelta(days=1), "a day to come"),
        (DAY, "a day to come"),
        (DAY + LONGEST_SNOOZE + timedelta(days=1), "A year is the longest"),
    ],
)
def test_nothing_is_put_off_until_yesterday_or_for_more_than_a_year(until: date, said: str) -> None:
    assert said in wrong_snooze(until, DAY)
    assert wrong_snooze(DAY + LONGEST_SNOOZE, DAY) == ""
