"""A note of a meeting, as somebody at a browser adds it. Office and words are invented."""

import re

SAID = "Sample notes. The desk said that the sample office would look at it in spring."


def test_a_note_is_added_and_says_under_which_word_it_stands(signed_in, form_on) -> None:
    edith = signed_in("EDITH")
    assert "/sources/new/meeting" in edith.get("/sources/new").text
    page = edith.get("/sources/new/meeting")
    (eu,) = re.findall(r'value="(\d+)"[^>]*>European Union<', page.text)
    typed = {"addressee": eu, "office": "Ms Sample, Sample desk", "on": "2026-11-02", "text": SAID}
    refused = edith.post("/sources/new/meeting", form_on(page, "meeting", **typed))
    assert refused.status_code == 422
    assert "looks like a person" in refused.text
    assert "Say under which word" in refused.text
    assert SAID in refused.text
    better = {"office": "Sample desk", "spoken": "internal"}
    added = edith.post("/sources/new/meeting", form_on(refused, "meeting", **better))
    assert added.status_code == 303
    source = signed_in("RUTH").get(added.headers["location"]).text
    assert "Sample desk (European Union)" in source
    assert "nothing opens it" in source
    page = edith.get("/sources/new/meeting")
    odd = form_on(page, "meeting", **{**typed, **better, "on": "soon", "text": "ျမန္မာႏိုင္ငံ ျပည္သူ"})
    again = edith.post("/sources/new/meeting", odd)
    assert "year-month-day" in again.text
    assert "Which is kept?" in again.text
    assert signed_in("RUTH").get("/sources/new/meeting").status_code == 403


def test_a_note_is_put_under_a_stricter_word_by_anyone_and_never_under_a_freer_one(
    signed_in, form_on
) -> None:
    edith, boris = signed_in("EDITH"), signed_in("BORIS")
    page = edith.get("/sources/new/meeting")
    (eu,) = re.findall(r'value="(\d+)"[^>]*>European Union<', page.text)
    typed = {"addressee": eu, "office": "Sample desk", "on": "2026-11-02", "text": SAID}
    added = edith.post("/sources/new/meeting", form_on(page, "meeting", **typed, spoken="quotable"))
    where = added.headers["location"]
    assert f"{where}/stricter" in boris.get(where).text
    asked = boris.get(f"{where}/stricter").text
    assert 'value="quotable"' not in asked
    refused = boris.post(f"{where}/stricter", {})
    assert refused.status_code == 422
    assert "Say under which word it holds" in refused.text
    assert boris.post(f"{where}/stricter", {"spoken": "not for attribution"}).status_code == 303
    assert "Not for attribution" in boris.get(where).text
    freer = boris.post(f"{where}/stricter", {"spoken": "quotable"})
    assert (freer.status_code, "nothing makes that freer" in freer.text) == (422, True)
    assert boris.post(f"{where}/stricter", {"spoken": "internal"}).status_code == 303
    assert "nothing opens it" in boris.get(f"{where}/stricter").text
    assert boris.get("/sources/1/stricter").status_code == 404
    assert boris.post("/sources/999/stricter", {"spoken": "internal"}).status_code == 404


def test_a_typing_mistake_in_a_note_is_corrected_on_its_page(signed_in, form_on) -> None:
    edith = signed_in("EDITH")
    page = edith.get("/sources/new/meeting")
    (eu,) = re.findall(r'value="(\d+)"[^>]*>European Union<', page.text)
    typed = {"addressee": eu, "office": "Sample desk", "on": "2026-11-02", "text": SAID}
    added = edith.post("/sources/new/meeting", form_on(page, "meeting", **typed, spoken="quotable"))
    where = added.headers["location"]
    assert f"{where}/correct" in edith.get(where).text
    assert f"{where}/correct" not in signed_in("RUTH").get(where).text
    asked = edith.get(f"{where}/correct")
    assert SAID in asked.text
    refused = edith.post(f"{where}/correct", form_on(asked, "correct", text=SAID))
    assert (refused.status_code, "Nothing was changed" in refused.text) == (422, True)
    better = SAID.replace("spring", "May")
    done = edith.post(f"{where}/correct", form_on(refused, "correct", text=better))
    assert done.status_code == 303
    changes = edith.get(done.headers["location"])
    assert "May" in changes.text
    assert "There is a newer version" in edith.get(where).text
    assert edith.get("/sources/1/correct").status_code == 404
