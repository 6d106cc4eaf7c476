"""Adding a source: a file or a paste comes in, a person says what it is, and it is stored."""

import hashlib
import re
from pathlib import Path

import pytest
from sqlmodel import func, select

from recommendations.models import Page, RawFile, Section, Source
from tracker.bringing import Brought

GOLD = Path(__file__).parents[2] / "gold" / "sources"
SAID = {"kind": "official act", "publisher": "Sample council", "url": "https://example.org/act"}


def sent(reader, name: str, raw: bytes | None = None, **fields):
    raw = (GOLD / name).read_bytes() if raw is None else raw
    return reader.post("/sources/new", fields, files={"file": (name, raw)})


def stored(service, model=Source) -> list:
    with service.database.reading() as session:
        return list(session.exec(select(model).order_by(model.id)))


def test_a_web_page_comes_in_with_suggestions_that_a_person_confirms(
    signed_in, service, form_on
) -> None:
    edith = signed_in("EDITH")
    brought = sent(edith, "sample-act.html")
    assert brought.status_code == 303
    asked = edith.get(brought.headers["location"])
    assert "was read as a web page" in asked.text
    fields = form_on(asked, "describe")
    assert fields["title"] == ["Sample act on shelter for those who leave"]
    assert fields["published_on"] == ["2026-03-04"]
    assert fields["language"] == ["en"]
    assert asked.text.count("Suggested by the file") == 2
    assert len(stored(service)) == 1
    refused = edith.post(brought.headers["location"], fields)
    assert refused.status_code == 422
    assert "Say who published it" in refused.text
    assert "Say what kind of source it is" in refused.text
    saved = edith.post(brought.headers["location"], fields | SAID)
    source = stored(service)[-1]
    assert saved.headers["location"] == f"/sources/{source.id}"
    assert (source.extractor, source.language) == ("html 1", "en")
    raw = (GOLD / "sample-act.html").read_bytes()
    assert source.raw_sha256 == hashlib.sha256(raw).hexdigest()
    assert [s.title for s in stored(service, Section) if s.source == source.id][1:] == [
        "Section 1. Shelter", "Section 1.1. Who decides",
    ]  # fmt: skip
    whole = edith.get(f"/sources/{source.id}").text
    assert "Whoever leaves the sample forces" in whole, "it is short: read whole, headings and all"
    assert (heading := re.search(r'aria-level="3" id="(h\d+)"[^>]*>Section 1. Shelter</p>', whole))
    assert f'href="#{heading[1]}">Section 1. Shelter</a>' in whole
    assert "Whoever leaves the sample forces" in edith.get(f"/sources/{source.id}/sections/2").text
    assert not stored(service, Brought)
    again = edith.post(brought.headers["location"], fields | SAID)
    assert again.headers["location"] == f"/sources/{source.id}", "sent twice, stored once"


def test_pages_of_a_pdf_are_stored_and_the_same_file_is_not_stored_twice(
    signed_in, service, form_on
) -> None:
    edith = signed_in("EDITH")
    for _ in range(2):
        waiting = sent(edith, "sample-report.pdf").headers["location"]
        fields = form_on(edith.get(waiting), "describe", title="Sample", published_on="2026-01-02")
        edith.post(waiting, fields | SAID)
        here = stored(service)
        assert len(here) == 2
    pages = [(p.number, here[1].text[p.start : p.end][:9]) for p in stored(service, Page)]
    assert pages == [(1, "Sample re"), (2, "On the se")]
    assert (
        "is stored already" in edith.get(sent(edith, "sample-report.pdf").headers["location"]).text
    )


def test_an_encoding_is_chosen_by_a_person_who_reads_the_lines(signed_in, service, form_on) -> None:
    edith = signed_in("EDITH")
    waiting = sent(edith, "sample-letter.txt").headers["location"]
    asked = edith.get(waiting)
    assert "The café of the sample ministry" in asked.text
    assert " checked" not in asked.text
    nothing = edith.post(waiting, {"encoding": "unicode_escape"})
    assert nothing.status_code == 422
    assert "Choose the lines" in nothing.text
    assert edith.post(waiting, {"encoding": "windows-1252"}).headers["location"] == waiting
    fields = form_on(edith.get(waiting), "describe", published_on="2026-01-02", **SAID)
    edith.post(waiting, fields)
    source = stored(service)[-1]
    assert (source.extractor, source.title) == ("text 1, windows-1252", "Sample letter")
    assert "a résumé of the talks" in source.text


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("", b"", "Choose a file"),
        ("sample.pdf", b"%PDF-1.7 sample", "damaged"),
        ("sample.docx", b"PK\x03\x04sample", "damaged or is no Word document"),
        ("sample.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "old Word document"),
        ("sample.png", b"\x89PNG\r\n\x1a\n", "is a picture"),
        ("sample.txt", b"\0\1\2", "no text that can be read"),
        ("sample.txt", b"a" * (20 * 2**20 + 1), "the most that is read is 20 MiB"),
    ],
)
def test_what_is_refused_says_why_beside_the_field_and_nothing_is_kept(
    signed_in, service, name: str, raw: bytes, sentence: str
) -> None:
    answer = sent(signed_in("EDITH"), name, raw)
    assert answer.status_code == 422
    beside = answer.text.split('id="file-said">')[1].split("<")[0]
    assert sentence in beside
    assert not stored(service, Brought)
    assert len(stored(service)) == 1


def test_pasted_text_goes_the_same_way(signed_in, service, form_on) -> None:
    edith = signed_in("EDITH")
    empty = edith.post("/sources/new", {"text": "  "})
    assert (empty.status_code, 'id="text-said"' in empty.text) == (422, True)
    text = "Sample words, pasted.\n\nနမူနာ စာသား"
    waiting = edith.post("/sources/new", {"text": text}).headers["location"]
    fields = form_on(edith.get(waiting), "describe", title="Sample", published_on="2026-01-02")
    edith.post(waiting, fields | SAID)
    assert (stored(service)[-1].text, stored(service)[-1].extractor) == (text, "pasted text 1")


def test_what_somebody_brought_is_theirs_alone_and_can_be_left(signed_in, service) -> None:
    edith, emil = signed_in("EDITH"), signed_in("EMIL")
    waiting = sent(edith, "sample-note.md").headers["location"]
    assert emil.get(waiting).status_code == 404
    assert emil.post(waiting, {"do": "forget"}).status_code == 404
    assert signed_in("BORIS").get("/sources/new").status_code == 403
    assert edith.post(waiting, {"do": "forget"}).headers["location"] == "/sources"
    assert edith.get(waiting).status_code == 404
    with service.database.reading() as session:
        assert session.exec(select(func.count()).select_from(RawFile)).one() == 1
