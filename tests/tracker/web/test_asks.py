"""Asks on their pages: recording one with the words that support it, changing it, taking it
out. Everything said in them is an invented sample."""

from datetime import timedelta

import pytest
from sqlmodel import select

from recommendations.models import Ask, Quote, TierChange
from recommendations.register.plans import read_asks
from tracker.service import Service

NEW = "/packs/eu/asks/new/3/eu"
SUPPORT = {
    "new-title": "Sample decision, invented for tests",
    "new-publisher": "Sample Journal",
    "new-kind": "official act",
    "new-date": "2026-11-02",
    "new-text": "This is an invented sample. The sample measures are renewed in April 2027.",
    "new-words": "The sample measures are renewed in April 2027.",
}


@pytest.fixture
def by(service: Service) -> str:
    return (service.today() + timedelta(days=100)).isoformat()


def asks(service: Service):
    with service.database.reading() as session:
        return read_asks(session, "eu")


def test_an_ask_is_recorded_with_its_words_and_stands_in_the_draft(
    service: Service, signed_in, form_on, by: str
) -> None:
    edith = signed_in("EDITH")
    assert "Nothing is asked yet" in edith.get("/packs/eu/asks").text
    given = {"institution": "the Sample Council", "instrument": "name the traders", "by": by}
    fields = form_on(edith.get(NEW), "ask", **given, **SUPPORT)
    preview = edith.post(NEW, {**fields, "do": "preview"})
    assert "As it will stand in the pack" in preview.text
    assert ": name the traders." in preview.text
    assert asks(service) == ()
    saved = edith.post(NEW, form_on(preview, "ask"))
    (made,) = asks(service)
    assert saved.headers["location"] == f"/packs/eu/asks#ask-{made.id}"
    assert edith.post(NEW, fields).headers["location"] == saved.headers["location"]
    with service.database.reading() as session:
        assert session.get_one(Quote, made.rests_on).exact == SUPPORT["new-words"]
        assert session.exec(select(TierChange).where(TierChange.opens)).one().quote == made.rests_on
    listed = edith.get("/packs/eu/asks").text
    assert "not printed" in listed
    assert "test of done" in listed
    assert "Asks whose supporting words stay inside (one)." in edith.get("/packs/eu").text


def test_what_is_wrong_is_said_beside_each_field(service: Service, signed_in, form_on) -> None:
    edith = signed_in("EDITH")
    given = {"risk": "kept as typed", "by": service.today().isoformat(), "new-words": "gone"}
    answer = edith.post(NEW, form_on(edith.get(NEW), "ask", **given))
    assert answer.status_code == 422
    for name in ("instrument", "by", "new-title", "new-text"):
        assert f'id="{name}-said"' in answer.text, name
    assert form_on(answer, "ask")["risk"] == ["kept as typed"]
    pointed = {"institution": "+95 9 123 456 789", "by": "", "new-words": ""}
    answer = edith.post(NEW, form_on(answer, "ask", **pointed))
    assert "looks like a telephone number" in answer.text
    assert asks(service) == ()


def test_whoever_did_not_see_a_newer_version_is_shown_both(
    service: Service, signed_in, form_on, by: str
) -> None:
    edith, emil = signed_in("EDITH"), signed_in("EMIL")
    given = {"institution": "the Sample Council", "instrument": "adopt the first", "by": by}
    edith.post(NEW, form_on(edith.get(NEW), "ask", **given))
    here = f"/packs/eu/asks/{asks(service)[0].id}"
    opened = edith.get(here)
    emil.post(here, form_on(emil.get(here), "ask", instrument="adopt the second"))
    answer = edith.post(here, form_on(opened, "ask", instrument="adopt the third"))
    assert answer.status_code == 409
    for said in ("Two versions", "EMIL changed this ask", "adopt the second", "adopt the third"):
        assert said in answer.text
    now = f"/packs/eu/asks/{asks(service)[0].id}"
    assert edith.post(now, form_on(answer, "ask")).status_code == 303
    assert [ask.instrument for ask in asks(service)] == ["adopt the third"]
    with service.database.reading() as session:
        assert len(session.exec(select(Ask)).all()) == 3
    stale = edith.post(f"{here}/remove")
    assert stale.status_code == 409
    assert "changed this ask" in stale.text
    assert edith.post(f"/packs/eu/asks/{asks(service)[0].id}/remove").status_code == 303
    assert asks(service) == ()
    assert edith.get(now).status_code == 404


def test_only_what_the_pack_is_about_is_asked(signed_in, form_on, service: Service) -> None:
    edith = signed_in("EDITH")
    for path in ("new/1/eu", "new/3/nug", "new/9/eu", "77"):
        assert edith.get(f"/packs/eu/asks/{path}").status_code == 404, path
    given = {"institution": "the Sample Council", "instrument": "adopt it"}
    edith.post(NEW, form_on(edith.get(NEW), "ask", **given))
    (made,) = asks(service)
    assert edith.get(f"/packs/us/asks/{made.id}").status_code == 404
    assert edith.post(f"/packs/us/asks/{made.id}/remove").status_code == 404
    assert asks(service) == (made,)
    boris = signed_in("BORIS")
    assert "Ask something" not in boris.get("/packs/eu/asks").text
