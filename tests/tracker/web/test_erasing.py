"""Erasing on the pages: asked by one, confirmed by another, and said in plain words."""

from pathlib import Path

import pytest
from sqlmodel import select

from recommendations.models import Quote
from recommendations.records import chain
from recommendations.records.blanking import is_blank
from tracker.accounts.models import CodeGiven
from tracker.keeping.backup import make

WHY = "Sample: the speaker asked for it."


@pytest.fixture
def quote(service) -> int:
    with service.database.reading() as session:
        return session.exec(select(Quote).where(Quote.testimony, Quote.heading != "")).first().key


@pytest.fixture
def asked(signed_in, quote: int) -> str:
    """The address of a request by the administrator."""
    amara = signed_in("AMARA")
    amara.post(f"/quotes/{quote}/withdraw", {"why": WHY})
    return amara.post(f"/quotes/{quote}/erase", {"why": WHY}).headers["location"]


def words(service, quote: int) -> str:
    with service.database.reading() as session:
        return session.get(Quote, quote).exact


def test_only_withdrawn_words_and_only_an_administrator_asks(service, signed_in, quote) -> None:
    amara = signed_in("AMARA")
    assert "Withdraw it first" in amara.get(f"/quotes/{quote}/erase").text
    assert amara.post(f"/quotes/{quote}/erase", {"why": WHY}).status_code == 422
    amara.post(f"/quotes/{quote}/withdraw", {"why": WHY})
    assert "Have the words erased" in amara.get(f"/quotes/{quote}").text
    for code in ("EDITH", "RUTH", "BORIS"):
        assert "Have the words erased" not in signed_in(code).get(f"/quotes/{quote}").text
        assert signed_in(code).post(f"/quotes/{quote}/erase", {"why": WHY}).status_code == 403
    again = amara.post(f"/quotes/{quote}/erase", {"why": ""})
    assert (again.status_code, "Say why" in again.text) == (422, True)
    repeats = amara.post(f"/quotes/{quote}/erase", {"why": words(service, quote)})
    assert "Say it without them" in repeats.text


def test_the_page_says_what_goes_what_stays_and_which_copies_are_older(
    service, signed_in, quote, asked
) -> None:
    made = Path(make(service.settings).file).name
    told = signed_in("BORIS").get(asked).text
    for said in ("There is no way back", "quote: ", "source: 1", made, "Delete them by hand"):
        assert said in told
    assert words(service, quote)[:40] not in told
    assert "You asked for it yourself" in signed_in("AMARA").get(asked).text


def test_a_second_person_types_the_word_and_the_words_are_gone(
    service, signed_in, quote, asked
) -> None:
    boris = signed_in("BORIS")
    refused = boris.post(f"{asked}/confirm", {"sure": "yes"})
    assert (refused.status_code, "mean it" in refused.text) == (422, True)
    assert signed_in("AMARA").post(f"{asked}/confirm", {"sure": "erase"}).status_code == 422
    assert signed_in("EDITH").post(f"{asked}/confirm", {"sure": "erase"}).status_code == 403
    assert not is_blank(words(service, quote))
    before = words(service, quote)
    assert boris.post(f"{asked}/confirm", {"sure": "Erase"}).headers["location"] == "/erasures"
    assert is_blank(words(service, quote))
    assert "confirmed by BORIS" in boris.get("/erasures").text
    assert boris.post(f"{asked}/confirm", {"sure": "erase"}).status_code == 422
    amara = signed_in("AMARA")
    assert "were destroyed" in amara.get(f"/quotes/{quote}").text
    assert "Its file was erased" in amara.get("/sources/1").text
    for path in (f"/quotes/{quote}", "/history", f"/search?q={before[:30]}", "/triage", asked):
        assert before[30:70] not in amara.get(path).text
    with service.database.reading() as session:
        assert list(chain.verify(session)) == []


def test_without_a_code_from_the_phone_nothing_is_destroyed(
    service, signed_in, quote, asked
) -> None:
    boris = signed_in("BORIS")
    with service.database.writing() as session:
        for given in session.exec(select(CodeGiven)).all():
            session.delete(given)
    assert "Code from your phone" in boris.get(asked).text
    answer = boris.post(f"{asked}/confirm", {"sure": "erase"})
    assert (answer.status_code, "takes a code" in answer.text) == (422, True)
    assert not is_blank(words(service, quote))


def test_a_request_is_declined_with_a_reason_and_is_over(service, signed_in, quote, asked) -> None:
    boris = signed_in("BORIS")
    assert boris.post(f"{asked}/decline", {"comment": ""}).status_code == 422
    boris.post(f"{asked}/decline", {"comment": "Sample: it can stay."})
    assert "declined by BORIS: Sample: it can stay." in signed_in("EDITH").get("/erasures").text
    assert boris.post(f"{asked}/confirm", {"sure": "erase"}).status_code == 422
    assert not is_blank(words(service, quote))


def test_a_whole_source_is_asked_for_on_its_page(service, signed_in) -> None:
    amara = signed_in("AMARA")
    assert "/sources/1/erase" in amara.get("/sources/1").text
    assert "Have all of “" in amara.get("/sources/1/erase").text
    asked = amara.post("/sources/1/erase", {"why": WHY}).headers["location"]
    assert signed_in("RUTH").post(f"{asked}/confirm", {"sure": "erase"}).status_code == 303
    for path in ("/", "/sources", "/sources/1", "/triage", "/quotes/1", "/packs/nug", "/erasures"):
        assert amara.get(path).status_code == 200
    with service.database.reading() as session:
        assert all(is_blank(quote.exact) for quote in session.exec(select(Quote)))
        assert list(chain.verify(session)) == []


def test_a_request_is_counted_for_whoever_could_confirm_it(signed_in, asked) -> None:
    counted = {
        code: "1 request to erase words waits for you" in signed_in(code).get("/review").text
        for code in ("AMARA", "BORIS", "RUTH", "EDITH")
    }
    assert counted == {"AMARA": False, "BORIS": True, "RUTH": True, "EDITH": False}
    ruth = signed_in("RUTH")
    assert '<span class="count">1<' in ruth.get("/").text
    ruth.post(f"{asked}/decline", {"comment": "Sample: not needed."})
    assert "to erase words waits" not in ruth.get("/review").text
