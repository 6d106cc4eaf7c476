"""From bytes to letters: what cannot be read is refused in one sentence."""

import codecs

from recommendations.errors import Unreadable

LARGEST = 20 * 1024 * 1024
_CONTROLS = {chr(code) for code in range(32)} - set("\t\n\r\f\v") | {"\x7f"}


def letters(raw: bytes) -> str:
    """The text with line ends as "\\n" and page breaks as blank lines.

    Raises Unreadable.
    """
    if not raw:
        raise Unreadable("The file is empty.")
    if len(raw) > LARGEST:
        raise Unreadable(
            f"The file is too large: {len(raw) / 2**20:.0f} MiB, and the most that is read "
            f"is {LARGEST // 2**20} MiB."
        )
    text = _decoded(raw)
    _refuse_binary(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\f", "\n\n").replace("\v", "\n")
    if not text.strip():
        raise Unreadable("The file holds nothing but blank lines.")
    return text


def _decoded(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _as_utf16(raw)
    if b"\x00" in raw:
        raise Unreadable(
            f"The file is not text: byte {raw.index(0) + 1} is zero. Save it as UTF-8 text."
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise Unreadable(_where_it_broke(raw, broken)) from None


def _as_utf16(raw: bytes) -> str:
    try:
        return raw.decode("utf-16")
    except UnicodeDecodeError as broken:
        raise Unreadable(
            f"The file says it is UTF-16 and is not, at byte {broken.start + 1}. "
            "Save it as UTF-8 text."
        ) from None


def _where_it_broke(raw: bytes, broken: UnicodeDecodeError) -> str:
    at = broken.start
    # utf-8-sig counts from behind the mark that it dropped
    if raw.startswith(codecs.BOM_UTF8) and broken.object is not raw:
        at += len(raw) - len(broken.object)
    line = raw.count(b"\n", 0, at) + 1
    if broken.reason == "unexpected end of data":
        return f"The file is cut off in the middle of a letter, at byte {at + 1} in line {line}."
    return f"The file is not UTF-8 text: byte {at + 1} in line {line} cannot be read."


def _refuse_binary(text: str) -> None:
    for place, letter in enumerate(text):
        if letter in _CONTROLS or "\ud800" <= letter <= "\udfff":
            line = text.count("\n", 0, place) + 1
            raise Unreadable(
                f"The file is not text: line {line} holds the control character "
                f"U+{ord(letter):04X}."
            )
