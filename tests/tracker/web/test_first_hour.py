"""The first hour through its pages, from the imported report to a draft pack."""

import gzip
import re

import pytest
from sqlmodel import col, select

from recommendations import choosing, reviewing, triage
from recommendations.models import (
    FlagChange,
    Ground,
    Measure,
    PublishedDecision,
    Quote,
    Recommendation,
)
from recommendations.records.writing import record
from recommendations.register.waiting import read_waiting
from recommendations.reviewing import Item
from tracker.accounts import members
from tracker.web.pages import asset

STEPS = ("/people", "/start/published", "/triage", "/start/grounds", "/start/measures")


def steps_done(browsing) -> list[bool]:
    """By step, as the page marks them."""
    html = browsing.get("/start").text
    return [bool(mark) for mark in re.findall(r"<li( class=\"past\")?>\s*<h2>", html)]


def review_everything(service, reviewer: int) -> None:
    with service.database.writing() as session:
        items = [Item.parse(i) for one in read_waiting(session) for i in one.items]
        reviewing.review_all(session, reviewer, items)


def test_who_is_alone_is_told_what_to_do_and_whom_to_invite(service, people, signed_in) -> None:
    with service.database.writing() as session:
        for code in ("EDITH", "EMIL", "RUTH", "BORIS"):
            members.close(session, people["AMARA"], people[code])
    amara = signed_in("AMARA")
    start = amara.get("/start").text
    assert "You are alone here so far" in start
    assert "reviewer," in start
    assert steps_done(amara) == [False] * 6
    assert "nobody here can confirm it yet" not in amara.get("/start/published").text
    amara.post("/start/published", decision(service))
    assert "nobody here can confirm it yet" in amara.get("/start/published").text
    assert "nobody else here can agree yet" in amara.get("/triage").text


def decision(service, **more) -> dict[str, str]:
    with service.database.reading() as session:
        source = session.exec(select(Recommendation.source)).first()
    told = {"decided_by": "the sample board", "decided_on": "2024-10-31", "why": "It is public."}
    return {"source": str(source), "once": "sample-number", **told, **more}


def test_the_hour_from_the_imported_report_to_a_pack(service, people, signed_in) -> None:
    edith, ruth = signed_in("EDITH"), signed_in("RUTH")
    assert steps_done(edith) == [True, False, False, False, False, False]

    saved = edith.post("/start/published", decision(service))
    assert (saved.status_code, saved.headers["location"]) == (303, "/start/published")
    assert "AMARA or RUTH or BORIS can confirm it" in edith.get("/start/published").text

    with service.database.writing() as session:
        order = [q.key for q in session.exec(select(Quote).order_by(col(Quote.start)))]
        for quote in order[1:]:
            triage.keep_inside(session, people["EDITH"], quote)
    edith.post("/triage/1", {"answer": "may leave", "graphic": "0"})

    with service.database.reading() as session:
        grounds = session.exec(select(Ground.id)).all()
        measures = session.exec(select(Measure)).all()
        words = {
            m.key: session.get(Quote, session.get(Recommendation, m.recommendation).quote)
            for m in measures
        }
    for ground in grounds[:-1]:
        edith.post(f"/start/grounds/{ground}", {"answer": "accept", "place": "1"})
    edith.post(f"/start/grounds/{grounds[-1]}", {"answer": "dismiss", "place": "1"})
    for m in measures:
        quote = words[m.key]
        sent = {
            f"m{m.id}-label": m.label,
            f"m{m.id}-words": quote.exact[m.start - quote.start : m.end - quote.start],
            f"m{m.id}-kind": m.kind.value,
            f"m{m.id}-done_when": "The sample gazette says so.",
            "answer": "accept",
        }
        assert edith.post(f"/start/measures/{m.id}", sent).status_code == 303
    assert steps_done(edith) == [True, False, True, True, True, False]
    assert "Proposed; waits for a second person" in edith.get("/start").text

    review_everything(service, people["RUTH"])
    assert steps_done(ruth) == [True, True, True, True, True, False]
    assert "In force: proposed by EDITH, confirmed by RUTH" in ruth.get("/start/published").text

    with service.database.writing() as session:
        choosing.choose(session, people["EDITH"], "eu", recommendation=3, quote=1)
    assert steps_done(edith) == [True] * 6
    assert 'href="/start"' not in ruth.get("/").text


