"""Burmese and hidden signs on the pages on which text comes in. What is typed is a sample."""

from datetime import date
from urllib.parse import quote

from sqlmodel import col, select

from recommendations import quoting
from recommendations.models import Quote, RawFile, Source
from recommendations.reading.parts import ReadSource
from recommendations.records.descriptions import Described
from recommendations.vocabulary import SourceKind

ZAWGYI = "ျမန္မာႏိုင္ငံ ျပည္သူလူထု အဖြဲ႕အစည္း"
UNICODE = "မြန်မာနိုင်ငံ ပြည်သူလူထု အဖွဲ့အစည်း"
SAID = {"title": "Sample", "kind": "news", "publisher": "Sample News", "published_on": "2026-11-02"}


def newest(service, table=Source):
    with service.database.reading() as session:
        return session.exec(select(table).order_by(col(table.id).desc())).first()


def test_text_that_is_added_is_kept_as_a_person_chooses(signed_in, service, form_on) -> None:
    edith = signed_in("EDITH")
    turned = edith.post("/sources/new", {"text": "Sample\u202e words"})
    assert turned.status_code == 422
    assert "Line 1 has a hidden sign" in turned.text
    text = f"Sample heading\n{ZAWGYI}"
    asked = edith.get(edith.post("/sources/new", {"text": text}).headers["location"])
    assert "looks like Zawgyi" in asked.text
    assert UNICODE in asked.text
    path = str(asked.url.path)
    refused = edith.post(path, form_on(asked, "describe", **SAID))
    assert refused.status_code == 422
    assert "choose which to keep" in refused.text
    chosen = form_on(refused, "describe", **{"text-burmese": "converted"})
    assert edith.post(path, chosen).status_code == 303
    source = newest(service)
    assert source.text == f"Sample heading\n{UNICODE}"
    assert source.extractor == "pasted text 1, Zawgyi converted 1"
    with service.database.reading() as session:
        assert session.get_one(RawFile, source.raw_sha256).raw == text.encode()


def test_a_passage_beside_a_finding_is_kept_as_a_person_chooses(
    signed_in, service, form_on
) -> None:
    edith = signed_in("EDITH")
    path = "/recommendations/3/eu/update"
    told = {f"new-{'date' if n == 'published_on' else n}": v for n, v in SAID.items()}
    words = {"new-text": f"Sample. {ZAWGYI}", "new-words": ZAWGYI, "do": "add"}
    asked = edith.post(path, form_on(edith.get(path), "update", **told, **words))
    assert asked.status_code == 422
    assert "Which is kept?" in asked.text
    chosen = form_on(asked, "update", **{"new-text-burmese": "converted", "do": "add"})
    assert edith.post(path, chosen).status_code == 200
    assert newest(service, Quote).exact == UNICODE


def test_words_in_zawgyi_that_are_looked_for_are_shown_in_unicode(signed_in, form_on) -> None:
    edith = signed_in("EDITH")
    told = edith.get(f"/sources/1?find={quote(ZAWGYI)}").text
    assert "look like Zawgyi" in told
    assert f"?find={quote(UNICODE)}" in told
    path = "/recommendations/3/eu/update"
    sought = form_on(edith.get(path), "update", q=ZAWGYI, do="search")
    assert "look like Zawgyi" in edith.post(path, sought).text
    assert "Zawgyi" not in edith.get(f"/sources/1?find={quote(UNICODE)}").text


def test_a_hidden_sign_in_a_file_is_shown_and_turns_nothing(signed_in, service, people) -> None:
    with service.database.writing() as session:
        read = quoting.File(b"Sample", ReadSource("Sample \u202ewords here.", "sample 1"))
        described = Described(SourceKind.NEWS, "Sample", "Sample News", date(2026, 11, 2))
        source = quoting.add_source(
            session, people["EDITH"], service.today(), described, file=read
        ).key
    page = signed_in("EDITH").get(f"/sources/{source}").text
    assert "[U+202E]" in page
    assert "\u202e" not in page
