"""Looked, nothing new: for many at once."""

from sqlmodel import func, select

from recommendations.models import Search, SearchCall
from recommendations.vocabulary import SearchFor


def searches(service) -> list[Search]:
    with service.database.reading() as session:
        return list(session.exec(select(Search)))


def test_what_one_comes_from_is_ticked_and_one_comes_back_to_it(
    service, signed_in, form_on
) -> None:
    edith = signed_in("EDITH")
    page = edith.get("/looked?recommendation=3&addressee=eu")
    fields = form_on(page, "looked", places="the sample site", terms="sample aid")
    assert len(fields["cell"]) == 1
    assert fields["looked_for"] == ["position", "step"]
    first, second = edith.post("/looked", fields), edith.post("/looked", fields)
    assert first.headers["location"] == second.headers["location"] == "/recommendations/3/eu"
    told = searches(service)
    assert {(s.looked_for, s.on, s.places, s.terms) for s in told} == {
        (kind, service.today(), "the sample site", "sample aid") for kind in SearchFor
    }
    with service.database.reading() as session:
        assert session.exec(select(func.count()).select_from(SearchCall)).one() == 8


def test_many_recommendations_and_addressees_are_ticked_at_once(
    service, signed_in, form_on
) -> None:
    edith = signed_in("EDITH")
    page = edith.get("/looked")
    assert "cell" not in form_on(page, "looked")
    cells = ["1-1", "3-4", "4-5", "1-4", "x-y", "9999999999999999999999-1"]
    fields = form_on(page, "looked", cell=cells, places="sample sites", looked_for="step")
    answer = edith.post("/looked", fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    with service.database.reading() as session:
        assert session.exec(select(func.count()).select_from(SearchCall)).one() == 3 + 4 + 2


def test_what_is_missing_is_said_and_what_was_typed_stays(service, signed_in, form_on) -> None:
    edith = signed_in("EDITH")
    fields = form_on(edith.get("/looked"), "looked", terms="kept", looked_for=None, on="2999-01-01")
    answer = edith.post("/looked", fields)
    assert answer.status_code == 422
    for name in ("calls", "places", "looked_for", "on"):
        assert f'id="{name}-said"' in answer.text, name
    assert form_on(answer, "looked")["terms"] == ["kept"]
    assert searches(service) == []
    assert signed_in("RUTH").get("/looked").status_code == 403


def test_a_search_of_ones_own_is_removed_until_it_is_reviewed(service, signed_in, form_on) -> None:
    edith, emil = signed_in("EDITH"), signed_in("EMIL")
    page = edith.get("/looked?recommendation=3&addressee=eu")
    edith.post("/looked", form_on(page, "looked", places="the sample site", looked_for="step"))
    (search,) = searches(service)
    assert "Remove this search" in edith.get(f"/review/search-{search.id}").text
    assert "Remove this search" not in emil.get(f"/review/search-{search.id}").text
    assert emil.post(f"/looked/{search.id}/remove").status_code == 403
    assert edith.post(f"/looked/{search.id}/remove").status_code == 303
    assert searches(service) == []
    assert edith.post(f"/looked/{search.id}/remove").status_code == 404
