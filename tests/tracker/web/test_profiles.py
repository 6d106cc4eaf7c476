"""Profiles on their pages: what each is, saving a version, a preview that never saves, and
another audience in minutes. Everything said in them is an invented sample."""

import pytest
from sqlmodel import select

from recommendations.models import Addressee, AudienceProfile, Call
from recommendations.register.audiences import read_profiles
from tracker.service import Service

EU = "/packs/eu/profile"


def counts(service: Service, code="eu"):
    with service.database.reading() as session:
        return read_profiles(session)[code]


def stored(service: Service) -> int:
    with service.database.reading() as session:
        return len(session.exec(select(AudienceProfile)).all())


def test_a_profile_is_shown_and_sent_back_as_it_is(service: Service, signed_in, form_on) -> None:
    edith, before = signed_in("EDITH"), stored(service)
    fields = form_on(edith.get(EU), "profile")
    answer = edith.post(EU, fields)
    assert answer.status_code == 422
    assert "Nothing was changed" in answer.text
    assert stored(service) == before
    for code in ("nug", "asean", "board"):
        here = f"/packs/{code}/profile"
        answer = edith.post(here, form_on(edith.get(here), "profile"))
        assert "Nothing was changed" in answer.text, code


def test_what_restricts_counts_at_once_and_what_opens_waits_in_review(
    service: Service, signed_in, form_on
) -> None:
    edith, ruth = signed_in("EDITH"), signed_in("RUTH")
    typed = form_on(edith.get(EU), "profile", country="Sample land", graphic_up_to="3")
    saved = edith.post(EU, typed)
    assert saved.headers["location"] == f"{EU}#versions"
    assert edith.post(EU, typed).headers["location"] == saved.headers["location"]
    assert (counts(service)["country"], counts(service)["graphic_up_to"]) == ("Sample land", 1)
    shown = edith.get(EU).text
    assert "It waits for a second person" in shown
    assert "What is graphic at level 2 and above" in shown
    review = ruth.get("/review/next")
    assert "More may be in packs for European Union" in review.text
    assert "Graphic, up to level: 1 → 3" in review.text
    assert "this audience may receive more" in review.text
    assert ruth.post(review.url.path, form_on(review, "review")).status_code == 303
    assert counts(service)["graphic_up_to"] == 3
    assert "What is graphic" not in edith.get(EU).text
    edith.post(EU, form_on(edith.get(EU), "profile", reaches_authorities="on"))
    assert counts(service)["reaches_authorities"]
    assert "agreed by RUTH" in edith.get(EU).text


def test_what_waits_is_taken_back_by_anybody(service: Service, signed_in, form_on) -> None:
    edith, boris = signed_in("EDITH"), signed_in("BORIS")
    edith.post(EU, form_on(edith.get(EU), "profile", graphic_up_to="3"))
    assert boris.post(f"{EU}/take-back").status_code == 303
    assert "It waits for a second person" not in boris.get(EU).text
    assert "never confirmed" in boris.get(EU).text
    assert boris.post(f"{EU}/take-back").status_code == 404


def test_a_preview_shows_what_is_typed_and_never_saves(
    service: Service, signed_in, form_on
) -> None:
    edith, before = signed_in("EDITH"), stored(service)
    typed = form_on(edith.get(EU), "profile", country="Sample land", most_asks="1")
    answer = edith.post(EU, {**typed, "do": "show"})
    assert answer.status_code == 200
    preview = answer.text[answer.text.index("data-preview") :]
    assert "Sample land" in preview
    assert "“Increase Targeted Sanctions”, for length." in preview
    wrong = edith.post(EU, {**typed, "do": "show", "country": ""})
    assert wrong.status_code == 422
    assert 'id="country-said"' in wrong.text
    assert stored(service) == before


def test_whoever_did_not_see_a_newer_version_is_shown_what_differs(
    service: Service, signed_in, form_on
) -> None:
    edith, emil = signed_in("EDITH"), signed_in("EMIL")
    opened = edith.get(EU)
    emil.post(EU, form_on(emil.get(EU), "profile", country="Sample land"))
    answer = edith.post(EU, form_on(opened, "profile", country="Another land"))
    assert answer.status_code == 409
    for said in ("Two versions", "EMIL saved version 2", "Sample land", "Another land"):
        assert said in answer.text
    assert counts(service)["country"] == "Sample land"
    assert edith.post(EU, form_on(answer, "profile")).status_code == 303
    assert counts(service)["country"] == "Another land"


def test_the_united_kingdom_is_an_audience_in_one_form(
    service: Service, signed_in, form_on
) -> None:
    edith = signed_in("EDITH")
    typed = {
        "name": "United Kingdom",
        "code": "uk",
        "office": "the Government of the United Kingdom",
        "new-name": "United Kingdom of Great Britain and Northern Ireland",
        "new-short": "UK",
        "onward": ["3", "4"],
        "reaches_authorities": None,
        "testimony": "on",
    }
    fields = form_on(edith.get("/packs/new"), "profile", **typed)
    shown = edith.post("/packs/new", {**fields, "do": "show"})
    assert "For <b>the Government of the United Kingdom</b> on Myanmar" in shown.text
    assert "Increase Targeted Sanctions" in shown.text
    with service.database.reading() as session:
        assert session.exec(select(Addressee).where(Addressee.code == "uk")).first() is None
    saved = edith.post("/packs/new", form_on(shown, "profile"))
    assert saved.headers["location"] == "/packs/uk/profile#versions"
    pack = edith.get("/packs/uk").text
    assert "we pass this recommendation onward to you" in pack
    assert not counts(service, "uk")["testimony"]
    assert "It waits for a second person" in edith.get("/packs/uk/profile").text
    with service.database.reading() as session:
        whom = session.exec(select(Addressee.id).where(Addressee.code == "uk")).one()
        assert session.exec(select(Call).where(Call.addressee == whom)).all()
    assert "United Kingdom" in edith.get("/packs").text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "State Administration Council"}, "name"),
        ({"name": "ASEAN"}, "name"),
        ({"code": "eu"}, "code"),
        ({"addressees": None}, "addressees"),
        ({"new-name": "European Union"}, "new-name"),
        ({"most_asks": "many"}, "most_asks"),
        ({"first": "three"}, "first"),
        ({"office": "x" * 200}, "office"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_half_saved(
    service: Service, signed_in, form_on, wrong: dict, field: str
) -> None:
    edith, before = signed_in("EDITH"), stored(service)
    right = {"name": "Sample land", "office": "the sample office", "addressees": "eu"}
    answer = edith.post("/packs/new", form_on(edith.get("/packs/new"), "profile", **right | wrong))
    assert answer.status_code == 422
    assert f'id="{field}-said"' in answer.text
    assert stored(service) == before


def test_who_does_not_record_reads_what_it_says(signed_in) -> None:
    boris = signed_in("BORIS")
    page = boris.get("/packs/asean/profile").text
    assert "Whatever is sent there is assumed to reach" in page
    assert '<form method="post" action="/packs/asean/profile"' not in page
    assert "Recommendations made to" in page
    assert boris.get("/packs/new").status_code == 403
    assert boris.get("/packs/mars/profile").status_code == 404
