"""Anchors as the W3C Web Annotation Data Model has them: each is a TextQuoteSelector with a
TextPositionSelector, on a text that is named by its hash. Positions count code points."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from recommendations.errors import Refused
from recommendations.quotation import Anchor, Found, occurrences, stands_between

CONTEXT_OF_ALL = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT_OF_ALL}"'
LARGEST = 4 * 1024 * 1024
MOST = 5_000
ASKED = "Give annotations as the W3C Web Annotation model has them, in JSON."


def urn(text: str) -> str:
    """Of the stored text, whatever file it came from."""
    return f"urn:sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def collection(text: str, label: str, anchors: Iterable[Anchor]) -> dict[str, Any]:
    """An AnnotationCollection with all of its annotations on one page."""
    of = urn(text)
    items = [_annotation(of, one) for one in anchors]
    return {
        "@context": CONTEXT_OF_ALL,
        "id": f"{of}#quotes",
        "type": "AnnotationCollection",
        "label": label,
        "total": len(items),
        "first": {
            "id": f"{of}#quotes-1",
            "type": "AnnotationPage",
            "partOf": f"{of}#quotes",
            "startIndex": 0,
            "items": items,
        },
    }


def _annotation(of: str, one: Anchor) -> dict[str, Any]:
    """A side that may not be told is left out: an empty one would be the edge of the text."""
    quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": one.exact}
    quote |= {name: said for name in ("prefix", "suffix") if (said := getattr(one, name))}
    return {
        "id": f"{of}#char={one.start},{one.end}",
        "type": "Annotation",
        "motivation": "highlighting",
        "target": {
            "source": of,
            "selector": [
                quote,
                {"type": "TextPositionSelector", "start": one.start, "end": one.end},
            ],
        },
    }


@dataclass(frozen=True)
class Annotation:
    """`number` counts from 1 in the order of the file. What it does not say is None."""

    number: int
    exact: str
    prefix: str | None = None
    suffix: str | None = None
    start: int | None = None
    end: int | None = None
    source: str = ""


def read(raw: bytes | str) -> tuple[Annotation, ...]:
    """Raises Refused in one sentence for what cannot be read."""
    if len(raw) > LARGEST:
        raise Refused(annotations="That is over 4 MB; bring the annotations of one source alone.")
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Refused(annotations=f"This cannot be read as JSON. {ASKED}") from error
    items = list(_items(told))
    if not items:
        raise Refused(annotations=f"There is no annotation in it. {ASKED}")
    if len(items) > MOST:
        raise Refused(annotations="There are over 5,000 annotations in it; bring fewer at once.")
    return tuple(_read(number, item) for number, item in enumerate(items, start=1))


def _items(told: Any) -> Iterator[Any]:
    """Of a collection, a page, a list, or one annotation alone."""
    if isinstance(told, dict) and isinstance(told.get("first"), dict):
        told = told["first"]
    if isinstance(told, dict) and isinstance(told.get("items"), list):
        yield from told["items"]
    elif isinstance(told, list):
        yield from told
    elif isinstance(told, dict) and "target" in told:
        yield told


def _read(number: int, item: Any) -> Annotation:
    target = item.get("target") if isinstance(item, dict) else None
    target = target[0] if isinstance(target, list) and len(target) == 1 else target
    chosen = target.get("selector") if isinstance(target, dict) else None
    selectors = {
        one["type"]: one
        for one in (chosen if isinstance(chosen, list) else [chosen])
        if isinstance(one, dict) and isinstance(one.get("type"), str)
    }
    quote = selectors.get("TextQuoteSelector", {})
    exact = quote.get("exact")
    if not isinstance(exact, str) or not exact.strip() or not _is_text(exact):
        lacks = f"Annotation {number} has no TextQuoteSelector with its exact words."
        raise Refused(annotations=f"{lacks} {ASKED}")
    place = selectors.get("TextPositionSelector", {})
    start, end = place.get("start"), place.get("end")
    known = type(start) is int and type(end) is int and 0 <= start < end
    source = target.get("source") if isinstance(target, dict) else ""
    return Annotation(
        number=number,
        exact=exact,
        prefix=_side(quote.get("prefix")),
        suffix=_side(quote.get("suffix")),
        start=start if known else None,
        end=end if known else None,
        source=source if isinstance(source, str) else "",
    )


def _side(said: Any) -> str | None:
    return said if isinstance(said, str) and said and _is_text(said) else None


def _is_text(said: str) -> bool:
    """No NUL and no half of a letter, which JSON can write and no text has."""
    return not any(letter == "\0" or 0xD800 <= ord(letter) < 0xE000 for letter in said)


class Outcome(StrEnum):
    FOUND = "found"
    MOVED = "found elsewhere than the position says"
    GONE = "gone"
    AMBIGUOUS = "in several places"


@dataclass(frozen=True)
class Tried:
    """`place` is None unless the words were found; `among` is how many places fit."""

    annotation: Annotation
    outcome: Outcome
    place: Found | None
    among: int


def find_again(text: str, one: Annotation) -> Tried:
    """Exactly, or not at all: where position and words agree, or where words with what is
    said to stand around them stand once."""
    if one.start is not None and one.end and text[one.start : one.end] == one.exact:
        return Tried(one, Outcome.FOUND, Found(one.start, one.end), 1)
    before, after = one.prefix or "", one.suffix or ""
    places = [
        place
        for place in islice(occurrences(text, one.exact), MOST)
        if stands_between(text, place, before, after)
    ]
    if len(places) != 1:
        outcome = Outcome.AMBIGUOUS if places else Outcome.GONE
        return Tried(one, outcome, None, len(places))
    moved = one.start is not None and places[0].start != one.start
    return Tried(one, Outcome.MOVED if moved else Outcome.FOUND, places[0], 1)
