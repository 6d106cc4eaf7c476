"""Offices on their pages. All of them are invented."""

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
