"""Heads of the history as people write them down: on paper, on a pack, in a mail."""

import re

from recommendations.errors import Refused
from recommendations.records.chain import Head

GROUP = 4
SUFFICIENT = 40
"""Characters of a hash that are enough: 160 bits. Someone who wanted two histories with
the same forty, one to print and one to show later, would have to try about 2^80."""
_MISREAD = str.maketrans("oilOIL", "011011")
"""No hash has these letters; on paper they look like figures."""
_APART = re.compile(r"[\s.·…–—-]+")
ASKED = (
    "Write number and hash with a colon between, for instance 1234: 3f2a 9b1c …; of the hash "
    f"at least the first {SUFFICIENT} characters."
)


def grouped(hash: str, most: int = SUFFICIENT) -> str:
    """Groups that an eye can hold: 3f2a 9b1c 77d0 …"""
    shown = hash[:most]
    return " ".join(shown[at : at + GROUP] for at in range(0, len(shown), GROUP))


def written(head: Head) -> str:
    return f"{head.seq}: {grouped(head.hash)}"


def read(told: str) -> Head:
    """Of a whole hash or of its beginning. Raises Refused where it is no head, or so short
    that another history could be made to fit."""
    number, _, hash = told.partition(":")
    return typed(number, hash)


def typed(number: str, hash: str) -> Head:
    """As two fields of a form; the sentences stand at `number` and `hash`."""
    refused = {}
    seq = re.sub(r"[\s.,'’]", "", number)
    if not (seq.isascii() and seq.isdecimal() and len(seq) < 10):
        refused["number"] = "Give the number that stands before the hash."
    plain = _APART.sub("", hash).translate(_MISREAD).lower()
    if not re.fullmatch(r"[0-9a-f]*", plain) or len(plain) > 64:
        refused["hash"] = "A hash has the figures 0 to 9 and the letters a to f, at most 64."
    elif len(plain) < SUFFICIENT:
        refused["hash"] = (
            f"These are {len(plain)} characters; it takes the first {SUFFICIENT}. With fewer, "
            "somebody could make another history that fits them."
        )
    if refused:
        raise Refused(**refused)
    return Head(int(seq), plain)


def read_all(text: str) -> list[Head]:
    """One on each line; empty lines and what follows a # say nothing."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [read(line) for line in lines if line]
