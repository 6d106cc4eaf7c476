"""Offices on their pages. All of them are invented."""

from sqlmodel import select

from recommendations import addressing
from recommendations.models import Person
from recommendations.register.addressees import read_addressee
from recommendations.register.offices import read_offices
from tracker.service import Service

EU = "/addressees/eu"
DESK = {"name": "Sample desk", "email": "desk@example.org", "language": "en"}


def offices(service: Service):
    with service.database.reading() as session:
        return read_offices(session, ended=True)


def test_an_office_is_added_once_changed_and_ended(service: Service, signed_in, form_on) -> None:
    edith = signed_in("EDITH")
    assert "Packs go to an office, never to a person" in edith.get(EU).text
    sent = form_on(edith.get(EU), "office", **DESK)
    assert edith.post(f"{EU}/offices", sent).headers["location"] == EU
    edith.post(f"{EU}/offices", sent)
    (made,) = offices(service)
    path = f"/offices/{made.id}"
    assert "desk@example.org" in edith.get(EU).text
    edith.post(path, form_on(edith.get(path), "office", contact="Sample Name"))
    assert "attention Sample Name" in edith.get(EU).text
    assert edith.post(f"/offices/{offices(service)[0].id}/end").status_code == 303
    (ended,) = offices(service)
    assert ended.ended
    assert "End this office" not in edith.get(path).text


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    service: Service, signed_in, form_on
) -> None:
    edith = signed_in("EDITH")
    sent = form_on(edith.get(EU), "office", **{**DESK, "email": "someone@gmail.com"})
    answer = edith.post(f"{EU}/offices", sent)
    assert answer.status_code == 422
    assert "looks like a private e-mail address" in answer.text
    assert form_on(answer, "office")["name"] == ["Sample desk"]
    assert offices(service) == ()


def test_two_who_change_one_office_are_told(service: Service, signed_in, form_on) -> None:
    edith, emil = signed_in("EDITH"), signed_in("EMIL")
    edith.post(f"{EU}/offices", form_on(edith.get(EU), "office", **DESK))
    path = f"/offices/{offices(service)[0].id}"
    opened = form_on(edith.get(path), "office", name="Sample section")
    emil.post(path, form_on(emil.get(path), "office", name="Sample unit"))
    answer = edith.post(path, opened)
    assert answer.status_code == 409
    assert "EMIL changed this office" in answer.text
    assert form_on(answer, "office")["name"] == ["Sample section"]


def test_the_board_reads_and_has_no_form(signed_in) -> None:
    board = signed_in("BORIS")
    assert "Add an office" not in board.get(EU).text
    assert board.post(f"{EU}/offices", DESK).status_code == 403
    assert board.get("/addressees/nobody").status_code == 404


def test_an_addressee_gets_its_last_day_and_a_successor_on_its_page(
    service: Service, signed_in, form_on
) -> None:
    edith, days = signed_in("EDITH"), f"{EU}/days"
    with service.database.writing() as session:
        whom = read_addressee(session, "eu").id
        edith_id = session.exec(select(Person.id).where(Person.code == "EDITH")).one()
        made = addressing.add_addressee(
            session, edith_id, name="Sample Parliament", short="", parent=whom
        ).key
    assert days in edith.get(EU).text
    assert days not in signed_in("BORIS").get(EU).text
    refused = edith.post(f"{days}/end", form_on(edith.get(days), "end", until=""))
    assert (refused.status_code, "Give its last day" in refused.text) == (422, True)
    sent = form_on(refused, "end", until="2026-11-20", successor=str(made))
    assert edith.post(f"{days}/end", sent).headers["location"] == EU
    assert "20 November 2026" in edith.get(EU).text
    child = "/addressees/sample-parliament"
    page = edith.get(f"{child}/days")
    for typed, sentence in (("one", "for instance Q12"), ("Q99999", "There is no quote")):
        refused = edith.post(f"{child}/days/speaks", form_on(page, "speaks", quote=typed))
        assert (refused.status_code, sentence in refused.text) == (422, True)
    assert (
        edith.post(f"{child}/days/speaks", form_on(page, "speaks", quote="q1")).status_code == 303
    )
    assert 'value="Q1"' in edith.get(f"{child}/days").text
    assert 'id="speaks"' not in edith.get(days).text
    assert edith.get("/addressees/nobody/days").status_code == 404
