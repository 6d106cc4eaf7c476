"""Fixed texts beside their translations, on the page."""

from exports.texts import FixedText, read_texts, unchecked

SOURCES = FixedText("Sources", "", "").ref


def waiting(service) -> int:
    with service.database.reading() as session:
        return len(unchecked(session, "my"))


def test_what_was_ticked_is_right_and_leaves_the_list(signed_in, service) -> None:
    edith, boris = signed_in("EDITH"), signed_in("BORIS")
    before = waiting(service)
    listed = boris.get("/packs/texts").text
    assert f"{before} of {before} fixed texts have not been checked" in listed
    assert 'lang="my"' in listed
    with service.database.reading() as session:
        hashes = [text.hash for text in read_texts(session, "my") if text.original < "N"]
    assert boris.post("/packs/texts", {"right": hashes}).status_code == 303
    assert waiting(service) == before - len(hashes)
    assert hashes[0] not in edith.get("/packs/texts").text
    assert "BORIS" in edith.get("/packs/texts?show=all").text


def test_a_wording_is_written_by_one_found_right_by_another_and_taken_back(
    signed_in, service
) -> None:
    edith, boris = signed_in("EDITH"), signed_in("BORIS")
    here = f"/packs/texts/{SOURCES}"
    assert "Save this wording" not in boris.get(here).text
    assert boris.post(here, {"translation": "နမူနာစာသား"}).status_code == 403
    with service.database.reading() as session:
        was = next(t.translation for t in read_texts(session, "my") if t.original == "Sources")
    refused = edith.post(here, {"was": was, "translation": "{day} နမူနာ"})
    assert refused.status_code == 422
    assert "Keep the places in braces as they are: none." in refused.text
    assert "{day} နမူနာ" in refused.text
    assert edith.post(here, {"was": was, "translation": "နမူနာစာသား"}).status_code == 303
    stale = edith.post(here, {"was": was, "translation": "အခြားနမူနာ"})
    assert (stale.status_code, "နမူနာစာသား" in stale.text) == (409, True)
    with service.database.reading() as session:
        (hash,) = [t.hash for t in read_texts(session, "my") if t.original == "Sources"]
    assert edith.post("/packs/texts", {"right": [hash]}).status_code == 403
    boris.post("/packs/texts", {"right": [hash]})
    assert "Found right by BORIS" in edith.get(here).text
    assert edith.post(f"{here}/not-right", {}).status_code == 303
    assert "unchecked" in boris.get(here).text
    assert edith.get("/packs/texts/nothing").status_code == 404


def test_texts_that_changed_meanwhile_are_said_to_have_and_the_ticks_stay(signed_in) -> None:
    boris = signed_in("BORIS")
    refused = boris.post("/packs/texts", {"right": ["0" * 64]})
    assert refused.status_code == 409
    assert "were changed meanwhile" in refused.text


def test_a_pack_is_seen_in_each_language_of_its_audience(signed_in, service) -> None:
    edith = signed_in("EDITH")
    burmese = edith.get("/packs/nug?language=my").text
    assert '<article class="leave-behind" lang="my">' in burmese
    assert f"{waiting(service)} of its fixed texts have not been found right" in burmese
    assert 'href="/packs/nug/leave-behind.pdf?language=my"' in burmese
    assert "have not been found right" not in edith.get("/packs/nug").text
    assert 'lang="my"' in edith.get("/packs/nug/full?language=my").text
    assert edith.get("/packs/eu?language=my").status_code == 404
