"""In which format a file is. Its bytes decide; its name only tells Markdown from other
text."""

import re
from enum import StrEnum
from pathlib import PurePath

from recommendations.errors import Unreadable
from recommendations.reading.bytes import Encoding, codec_of, encoding_named, is_plain, refuse_size


class Format(StrEnum):
    """As people call it."""

    TEXT = "plain text"
    MARKDOWN = "Markdown"
    HTML = "web page"
    PDF = "PDF"
    DOCX = "Word document"

    @property
    def is_letters(self) -> bool:
        """Its bytes are letters in some encoding."""
        return self in {Format.TEXT, Format.MARKDOWN, Format.HTML}


HEIC = {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheif"}
"""A picture as iPhones make them, behind four bytes."""
_OTHERS = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"{\\rtf", "a Rich Text file. Open it and save it as .docx"),
    (b"\x1f\x8b", "a compressed archive. Unpack it and add what is in it"),
    (b"Rar!", "a compressed archive. Unpack it and add what is in it"),
    (b"7z\xbc\xaf", "a compressed archive. Unpack it and add what is in it"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_TAG = re.compile(rb"</?(?:html|head|body|title|p|div|table|article|h[1-6])\b[^>]*>", re.I)
_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_OF_MAIL = re.compile(
    rb"\s*(?:[A-Za-z][\w-]{1,60}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n){0,20}){0,60}?"
    rb"(?:MIME-Version:\s*1\.0|Received:\s*from|Message-ID:\s*<)",
    re.I,
)
_SAVED_PAGE = re.compile(
    rb"^(?:Snapshot-Content-Location|Content-Type:\s*multipart/related)", re.I | re.M
)
_AS_BROWSERS_DO = {
    "iso8859-1": Encoding.WINDOWS_1252,
    "gb2312": Encoding.GB_18030,
    "gbk": Encoding.GB_18030,
}
"""What every browser reads a page as that says it is in the first."""
_LOOKED_AT = 4096


def format_of(raw: bytes, name: str = "") -> Format:
    """Raises Unreadable for what no source can be read from."""
    refuse_size(raw)
    head, ending = raw[:_LOOKED_AT], PurePath(name).suffix.lower()
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Format.DOCX
    _refuse_others(raw, head)
    _refuse_mail(head)
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _MARKUP.match(plain) or (ending in {".html", ".htm", ".xhtml"} and _TAG.search(plain)):
        return Format.HTML
    return Format.MARKDOWN if ending in {".md", ".markdown"} else Format.TEXT


def certain_encoding(raw: bytes, format: Format) -> str | None:
    """Empty where none has to be said, and what a web page says of itself. None where only
    a person can tell."""
    if not format.is_letters or is_plain(raw):
        return ""
    said = _DECLARED.search(raw[:_LOOKED_AT]) if format is Format.HTML else None
    declared = codec_of(said[1].decode()) if said else ""
    encoding = _AS_BROWSERS_DO.get(declared) or encoding_named(declared)
    return None if encoding is Encoding.UTF_8 else encoding


def _refuse_others(raw: bytes, head: bytes) -> None:
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise Unreadable(
                "The file is locked with a password. Open it, save it without one, and add "
                "that copy."
            )
        raise Unreadable("The file is an old Word document. Open it and save it as .docx.")
    if head[4:12] in HEIC or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        raise Unreadable(A_PICTURE)
    for begins, called in _OTHERS:
        if head.startswith(begins):
            raise Unreadable(A_PICTURE if called == "a picture" else f"The file is {called}.")


def _refuse_mail(head: bytes) -> None:
    """Pages and mails that were saved with all their parts: their words stand among lines
    for machines, and often encoded."""
    if not _OF_MAIL.match(head):
        return
    if _SAVED_PAGE.search(head):
        raise Unreadable(
            "The file is a web page saved with its pictures in one file (MHTML). Open it in a "
            "browser and save it as “Web page, HTML only”, or print it to a PDF."
        )
    raise Unreadable(
        "The file is a saved e-mail. Open it, and add its text or its attachment: who wrote it "
        "to whom is not kept here."
    )


A_PICTURE = (
    "The file is a picture, and no words are read from pictures. Add it as pictures, with its "
    "words typed beside them."
)
