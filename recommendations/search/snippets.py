"""What of a text is shown when it was found: the words around the best place, marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recommendations.records.wording import Term
from recommendations.syllables import placed

SHOWN = 280
"""Code points of a snippet; a text that is not much longer is shown whole."""
BEFORE = 60
Span = tuple[int, int]


@dataclass(frozen=True)
class Part:
    text: str
    marked: bool = False


def snippet(text: str, terms: Sequence[Term]) -> tuple[Part, ...]:
    """Joined, its parts are words of the text as they stand; an ellipsis says where some were
    left out."""
    words = placed(text)
    marks = _joined(sorted(_marks(words, terms)))
    start, end = _window(text, words, marks)
    parts = [Part("… ")] if start else []
    at = start
    for begins, ends in marks:
        if ends <= start or begins >= end:
            continue
        left, right = max(begins, start), min(ends, end)
        parts += [Part(text[at:left]), Part(text[left:right], marked=True)]
        at = right
    parts += [Part(text[at:end]), Part(" …") if end < len(text) else Part("")]
    return tuple(part for part in parts if part.text)


def first_mark(text: str, terms: Sequence[Term]) -> Span | None:
    """Where what was asked for stands first."""
    return next(iter(_joined(sorted(_marks(placed(text), terms)))), None)


def _marks(words: list[tuple[str, int, int]], terms: Sequence[Term]) -> Iterator[Span]:
    said = [word for word, _, _ in words]
    for term in terms:
        for at in range(len(said)):
            if term.meets(said, at):
                yield words[at][1], words[at + len(term.words) - 1][2]


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _window(text: str, words: list[tuple[str, int, int]], marks: list[Span]) -> Span:
    """Cut between words, where most of what was asked for stands together."""
    if len(text) <= SHOWN * 4 // 3 or not words:
        return 0, len(text)
    firsts = [start for start, _ in marks] or [0]
    best = max(firsts, key=lambda at: (sum(at <= one < at + SHOWN - BEFORE for one in firsts), -at))
    least = max(0, best - BEFORE)
    start = next((begins for _, begins, _ in words if begins >= least), 0) if least else 0
    end = max((ends for _, _, ends in words if ends <= start + SHOWN), default=start + SHOWN)
    whole = end >= words[-1][2]
    return start, len(text) if whole else end
