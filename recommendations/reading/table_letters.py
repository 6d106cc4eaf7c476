"""How the bytes of a table become letters. A person says which encoding it is; what
is suggested here is only a guess."""

import codecs

from charset_normalizer import from_bytes

from recommendations.reading.bytes import Encoding, encoding_named

SAMPLE = 64 * 1024

_MARKS = {
    Encoding.UTF_8: codecs.BOM_UTF8,
    Encoding.UTF_16_LE: codecs.BOM_UTF16_LE,
    Encoding.UTF_16_BE: codecs.BOM_UTF16_BE,
}
_LIKELY = (
    Encoding.WINDOWS_1252, Encoding.WINDOWS_1250, Encoding.MAC_ROMAN, Encoding.ISO_8859_1,
)  # fmt: skip
"""In which spreadsheets mostly save a table that is not in Unicode."""


def suggested(raw: bytes) -> Encoding:
    for encoding, mark in _MARKS.items():
        if raw.startswith(mark):
            return encoding
    if wide := _without_a_mark(raw[:SAMPLE]):
        return wide
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(raw[:SAMPLE], cp_isolation=list(_LIKELY)).best()
        return (encoding_named(best.encoding) if best else None) or Encoding.WINDOWS_1252
    return Encoding.UTF_8


def prepare() -> None:
    """What is loaded on first use, while there are still files to load it from."""
    for encoding in Encoding:
        suggested("Été sans fin, żółć. ".encode(encoding, "replace") * 20)
        decoded(b"sample", encoding)


def _without_a_mark(raw: bytes) -> Encoding | None:
    """Latin letters in UTF-16 have a zero in every second byte; no text in the others has
    any."""
    first, second = raw[0::2].count(0), raw[1::2].count(0)
    if second > len(raw) / 5 and first < second / 10:
        return Encoding.UTF_16_LE
    if first > len(raw) / 5 and second < first / 10:
        return Encoding.UTF_16_BE
    return None


def decoded(raw: bytes, encoding: Encoding) -> tuple[str, str]:
    """The text, and a sentence where not all bytes are in this encoding: the text then
    has a replacement mark there, to be looked at and never to be stored."""
    mark = _MARKS.get(encoding, b"")
    body = raw.removeprefix(mark) if mark else raw
    try:
        return body.decode(encoding), ""
    except UnicodeDecodeError as broken:
        at = broken.start + len(raw) - len(body)
        before = body[: broken.start].decode(encoding, "replace")
        line = before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        said = (
            f"Line {line} is not {encoding.words}: byte {at + 1} of the file cannot be read so. "
            "Choose another encoding."
        )
        return body.decode(encoding, "replace"), said
