"""Pictures as a source, as people at browsers bring, type and check them. All drawn here."""

import tempfile

import pytest
from sqlmodel import col, select

from recommendations.models import Quote, Source
from recommendations.quoting import quote_words
from tests.sample_pictures import CANARIES, telling_jpeg, telling_png

DESCRIBED = {
    "kind": "letter",
    "title": "To the sample office, about its report",
    "publisher": "Sample Ministry",
    "published_on": "2026-11-02",
}
PICTURES = [
    ("pictures", ("IMG_0001.JPG", telling_jpeg("Sample page 1"), "image/jpeg")),
    ("pictures", ("scan.png", telling_png("Sample page 2"), "image/png")),
]


def test_a_letter_comes_in_as_pictures_and_is_quoted_once_it_was_checked(
    service, signed_in, form_on
) -> None:
    edith, ruth = signed_in("EDITH"), signed_in("RUTH")
    assert "/sources/new/image" in edith.get("/sources/new").text
    bare = edith.post("/sources/new/image", {**DESCRIBED, "title": ""}, files=PICTURES[:1])
    assert bare.status_code == 422
    assert "Give its title" in bare.text
    assert "Sample Ministry" in bare.text
    assert "Choose them again" in bare.text
    wrong = [("pictures", ("notes.jpg", b"Sample: no picture", "image/jpeg"))]
    unfit = edith.post("/sources/new/image", DESCRIBED, files=wrong)
    assert unfit.status_code == 422
    assert "“notes.jpg” cannot be read as a picture" in unfit.text.replace("&#34;", '"')
    private = edith.post(
        "/sources/new/image", {**DESCRIBED, "kind": "private letter"}, files=PICTURES
    )
    assert "not kept as a picture" in private.text.replace("&#39;", "'")
    added = edith.post("/sources/new/image", DESCRIBED, files=PICTURES)
    assert added.status_code == 303
    path = added.headers["location"]
    assert "not typed yet" in edith.get("/sources").text

    picture = edith.get(f"{path}/pages/1")
    assert picture.headers["content-type"] in {"image/png", "image/jpeg"}
    assert picture.headers["cache-control"] == "no-store"
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert not [word for word in CANARIES if word in picture.content]
    assert signed_in("").get(f"{path}/pages/1", follow=False).status_code == 303
    assert edith.get(f"{path}/pages/7").status_code == 404

    page = edith.get(path)
    half = edith.post(f"{path}/text", form_on(page, "typing", **{"text-1": "Sample words one."}))
    assert half.status_code == 422
    assert "Sample words one." in half.text
    both = form_on(half, "typing", **{"text-2": "Sample words two."})
    assert edith.post(f"{path}/text", both).status_code == 303
    assert "another person checks it" in edith.get(path).text
    assert 'id="checking"' not in edith.get(path).text

    assert "1 transcription to compare" in ruth.get("/review").text
    assert ruth.get("/review/next", follow=False).headers["location"] == path
    assert ruth.get("/review/transcription-1", follow=False).headers["location"] == path
    ticked = ruth.post("/review", {"item": "transcription-1"})
    assert ticked.status_code == 404
    assert 'id="checking"' not in signed_in("BORIS").get(path).text
    checking = form_on(ruth.get(path), "checking", comment="")
    assert ruth.post(f"{path}/check", {**checking, "do": "send back"}).status_code == 422
    checked = ruth.post(f"{path}/check", checking)
    assert checked.status_code == 303
    shown = ruth.get(checked.headers["location"]).text
    assert "EDITH typed it, RUTH held it against the pictures" in shown
    assert "Sample words two." in shown
    assert "is <a" in ruth.get(path).text
    with service.database.writing() as session:
        source = session.exec(select(Source).order_by(col(Source.id).desc())).first()
        quote = quote_words(session, 1, source.key, "Sample words one.").key
    assert "typed from pictures and checked by a second person" in ruth.get(f"/quotes/{quote}").text


def test_what_is_sent_is_never_written_to_a_temporary_file(signed_in, monkeypatch) -> None:
    """Whatever would be written there fails. A HEIC is refused before a child is started."""
    edith = signed_in("EDITH")
    edith.get("/sources/new/image")
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    files = [("pictures", ("large.jpg", b"\0\0\0\x18ftypheic" + bytes(3 * 2**20), "image/jpeg"))]
    told = edith.post("/sources/new/image", DESCRIBED, files=files)
    assert told.status_code == 422
    assert "is a HEIC picture" in told.text


