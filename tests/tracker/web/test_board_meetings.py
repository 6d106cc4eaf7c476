"""Meetings of the board on their pages: what is asked, decided and confirmed."""

from recommendations.register.meetings import read_meetings, read_proposed_closures
from tracker.service import Service

EU = "/recommendations/3/eu"
HELD = {"on": "2026-11-12", "agenda": "Sample agenda", "minutes": "B/7"}


def meetings(service: Service):
    with service.database.reading() as session:
        return read_meetings(session)


def asked(service: Service):
    with service.database.reading() as session:
        return read_proposed_closures(session)


def held(edith, form_on) -> str:
    sent = form_on(edith.get("/meetings"), "meeting", **HELD)
    return edith.post("/meetings", sent).headers["location"]


def proposed(edith, service: Service, form_on) -> int:
    page = edith.get(f"{EU}/closing")
    call = page.text.partition('name="call" value="')[2].partition('"')[0]
    sent = form_on(page, "close", call=call, reason="Sample: it is finished.")
    assert edith.post(f"{EU}/closing", sent).headers["location"] == EU
    return asked(service)[0].call


def test_a_call_is_proposed_decided_on_confirmed_and_reads_as_closed(
    service: Service, signed_in, form_on
) -> None:
    edith, boris = signed_in("EDITH"), signed_in("BORIS")
    call = proposed(edith, service, form_on)
    assert "Sample: it is finished." in boris.get("/meetings").text
    meeting = held(edith, form_on)
    page = edith.get(meeting)
    entered = {"minute": "4.2", "what": "closed", "words": "Sample: agreed.", "call": str(call)}
    sent = form_on(page, "decision", **entered)
    assert edith.post(f"{meeting}/decisions", sent).status_code == 303
    edith.post(f"{meeting}/decisions", sent)
    (told,) = meetings(service)[0].decisions
    assert (told.minute, told.what, told.counts) == ("4.2", "closed", False)
    assert "closed" not in edith.get("/").text
    review = f"/review/{told.name}"
    assert f'href="{review}"' in boris.get(meeting).text
    assert "Hold it against the minutes" in boris.get(review).text
    sent = form_on(boris.get(review), "review")
    assert boris.post(review, sent).status_code == 303
    assert "closed" in boris.get("/").text
    assert "closed by the board" in boris.get("/board").text
    assert "closed by the board" not in boris.get("/board?as-of=2026-11-11").text
    story = boris.get(EU).text
    assert "minute 4.2" in story
    assert "12 November 2026" in story
    assert asked(service) == ()
    before = boris.get(f"{EU}?as-of=2026-11-11").text
    assert "minute 4.2" not in before
    assert "To be opened again" in edith.get(f"{EU}/closing").text


def test_who_may_not_confirm_is_told_who_does(service: Service, signed_in, form_on) -> None:
    edith, emil = signed_in("EDITH"), signed_in("EMIL")
    meeting = held(edith, form_on)
    entered = {"minute": "4.1", "what": "noted", "words": "Sample: taken note of."}
    edith.post(f"{meeting}/decisions", form_on(edith.get(meeting), "decision", **entered))
    (told,) = meetings(service)[0].decisions
    sentence = "confirmed by a reviewer, a board member or an administrator"
    for page in (emil.get(f"/review/{told.name}"), emil.get("/review")):
        assert "a board member or an administrator" in page.text
    sent = {"item": told.name, "once": "sample"}
    answer = emil.post(f"/review/{told.name}", sent)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    answer = edith.post(f"/review/{told.name}", {**sent, "once": "b"})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert not meetings(service)[0].decisions[0].counts


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_entered(
    service: Service, signed_in, form_on
) -> None:
    edith = signed_in("EDITH")
    sent = form_on(edith.get("/meetings"), "meeting", on="soon", agenda="Sample agenda")
    answer = edith.post("/meetings", sent)
    assert (answer.status_code, "year-month-day" in answer.text) == (422, True)
    assert form_on(answer, "meeting")["agenda"] == ["Sample agenda"]
    meeting = held(edith, form_on)
    sent = form_on(edith.get(meeting), "decision", what="", words="Sample words.")
    answer = edith.post(f"{meeting}/decisions", sent)
    assert answer.status_code == 422
    assert "Choose what was decided" in answer.text
    assert "Give the number of the minute" in answer.text
    assert form_on(answer, "decision")["words"] == ["Sample words."]
    answer = edith.post(f"{EU}/closing", form_on(edith.get(f"{EU}/closing"), "close"))
    assert (answer.status_code, "Choose at least one measure" in answer.text) == (422, True)
    assert (meetings(service)[0].decisions, asked(service)) == ((), ())


def test_an_entry_and_a_proposal_are_taken_back(service: Service, signed_in, form_on) -> None:
    edith = signed_in("EDITH")
    proposed(edith, service, form_on)
    meeting = held(edith, form_on)
    entered = {"minute": "4.1", "what": "noted", "words": "Sample: taken note of."}
    edith.post(f"{meeting}/decisions", form_on(edith.get(meeting), "decision", **entered))
    path = meetings(service)[0].decisions[0].name.replace("-", "/")
    assert edith.post(f"{meeting}/{path}/take-back").status_code == 303
    assert edith.post(f"{meeting}/sample/1/take-back").status_code == 404
    assert meetings(service)[0].decisions == ()
    number = asked(service)[0].id
    assert edith.post(f"/closures/proposed/{number}/take-back").status_code == 303
    assert asked(service) == ()


def test_a_meeting_is_changed_and_called_off_and_two_who_change_it_are_told(
    service: Service, signed_in, form_on
) -> None:
    edith, amara = signed_in("EDITH"), signed_in("AMARA")
    meeting = held(edith, form_on)
    opened = form_on(edith.get(meeting), "meeting", agenda="Sample B")
    amara.post(meeting, form_on(amara.get(meeting), "meeting", agenda="Sample C"))
    answer = edith.post(meeting, opened)
    assert (answer.status_code, "AMARA changed this meeting" in answer.text) == (409, True)
    assert form_on(answer, "meeting")["agenda"] == ["Sample B"]
    base = form_on(edith.get(meeting), "meeting")["base"]
    assert edith.post(f"{meeting}/call-off", {"base": base}).status_code == 303
    assert "called off" in edith.get("/meetings").text
    assert edith.get("/meetings/99").status_code == 404
