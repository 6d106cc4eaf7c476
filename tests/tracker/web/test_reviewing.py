"""The second person, at the page."""

from datetime import date

import pytest
from sqlmodel import col, func, select

from recommendations import assessing, triage
from recommendations.assessing import Finding
from recommendations.models import Person, Quote, Review, Source
from recommendations.register.waiting import read_waiting
from recommendations.vocabulary import SearchFor, Stance, Status

ON = date(2026, 11, 2)


def draft(service, by, call, quote, **more) -> int:
    entered = {
        "status": Status.FIRST_STEP,
        "reason": f"Sample reason on {call}.",
        "true_on": ON,
        "evidence": [(quote, Stance.SUPPORTS)],
        **more,
    }
    with service.database.writing() as session:
        return assessing.assess(session, by, service.today(), [call], Finding(**entered))[0].key


def waiting(service) -> list[str]:
    with service.database.reading() as session:
        return [w.name for w in read_waiting(session)]


def item_of(service, name) -> str:
    with service.database.reading() as session:
        return next(" ".join(w.items) for w in read_waiting(session) if w.name == name)


def reviews(service) -> int:
    with service.database.reading() as session:
        return session.exec(select(func.count()).select_from(Review)).one()


@pytest.fixture
def two_drafts(service, people, sample_record) -> tuple[int, int]:
    """Of Edith, on two calls to the EU, beside the sample record's own."""
    return tuple(draft(service, people["EDITH"], call, sample_record["bill"]) for call in (13, 16))


def test_all_changes_on_one_screen_each_with_its_evidence(
    service, signed_in, form_on, two_drafts
) -> None:
    ruth = signed_in("RUTH")
    page = ruth.get("/review")
    for call in (13, 16):
        assert f"Sample reason on {call}." in page.text
    assert "not yet assessed →" in page.text
    assert "The ministry shall provide housing" in page.text
    names = waiting(service)
    ticked = [item_of(service, name) for name in names]
    fields = form_on(page, "changes", item=ticked)
    assert ruth.post("/review", fields).status_code == 303
    assert waiting(service) == []
    assert ruth.post("/review", fields).status_code == 303
    assert "Nothing waits for you." in ruth.get("/review").text


def test_one_refused_means_none_accepted(service, signed_in, form_on, two_drafts) -> None:
    ruth, edith, before = signed_in("RUTH"), signed_in("EDITH"), reviews(service)
    page = ruth.get("/review")
    shown = [item_of(service, f"assessment-{id}") for id in two_drafts]
    changed = "/recommendations/3/eu/update"
    with service.database.reading() as session:
        first = next(w for w in read_waiting(session) if w.name == f"assessment-{two_drafts[0]}")
    fields = form_on(edith.get(first.edit), "update", reason="Sample: changed meanwhile.")
    assert edith.post(first.edit, fields).status_code == 303
    answer = ruth.post("/review", form_on(page, "changes", item=shown))
    assert answer.status_code == 409
    assert "edited while you were reading" in answer.text
    assert "Sample: changed meanwhile." in answer.text
    assert reviews(service) == before
    assert changed not in answer.text
    nothing = ruth.post("/review", form_on(answer, "changes", item=None))
    assert nothing.status_code == 422
    assert "Nothing was chosen" in nothing.text


def test_one_at_a_time_from_the_first_to_the_last(service, signed_in, form_on, two_drafts) -> None:
    ruth = signed_in("RUTH")
    seen = []
    while True:
        page = ruth.get("/review/next")
        if page.url.path == "/review":
            break
        seen.append(page.url.path.removeprefix("/review/"))
        assert ruth.post(page.url.path, form_on(page, "review")).status_code == 303
    assert len(seen) == len(set(seen)) == 4, seen
    assert waiting(service) == []


def test_sending_back_needs_a_word_and_keeps_it(service, signed_in, form_on, two_drafts) -> None:
    ruth, emil = signed_in("RUTH"), signed_in("EMIL")
    here = f"/review/assessment-{two_drafts[0]}"
    page = ruth.get(here)
    answer = ruth.post(here, form_on(page, "review", do="send back"))
    assert answer.status_code == 422
    assert 'id="comment-said"' in answer.text
    said = form_on(answer, "review", do="send back", comment="Sample: who paid?")
    assert ruth.post(here, said).status_code == 303
    assert "Sample: who paid?" in emil.get(here).text
    assert 'id="review"' not in emil.get(here).text
    assert "Sent back, with its author" in emil.get("/review").text


