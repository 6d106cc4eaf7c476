"""Note numbers in the running text: superscripts, [12], [12, 13], [12-14], [^12]."""

import re

from recommendations.reading.blocks import Block, Document
from recommendations.reading.parts import ReadReference

_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = r"(?<![⁰¹²³⁴-⁹])[⁰¹²³⁴-⁹]{1,4}(?![⁰¹²³⁴-⁹])"
_SUPERSCRIPT = rf"{_RAISED}(?:[⁻˒, ]{{1,2}}{_RAISED})*"
_BRACKETED = r"\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\]"
_FOOTNOTE = r"\[\^[^\]\s]{1,32}\]"
REFERENCE = re.compile(f"{_SUPERSCRIPT}|{_BRACKETED}|{_FOOTNOTE}")
_LAST = re.compile(rf"(?:{REFERENCE.pattern})$")
_LONGEST = 48
_UNIT = re.compile(r"\d\s?(?:k?m|c?m|mm|ft|mi|ha|yd)$")


def without_references(said: str) -> str:
    """The words without the note numbers and the white space at their end."""
    said = said.rstrip()
    while match := _LAST.search(said, max(0, len(said) - _LONGEST)):
        said = said[: match.start()].rstrip()
    return said


def read_references(
    document: Document, body: list[Block], labels: dict[str, int], notes: set[int]
) -> tuple[ReadReference, ...]:
    """`labels` numbers the footnotes whose names are not figures."""
    highest = max(notes, default=0) + 50
    found: list[ReadReference] = []
    for block in body:
        for match in REFERENCE.finditer(document.text, block.start, block.end):
            if not _is_square_metre(document.text, match):
                found += [one for one in _numbers(match, labels) if one.number <= highest]
    return tuple(found)


def _is_square_metre(text: str, match: re.Match[str]) -> bool:
    return match.group() in "²³" and bool(
        _UNIT.search(text[max(0, match.start() - 8) : match.start()])
    )


def _numbers(match: re.Match[str], labels: dict[str, int]) -> list[ReadReference]:
    said = match.group()
    if said.startswith("[^"):
        label = said[2:-1]
        number = int(label) if label.isdecimal() else labels.get(label, 0)
        return [ReadReference(match.start(), match.end(), number)] if number else []
    if said.startswith("[") and (ends := _range(said)):
        return [ReadReference(match.start(), match.end(), one) for one in ends]
    return [
        ReadReference(match.start() + one.start(), match.start() + one.end(), _figure(one.group()))
        for one in re.finditer(r"[⁰¹²³⁴-⁹]+|\d+", said)
    ]


def _figure(digits: str) -> int:
    return int(digits.translate(_PLAIN_DIGITS))


def _range(said: str) -> list[int]:
    match = re.fullmatch(r"\[(\d+)\s?[–-]\s?(\d+)\]", said)
    if not match:
        return []
    first, last = int(match.group(1)), int(match.group(2))
    return list(range(first, last + 1)) if 0 <= last - first <= 20 else []
