"""A proposed split of a recommendation into measures, from its grammar.

Lists after "including", things to be done "by ... and ...", verb phrases joined by
"and", nested items, sentences. Sentences that only say what it is good for are no
measures. A person decides.
"""

import re
from collections.abc import Iterator

from recommendations.reading.english import DONE_ONCE, KEPT_UP
from recommendations.reading.outline import is_title
from recommendations.reading.parts import ReadMeasure, Words
from recommendations.reading.speech import sentences
from recommendations.vocabulary import MeasureKind

_VERBS = "|".join(sorted(DONE_ONCE | KEPT_UP))
_PURPOSE = re.compile(
    r"(?:this|these|that|such|it|they|doing so|together|in (?:this|so)\b|by \w+ing)\b.*?\b"
    r"(?:will|would|can|could|may|helps?|shall|ensures?|makes?)\b",
    re.I | re.S,
)
_INCLUDING = re.compile(r",?\s\(?(?:including|namely|in particular)\b:?\s+(?!by\b)", re.I)
_BY = re.compile(r"\b(?:by|through)\s+(?=\w+ing\b)", re.I)
_AND_BY = re.compile(
    r",?\s+and\s+(?:by\s+|through\s+)?(?=\w+ing\b)|,\s+(?:by\s+)?(?=\w+ing\b)", re.I
)
_AND_VERB = re.compile(rf"(?:,\s+and|;\s+and|\s+and|;)\s+(?:to\s+)?(?=(?:{_VERBS})\b)", re.I)
_COMMAS = re.compile(r"\s*[,;]\s+(?:and\s+|or\s+)?|\s+and\s+")
_COMMAS_ONLY = re.compile(r"\s*[,;]\s+(?:and\s+|or\s+)?")
_NESTED = re.compile(r"\n\s*(?:[-*+•▪◦]|\d{1,3}[.)]|\([a-z\d]\)|[a-z][.)])\s+")
_LONGEST_LABEL = 64


def split(said: str, at: int, lead: int) -> tuple[ReadMeasure, ...]:
    """`said` stands at `at` in the text; its run-in title is `lead` letters long."""
    lead = _past_second_title(said, lead)
    spans = _nested(said, lead) or list(_by_sentence(said, lead))
    spans = [_bare(said, *span) for span in spans]
    spans = [span for span in spans if span[0] < span[1]] or [_bare(said, lead, len(said))]
    return tuple(_measure(said, at, start, end) for start, end in spans if start < end)


def _past_second_title(said: str, lead: int) -> int:
    before, colon, rest = said[lead:].partition(":")
    if lead and colon and is_title(before) and len(before.split()) > 1 and rest.strip():
        return len(said) - len(rest.lstrip())
    return lead


def _nested(said: str, lead: int) -> list[tuple[int, int]]:
    signs = list(_NESTED.finditer(said, lead))
    ends = [sign.start() for sign in signs] + [len(said)]
    return [(sign.end(), end) for sign, end in zip(signs, ends[1:], strict=True)]


def _by_sentence(said: str, lead: int) -> Iterator[tuple[int, int]]:
    for start, end in sentences(said[lead:]):
        sentence = said[lead + start : lead + end]
        if not _PURPOSE.match(sentence):
            for first, last in _within(sentence):
                yield lead + start + first, lead + start + last


def _within(sentence: str) -> list[tuple[int, int]]:
    if match := _INCLUDING.search(sentence):
        return _list(sentence, match.end())
    if (match := _BY.search(sentence)) and (spans := _cut(sentence, match.end(), _AND_BY)):
        return spans
    return _verb_phrases(sentence)


def _list(sentence: str, start: int) -> list[tuple[int, int]]:
    """The items of "X, Y, and Z"; "and" inside an item holds when commas part the list."""
    commas = _COMMAS_ONLY.findall(sentence[start:])
    oxford = any("and" in comma or "or" in comma for comma in commas)
    return _cut(sentence, start, _COMMAS_ONLY if oxford else _COMMAS) or [(start, len(sentence))]


def _cut(sentence: str, start: int, at: re.Pattern[str]) -> list[tuple[int, int]]:
    spans, begin = [], start
    for match in at.finditer(sentence, start):
        spans.append((begin, match.start()))
        begin = match.end()
    return [*spans, (begin, len(sentence))] if spans else []


def _verb_phrases(sentence: str) -> list[tuple[int, int]]:
    """ "Send inspectors and publish their findings", but not "implement and enforce X"."""
    spans, begin = [], 0
    for match in _AND_VERB.finditer(sentence):
        before = sentence[begin : match.start()].split()
        if len(before) > 1 and _is_verb(before[0]) and len(sentence[match.end() :].split()) > 1:
            spans.append((begin, match.start()))
            begin = match.end()
    return [*spans, (begin, len(sentence))]


def _is_verb(word: str) -> bool:
    return word.strip(",").lower() in DONE_ONCE | KEPT_UP


def _bare(said: str, start: int, end: int) -> tuple[int, int]:
    piece = re.sub(r"[\s.;,]+(?:and|or)?[\s.;,]*$", "", said[start:end])
    lead = len(piece) - len(piece.lstrip(" \n\t,;"))
    return start + lead, start + len(piece)


def _measure(said: str, at: int, start: int, end: int) -> ReadMeasure:
    words = said[start:end]
    return ReadMeasure(Words(at + start, at + end, words), _label(words), _kind(words))


_TURN = re.compile(r"\s(?:against|and|for|in|of|on|or|that|to|with|which)\b")
_LOOSE_END = re.compile(r"[\s,]+(?:to|and|of|the|for|with|or|a|in)?$")


def _label(words: str) -> str:
    label = " ".join(words.split())
    if len(label) > _LONGEST_LABEL:
        label = _LOOSE_END.sub("", _cut_short(label))
    return label[:1].upper() + label[1:]


def _cut_short(label: str) -> str:
    """Before the last phrase that no longer fits, so that what is left reads whole."""
    fits = label[:_LONGEST_LABEL].rsplit(" ", 1)[0]
    turns = [m.start() for m in _TURN.finditer(fits) if fits[: m.start()].count(" ") >= 2]
    return fits[: turns[-1]] if turns else fits


def _kind(words: str) -> MeasureKind:
    first = re.sub(r"\W", "", words.split(maxsplit=1)[0]).lower() if words.split() else ""
    stem = re.sub(r"ing$", "", first)
    once = any(stem in {verb, verb.rstrip("e")} for verb in DONE_ONCE)
    return MeasureKind.ONE_OFF if once else MeasureKind.CONTINUING
