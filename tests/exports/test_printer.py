"""What the child answers, without the child."""

import pytest

from exports.printer import confined_engine, work

pytestmark = pytest.mark.usefixtures("engine_with_our_fonts")

PAGE = '<html lang="en"><title>Sample</title><p>{words}</p></html>'


def test_a_job_is_answered_with_its_pages_and_what_memory_it_took():
    answer, pdf = work(
        {"sections": [("", PAGE.format(words="x"))], "title": "Sample", "language": "en"}
    )
    assert answer["pages"] == 1
    assert answer["peak_mib"] > 10
    assert pdf.startswith(b"%PDF-1.7")


def test_a_refused_job_is_answered_with_the_reason_and_no_file():
    answer, pdf = work(
        {"sections": [("", PAGE.format(words="字"))], "title": "Sample", "language": "en"}
    )
    assert "U+5B57" in answer["refused"]
    assert pdf == b""


def test_sections_are_joined_and_data_is_taken_along():
    sections = [["a", PAGE.format(words="x")], ["b", PAGE.format(words="y")]]
    job = {"sections": sections, "title": "Sample", "language": "en", "data": "[]"}
    answer, pdf = work(job)
    assert answer["pages"] == 2
    assert b"/EmbeddedFile" in pdf


def test_a_page_nested_too_deeply_is_refused():
    deep = PAGE.format(words="<div>" * 3000)
    answer, pdf = work({"sections": [("", deep)], "title": "Sample", "language": "en"})
    assert "refused" in answer
    assert pdf == b""


def test_an_engine_that_is_there_misses_nothing(monkeypatch):
    monkeypatch.setattr("exports.printer.confine", lambda *_: None)
    assert confined_engine() == ""
