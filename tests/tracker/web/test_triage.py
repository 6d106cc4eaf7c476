"""Triage through its pages: one quote on a screen, straight to the next."""

import re

from sqlmodel import col, select

from recommendations import triage
from recommendations.models import FlagChange, Quote, Recommendation, TierChange
from recommendations.quoting import quote_spans
from recommendations.register.triage import ON_ONE_PAGE, read_triage
from recommendations.vocabulary import Flag, Tier


def ticked(html: str) -> set[str]:
    return set(re.findall(r'name="(?:flag|graphic)" value="([^"]+)" checked', html))


def test_what_the_import_proposes_is_ticked_and_its_words_are_marked(service, signed_in) -> None:
    with service.database.reading() as session:
        slur = session.exec(select(FlagChange).where(FlagChange.flag == Flag.SLUR)).first()
    page = signed_in("EDITH").get(f"/triage/{slur.quote}").text
    assert "slur" in ticked(page)
    assert re.search(r'<mark title="[^"]*slur', page)


def test_after_an_answer_comes_the_next_quote_and_the_count_goes_up(service, signed_in) -> None:
    edith = signed_in("EDITH")
    assert "0 of 68 answered" in edith.get("/triage/1").text
    sent = {"graphic": "1", "flag": ["child", "numbers"], "answer": "may leave", "once": "a"}
    answer = edith.post("/triage/1", sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/triage/2?after=1")
    following = edith.get(answer.headers["location"]).text
    assert "1 of 68 answered" in following
    assert "Q1 may leave once a second person agrees" in following
    edith.post("/triage/1", sent)
    with service.database.reading() as session:
        said = {
            change.flag: change.level
            for change in session.exec(
                select(FlagChange).where(FlagChange.quote == 1, ~col(FlagChange.proposed))
            )
        }
        tiers = session.exec(select(TierChange).where(TierChange.quote == 1)).all()
    assert {flag for flag, level in said.items() if level} == {
        Flag.GRAPHIC,
        Flag.CHILD,
        Flag.NUMBERS,
    }
    assert [(change.tier, change.opens) for change in tiers] == [(Tier.OPEN, True)]


def test_one_flag_alone_is_read_as_well_as_several(service, signed_in) -> None:
    signed_in("EDITH").post("/triage/1", {"flag": "funding", "answer": "stays inside"})
    with service.database.reading() as session:
        levels = session.exec(
            select(FlagChange.level).where(
                FlagChange.quote == 1,
                FlagChange.flag == Flag.FUNDING,
                ~col(FlagChange.proposed),
            )
        ).all()
    assert levels == [1]


def test_an_answer_is_corrected_from_the_list_and_leads_back_to_it(signed_in) -> None:
    edith = signed_in("EDITH")
    edith.post("/triage/2", {"flag": "child", "answer": "may leave"})
    page = edith.get("/triage/2").text
    assert "Now: <b>waits for a second person</b>, answered by EDITH" in page
    assert ticked(page) == {"0", "child"}
    again = {"graphic": "3", "answer": "stays inside", "single": "yes"}
    assert edith.post("/triage/2", again).headers["location"] == "/triage?at=2#q2"
    assert "stays inside" in edith.get("/triage/2").text


def test_enter_in_the_form_keeps_the_quote_inside(signed_in) -> None:
    page = signed_in("EDITH").get("/triage/1").text
    form = page[page.index('class="triage"') :]
    assert re.search(r'<button name="answer" value="([^"]+)"', form)[1] == "stays inside"


def test_neither_yes_nor_no_is_refused_with_the_ticks_still_there(signed_in) -> None:
    answer = signed_in("EDITH").post("/triage/1", {"flag": "suicide", "graphic": "2"})
    assert answer.status_code == 422
    assert "Say whether it may leave or stays inside." in answer.text
    assert ticked(answer.text) == {"2", "suicide"}


def test_whoever_reads_may_keep_a_quote_inside_at_once(service, signed_in) -> None:
    edith, boris = signed_in("EDITH"), signed_in("BORIS")
    edith.post("/triage/1", {"answer": "may leave"})
    assert "Keep it inside" in boris.get("/triage/1").text
    assert boris.post("/triage/1/inside").headers["location"] == "/triage?at=1#q1"
    assert "Now: <b>stays inside</b>, answered by BORIS" in edith.get("/triage/1").text


def test_words_of_no_witness_are_asked_no_flags(service, signed_in) -> None:
    with service.database.reading() as session:
        recommended = select(Recommendation.quote)
        quote = session.exec(
            select(Quote.id).where(~col(Quote.testimony), col(Quote.id).not_in(recommended))
        ).first()
    edith = signed_in("EDITH")
    page = edith.get(f"/triage/{quote}").text
    assert "not the words of a witness" in page
    assert 'name="flag"' not in page
    assert edith.post(f"/triage/{quote}", {"answer": "may leave"}).status_code == 303


def test_the_last_answer_leads_to_the_list_and_on_to_the_grounds(service, people, signed_in):
    with service.database.writing() as session:
        quotes = [one.quote.id for one in read_triage(session, service.today(), None)]
        for quote in quotes[1:]:
            triage.keep_inside(session, people["EMIL"], quote)
    edith = signed_in("EDITH")
    answer = edith.post(f"/triage/{quotes[0]}", {"answer": "may leave"})
    assert answer.headers["location"] == f"/triage?at={quotes[0]}#q{quotes[0]}"
    page = edith.get("/triage").text
    assert "68 of 68 answered" in page
    assert "67 stay inside, 1 waits for a second person" in page
    assert "Go on to the grounds" in page


def test_a_quote_that_is_not_there_is_not_found(signed_in) -> None:
    edith = signed_in("EDITH")
    for path in ("/triage/999", "/triage/99999999999999999999"):
        assert edith.get(path).status_code == 404
        assert edith.post(path, {"answer": "may leave"}).status_code == 404
        assert edith.post(f"{path}/inside").status_code == 404
    assert edith.get("/triage/1?after=999").status_code == 200


def test_many_quotes_come_in_parts_and_an_answer_leads_back_to_its_own(
    service, signed_in, people
) -> None:
    edith = signed_in("EDITH")
    assert "part 1 of" not in edith.get("/triage").text
    with service.database.writing() as session:
        first = session.exec(select(Quote).where(Quote.testimony)).first()
        spans = [(at, at + 40) for at in range(0, 60 * ON_ONE_PAGE, 60)]
        assert quote_spans(session, people["EDITH"], first.source, spans) == ON_ONE_PAGE
    page = edith.get("/triage").text
    assert page.count('<tr id="q') == ON_ONE_PAGE
    assert "part 1 of 2" in page
    assert f"0 of {68 + ON_ONE_PAGE} answered" in page
    later = edith.get("/triage?part=2").text
    listed = set(re.findall(r'<tr id="q(\d+)"', page)), set(re.findall(r'<tr id="q(\d+)"', later))
    assert not listed[0] & listed[1]
    assert len(listed[0] | listed[1]) == 68 + ON_ONE_PAGE
    last = re.findall(r'<tr id="q(\d+)"', later)[-1]
    led_to = edith.post(f"/triage/{last}/inside").headers["location"]
    assert f'<tr id="q{last}"' in edith.get(led_to).text
    for odd in ("part=0", "part=99", "part=many", "at=999999999", "at=-1"):
        assert edith.get(f"/triage?{odd}").status_code == 200
