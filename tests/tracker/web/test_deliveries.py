"""Where an edition went, on its pages. Offices and what became of recommendations are
invented."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from exports.editions import compose_proposed, propose
from exports.freezing import frozen, hash_of, on_each, quote_ids
from recommendations import contacting
from recommendations.contacting import Told
from recommendations.issuing import File, Issue, issue
from recommendations.models import Addressee
from recommendations.register.deliveries import read_deliveries
from recommendations.vocabulary import Length
from tests.tracker.promises.conftest import issued_and_proposed
from tracker.service import Service


@pytest.fixture
def edition(service: Service, people: dict[str, int]) -> int:
    return issued_and_proposed(service, people)[0]


@pytest.fixture
def desk(service: Service, people: dict[str, int]) -> int:
    """An office of the EU."""
    with service.database.writing() as session:
        eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
        told = Told("Sample desk", "desk@example.org")
        return contacting.add_office(session, people["EDITH"], eu, told).key


def test_a_delivery_is_recorded_once_and_stands_on_three_pages_and_the_story(
    service: Service, signed_in, said_in, form_on, edition: int, desk: int
) -> None:
    edith, path = signed_in("EDITH"), f"/editions/{edition}/deliveries"
    assert "Nowhere on record yet" in edith.get(f"/editions/{edition}").text
    given = {"office": desk, "channel": "by hand", "note": "With sample compliments."}
    sent = form_on(edith.get(path), "delivery", **given)
    assert edith.post(path, sent).headers["location"] == path
    edith.post(path, sent)
    for page in (path, f"/offices/{desk}", "/addressees/eu"):
        told = said_in(edith.get(page).text)
        assert told.count("EU, edition 1, to Sample desk") == 1, page
        assert "With sample compliments." in told
    assert "1 delivery on record" in said_in(edith.get(f"/editions/{edition}").text)
    assert "a reply is invited by" in said_in(edith.get("/recommendations/3/eu").text)
    assert "We have sent them nothing" in said_in(edith.get("/recommendations/1/nug").text)


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    service: Service, signed_in, form_on, edition: int, desk: int
) -> None:
    edith, path = signed_in("EDITH"), f"/editions/{edition}/deliveries"
    late = (service.today() + timedelta(days=1)).isoformat()
    given = {"office": "", "on": late, "note": "kept as typed", "channel": None}
    answer = edith.post(path, form_on(edith.get(path), "delivery", **given))
    assert answer.status_code == 422
    for name in ("office", "on", "channel"):
        assert f'id="{name}-said"' in answer.text, name
    assert form_on(answer, "delivery")["note"] == ["kept as typed"]
    answer = edith.post(path, form_on(answer, "delivery", on="soon"))
    assert "Write the date as year-month-day" in answer.text
    with service.database.reading() as session:
        assert read_deliveries(session) == ()


def test_the_board_sees_who_has_it_and_records_nothing(signed_in, edition: int) -> None:
    board, path = signed_in("BORIS"), f"/editions/{edition}/deliveries"
    assert 'id="delivery"' not in board.get(path).text
    assert board.post(path).status_code == 403


@pytest.fixture
def numbered(service: Service, people: dict[str, int]) -> int:
    """An edition with words for named audiences alone."""
    day = service.today()
    with service.database.writing() as session:
        composed = compose_proposed(session, "eu", service.moment(day), service.issuer())
        contents = on_each(composed, lambda pack: replace(pack, copy="For a sample only."))
        proposal = propose(session, people["EDITH"], "eu", day, contents).key
        told = frozen(contents)
        file = File(Length.LEAVE_BEHIND, "en", b"%PDF a sample that nobody printed")
        edition = Issue(1, told, hash_of(told), "0" * 64, quote_ids(contents), [file])
        return issue(session, people["RUTH"], proposal, edition).key


def test_the_number_of_a_copy_is_proposed_asked_for_and_listed(
    service: Service, signed_in, said_in, form_on, numbered: int, desk: int
) -> None:
    edith, path = signed_in("EDITH"), f"/editions/{numbered}/deliveries"
    page = edith.get(path)
    assert form_on(page, "delivery")["copy"] == ["1"]
    answer = edith.post(path, form_on(page, "delivery", office=desk, channel="by hand", copy="x"))
    assert answer.status_code == 422
    assert 'id="copy-said"' in answer.text
    given = {"office": desk, "channel": "by hand", "copy": "7"}
    assert edith.post(path, form_on(answer, "delivery", **given)).status_code == 303
    page = edith.get(path)
    assert form_on(page, "delivery")["copy"] == ["8"]
    assert "EU, edition 1, copy 7, to Sample desk" in said_in(page.text)
    assert "copy 7" in said_in(edith.get(f"/editions/{numbered}/holders").text)
