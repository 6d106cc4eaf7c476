"""Where words stand once a typing mistake was put right. The texts are invented."""

import pytest

from recommendations.records import corrections
from recommendations.records.corrections import moved

BEFORE = "The desk siad that it would look at teh report. It asked for tmie, and for quiet."
AFTER = "The desk said that it would look at the report. It asked for time, and for quiet."


@pytest.mark.parametrize(
    ("words", "become"),
    [
        ("it would look", "it would look"),
        ("look at teh report", "look at the report"),
        ("siad", "said"),
        ("ia", "said"),
        ("The desk", "The desk"),
        ("quiet.", "quiet."),
        (BEFORE, AFTER),
    ],
)
def test_words_are_found_where_they_stand_without_the_mistake(words: str, become: str) -> None:
    start = BEFORE.index(words)
    ((a, b),) = moved(BEFORE, AFTER, [(start, start + len(words))])
    assert AFTER[a:b] == become


def test_of_very_long_texts_all_between_the_differences_is_one_place(monkeypatch) -> None:
    monkeypatch.setattr(corrections, "MOST", 3)
    start = BEFORE.index("it would")
    ((a, b),) = moved(BEFORE, AFTER, [(start, start + 8)])
    assert AFTER[a:b] == AFTER[9 : AFTER.index(", and") + 1]
    start = BEFORE.index("quiet")
    assert moved(BEFORE, AFTER, [(start, start + 5)]) == [(start, start + 5)]


def test_words_that_were_taken_out_stand_nowhere() -> None:
    ((a, b),) = moved("One two three.", "One three.", [(4, 7)])
    assert a >= b or "two" not in "One three."[a:b]
