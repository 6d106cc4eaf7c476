"""What is different between two packs, sentence by sentence, for whoever approves the later."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from itertools import groupby

from exports.freezing import Contents
from exports.pack import PrintedCitation, PrintedQuote
from recommendations.rules import spoken

AS_OF = "As of"
PLACES = {
    "about": "Who we are",
    "as_of": AS_OF,
    "asked": "We ask",
    "asks": "",
    "caveat": "Caveat",
    "citations": "Sources",
    "closed": "Closed",
    "contact": "Contact",
    "content_note": "Content note",
    "decided": "Decided",
    "copy": "Copy",
    "country": "What the country is called",
    "done_when": "Done when",
    "handed": "Handed over",
    "evidence": "Evidence",
    "findings": "We find",
    "left_out": "Left out",
    "limits": "Limits",
    "office": "Office",
    "opening": "Opening",
    "organisation": "Organisation",
    "paper": "Paper",
    "positions": "Your position",
    "on": "Date",
    "reading": "Finding",
    "reason": "Reason",
    "meeting": "Meeting",
    "more": "In the full pack",
    "recommended": "We recommended",
    "reply": "Reply",
    "risk": "Risk",
    "safeguard": "Safeguard",
    "searches": "Looked for and not found",
    "since": "Since",
    "summary": "In a word",
    "sheet": "Sheet",
    "testimony": "In their words",
    "to_decide": "To decide",
    "true_on": "Since when",
    "unknown": "Not known",
    "value": "Position",
    "welcome": "What moved",
}
"""How a part is called on the page; what has no name here is told without one."""
TOLD_ELSEWHERE = {
    "by", "corrections", "edition", "history", "instrument", "language", "missing", "since_last",
    "title", "verify",
}  # fmt: skip
"""Of a pack its title has the day, and its number, head and hash are not what it says; of an
ask its sentence says all the rest."""
NAMED_BY = ("title", "measure", "about", "institution", "stance")
"""What tells one of several apart, whatever their order."""


@dataclass(frozen=True)
class Difference:
    """`before` is empty for what is new, `after` for what is gone."""

    where: str
    before: str
    after: str


def differences(before: Contents, after: Contents) -> tuple[Difference, ...]:
    """In the order of the later one; what is gone stands last. Numbers of sources are not
    compared, their words are."""
    was, becomes = _by_place(before), _by_place(after)
    found = []
    for where in dict.fromkeys([*becomes, *was]):
        old, new = was.get(where, []), becomes.get(where, [])
        gone = [text for text in dict.fromkeys(old) if text not in new]
        come = [text for text in dict.fromkeys(new) if text not in old]
        pairs = max(len(gone), len(come))
        gone += [""] * (pairs - len(gone))
        come += [""] * (pairs - len(come))
        found += [Difference(where, a, b) for a, b in zip(gone, come, strict=True)]
    return tuple(found)


def _by_place(contents: Contents) -> dict[str, list[str]]:
    several = len(contents) > 1
    told = (
        (f"{language} · {where}" if several else where, text)
        for language, lengths in contents.items()
        for where, text in _told(lengths, ())
    )
    ordered = sorted(enumerate(told), key=lambda n: (n[1][0], n[0]))
    grouped = {
        where: [text for _, (_, text) in group]
        for where, group in groupby(ordered, key=lambda n: n[1][0])
    }
    first = {where: min(n for n, (w, _) in ordered if w == where) for where in grouped}
    return {where: grouped[where] for where in sorted(grouped, key=first.__getitem__)}


def _told(value: object, at: tuple[str, ...], but: str = "") -> Iterator[tuple[str, str]]:
    """`but` is the field that names it already."""
    where = " · ".join(part for part in at if part)
    if isinstance(value, PrintedQuote):
        yield where, _quoted(value)
    elif isinstance(value, PrintedCitation):
        yield where, value.text
    elif isinstance(value, date):
        yield where, spoken(value)
    elif isinstance(value, str):
        if value:
            yield where, value
    elif isinstance(value, tuple):
        for part in value:
            named = _named_by(part)
            yield from _told(part, (*at, str(getattr(part, named)) if named else ""), named)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in {but, *TOLD_ELSEWHERE}:
                place = PLACES.get(field.name, "")
                yield from _told(getattr(value, field.name), (*at, place))


def _named_by(part: object) -> str:
    """The field; empty where there is none."""
    here = {field.name for field in fields(part)} if is_dataclass(part) else set()
    return next((name for name in NAMED_BY if name in here and getattr(part, name)), "")


def _quoted(quote: PrintedQuote) -> str:
    told = ", ".join(part for part in (quote.attribution, quote.fidelity) if part)
    beneath = f" {_quoted(quote.beneath)}" if quote.beneath else ""
    return f"“{quote.words}”" + (f" ({told})" if told else "") + beneath
