"""Measures: the split of a recommendation in its own words."""

from datetime import date

import pytest
from sqlmodel import select

from recommendations import searching, splitting
from recommendations.errors import NotAllowed, Refused
from recommendations.models import Call, Measure, Recommendation, Source
from recommendations.vocabulary import MeasureKind


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
        row = session.exec(select(Measure)).first()
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
