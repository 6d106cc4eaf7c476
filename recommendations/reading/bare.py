"""Whether the bytes of a picture hold the picture and nothing else: no EXIF, no place where
it was taken, no comment, no smaller picture, nothing after its end.

The child that painted it anew is not believed: it was given a stranger's bytes.
"""

import struct
from dataclasses import dataclass

JPEG, PNG = "image/jpeg", "image/png"
_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_JFIF = b"JFIF\0"
_TABLES = frozenset({0xDB, 0xC4, 0xDD})
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_START, _END, _SCAN, _NAMED = 0xD8, 0xD9, 0xDA, 0xE0


class NotBare(ValueError):
    """It holds more than a picture, or none."""


@dataclass(frozen=True)
class Size:
    media: str
    width: int
    height: int


def bare(raw: bytes) -> Size:
    """What it is and how large. Raises NotBare."""
    try:
        return _png(raw) if raw.startswith(_PNG) else _jpeg(raw)
    except (struct.error, IndexError) as broken:
        raise NotBare("cut off") from broken


def _png(raw: bytes) -> Size:
    at, name, size = len(_PNG), b"", Size(PNG, 0, 0)
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", raw, at)
        if name not in _CHUNKS:
            raise NotBare("a chunk that draws nothing")
        if name == b"IHDR":
            size = Size(PNG, *struct.unpack_from(">II", raw, at + 8))
        at += length + 12
    if at != len(raw) or not size.width:
        raise NotBare("more than a picture, or less")
    return size


def _jpeg(raw: bytes) -> Size:
    if raw[:2] != bytes((0xFF, _START)):
        raise NotBare("no picture")
    at, size = 2, Size(JPEG, 0, 0)
    while True:
        if raw[at] != 0xFF:
            raise NotBare("no segment where one should begin")
        kind = raw[at + 1]
        if kind == _END:
            break
        (length,) = struct.unpack_from(">H", raw, at + 2)
        body = raw[at + 4 : at + 2 + length]
        _refuse_other(kind, body)
        if kind in _FRAMES:
            height, width = struct.unpack_from(">HH", body, 1)
            size = Size(JPEG, width, height)
        at += 2 + length
        if kind == _SCAN:
            at = _after_scan(raw, at)
    if at + 2 != len(raw) or not size.width:
        raise NotBare("more than a picture, or less")
    return size


def _refuse_other(kind: int, body: bytes) -> None:
    """The one segment with a name says how dense the dots are, and no more."""
    named = kind == _NAMED and body.startswith(_JFIF) and len(body) == 14
    if not (named or kind in _TABLES or kind in _FRAMES or kind == _SCAN):
        raise NotBare("a segment that draws nothing")


def _after_scan(raw: bytes, at: int) -> int:
    """The next marker: a zero or a restart after FF belongs to the picture."""
    while (at := raw.find(b"\xff", at)) >= 0:
        if raw[at + 1] != 0 and not 0xD0 <= raw[at + 1] <= 0xD7:
            return at
        at += 2
    raise NotBare("cut off")
