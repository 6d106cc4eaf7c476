"""Who says it: sentences, verbs of saying, and the sentence that introduces a quote."""

import re

from recommendations.reading.references import without_references

_SAYING = re.compile(
    r"\b(?:according to|in the words of|(?:said|says|saying|told|tells?|wrote|writes|"
    r"explain|describ|recount|remark|remember|recall|add(?:s|ed)\b|state[sd]?\b|shar(?:es|ed)|express|articulat|"
    r"emphasi[sz]|echo|warn|admit|lament|comment|report(?:s|ed)\b|offer(?:s|ed)\b|paint(?:s|ed)\b|"
    r"argu(?:es|ed)|not(?:es|ed)\b|observ|recall|felt|ask(?:s|ed)\b|answer|repl(?:y|ies|ied)|"
    r"declar|continu(?:es|ed)|highlight|testif|insist|confirm|claim|spoke|speak|had the following|"
    r"put it|read(?:s)?\b|print(?:s|ed)\b|concluded?\b|suggest|reflected\b|complain|summari[sz]))",
    re.I,
)
_STOP = re.compile(
    r"(?<![A-Z])(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?<!\bNo)(?<!\be\.g)(?<!\bi\.e)"
    r"[.!?][\"”’')\]]*(?:[⁰¹²³⁴-⁹]+|\[\^?\d+\])*\s+(?=[A-Z“\"‘(])"
)


def sentences(said: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends, in order."""
    found: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(said):
        found.append((start, start + len(said[start : stop.end()].rstrip())))
        start = stop.end()
    if said[start:].strip():
        found.append((start, start + len(said[start:].rstrip())))
    return found


def has_saying(said: str) -> bool:
    return bool(_SAYING.search(said))


def leads_on(said: str) -> bool:
    """The paragraph ends as an introduction ends: on a comma or a colon."""
    return without_references(said)[-1:] in {",", ":"}


def introduces(said: str) -> bool:
    spans = sentences(said)
    return leads_on(said) or any(has_saying(said[start:end]) for start, end in spans[-2:])


def introduction(said: str, lead: int = 0) -> tuple[int, int]:
    """The last sentences of the paragraph, from the one that names the speaker on.

    `lead` is the length of a bold run-in title, which is no part of it.
    """
    spans = sentences(said[lead:])
    if not spans:
        return lead, len(said)
    first = len(spans) - 1
    for place in range(len(spans) - 1, -1, -1):
        if has_saying(said[lead + spans[place][0] : lead + spans[place][1]]):
            first = place
            break
    start = lead + spans[first][0]
    return start, start + len(without_references(said[start:]))
