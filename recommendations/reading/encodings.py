"""Which encodings the bytes of a text may be in. Nothing is decided here: the same bytes
make sense in several, and only a person sees which words are meant."""

import re

from charset_normalizer import from_bytes

from recommendations.errors import Unreadable
from recommendations.reading.bytes import Encoding, encoding_named, letters
from recommendations.reading.parts import ReadEncoding, ReadEncodings

MOST_LINES = 4
LONGEST_LINE = 160
_LOOKED_AT = 200_000


def read_encodings(raw: bytes, name: str, encoding: str) -> ReadEncodings:
    """Likelier ones first, and one of those that read the same. Raises Unreadable where
    the bytes are no text at all."""
    found: dict[str, Encoding] = {}
    for one in _in_order(raw):
        try:
            text = letters(raw, one)
        except Unreadable:
            continue
        found[text] = min(found.get(text, one), one, key=list(Encoding).index)
    offered = tuple(ReadEncoding(one, _telling(text)) for text, one in found.items())
    if not offered:
        raise Unreadable("The file is no text that can be read. Save it as UTF-8 text.")
    return ReadEncodings(offered)


def prepare() -> None:
    """What is loaded on first use, while there are still files to load it from."""
    from_bytes("naïve sample, цифра, 字".encode("utf-16-le")).best()
    for encoding in Encoding:
        from_bytes(("sample words é " * 20).encode(encoding, "replace")).best()


def _in_order(raw: bytes) -> list[Encoding]:
    wide = [Encoding.UTF_16_LE, Encoding.UTF_16_BE]
    if b"\0" in raw:
        return wide
    likely = [encoding_named(match.encoding) for match in from_bytes(raw[:_LOOKED_AT])]
    return [one for one in dict.fromkeys([*likely, *Encoding]) if one and one not in wide]


def _telling(text: str) -> tuple[str, ...]:
    """Lines that read differently in another encoding."""
    found = (line for line in text.split("\n") if re.search("[^\x00-\x7f]", line))
    lines = [_around(line) for line, _ in zip(found, range(MOST_LINES), strict=False)]
    return tuple(lines) or tuple(line for line in text.split("\n") if line.strip())[:1]


def _around(line: str) -> str:
    """As much of a long line as stands around its first telling letter."""
    at = max(0, next(m.start() for m in re.finditer("[^\x00-\x7f]", line)) - LONGEST_LINE // 2)
    return line[at : at + LONGEST_LINE].strip()
