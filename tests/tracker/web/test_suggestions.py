"""Suggestions on the pages. What is recorded here is an invented sample."""

import pytest
from sqlmodel import select

from recommendations import quoting
from recommendations.models import Dismissal, Ground, Recommendation
from recommendations.records.descriptions import Described
from recommendations.vocabulary import SourceKind

WORDS = "The sample council put targeted sanctions on the economic interests of a sample bank."


@pytest.fixture
def quote(service, people) -> int:
    with service.database.writing() as session:
        described = Described(SourceKind.NEWS, "Sample report", "Sample Post", service.today())
        edith, text = people["EDITH"], f"Sample, invented for tests. {WORDS} No more."
        source = quoting.add_source(session, edith, service.today(), described, text=text).key
        return quoting.quote_words(session, people["EDITH"], source, WORDS).key


def test_a_suggestion_is_used_as_evidence_or_dismissed(signed_in, service, quote: int) -> None:
    edith, path = signed_in("EDITH"), "/recommendations/4/suggestions"
    assert path in edith.get("/recommendations/4/us").text
    page = edith.get(path).text
    assert "<mark" in page
    assert ">sanctions</mark>" in page
    assert "In common:" in page
    start = page.index(f"?quote={quote}&amp;call=")
    use = page[page.rindex('href="', 0, start) + 6 : page.index('"', start)].replace("&amp;", "&")
    assert f'name="use.{quote}" value="supports" checked' in edith.get(use).text
    offered = edith.get("/recommendations/4/us/update").text
    assert "May bear on it, by words in common" in offered
    assert offered.count(f'name="use.{quote}" value="supports"') == 1
    about = edith.get(f"/quotes/{quote}").text
    assert "What it may bear on" in about

    told = {"quote": quote, "answer": "dismiss", "from-quote": "on"}
    answer = edith.post(path, told)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/quotes/{quote}#bears")
    assert "What it may bear on" not in edith.get(f"/quotes/{quote}").text
    page = edith.get(path).text
    assert f'id="q{quote}"' not in page
    assert "1 quote said not to bear on it" in page
    edith.post(path, {"quote": quote, "answer": "again"})
    assert f'id="q{quote}"' in edith.get(path).text
    with service.database.reading() as session:
        assert [d.again for d in session.exec(select(Dismissal))] == [False, True]


def test_a_suggestion_of_the_report_becomes_a_ground(signed_in, service) -> None:
    edith = signed_in("EDITH")
    with service.database.reading() as session:
        report = session.exec(
            select(Ground.quote)
            .join(Recommendation, Recommendation.id == Ground.recommendation)
            .where(Recommendation.place == 4)
        ).first()
    path = "/recommendations/4/suggestions"
    assert f'id="q{report}"' in edith.get(path).text
    answer = edith.post(path, {"quote": report, "answer": "ground"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}#list")
    assert f'id="q{report}"' not in edith.get(path).text
    with service.database.reading() as session:
        (ground,) = session.exec(select(Ground).where(Ground.recorded_by.is_not(None)))
        assert ground.quote == report


def test_a_ground_that_was_dismissed_is_not_suggested_again(signed_in, service) -> None:
    edith = signed_in("EDITH")
    with service.database.reading() as session:
        ground = session.exec(
            select(Ground)
            .join(Recommendation, Recommendation.id == Ground.recommendation)
            .where(Recommendation.place == 4)
        ).first()
    edith.post(f"/start/grounds/{ground.id}", {"answer": "dismiss", "place": "4"})
    page = edith.get("/recommendations/4/suggestions").text
    assert f'id="q{ground.quote}"' not in page
    assert "said not to bear on it" in page


def test_who_only_reads_answers_nothing(signed_in, service, quote: int) -> None:
    boris = signed_in("BORIS")
    page = boris.get("/recommendations/4/suggestions").text
    assert "It does not bear on it" not in page
    refused = boris.post("/recommendations/4/suggestions", {"quote": quote, "answer": "dismiss"})
    assert refused.status_code == 403
    assert boris.get("/recommendations/99/suggestions").status_code == 404


def test_a_page_does_not_wait_while_many_quotes_are_read(signed_in, service, quote: int) -> None:
    edith = signed_in("EDITH")
    with service.words._one_at_a_time:
        answer = edith.get("/recommendations/4/suggestions")
        assert (answer.status_code, "still being read" in answer.text) == (200, True)
        assert edith.get(f"/quotes/{quote}").status_code == 200
    assert "still being read" not in edith.get("/recommendations/4/suggestions").text
