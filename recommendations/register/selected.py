"""Words that somebody is about to quote, where they stand, and what they could be for."""

import re
from dataclasses import dataclass

from sqlmodel import Session, select

from recommendations.errors import Refused
from recommendations.models import Quote, Source
from recommendations.records.named import sealed
from recommendations.records.writing import get
from recommendations.register.places import MOST, Place, Places
from recommendations.register.quotes import source_view
from recommendations.register.views import SourceView
from recommendations.vocabulary import Role

GONE = (
    "These words do not stand in the source. Copy them from its text: only quotation marks, "
    "dashes and white space may differ."
)
# Burmese vowels and the like are marks beside their letter, not letters of their own.
_LETTER = r"[\w\u0300-\u036f\u102b-\u103e\u1056-\u109d’'-]"
_WORD = re.compile(f"{_LETTER}{{0,60}}")
_SENTENCE = re.compile(r"(?<=[.!?။])([”’\"'»)\]]*)[⁰¹²³⁴-⁹]*\s+|()\n\s*\n")


@dataclass(frozen=True)
class Selected:
    """`already` is the id of a quote of these very words. `word` and `sentence` are wider
    spans, where the words begin or end in the middle of one."""

    place: Place
    already: int | None
    word: tuple[int, int] | None
    sentence: tuple[int, int] | None


def read_source_view(session: Session, source: int) -> SourceView:
    return source_view(get(session, Source, source, "source"))


def read_selected(
    session: Session, source: int, start: int, end: int, role: Role | None
) -> Selected:
    """White space around the words is left aside. Raises Refused where there are none,
    or some of them may not be read."""
    row = get(session, Source, source, "source")
    places = Places(session, row, role)
    start, end = _trimmed(row.text, start, end)
    if start >= end or not places.readable(start, end):
        raise Refused(words="There are no words there that can be quoted. Choose others.")
    return Selected(
        place=places.place(start, end),
        already=session.exec(
            select(Quote.id).where(
                Quote.source == source, Quote.start == start, Quote.end == end, ~sealed(Quote)
            )
        ).first(),
        word=_wider(places, (start, end), _whole_words(row.text, start, end)),
        sentence=_wider(places, (start, end), _sentences(row.text, start, end)),
    )


def read_standing(
    session: Session, source: int, words: str, role: Role | None
) -> tuple[Place, ...]:
    """Every place where the words stand to the letter, up to MOST. Raises Refused where
    there is none."""
    row = get(session, Source, source, "source")
    if not words.strip():
        raise Refused(words="Copy the decisive words from the text into this field.")
    found = []
    for place in Places(session, row, role).find(words, any_case=False):
        found.append(place)
        if len(found) == MOST:
            break
    if not found:
        raise Refused(words=GONE)
    return tuple(found)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = max(0, start), min(len(text), end)
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    before, after = _WORD.match(text[max(0, start - 60) : start][::-1]), _WORD.match(text, end)
    left = len(before.group()) if before and _WORD.fullmatch(text[start]) else 0
    right = len(after.group()) if after and _WORD.fullmatch(text[end - 1]) else 0
    return start - left, end + right


def _sentences(text: str, start: int, end: int) -> tuple[int, int]:
    left = max(0, start - 1_000)
    before = [left + found.end() for found in _SENTENCE.finditer(text[left:start])]
    after = _SENTENCE.search(text, max(start, end - 1), end + 1_000)
    first = before[-1] if before else 0 if left == 0 else start
    last = max(after.span(1)[1], after.span(2)[1]) if after else len(text)
    return _trimmed(text, first, max(last, end) if last - end <= 1_000 else end)


def _wider(places: Places, span: tuple[int, int], wider: tuple[int, int]) -> tuple[int, int] | None:
    return wider if wider != span and places.readable(*wider) else None