def test_own_work_waits_for_someone_else(service, people, signed_in, two_drafts) -> None:
    edith = signed_in("EDITH")
    page = edith.get("/review")
    assert "Nothing waits for you." in page.text
    assert f'id="own-assessment-{two_drafts[0]}"' in page.text
    assert "Invite" not in page.text
    own = edith.get(f"/review/assessment-{two_drafts[0]}")
    assert "so a second person reviews it" in own.text
    forced = edith.post("/review", {"item": item_of(service, f"assessment-{two_drafts[0]}")})
    assert forced.status_code == 422
    assert "a second person has to review it" in forced.text


def test_who_is_alone_is_told_whom_to_invite(service, people, signed_in, two_drafts) -> None:
    edith = signed_in("EDITH")
    with service.database.writing() as session:
        for person in session.exec(select(Person).where(Person.id != people["EDITH"])):
            person.active = False
            session.add(person)
    page = edith.get("/review")
    assert "You are the only one here" in page.text
    assert '<a href="/people">Invite' in page.text


def test_conflicts_are_shown_together_and_one_is_accepted(
    service, people, signed_in, form_on, sample_record
) -> None:
    ruth, quote = signed_in("RUTH"), sample_record["bill"]
    one = draft(service, people["EDITH"], 13, quote, reason="Sample: hers.")
    two = draft(service, people["EMIL"], 13, quote, reason="Sample: his.")
    page = ruth.get("/review")
    together = page.text[page.text.index("Two drafts from the same state") :]
    assert "Sample: hers." in together
    assert "Sample: his." in together
    assert f'id="assessment-{one}"' not in page.text
    here = f"/review/assessment-{one}"
    shown = ruth.get(here)
    assert "Sample: his." in shown.text
    assert ruth.post(here, form_on(shown, "review")).status_code == 303
    other = f"/review/assessment-{two}"
    answer = ruth.post(other, form_on(ruth.get(other), "review"))
    assert answer.status_code == 422
    assert "Another assessment that began from the same state" in answer.text


def test_what_opens_is_grouped_on_one_screen_and_not_for_editors(
    service, people, signed_in, form_on
) -> None:
    with service.database.writing() as session:
        source = session.exec(select(Source)).first().key
        triage.decide_published(
            session, people["EDITH"], service.today(), source, "Sample board", ON, "Sample why."
        )
        quotes = session.exec(
            select(Quote.id).where(Quote.testimony).order_by(col(Quote.start)).limit(3)
        ).all()
        for quote in quotes:
            triage.answer(session, people["EDITH"], quote, {}, may_leave=True)
    emil, boris = signed_in("EMIL"), signed_in("BORIS")
    his = emil.get("/review")
    assert "a reviewer, board member or administrator confirms that" in his.text
    assert 'id="openings"' not in his.text
    names = waiting(service)
    assert "confirms that" in emil.get(f"/review/{names[0]}").text
    items = [item_of(service, name) for name in names]
    assert emil.post("/review", {"item": items}).status_code == 422
    page = boris.get("/review")
    assert "4 things that would open words to the outside" in page.text
    assert boris.post("/review", form_on(page, "openings", item=items)).status_code == 303
    assert waiting(service) == []


def test_more_than_a_screen_holds_comes_after_what_is_read(service, people, signed_in) -> None:
    with service.database.writing() as session:
        quotes = session.exec(
            select(Quote.id).where(Quote.testimony).order_by(col(Quote.start))
        ).all()
        for quote in quotes:
            triage.answer(session, people["EDITH"], quote, {}, may_leave=True)
    page = signed_in("RUTH").get("/review")
    assert f"and {len(quotes) - 20} more after these" in page.text
    assert page.text.count('type="checkbox"') == 20


@pytest.mark.parametrize("name", ["assessment-999", "person-1", "x", "assessment-²", "next-1"])
def test_what_does_not_wait_any_more_is_said_not_to(signed_in, name) -> None:
    answer = signed_in("RUTH").get(f"/review/{name}")
    assert answer.status_code == 404
    assert "does not wait any more" in answer.text
    posted = signed_in("RUTH").post(f"/review/{name}", {"item": name})
    assert posted.status_code == 404


def test_a_search_is_reviewed_and_says_where(service, people, signed_in, sample_record) -> None:
    page = signed_in("RUTH").get(f"/review/search-{sample_record['search']}")
    assert "the sample gazette, its register of bills" in page.text
    assert f"for a {SearchFor.POSITION.value}" in page.text