def test_it_can_be_left_and_taken_up_again_by_anyone(service, people, signed_in) -> None:
    signed_in("EDITH").post("/triage/1", {"answer": "stays inside", "graphic": "0"})
    for code in ("EMIL", "AMARA", "RUTH"):
        assert "1 of 68 answered" in signed_in(code).get("/start").text


def test_what_is_missing_in_the_decision_is_said_beside_its_field(service, signed_in) -> None:
    edith = signed_in("EDITH")
    wrong = {"decided_by": "the sample board", "decided_on": "soon", "why": " "}
    answer = edith.post("/start/published", decision(service, **wrong))
    assert answer.status_code == 422
    assert 'value="the sample board"' in answer.text
    assert "Write the date as year-month-day" in answer.text
    assert "Say why, for those who ask later." in answer.text
    assert answer.text.count('aria-invalid="true"') == 2
    future = edith.post("/start/published", decision(service, decided_on="2999-01-01"))
    assert "is in the future" in future.text
    with service.database.reading() as session:
        assert session.exec(select(PublishedDecision)).all() == []


def test_a_decision_that_is_sent_twice_is_saved_once(service, signed_in) -> None:
    edith, sent = signed_in("EDITH"), decision(service)
    first, second = (edith.post("/start/published", sent) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    with service.database.reading() as session:
        assert len(session.exec(select(PublishedDecision)).all()) == 1


def test_the_imports_proposal_is_taken_over_by_a_person(service, people, signed_in) -> None:
    with service.database.writing() as session:
        source = session.exec(select(Recommendation.source)).first()
        told = PublishedDecision(
            source=source, decided_by="sample director", decided_on="2024-10-31", why="sample"
        )
        told.decided_on = service.today()
        proposed = record(session, told, None).key
    edith = signed_in("EDITH")
    assert "Take it over as my proposal" in edith.get("/start/published").text
    edith.post("/start/published/adopt", {"decision": str(proposed), "once": "a"})
    assert "Proposed by EDITH" in edith.get("/start/published").text
    refused = signed_in("EMIL").post("/start/published/adopt", {"decision": str(proposed)})
    assert refused.status_code == 422
    assert "proposed it already" in refused.text


@pytest.mark.parametrize("code", ["RUTH", "BORIS"])
def test_reviewers_and_board_read_along_and_record_nothing(service, signed_in, code) -> None:
    browsing = signed_in(code)
    for path in STEPS:
        assert browsing.get(path).status_code == 200
    refused = [
        browsing.post("/start/published", decision(service)),
        browsing.post("/triage/1", {"answer": "may leave"}),
        browsing.post("/start/grounds/1", {"answer": "accept"}),
        browsing.post("/start/measures/1", {"answer": "accept"}),
    ]
    assert [answer.status_code for answer in refused] == [403] * 4
    with service.database.reading() as session:
        assert session.exec(select(FlagChange).where(~col(FlagChange.proposed))).all() == []


def test_a_dismissed_ground_can_be_found_and_added_again(service, signed_in) -> None:
    edith = signed_in("EDITH")
    with service.database.reading() as session:
        ground = session.exec(select(Ground)).first()
        words = " ".join(session.get(Quote, ground.quote).exact.split()[:4]).strip(".,")
    edith.post(f"/start/grounds/{ground.id}", {"answer": "dismiss", "place": "1"})
    found = edith.get(f"/start/grounds?for={ground.recommendation}&q={words}").text
    assert f'name="quote" value="{ground.quote}"' in found
    added = {"recommendation": ground.recommendation, "quote": ground.quote}
    assert edith.post("/start/grounds", added).status_code == 303
    page = edith.get("/start/grounds").text
    assert "Accepted" in page
    assert "Take it out" in page


def test_a_measure_that_cannot_stand_is_refused_with_everything_still_typed(
    service, signed_in
) -> None:
    edith = signed_in("EDITH")
    sent = {
        "m1-label": "Sample label",
        "m1-words": "words that nobody recommended",
        "m1-kind": "one-off",
        "m1-done_when": "",
        "answer": "accept",
    }
    answer = edith.post("/start/measures/1", sent)
    assert answer.status_code == 422
    assert 'value="Sample label"' in answer.text
    assert "words that nobody recommended" in answer.text
    assert "in its own words" in answer.text
    assert "Agree when it counts as done" in answer.text
    unsaid = edith.post("/start/measures/1", sent | {"m1-kind": "forever"})
    assert "Say whether it is done once" in unsaid.text
    with service.database.reading() as session:
        assert session.get(Measure, 1).recorded_by is None


def test_a_measure_is_accepted_changed_and_added_and_nobody_elses_is_touched(
    service, signed_in
) -> None:
    edith, emil = signed_in("EDITH"), signed_in("EMIL")
    with service.database.reading() as session:
        first = session.get(Measure, 1)
        quote = session.get(Quote, session.get(Recommendation, first.recommendation).quote)
    words = quote.exact[first.start - quote.start : first.end - quote.start]
    sent = {
        "m1-label": "Care",
        "m1-words": words,
        "m1-kind": "continuing",
        "m1-done_when": "It is in the sample budget.",
        "answer": "accept",
    }
    edith.post("/start/measures/1", sent)
    edith.post("/start/measures/1", sent | {"m1-label": "Better care"})
    assert emil.post("/start/measures/1", sent).status_code in {403, 422}
    assert emil.post("/start/measures/1", {"answer": "drop"}).status_code in {403, 422}
    added = {
        "recommendation": str(first.recommendation),
        "r1-label": "Further care",
        "r1-words": words,
        "r1-kind": "one-off",
        "r1-done_when": "Sample.",
        "once": "sample-number",
    }
    for _ in range(2):
        assert edith.post("/start/measures", added).status_code == 303
    page = emil.get("/start/measures").text
    assert "Better care" in page
    assert page.count("<h3>Further care</h3>") == 1
    assert edith.post("/start/measures/1", {"answer": "drop", "place": "1"}).status_code == 303
    assert "Better care" not in emil.get("/start/measures").text


def test_every_page_of_the_first_hour_is_light(signed_in) -> None:
    amara = signed_in("AMARA")
    style = len(asset("style.css")[1])
    paths = ("/start", *STEPS, "/triage/1", "/start/pack", "/account")
    heavy = {
        path: size
        for path in paths
        if (size := len(gzip.compress(amara.get(path).content)) + style) > 14 * 1024
    }
    assert heavy == {}


def test_anyone_takes_a_confirmed_decision_back_at_once(signed_in, service) -> None:
    edith, ruth, boris = (signed_in(code) for code in ("EDITH", "RUTH", "BORIS"))
    edith.post("/start/published", decision(service))
    ruth.post("/review", {"item": "publisheddecision-1"})
    page = boris.get("/start/published").text
    assert "Take it back" in page
    source = decision(service)["source"]
    refused = boris.post("/start/published/take-back", {"source": source, "take_back_why": ""})
    assert refused.status_code == 422
    assert 'id="take_back_why-said"' in refused.text
    sent = {"source": source, "take_back_why": "Sample doubt.", "once": "b"}
    assert boris.post("/start/published/take-back", sent).status_code == 303
    after = boris.get("/start/published").text
    assert "Taken back by BORIS" in after
    assert "Sample doubt." in after
    assert "In force" not in after
    assert "Taken back by BORIS" in boris.get(f"/sources/{source}").text
    edith.post("/start/published", decision(service, once="c"))
    ruth.post("/review", {"item": "publisheddecision-2"})
    assert "In force" in boris.get("/start/published").text


def test_another_measure_is_put_in_the_place_of_a_reviewed_one(signed_in, form_on) -> None:
    edith, ruth = signed_in("EDITH"), signed_in("RUTH")
    test = {"m1-done_when": "Sample: an act names it."}
    page = edith.get("/start/measures")
    assert edith.post("/start/measures/1", form_on(page, "m1-form", **test) | {"answer": "accept"})
    ruth.post("/review/measure-1", {"item": "measure-1"})
    page = edith.get("/start/measures")
    assert "Put another in its place" in page.text
    assert "Put another in its place" not in ruth.get("/start/measures").text
    same = edith.post("/start/measures/1", form_on(page, "m1-form") | {"answer": "supersede"})
    assert (same.status_code, "Nothing would change" in same.text) == (422, True)
    better = form_on(same, "m1-form", **{"m1-label": "Sample label"}) | {"answer": "supersede"}
    done = edith.post("/start/measures/1", better)
    (number,) = re.findall(r"#measure-(\d+)$", done.headers["location"])
    waits = edith.get("/start/measures").text
    assert "it takes the place of" in waits
    ruth.post(f"/review/measure-{number}", {"item": f"measure-{number}"})
    assert 'id="measure-1"' not in edith.get("/start/measures").text
    assert f'id="measure-{number}"' in edith.get("/start/measures").text
