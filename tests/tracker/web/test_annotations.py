"""Taking the quotes of a source out as annotations, and bringing annotations in."""

import json

import pytest
from sqlmodel import select

from recommendations import triage
from recommendations.models import Quote, Source
from tests.terminal import Terminal
from tracker.accounts import sessions
from tracker.web.visitor import COOKIE


def quotes(service, source: int = 2) -> list[Quote]:
    with service.database.reading() as session:
        return list(session.exec(select(Quote).where(Quote.source == source)))


def told(exact: str, **more) -> dict:
    return {"target": {"selector": {"type": "TextQuoteSelector", "exact": exact, **more}}}


def test_quotes_that_may_leave_are_taken_out_with_a_fresh_code_and_brought_in_again(
    signed_in, service, people, sample_record
) -> None:
    editor, path = signed_in("EDITH"), "/sources/2/annotations"
    answer = editor.get(f"{path}/file")
    assert answer.headers["content-type"].startswith("application/ld+json")
    assert answer.json()["total"] == 1
    assert "shall provide housing" in answer.text
    shown = editor.post(path, {"annotations": answer.text})
    assert "0 would become new quotes." in shown.text
    with service.database.writing() as session:
        editor.cookies[COOKIE] = sessions.begin(session, people["EDITH"])
    asked = editor.get(f"{path}/file", follow=False)
    assert asked.headers["location"].startswith("/account/code?next=")


def test_words_that_may_not_be_read_are_in_no_file_and_are_not_found(
    signed_in, service, people, sample_record
) -> None:
    (bill,) = quotes(service)
    with service.database.writing() as session:
        triage.withdraw(session, people["EDITH"], bill.key, "Sample.")
        text = session.get_one(Source, 2).text
    for code in ("EDITH", "AMARA"):
        file = signed_in(code).get("/sources/2/annotations/file")
        assert file.status_code == 422
        assert "None of its quotes may leave" in file.text
        assert "shall provide housing" not in file.text
    asked = [
        told("shall provide housing"),
        told("\0" * 10),
        told(text[bill.start - 9 : bill.start + 9]),
    ]
    for one in asked:
        page = signed_in("EDITH").post("/sources/2/annotations", {"annotations": json.dumps(one)})
        assert "found</a>" not in page.text


def test_annotations_become_quotes_all_at_once_or_none(signed_in, service, sample_record) -> None:
    editor, path = signed_in("EDITH"), "/sources/2/annotations"
    some = [told("Section 4", suffix=" lapses"), told("Section 4"), told("no such words")]
    fields = {"annotations": json.dumps(some)}
    shown = editor.post(path, {**fields, "do": "look"}).text
    assert "1 would become new quotes, 2 are not found again" in shown
    assert "2 places fit" in shown
    refused = editor.post(path, {**fields, "do": "quote"})
    assert refused.status_code == 422
    assert "Say that they are left out." in refused.text
    assert len(quotes(service)) == 1
    assert editor.post(path, {**fields, "do": "quote", "leave_out": "on"}).status_code == 303
    new = quotes(service)[-1]
    assert (new.exact, len(quotes(service))) == ("Section 4", 2)
    bad = editor.post(path, {"annotations": "{"})
    assert (bad.status_code, "cannot be read as JSON" in bad.text) == (422, True)
    assert signed_in("RUTH").get(path).status_code == 403
    assert signed_in("EDITH").get("/sources/99/annotations").status_code == 404


@pytest.fixture
def run(service, monkeypatch, capsys):
    """run("annotations", ...) gives the exit status and what was said."""
    return Terminal(monkeypatch, capsys).at(service.settings.home, service.database.url).say


def test_at_a_terminal_too(run, service, sample_record, tmp_path) -> None:
    out, given = tmp_path / "quotes.jsonld", tmp_path / "given.json"
    status, said = run("annotations", "export", "--source", "2", "--out", str(out))
    assert (status, "1 annotations" in said) == (0, True)
    given.write_text(json.dumps([told("lapses after two years"), told("Section 4")]))
    bring = ("annotations", "import", str(given), "--source", "2")
    status, said = run(*bring, "--dry-run")
    assert (status, "Annotation 2: in several places (2)." in said) == (0, True)
    status, said = run(*bring)
    assert (status, "Nothing was quoted." in said, len(quotes(service))) == (1, True, 1)
    status, said = run(*bring, "--leave-out-lost")
    assert (status, "1 new quotes." in said, len(quotes(service))) == (0, True, 2)
    status, said = run("annotations", "import", str(out), "--source", "2")
    assert (status, "0 new quotes." in said) == (0, True)
