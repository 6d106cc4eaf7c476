"""Measures: the split of a recommendation in its own words."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from recommendations import searching, splitting
from recommendations.errors import NotAllowed, Refused
from recommendations.models import Call, Measure, Recommendation, Source
from recommendations.register.register import read_register
from recommendations.reviewing import Item, review_item
from recommendations.vocabulary import MeasureKind, Verdict

TODAY = date(2026, 11, 22)
LATER = datetime(2100, 1, 1, tzinfo=UTC)


def entered(words, **more) -> dict:
    return {
        "label": "Sample label",
        "words": words,
        "kind": MeasureKind.ONE_OFF,
        "done_when": "Sample: a published act names it.",
        **more,
    }


def proposal(office) -> tuple[Measure, str]:
    with office.reading() as session:
        row = session.exec(select(Measure).order_by(col(Measure.id))).first()
        told = session.get_one(Recommendation, row.recommendation)
        return row, session.get_one(Source, told.source).text[row.start : row.end]


def test_a_measure_is_accepted_with_its_own_words_a_label_and_a_test_of_done(office) -> None:
    row, words = proposal(office)
    wrong = [
        (entered("words that nobody recommended"), "words"),
        (entered(words, label=" "), "label"),
        (entered(words, label="x" * 121), "label"),
        (entered(words, done_when=""), "done_when"),
    ]
    for more, field in wrong:
        with office.writing() as session, pytest.raises(Refused) as refused:
            splitting.accept_measure(session, office["EDITH"], row.key, **more)
        assert list(refused.value.sentences) == [field]
        with office.reading() as session:
            unchanged = session.get_one(Measure, row.key)
            assert (unchanged.label, unchanged.recorded_by) == (row.label, None)
    with office.writing() as session, pytest.raises(NotAllowed):
        splitting.accept_measure(session, office["RUTH"], row.key, **entered(words))
    with office.writing() as session:
        splitting.accept_measure(session, office["EDITH"], row.key, **entered(words))
    with office.reading() as session:
        accepted = session.get_one(Measure, row.key)
        assert (accepted.recorded_by, accepted.start, accepted.end) == (
            office["EDITH"],
            row.start,
            row.end,
        )


def test_a_further_measure_is_called_for_from_the_same_addressees(office) -> None:
    row, words = proposal(office)
    with office.writing() as session:
        added = splitting.add_measure(
            session, office["EDITH"], row.recommendation, **entered(words.split()[0])
        )
        of_first = select(Call.addressee).where(Call.measure == row.id)
        of_added = select(Call.addressee).where(Call.measure == added.id)
        assert set(session.exec(of_added)) == set(session.exec(of_first))
        assert set(session.exec(of_first))


def test_a_measure_that_findings_rest_on_stays(office) -> None:
    row, words = proposal(office)
    with office.writing() as session:
        added = splitting.add_measure(
            session, office["EDITH"], row.recommendation, **entered(words)
        ).key
    with office.writing() as session:
        splitting.drop_measure(session, office["EDITH"], added)
    with office.reading() as session:
        assert session.exec(select(Call).where(Call.measure == added)).all() == []
        call = session.exec(select(Call).where(Call.measure == row.id)).first().key
    with office.writing() as session:
        searching.looked(
            session,
            office["EDITH"],
            date(2026, 11, 22),
            [call],
            on=date(2026, 11, 22),
            places="the sample site",
        )
    with office.writing() as session, pytest.raises(Refused, match="stays"):
        splitting.drop_measure(session, office["EDITH"], row.key)


def accepted(office) -> tuple[int, str]:
    """A measure that two people have agreed on, and its words."""
    row, words = proposal(office)
    with office.writing() as session:
        splitting.accept_measure(session, office["EDITH"], row.key, **entered(words))
    review(office, row.key)
    return row.key, words


def review(office, measure: int) -> None:
    with office.writing() as session:
        review_item(session, office["RUTH"], Item("measure", measure), Verdict.ACCEPTED)


def split(office, day: date = TODAY, closing: datetime = LATER) -> tuple[list[int], list[int]]:
    """The measures of the first recommendation that count, and those that wait."""
    with office.reading() as session:
        told = read_register(session, day, closing).recommendations[0]
        return [m.id for m in told.measures], [m.id for m in told.new_split]


def test_a_new_split_takes_the_place_of_a_reviewed_measure_once_it_is_reviewed(office) -> None:
    first, words = accepted(office)
    before, _ = split(office)
    better = entered(words, label="Sample, better told")
    with office.writing() as session:
        made = splitting.supersede_measure(session, office["EDITH"], first, **better)
        newer = made.key
        assert (made.supersedes, made.place) == (first, session.get_one(Measure, first).place)
        calls = [
            {c.addressee for c in session.exec(select(Call).where(Call.measure == measure))}
            for measure in (first, newer)
        ]
        assert calls[0] == calls[1] != set()
    assert split(office) == (before, [newer])
    at = datetime.now(UTC)
    review(office, newer)
    assert split(office) == ([newer if one == first else one for one in before], [])
    assert split(office, closing=at) == (before, [newer])
    with office.writing() as session:
        kept = session.get_one(Measure, first)
        assert (kept.label, kept.recorded_by) == ("Sample label", office["EDITH"])
        with pytest.raises(Refused, match="taken its place already"):
            splitting.supersede_measure(session, office["EDITH"], first, **better)


def test_only_what_was_reviewed_is_superseded_and_only_by_something_else(office) -> None:
    row, words = proposal(office)
    with office.writing() as session, pytest.raises(Refused, match="has not been reviewed yet"):
        splitting.supersede_measure(session, office["EDITH"], row.key, **entered(words))
    first, words = accepted(office)
    for by, more, error in (
        ("RUTH", entered(words, label="Other"), NotAllowed),
        ("EDITH", entered("words that nobody recommended"), Refused),
        ("EDITH", entered(words), Refused),
    ):
        with office.writing() as session, pytest.raises(error):
            splitting.supersede_measure(session, office[by], first, **more)
    assert split(office)[1] == []


def test_two_measures_take_the_place_of_one(office) -> None:
    first, words = accepted(office)
    halves = (words[: len(words) // 2].strip(), words[len(words) // 2 :].strip())
    made = []
    for half in halves:
        with office.writing() as session:
            row = splitting.supersede_measure(session, office["EDITH"], first, **entered(half))
            made.append(row.key)
    for one in made:
        review(office, one)
    count, waiting = split(office)
    assert first not in count
    assert set(made) <= set(count)
    assert waiting == []
