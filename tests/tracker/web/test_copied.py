"""Words that were said to us and stand in a source of others: the pages say so at once, and two
people can decide that they were published there. Everything here is invented."""

from datetime import date

import pytest

from recommendations import triage
from recommendations.quoting import add_source, quote_words
from recommendations.records.descriptions import Described
from recommendations.vocabulary import SourceKind

DAY = date(2026, 3, 1)
SAID = "We were told to burn the sample village and I left that night with two others."


@pytest.fixture
def copied(service, people) -> tuple[int, int, int]:
    """A quote of a letter, a page of news that repeats it, and a quote of that."""
    with service.database.writing() as session:
        by, today = people["EDITH"], service.today()
        said = Described(SourceKind.LETTER, "", "", DAY, private=True)
        letter = add_source(session, by, today, said, text=f"Dear all, {SAID}")
        first = quote_words(session, by, letter.key, SAID)
        said = Described(SourceKind.NEWS, "Sample news", "Sample paper", DAY)
        news = add_source(session, by, today, said, text=f"Sample. {SAID.upper()} Rain.")
        return first.key, news.key, quote_words(session, by, news.key, SAID.upper()).key


def test_a_source_and_its_quotes_say_at_once_where_their_words_stand_as_well(
    signed_in, copied: tuple[int, int, int]
) -> None:
    first, news, quote = copied
    editor = signed_in("EDITH")
    source = editor.get(f"/sources/{news}").text
    assert "Some of its words stay inside, because they also stand elsewhere" in source
    assert f'href="/quotes/{first}">Q{first}, Letter to us</a>' in source
    page = editor.get(f"/quotes/{quote}").text
    assert f'These words also stand in <a href="/quotes/{first}">Q{first}, Letter to us</a>' in page
    assert "There they stay inside, and so they do here." in page
    assert "Its words were said to us as well, and nobody has let them leave there." in page


def test_two_people_decide_that_a_source_has_published_what_was_said_to_us(
    signed_in, copied: tuple[int, int, int]
) -> None:
    _, news, quote = copied
    editor, told = signed_in("EDITH"), f"/quotes/{quote}"
    assert f'href="/start/published#s{news}"' in editor.get(told).text
    form = editor.get("/start/published").text
    assert f'id="s{news}"' in form
    assert "Some of its words were said to us as well" in form
    decided = {"source": news, "decided_by": "the sample board", "why": "It is in the news."}
    answer = editor.post("/start/published", {**decided, "decided_on": "2026-03-02"})
    assert answer.status_code == 303
    assert "nobody has let them leave there" in editor.get(told).text
    signed_in("RUTH").post("/review", {"item": "publisheddecision-1"})
    page = editor.get(told).text
    assert "nobody has let them leave there" not in page
    assert "Not answered, or not reviewed yet: graphic" in page
    assert f'href="/triage/{quote}"' in page
    assert "How graphic is it?" in editor.get(f"/triage/{quote}").text


def test_withdrawn_words_stay_inside_in_the_copy_and_only_administrators_read_them(
    signed_in, service, people, copied: tuple[int, int, int]
) -> None:
    first, news, quote = copied
    with service.database.writing() as session:
        triage.withdraw(session, people["EDITH"], first, "Sample.")
    page = signed_in("EDITH").get(f"/quotes/{quote}").text
    assert "It was withdrawn." in page
    assert "BURN THE SAMPLE" not in page + signed_in("EDITH").get(f"/sources/{news}").text
    assert "BURN THE SAMPLE" in signed_in("AMARA").get(f"/quotes/{quote}").text
