"""Anchors as Web Annotations: written, read, and found again or said to be lost."""

import json

import pytest

from recommendations.annotations import Annotation, Outcome, collection, find_again, read, urn
from recommendations.errors import Refused
from recommendations.quotation import anchor

TEXT = "Sample 🙂 text.¹ The aid was paid. Again: the aid was paid. ကောင်းပါသည်။ The end."


def written(*spans: tuple[int, int]) -> dict:
    return collection(TEXT, "Sample", [anchor(TEXT, *span) for span in spans])


def span(words: str, last: bool = False) -> tuple[int, int]:
    at = TEXT.rindex(words) if last else TEXT.index(words)
    return at, at + len(words)


def test_what_is_written_is_read_again_and_found_at_its_place() -> None:
    spans = [span("🙂 text"), span("aid was paid"), span("aid was paid", True), span("ကောင်း")]
    told = read(json.dumps(written(*spans)))
    tried = [find_again(TEXT, one) for one in told]
    assert [(t.place.start, t.place.end) for t in tried] == spans
    assert {t.outcome for t in tried} == {Outcome.FOUND}
    assert {one.source for one in told} == {urn(TEXT)}


def test_both_selectors_and_the_page_are_as_the_model_has_them() -> None:
    told = written(span("The end"))
    assert told["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (told["type"], told["total"]) == ("AnnotationCollection", 1)
    assert told["first"]["type"] == "AnnotationPage"
    (item,) = told["first"]["items"]
    quote, position = item["target"]["selector"]
    assert (quote["type"], quote["exact"]) == ("TextQuoteSelector", "The end")
    assert "suffix" in quote
    start, end = span("The end")
    assert position == {"type": "TextPositionSelector", "start": start, "end": end}
    assert item["target"]["source"] == urn(TEXT)


@pytest.mark.parametrize(
    ("one", "outcome", "start"),
    [
        (Annotation(1, "The end", start=0, end=7), Outcome.MOVED, span("The end")[0]),
        (Annotation(1, "aid was paid", start=0, end=12), Outcome.AMBIGUOUS, None),
        (
            Annotation(1, "aid was paid", prefix="Again: the "),
            Outcome.FOUND,
            span("aid was paid", True)[0],
        ),
        (Annotation(1, "aid was paid", suffix=". Again"), Outcome.FOUND, span("aid was paid")[0]),
        (Annotation(1, "aid was  paid", prefix="no such words "), Outcome.GONE, None),
        (Annotation(1, "aid was given"), Outcome.GONE, None),
        (Annotation(1, "the end", start=5, end=12), Outcome.GONE, None),
    ],
)
def test_it_is_found_exactly_or_said_to_be_gone_or_in_several_places(
    one: Annotation, outcome: Outcome, start: int | None
) -> None:
    tried = find_again(TEXT, one)
    assert (tried.outcome, tried.place and tried.place.start) == (outcome, start)


@pytest.mark.parametrize(
    "raw",
    [
        "", "no json", "[" * 100_000, "{}", "[]", "1" * 5_000, '{"first": "urn:x"}', "[1]", "[{}]",
        '[{"target": {"selector": {"type": "TextPositionSelector", "start": 1, "end": 2}}}]',
        '[{"target": {"selector": {"type": "TextQuoteSelector", "exact": " "}}}]',
        '[{"target": {"selector": {"type": "TextQuoteSelector", "exact": "\\ud800"}}}]',
        '[{"target": {"selector": {"type": "TextQuoteSelector", "exact": "\\u0000"}}}]',
        '[{"target": {"selector": [{"type": ["x"]}]}}]', b"\xff\xfe\x00", b"x" * 5_000_000,
    ],
    ids=range(16),
)  # fmt: skip
def test_what_is_no_annotation_is_refused_in_a_sentence(raw: str | bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(raw)
    assert str(refused.value).endswith((".", "once."))


def test_positions_that_are_none_are_left_aside() -> None:
    for start, end in ((True, 5), (-1, 3), (3, 3), ("1", "2"), (1.5, 2), (10**400, 10**401)):
        selector = [
            {"type": "TextQuoteSelector", "exact": "The end"},
            {"type": "TextPositionSelector", "start": start, "end": end},
        ]
        (one,) = read(json.dumps({"items": [{"target": {"selector": selector}}]}))
        assert find_again(TEXT, one).place.start == span("The end")[0]
