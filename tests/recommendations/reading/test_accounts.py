"""One thing told in two ways. Every sentence here is invented."""

from datetime import date

import pytest

from recommendations.reading.accounts import Cited, in_two_ways, otherwise, sentences
from recommendations.reading.addresses import day_in, page_of
from recommendations.reading.discrepancies import find_in_text

EVENT = "The sample council released {n} sample prisoners from the old sample camp on {day}."


def told(one: str, other: str) -> list[str]:
    return [what for _, _, what in otherwise(sentences(one), sentences(other))]


def event(n: str = "40", day: str = "3 May 2026") -> str:
    return EVENT.format(n=n, day=day)


def test_one_event_with_another_day_or_number_is_told_and_nothing_else() -> None:
    assert told(event(), event(day="May 4, 2026")) == ["dated 2026-05-03 here and 2026-05-04 there"]
    assert told(event(), event(n="1,040")) == ["told with 40 here and 1040 there"]
    assert told(event(), event()) == []
    assert told(event(), "The sample council released 30 sample cows into the green field.") == []
    assert told(event(), event(day="May 2026")) == []
    assert told("Short: 40 came.", "Short: 50 came.") == []


def test_a_sentence_knows_its_place() -> None:
    text = f"First words.  {event()} Last words."
    (one,) = sentences(text, start=100)
    assert text[one.start - 100 : one.end - 100] == event()


def work(by: str, **more) -> Cited:
    given = {"author": "", "title": "", "on": None, "url": "", **more}
    return Cited(by=by, start=0, end=1, **given)


MAY = date(2026, 5, 3)
TITLE = "Sample Council Opens Its Doors Again"


@pytest.mark.parametrize(
    ("one", "other", "parts"),
    [
        ({"title": TITLE, "on": MAY}, {"title": TITLE, "on": date(2026, 5, 4)}, ["day"]),
        ({"title": TITLE, "on": MAY}, {"title": TITLE}, []),
        (
            {"title": TITLE, "url": "https://sample.example/a/"},
            {"title": "Something else entirely was said", "url": "http://www.sample.example/a"},
            ["title"],
        ),
        (
            {"title": TITLE, "url": "https://sample.example/a"},
            {"title": "Opens Its Doors", "url": "https://sample.example/a#part"},
            [],
        ),
        (
            {"title": TITLE, "author": "Sample Radcliffe"},
            {"title": TITLE, "author": "Ratcliffe, Sample"},
            ["author"],
        ),
        ({"title": TITLE, "author": "Ann Sample"}, {"title": TITLE, "author": "Bo Other"}, []),
        ({"title": "Sample News", "on": MAY}, {"title": "Sample News"}, []),
    ],
)  # fmt: skip
def test_one_work_is_known_by_its_address_or_its_long_title(one, other, parts) -> None:
    found = in_two_ways([work("here", **one), work("there", **other), work("elsewhere")])
    assert [account.part for account in found] == parts


def test_the_page_itself_has_no_slash_at_its_end_and_nothing_that_follows_it() -> None:
    same = (
        "https://www.Sample.example/a/", "http://sample.example/a", "https://sample.example/a#b",
        "https://sample.example/a/?utm_source=x&CMP=y",
    )  # fmt: skip
    assert {page_of(url) for url in same} == {"sample.example/a"}
    assert page_of("https://sample.example/a?id=1") != page_of("https://sample.example/a?id=2")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://sample.example/2024/jan/29/words", date(2024, 1, 29)),
        ("https://sample.example/news/words-2024-01-02/", date(2024, 1, 2)),
        ("https://sample.example/words-04072023151527.html", date(2023, 4, 7)),
        ("https://sample.example/2024/13/40/words", None),
        ("https://sample.example/2024/05/words", None),
        ("https://sample.example/?day=2024-01-02", None),
    ],
)
def test_the_day_that_an_address_says(url: str, day: date | None) -> None:
    assert day_in(url) == day


def test_what_is_odd_in_any_text() -> None:
    text = "Sample. On 31 April 2026 it met, see https://sample and https://sample.example/a-."
    found = find_in_text(text)
    assert [text[slice(*one.places[0])] for one in found] == [
        "31 April 2026", "https://sample", "https://sample.example/a-",
    ]  # fmt: skip
    assert find_in_text("Sample. On 30 April 2026 it met.") == ()