def test_someone_else_may_correct_and_a_wrong_picture_goes(signed_in, form_on) -> None:
    edith, ruth = signed_in("EDITH"), signed_in("RUTH")
    path = edith.post("/sources/new/image", DESCRIBED, files=PICTURES[:1]).headers["location"]
    typed = form_on(edith.get(path), "typing", **{"text-1": "ျမန္မာႏိုင္ငံ ျပည္သူလူထု အဖြဲ႕အစည္း"})
    offered = edith.post(f"{path}/text", typed)
    assert offered.status_code == 422
    assert "looks like Zawgyi" in offered.text
    assert "မြန်မာနိုင်ငံ ပြည်သူလူထု" in offered.text
    chosen = form_on(offered, "typing", **{"text-1-burmese": "converted"})
    assert edith.post(f"{path}/text", chosen).status_code == 303
    correcting = form_on(ruth.get(f"{path}?correct=1"), "typing", **{"text-1": "မြန်မာ (sample)"})
    assert ruth.post(f"{path}/text", correcting).status_code == 303
    late = edith.post(f"{path}/text", {**chosen, "text-1": "Sample"})
    assert late.status_code == 409
    assert "Somebody typed in it" in late.text
    assert ruth.post(f"{path}/remove").status_code == 303
    assert edith.get(path).status_code == 404
    with pytest.raises(AssertionError):
        form_on(edith.get("/sources/new/image"), "typing")


def test_pictures_of_a_source_are_not_shown_to_who_may_not_read_all_of_it(
    service, signed_in, form_on, people
) -> None:
    edith, ruth = signed_in("EDITH"), signed_in("RUTH")
    path = edith.post("/sources/new/image", DESCRIBED, files=PICTURES[:1]).headers["location"]
    words = form_on(edith.get(path), "typing", **{"text-1": "Sample words one. And two."})
    edith.post(f"{path}/text", words)
    source = ruth.post(f"{path}/check", form_on(ruth.get(path), "checking")).headers["location"]
    with service.database.writing() as session:
        id = int(source.rpartition("/")[2])
        quote = quote_words(session, people["EDITH"], id, "Sample words one.").key
        assert session.get_one(Quote, quote).fidelity.value == "transcription"
    assert edith.get(f"{path}/pages/1").status_code == 200
    edith.post(f"/quotes/{quote}/withdraw", {"why": "Sample."})
    assert edith.get(f"{path}/pages/1").status_code == 404
    assert signed_in("AMARA").get(f"{path}/pages/1").status_code == 200
    assert "with them the pictures" in edith.get(source).text


def test_what_was_typed_is_corrected_beside_the_pictures_and_checked_by_another(
    signed_in, form_on
) -> None:
    edith, ruth, boris = (signed_in(code) for code in ("EDITH", "RUTH", "BORIS"))
    path = edith.post("/sources/new/image", DESCRIBED, files=PICTURES).headers["location"]
    typed = {"text-1": "Sample wrods one.", "text-2": "Sample words two."}
    edith.post(f"{path}/text", form_on(edith.get(path), "typing", **typed))
    checked = ruth.post(f"{path}/check", form_on(ruth.get(path), "checking", comment=""))
    source = checked.headers["location"]
    assert "Correct what was typed" in ruth.get(source).text
    assert "Correct what was typed" not in boris.get(source).text
    assert boris.post(f"{source}/retype").status_code == 403
    again = ruth.post(f"{source}/retype").headers["location"]
    page = ruth.get(again)
    assert "from the same pictures" in page.text
    assert "Sample wrods one." in page.text
    where = again.partition("?")[0]
    assert ruth.get(f"{where}/pages/1").headers["content-type"] in {"image/png", "image/jpeg"}
    better = form_on(page, "typing", **{"text-1": "Sample words one."})
    assert ruth.post(f"{where}/text", better).status_code == 303
    assert 'id="checking"' not in ruth.get(where).text
    done = edith.post(f"{where}/check", form_on(edith.get(where), "checking", comment=""))
    newer = done.headers["location"]
    assert newer != source
    assert "Sample words one." in edith.get(newer).text
    assert "There is a newer version" in edith.get(source).text
    assert "Correct what was typed" not in edith.get(source).text
    assert edith.post("/sources/1/retype").status_code == 422
