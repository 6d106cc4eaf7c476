"""Quotation marks as they really stand: curly or straight, nested, left open."""

import re

from recommendations.reading.references import REFERENCE, without_references

_CLOSERS = {"“": "”", '"': '"', "«": "»", "„": "“”", "‘": "’", "‚": "‘’", "＂": "＂"}
_LONGEST_SIGNATURE = 200
ANY_CLOSER = set("”\"»“’‘'＂")


_SIGNED = re.compile(
    rf"[”\"’»](?:\s*(?:{REFERENCE.pattern}))*(?P<gap>\s*(?:—|–|--)\s*)(?P<by>[^“”\"«»\n]{{3,120}})$"
)
SIGNATURE = re.compile(r"\s*(?:—|–|--)\s*(?P<by>[^“”\"«»\n]{3,120})$")


def signature(said: str) -> tuple[int, int, int]:
    """Where the quotation ends, and where its "— A captain" begins and ends; the end
    of the words three times where nobody signs."""
    match = _SIGNED.search(said[-_LONGEST_SIGNATURE:]) if said[:1] in _CLOSERS else None
    if not match:
        return len(said), len(said), len(said)
    shift = max(0, len(said) - _LONGEST_SIGNATURE)
    by = without_references(match.group("by"))
    start = shift + match.start("by")
    return shift + match.start("gap"), start, start + len(by)


def opens(said: str) -> bool:
    return said[:1] in _CLOSERS and len(said) > 1


def closes_at_end(said: str, depth: int = 0, opener: str = "") -> bool:
    """The outer quotation is still open before the last mark and closed by it."""
    opener = opener or said[:1]
    body = without_references(said)
    if not body or body[-1] not in _CLOSERS.get(opener, ""):
        return False
    if opener in '"＂':
        return (depth + body.count(opener)) % 2 == 0
    if opener in "‘‚":
        return True
    return open_after(body[:-1], depth, opener) >= 1


def open_after(said: str, depth: int = 0, opener: str = "") -> int:
    """How many marks are open at the end; 0 as soon as the outer one was closed."""
    opener = opener or said[:1]
    closers = _CLOSERS[opener]
    if opener in closers:
        return (depth + said.count(opener)) % 2
    for place, letter in enumerate(said):
        if letter == opener:
            depth += 1
        elif letter in closers:
            depth -= 1
        if depth <= 0 and place:
            return 0
    return depth


def inside(said: str) -> tuple[int, int]:
    """Where the words begin and end: no outer marks, no note numbers around them."""
    end = len(without_references(said))
    if end and said[end - 1] in ANY_CLOSER and _is_outer(said[:end]):
        end = len(without_references(said[: end - 1]))
    start = 1 if said[:1] in _CLOSERS else 0
    while start < end and said[start].isspace():
        start += 1
    return start, end


def _is_outer(said: str) -> bool:
    """The last mark belongs to the first: neither stands without the other."""
    return said[:1] in _CLOSERS and said[-1] in _CLOSERS[said[0]] and closes_at_end(said)
