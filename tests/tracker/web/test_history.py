"""The page of the history: the head to write down, and whether a paper still fits it."""

from sqlmodel import select

from recommendations.models import Quote, Review
from recommendations.records import chain, heads
from recommendations.triage import withdraw
from recommendations.vocabulary import Verdict
from tracker.service import Service


def head_of(service: Service) -> chain.Head:
    with service.database.reading() as session:
        return chain.head(session)


def test_everybody_signed_in_sees_the_head_and_no_words(service, people, signed_in) -> None:
    with service.database.writing() as session:
        quote = session.exec(select(Quote).where(Quote.testimony)).first()
        withdraw(session, people["EDITH"], quote.key, "Sample reason.")
    for code in people:
        told = signed_in(code).get("/history").text
        assert heads.written(head_of(service)) in told
        assert "withdrawal recorded" in told
        assert "EDITH" in told
        assert "Sample reason" not in told
        assert quote.exact[:40] not in told
    assert 'href="/history"' in signed_in("BORIS").get("/").text
    assert "/sign-in" in str(signed_in("").get("/history").url)


def test_a_board_member_types_a_head_from_paper_and_is_told_in_words(
    service, people, signed_in
) -> None:
    kept, boris = head_of(service), signed_in("BORIS")
    with service.database.writing() as session:
        withdraw(session, people["EDITH"], 1, "Sample reason.")
    paper = {"number": f"{kept.seq:,}", "hash": heads.grouped(kept.hash).upper()}
    assert "The record still holds that head." in boris.post("/history", paper).text
    wrong = {**paper, "hash": heads.grouped(kept.hash[::-1])}
    told = boris.post("/history", wrong).text
    assert "The record does not hold that head." in told
    assert "keep the paper" in told
    later = {**paper, "number": str(kept.seq + 100)}
    assert "does not hold that head" in boris.post("/history", later).text


def test_a_paper_that_is_mistyped_comes_back_with_what_was_typed(service, signed_in) -> None:
    answer = signed_in("BORIS").post("/history", {"number": "twelve", "hash": "3f2a 9b1c"})
    assert answer.status_code == 422
    for said in ("Give the number", "These are 8 characters", 'value="3f2a 9b1c"', "twelve"):
        assert said in answer.text


def test_a_record_that_was_changed_past_the_tracker_is_told(service, signed_in) -> None:
    with service.database.writing() as session:
        session.add(Review(of_kind="quote", of_id=1, verdict=Verdict.ACCEPTED))
    kept = head_of(service)
    paper = {"number": str(kept.seq), "hash": kept.hash}
    told = signed_in("BORIS").post("/history", paper).text
    assert "holds that head, and does not verify" in told
    assert "Review 1 is not in the history." in told
