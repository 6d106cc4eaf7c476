"""Small sample reports, each with the structures that a report may have."""

import json
from datetime import date
from pathlib import Path

import pytest

from recommendations.quotation import fold
from recommendations.reading import read_report

SAMPLES = Path(__file__).parents[2] / "gold" / "reports"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.json"))


def same(said: str | None) -> str | None:
    return None if said is None else fold(said).strip()


def said_of(words) -> str | None:
    return same(words.said) if words else None


@pytest.fixture(scope="module", params=NAMES)
def sample(request):
    raw = (SAMPLES / f"{request.param}.md").read_bytes()
    gold = json.loads((SAMPLES / f"{request.param}.json").read_text("utf-8"))
    return read_report(raw, f"{request.param}.md"), gold


def test_there_are_samples_to_read():
    assert len(NAMES) >= 6


def test_the_title_page_of_a_sample_is_read(sample):
    report, gold = sample
    published = gold["published_on"] and date.fromisoformat(gold["published_on"])
    assert report.title == gold["title"]
    assert report.publisher == gold["publisher"]
    assert (report.published_on, str(report.precision)) == (published, gold["precision"])
    assert said_of(report.caveat) == same(gold.get("caveat"))


def test_the_sections_of_a_sample_are_its_headings_once_each(sample):
    report, gold = sample
    assert [section.title for section in report.sections] == gold["sections"]


def test_the_quotes_of_a_sample_are_found_and_none_is_invented(sample):
    report, gold = sample
    found = [
        {
            "exact": same(quote.words.said),
            "heading": said_of(quote.heading),
            "attribution": said_of(quote.attribution),
            "notes": list(quote.notes),
            "section": quote.section[-1],
        }
        for quote in report.quotes
    ]
    wanted = [
        one | {part: same(one[part]) for part in ("exact", "heading", "attribution")}
        for one in gold["quotes"]
    ]
    assert found == [{k: v for k, v in one.items() if k != "fidelity"} for one in wanted]
    for quote, one in zip(report.quotes, gold["quotes"], strict=True):
        assert str(quote.fidelity) == one.get("fidelity", "interpreted and edited")


def test_the_notes_of_a_sample_are_read_whole(sample):
    report, gold = sample
    assert [note.number for note in report.notes] == gold["notes"]
    assert [one.number for one in report.references] == gold["references"]
    notes = {str(note.number): note.text for note in report.notes}
    assert {number: notes[number] for number in gold.get("note_texts", {})} == gold.get(
        "note_texts", {}
    )


def test_the_recommendations_of_a_sample_are_verbatim_and_addressed(sample):
    report, gold = sample
    found = [(same(one.words.said), list(one.addressees)) for one in report.recommendations]
    assert found == [(same(one["words"]), one["addressees"]) for one in gold["recommendations"]]
    assert all(one.title == " ".join(one.title.split()) != "" for one in report.recommendations)
    for read, one in zip(report.recommendations, gold["recommendations"], strict=True):
        measures = [same(measure.words.said) for measure in read.measures]
        assert measures == [same(measure) for measure in one.get("measures", [])] or (
            "measures" not in one and measures
        )


def test_the_oddities_of_a_sample_are_reported_and_no_others(sample):
    report, gold = sample
    found = [(str(one.kind), f"{one.where} {one.what}") for one in report.discrepancies]
    wanted = gold["discrepancies"]
    for kind, number in wanted:
        assert any(
            kind == one and (number in said or kind[:9] == "quotation") for one, said in found
        )
    assert sorted(kind for kind, _ in found) == sorted(kind for kind, _ in wanted)


def test_everything_in_a_sample_is_anchored(sample):
    report, _ = sample
    words = [q.words for q in report.quotes]
    words += [m.words for r in report.recommendations for m in r.measures]
    words += [one.words for one in report.recommendations]
    assert all(report.text[one.start : one.end] == one.said for one in words)
