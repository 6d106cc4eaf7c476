"""From bytes to letters: what cannot be read is refused in one sentence."""

import codecs
import re
from enum import StrEnum

from recommendations.errors import Unreadable

LARGEST = 20 * 1024 * 1024
_NO_LETTER = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


class Encoding(StrEnum):
    """Those a person may choose, by the name that is stored."""

    UTF_8 = "utf-8"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    WINDOWS_1252 = "windows-1252"
    WINDOWS_1250 = "windows-1250"
    WINDOWS_1251 = "windows-1251"
    WINDOWS_1254 = "windows-1254"
    WINDOWS_1258 = "windows-1258"
    WINDOWS_874 = "cp874"
    GB_18030 = "gb18030"
    BIG5 = "big5"
    SHIFT_JIS = "shift_jis"
    EUC_JP = "euc-jp"
    EUC_KR = "euc-kr"
    ISO_8859_1 = "iso-8859-1"
    MAC_ROMAN = "mac-roman"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Encoding.UTF_8: "UTF-8",
    Encoding.UTF_16_LE: "UTF-16, little-endian",
    Encoding.UTF_16_BE: "UTF-16, big-endian",
    Encoding.WINDOWS_1252: "Western European (Windows-1252)",
    Encoding.WINDOWS_1250: "Central European (Windows-1250)",
    Encoding.WINDOWS_1251: "Cyrillic (Windows-1251)",
    Encoding.WINDOWS_1254: "Turkish (Windows-1254)",
    Encoding.WINDOWS_1258: "Vietnamese (Windows-1258)",
    Encoding.WINDOWS_874: "Thai (Windows-874)",
    Encoding.GB_18030: "Chinese, simplified (GB 18030)",
    Encoding.BIG5: "Chinese, traditional (Big5)",
    Encoding.SHIFT_JIS: "Japanese (Shift JIS)",
    Encoding.EUC_JP: "Japanese (EUC-JP)",
    Encoding.EUC_KR: "Korean (EUC-KR)",
    Encoding.ISO_8859_1: "Western European (ISO 8859-1)",
    Encoding.MAC_ROMAN: "Western European (old Macintosh)",
}


def codec_of(name: str) -> str:
    """Python's own name for an encoding, by any it goes by; empty where it knows none."""
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""


def encoding_named(name: str) -> Encoding | None:
    """By any name it goes by."""
    codec = codec_of(name)
    return next((one for one in Encoding if codec_of(one) == codec), None)


def prepare() -> None:
    """Python loads an encoding from its files when it is first used."""
    for encoding in ("utf-8-sig", "utf-16", "utf-32", *Encoding):
        codecs.lookup(encoding)


def letters(raw: bytes, encoding: str = "") -> str:
    """The text with line ends as "\\n" and page breaks as blank lines. `encoding` is
    what a person said it is in; else it is UTF-8, or UTF-16 that says so.

    Raises Unreadable.
    """
    refuse_size(raw)
    text = _as_said(raw, encoding) if encoding else _decoded(raw)
    _refuse_binary(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\f", "\n\n").replace("\v", "\n")
    if not text.strip():
        raise Unreadable("The file holds nothing but blank lines.")
    return text


def refuse_size(raw: bytes) -> None:
    if not raw:
        raise Unreadable("The file is empty.")
    if len(raw) > LARGEST:
        raise Unreadable(
            f"The file is too large: {len(raw) / 2**20:.0f} MiB, and the most that is read "
            f"is {LARGEST // 2**20} MiB."
        )


def is_plain(raw: bytes) -> bool:
    """Its letters are told apart without anybody's word on the encoding."""
    try:
        _decoded(raw)
    except Unreadable:
        return False
    return True


def _as_said(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        raise Unreadable(
            f"The file cannot be read as {encoding}; choose another encoding."
        ) from None


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
    if found := _NO_LETTER.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Unreadable(
            f"The file is not text: line {line} holds the control character "
            f"U+{ord(found.group()):04X}."
        )
