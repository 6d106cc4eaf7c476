"""What reads otherwise than in the edition before: statuses and counts, and no word of it."""

from dataclasses import replace
from datetime import date

import pytest

from exports.comparing import since
from exports.full_pack import FullPack
from exports.pack import PrintedQuote
from recommendations.vocabulary import Status


@pytest.fixture
def earlier(samples) -> FullPack:
    brief = samples.full()
    edition = {"edition": "Edition 2", "draft": False, "as_of": date(2026, 5, 3)}
    return samples.pack(replace(brief, **edition))


@pytest.fixture
def now(samples) -> FullPack:
    return samples.pack(samples.full())


def with_finding(pack: FullPack, **changed) -> FullPack:
    """The first finding of the first recommendation, otherwise."""
    one = pack.recommendations[0]
    (cell,) = one.cells
    findings = (replace(cell.ask.findings[0], **changed), *cell.ask.findings[1:])
    cell = replace(cell, ask=replace(cell.ask, findings=findings))
    return replace(pack, recommendations=(replace(one, cells=(cell,)), *pack.recommendations[1:]))


def test_where_nothing_changed_nothing_is_told(earlier, now) -> None:
    last = since(earlier, now)
    assert (last.edition, last.as_of) == ("Edition 2", date(2026, 5, 3))
    assert (last.findings, last.positions, last.told) == ((), (), ())


def test_a_reason_in_other_words_is_no_change(earlier, now) -> None:
    assert since(earlier, with_finding(now, reason="Sample reason, spelt right.")).findings == ()


def test_a_status_is_told_with_the_one_before_and_no_other_word_of_it(earlier, now) -> None:
    was = with_finding(
        earlier, status=Status.FIRST_STEP, reading="first step", measure="A label of then"
    )
    last = since(was, now)
    (changed,) = last.findings
    assert (changed.before, changed.after) == (Status.FIRST_STEP, Status.PARTLY_IN_EFFECT)
    assert (changed.measure, changed.on) == ("Financial aid", date(2026, 5, 18))
    assert "A label of then" not in repr(last)


def test_measures_of_a_new_split_are_compared_with_the_recommendation_as_a_whole(
    earlier, now
) -> None:
    one = earlier.recommendations[0]
    (cell,) = one.cells
    whole = replace(cell.ask.findings[2], measure="", status=Status.NOT_YET_ASSESSED)
    cell = replace(
        cell,
        ask=replace(cell.ask, findings=(replace(whole, reading="not yet assessed"),)),
        measures=(replace(cell.measures[0], ref=""),),
    )
    was = replace(earlier, recommendations=(replace(one, cells=(cell,)),))
    assert [c.before for c in since(was, now).findings] == [Status.NOT_YET_ASSESSED] * 3


def test_another_position_is_told(earlier, now) -> None:
    one = earlier.recommendations[0]
    (cell,) = one.cells
    silent = replace(cell, ask=replace(cell.ask, positions=()), said="no position on record")
    rest = earlier.recommendations[1:]
    was = replace(earlier, recommendations=(replace(one, cells=(silent,)), *rest))
    (changed,) = since(was, now).positions
    assert (changed.before, changed.after) == ("no position on record", "agreed in part")
    assert changed.on == date(2026, 3, 3)


def test_what_is_gone_is_counted_and_not_named(earlier, now) -> None:
    gone = replace(now, recommendations=now.recommendations[:1])
    last = since(earlier, gone)
    assert last.told == (
        "Recommendations of the last edition that are in it no more: one.",
        "Quotations of the last edition that are in it no more: four.",
    )
    assert "anctions" not in repr(last)


def test_a_new_quotation_and_another_ask_are_told(earlier, now) -> None:
    one = now.recommendations[0]
    (cell,) = one.cells
    asked = (replace(cell.ask.asked[0], sentence="We ask for something else."),)
    cell = replace(cell, ask=replace(cell.ask, asked=asked))
    new = PrintedQuote("Q99", "Sample words.", 1)
    changed = replace(one, cells=(cell,), grounds=(*one.grounds, new))
    told = since(earlier, replace(now, recommendations=(changed, *now.recommendations[1:]))).told
    assert told == (
        "What we ask of Sample Union on recommendation 1 has changed.",
        "Quotations that were not in the last edition: one.",
    )
