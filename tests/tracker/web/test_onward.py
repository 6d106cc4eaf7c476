"""Addressees, and passing a recommendation onward."""

from sqlmodel import col, select

from recommendations.models import Addressee, Call
from recommendations.vocabulary import CallOrigin

HERE = "/recommendations/3/onward"
NEW = {"name": "Sample Parliament", "short": "Parliament"}


def latest(service) -> Addressee:
    with service.database.reading() as session:
        return session.exec(select(Addressee).order_by(col(Addressee.id).desc())).first()


def test_a_new_addressee_is_added_and_passed_onward_to_in_one_go(
    service, signed_in, form_on
) -> None:
    edith = signed_in("EDITH")
    fields = form_on(edith.get(HERE), "onward", **NEW, parent=4, since="2024-07-16")
    answer = edith.post(HERE, fields)
    assert answer.headers["location"] == "/recommendations/3/parliament"
    assert edith.post(HERE, fields).headers["location"] == "/recommendations/3/parliament"
    added = latest(service)
    assert (added.name, added.parent, added.speaks_for_parent) == ("Sample Parliament", 4, False)
    with service.database.reading() as session:
        origins = session.exec(select(Call.origin).where(Call.addressee == added.id)).all()
    assert origins == [CallOrigin.ONWARD] * 4
    assert "we passed it onward" in edith.get("/recommendations/3/parliament").text
    assert "passed onward: 3" in edith.get("/addressees").text
    assert "Sample Parliament" not in edith.get(HERE).text.split("Part of")[0]


def test_one_who_is_here_already_is_chosen(service, signed_in, form_on) -> None:
    edith = signed_in("EDITH")
    fields = form_on(edith.get(HERE), "onward", addressee=1)
    assert edith.post(HERE, fields).headers["location"] == "/recommendations/3/nug"
    again = form_on(edith.get(HERE), "onward", addressee=1)
    answer = edith.post(HERE, again)
    assert answer.status_code == 422
    assert "called for from them already" in answer.text
    answer = edith.post(HERE, form_on(edith.get(HERE), "onward"))
    assert 'id="addressee-said"' in answer.text
    assert edith.post(HERE, form_on(edith.get(HERE), "onward", addressee=99999)).status_code == 404


def test_the_junta_is_never_an_addressee_and_what_was_typed_stays(
    service, signed_in, form_on
) -> None:
    edith, before = signed_in("EDITH"), latest(service).id
    wrong = {"name": "State Administration Council", "short": "Kept", "since": "soon"}
    answer = edith.post("/addressees", form_on(edith.get("/addressees"), "onward", **wrong))
    assert answer.status_code == 422
    assert "never an addressee" in answer.text
    assert form_on(answer, "onward")["short"] == ["Kept"]
    assert latest(service).id == before


def test_it_speaks_for_its_parent_where_a_picked_quote_says_so(
    service, signed_in, form_on, sample_record
) -> None:
    edith = signed_in("EDITH")
    asked = form_on(edith.get("/addressees"), "onward", **NEW, q="housing medical", do="search")
    found = edith.post("/addressees", asked)
    quote = sample_record["bill"]
    assert f'name="quote" value="{quote}"' in found.text
    answer = edith.post("/addressees", form_on(found, "onward", quote=quote))
    assert 'id="parent-said"' in answer.text
    answer = edith.post("/addressees", form_on(answer, "onward", quote=quote, parent=1))
    assert answer.headers["location"] == "/addressees#parliament"
    assert latest(service).speaks_for_quote == quote
    assert f'the body above, by <a href="/quotes/{quote}"' in edith.get("/addressees").text


def test_everyone_reads_addressees_and_only_editors_and_administrators_add(signed_in) -> None:
    board = signed_in("BORIS")
    page = board.get("/addressees")
    assert page.status_code == 200
    assert "Add an addressee" not in page.text
    assert board.post("/addressees", NEW).status_code == 403
    assert board.get(HERE).status_code == 403
    assert signed_in("EDITH").get("/recommendations/99/onward").status_code == 404
