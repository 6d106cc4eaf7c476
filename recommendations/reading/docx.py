"""A Word document: its paragraphs, tables and notes in the order in which they are read.

What was deleted and only marked so is left out, what was inserted is in; field codes,
comments, headers and footers are not part of the running text.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from recommendations.errors import Unreadable
from recommendations.reading.layout import Layout, one_line
from recommendations.reading.parts import ReadSource

EXTRACTOR = "docx 1"
MOST_PARTS = 2_000
LARGEST_UNPACKED = 100 * 2**20
"""Bytes of all parts together, asked for before any is unpacked."""
LARGEST_XML = 40 * 2**20
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_HEADING = re.compile(r"heading (\d)|title", re.I)
_DAMAGED = "The file is damaged or is no Word document; open it in Word and save it again as .docx."
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = {qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), _FALLBACK, qn("w:rPr")}
_LETTERS = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "\u2011",
    qn("w:softHyphen"): "\u00ad",
}


def read_docx(raw: bytes, name: str, encoding: str) -> ReadSource:
    """Raises Unreadable."""
    _refuse_bombs(raw)
    try:
        return _read(raw)
    except Unreadable:
        raise
    except MemoryError:
        raise
    except Exception:
        # Whatever python-docx meets in a package that is not as it should be.
        raise Unreadable(_DAMAGED) from None


def prepare() -> None:
    """What is loaded on first use, while there are still files to load it from."""
    sample, packed = Document(), io.BytesIO()
    sample.add_heading("Sample")
    sample.save(packed)
    read_docx(packed.getvalue(), "", "")


def _refuse_bombs(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        raise Unreadable(_DAMAGED) from None
    if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_UNPACKED:
        raise Unreadable(
            "The file unpacks to far more than a document holds, so it was not opened. Save the "
            "text alone, without pictures, and add that."
        )
    if any(p.flag_bits & 1 for p in parts):
        raise Unreadable("The file is locked with a password. Add a copy without one.")
    sizes = {p.filename: p.file_size for p in parts}
    if "word/document.xml" not in sizes:
        raise Unreadable("The file is an archive or another kind of document, not a .docx of Word.")
    if max(size for part, size in sizes.items() if part.endswith((".xml", ".rels"))) > LARGEST_XML:
        raise Unreadable("The text of the file is too large. Add the part that matters.")


def _read(raw: bytes) -> ReadSource:
    document = Document(io.BytesIO(raw))
    words = _Words(document)
    text = words.laid.text
    if not text.strip():
        raise Unreadable("The file holds no words. If they stand in a picture, add it as pictures.")
    sections = words.laid.sections()
    return ReadSource(
        text=text,
        extractor=EXTRACTOR,
        title=words.title or next((s.title for s in sections if s.level == 1), ""),
        sections=sections,
    )


class _Words:
    def __init__(self, document: Any) -> None:
        self.laid = Layout()
        self.title = ""
        self.levels = _levels(document)
        self.notes = _notes(document)
        self.numbers: dict[tuple[str, str], int] = {}
        self._blocks(document.element.body)
        for (kind, id), number in self.numbers.items():
            note = self.notes[kind].get(id)
            said = (
                one_line(" ".join(self._said(p) for p in note.iter(qn("w:p"))))
                if note is not None
                else ""
            )
            self.laid.block(f"{str(number).translate(_RAISED)} {said}" if said else "")

    def _blocks(self, body: Any) -> None:
        for element in _outermost(body, {qn("w:p"), qn("w:tbl")}):
            if element.tag == qn("w:p"):
                self._paragraph(element)
            else:
                rows = _outermost(element, {qn("w:tr")})
                self.laid.block("\n".join(filter(None, (self._row(row) for row in rows))))

    def _row(self, row: Any) -> str:
        cells = [
            one_line(" ".join(self._said(p) for p in cell.iter(qn("w:p"))))
            for cell in _outermost(row, {qn("w:tc")})
        ]
        return "\t".join(cells).rstrip("\t")

    def _paragraph(self, paragraph: Any) -> None:
        words, level = self._said(paragraph).strip(), self._level(paragraph)
        if level is None:
            self.laid.block(words)
            return
        if level == 0:
            self.title = self.title or one_line(words)[:300]
        self.laid.heading(words, max(level, 1))

    def _level(self, paragraph: Any) -> int | None:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        outline = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if outline is not None and outline.get(qn("w:val"), "9") in "012345678":
            return int(outline.get(qn("w:val"))) + 1
        return self.levels.get(style.get(qn("w:val")) if style is not None else None)

    def _said(self, paragraph: Any) -> str:
        """Without recursion: what is nested in a paragraph may be nested deeply."""
        found: list[str] = []
        waiting = list(reversed(paragraph))
        while waiting:
            element = waiting.pop()
            if element.tag in _GONE or (element.tag == qn("w:p") and element is not paragraph):
                continue
            if element.tag == qn("w:t"):
                found.append(element.text or "")
            elif element.tag in _LETTERS:
                found.append(_LETTERS[element.tag])
            elif element.tag in {qn("w:footnoteReference"), qn("w:endnoteReference")}:
                found.append(self._raised(element))
            else:
                waiting += reversed(element)
        return "".join(found)

    def _raised(self, reference: Any) -> str:
        kind = "footnotes" if reference.tag == qn("w:footnoteReference") else "endnotes"
        name = (kind, reference.get(qn("w:id"), ""))
        number = self.numbers.setdefault(name, len(self.numbers) + 1)
        return str(number).translate(_RAISED)


def _outermost(element: Any, wanted: set[str]) -> Iterator[Any]:
    """What has one of these tags and is in none of them itself."""
    waiting = list(reversed(element))
    while waiting:
        one = waiting.pop()
        if one.tag in wanted:
            yield one
        elif one.tag not in _GONE:
            waiting += reversed(one)


def _levels(document: Any) -> dict[str | None, int]:
    """By style: 0 for a title, else the level of its headings."""
    found: dict[str | None, int] = {}
    for style in document.styles.element.iter(qn("w:style")):
        called = style.find(qn("w:name"))
        match = _HEADING.fullmatch(called.get(qn("w:val"), "")) if called is not None else None
        if match:
            found[style.get(qn("w:styleId"))] = int(match.group(1) or 0)
    return found


def _notes(document: Any) -> dict[str, dict[str, Any]]:
    """Footnotes and endnotes by their id."""
    found: dict[str, dict[str, Any]] = {"footnotes": {}, "endnotes": {}}
    for related in document.part.rels.values():
        kind = related.reltype.rsplit("/", 1)[-1]
        if kind in found and not related.is_external:
            root = parse_xml(related.target_part.blob)
            found[kind] = {note.get(qn("w:id")): note for note in root}
    return found
