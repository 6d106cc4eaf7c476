"""Pictures that somebody brings: a scanned letter, a photograph of one, a screenshot; and the
pages of a PDF.

Each is painted anew in a child process of its own and only that is kept: who took it, with
what, where and when is not in the dots. What comes back is held against `bare`.
"""

import hashlib
import json
import re
from dataclasses import dataclass

from recommendations.confined.child import Child, Ended
from recommendations.errors import Unreadable
from recommendations.reading.bare import NotBare, bare
from recommendations.reading.formats import HEIC

LONGEST = 2400
"""Dots of the longer side: a page of a letter can be read, and a slow line carries it."""
MOST_DOTS = 50_000_000
"""Of a picture as it comes in; a telephone's have 12 to 50 million."""
MOST_AT_ONCE = 20
"""Pages of one source."""
LARGEST = 20 * 1024 * 1024
MEMORY_MIB = 640
"""For 50 million dots in full colour, and the library."""
SECONDS = 20
SECONDS_OF_A_PDF = 60
"""For as many pages as are taken."""
PROGRAM = ("-m", "recommendations.reading.repainting")
WHY = {
    "broken": "cannot be read as a picture: it may be cut off. Save it as JPEG or PNG.",
    "large": "has more than 50 million dots; save it smaller, it is kept at 2400 at most.",
    "moving": "is a moving picture; bring a still one.",
    "locked": "is locked with a password; save a copy without one.",
    "pages": f"has more than {MOST_AT_ONCE} pages; bring it in parts.",
}


OTHERS = {b"GIF8": "GIF", b"BM": "BMP", b"\0\0\1\0": "ICO", b"8BPS": "Photoshop"}
"""By their first bytes: pictures that are not painted."""
_DRAWING = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,400}?-->\s*)?<svg\b", re.I | re.S)


class Unfit(Exception):
    """In the child; one of the words of WHY."""


@dataclass(frozen=True)
class Picture:
    """As it is stored; `sha256` is of these bytes, not of those that came in."""

    raw: bytes
    sha256: str
    media: str
    width: int
    height: int


def repainted(raw: bytes, name: str = "") -> tuple[Picture, ...]:
    """One, or the pages of a TIFF or a PDF. Raises Unreadable with one sentence. Cost: about a
    second for each, and a process."""
    called = f"“{name[:80]}”" if name else "This file"
    if said := _no_picture(raw):
        raise Unreadable(f"{called} {said}")
    sheets = raw.startswith(b"%PDF")
    seconds = SECONDS_OF_A_PDF if sheets else SECONDS
    what = "PDF" if sheets else "picture"
    child = Child((*PROGRAM, what, str(MEMORY_MIB), str(seconds)))
    try:
        told, painted = child.ask([raw], 2, seconds)
        answer = json.loads(told)
        if "unfit" in answer:
            raise Unreadable(f"{called} {WHY.get(str(answer['unfit']), WHY['broken'])}")
        return tuple(as_kept(one) for one in _apart(painted, answer["lengths"]))
    except (Ended, NotBare, ValueError, TypeError, KeyError) as failed:
        raise Unreadable(f"{called} {WHY['broken']}") from failed
    finally:
        child.end()


def _no_picture(raw: bytes) -> str:
    """What is plainly something else is said to be so."""
    if not raw:
        return "is empty."
    if len(raw) > LARGEST:
        return f"is larger than {LARGEST // 2**20} MB; save it smaller."
    if raw[4:12] in HEIC:
        return "is a HEIC picture, as iPhones make them; export it as JPEG."
    for begins, called in OTHERS.items():
        if raw.startswith(begins):
            return f"is a {called} picture; open it and save it as PNG."
    if _DRAWING.match(raw[:1024]):
        return "is a drawing (SVG); save it as PNG."
    return ""


def _apart(painted: bytes, lengths: list[int]) -> list[bytes]:
    if not lengths or len(lengths) > MOST_AT_ONCE or sum(lengths) != len(painted):
        raise ValueError("lengths that do not fit")
    found, at = [], 0
    for length in lengths:
        found.append(painted[at : at + length])
        at += length
    return found


def as_kept(raw: bytes) -> Picture:
    """Raises NotBare for what was not painted here."""
    size = bare(raw)
    if max(size.width, size.height) > LONGEST:
        raise NotBare("larger than it was asked for")
    return Picture(raw, hashlib.sha256(raw).hexdigest(), size.media, size.width, size.height)
