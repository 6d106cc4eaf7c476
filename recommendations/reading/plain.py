"""Plain text: its letters as they are."""

from recommendations.reading.bytes import letters
from recommendations.reading.layout import refuse_too_long
from recommendations.reading.parts import ReadSource

EXTRACTOR = "text 1"


def read_plain(raw: bytes, name: str, encoding: str) -> ReadSource:
    """Raises Unreadable."""
    text = letters(raw, encoding)
    refuse_too_long(len(text))
    first = next(line.strip() for line in text.split("\n") if line.strip())
    return ReadSource(text, named(EXTRACTOR, encoding), first if len(first) <= 200 else "")


def named(extractor: str, encoding: str) -> str:
    """An encoding that a person chose is part of how the text was made."""
    return f"{extractor}, {encoding}" if encoding else extractor
