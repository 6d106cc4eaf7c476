"""Sheets: pages that were laid out and painted once and can stand in any document.

The engine numbers the pages of one document and paints them whenever it writes. A section's
sheets are kept from one document to the next, so they are laid out with empty margins; what runs
along those is put on for the document they stand in. This module knows the engine from inside; what
it does is tested against a whole document (tests/exports/test_sections.py).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

from weasyprint import Document
from weasyprint.document import Page
from weasyprint.pdf import pydyf
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream

from exports.text_layer import actual_text, without_breaks
from recommendations.syllables import ZERO_WIDTH_SPACE

SCALE = 0.75
"""Points in a pixel of the engine."""
_DECIMALS = re.compile(rb"(?<=[\s\[>])(-?\d+\.\d{3})\d+")
_OF_OTHERS = ("XObject", "Pattern", "Shading")
_FOR_TAGS = ("element", "element_tag", "style", "children")
Fonts = dict[int, Font]
_FILES: dict[str, bytes] = {}
"""What is in a font's file, once for all sections."""


class Section:
    """The sheets of one document, and who it says wrote it."""

    def __init__(self, document: Document) -> None:
        self.authors: list[str] = document.metadata.authors
        fonts: Fonts = {}
        self.sheets = tuple(Sheet(page, fonts) for page in document.pages)
        for font in fonts.values():
            font.file_content = _FILES.setdefault(font.hash, font.file_content)
        if all(sheet.is_painted for sheet in self.sheets):
            for sheet in self.sheets:
                _reduce(sheet._page_box)


class Sheet(Page):  # type: ignore[misc]
    """`fonts` are those of its section: the letters that its sheets, in their order, use."""

    def __init__(self, page: Page, fonts: Fonts) -> None:
        self.__dict__.update(vars(page))
        self.bookmarks = [
            (level, without_breaks(label), place, state)
            for level, label, place, state in page.bookmarks
        ]
        self._fonts = fonts
        self._margins: Page | None = None
        self._painted = self._paint_once()
        self.kind = str(page._page_box.page_type.name)
        """The name of its kind of page in the style, or nothing."""

    @property
    def is_painted(self) -> bool:
        return self._painted is not None

    def within(self, margins: Page) -> "Sheet":
        """With the margins of that page."""
        boxes = [c for c in margins._page_box.children if hasattr(c, "at_keyword")]
        alone = copy(margins)
        alone._page_box = margins._page_box.copy_with_children(boxes)
        made = copy(self)
        made._margins = alone
        made._page_box = self._page_box.copy_with_children([*self._page_box.children, *boxes])
        return made

    def paint(self, stream: Stream, scale: float = SCALE) -> None:
        for key, font in self._fonts.items():
            _take_letters(stream._fonts.setdefault(key, _without_letters(font)), font)
        telling = _Telling.over(stream)
        if self._painted is None:
            super().paint(telling, scale)
        else:
            content, marked, states = self._painted
            stream.stream.append(content)
            stream._tags.update({box: dict(told) for box, told in marked.items()})
            stream._resources["ExtGState"].update(states)
            if self._margins:
                self._margins.paint(telling, scale)
        _name_every_shape(stream._fonts)

    def _paint_once(self) -> tuple[bytes, dict[Any, Any], dict[str, Any]] | None:
        """Nothing, where it draws on what only a document can hold for it: it is then
        painted each time."""
        resources: dict[str, Any] = {kind: {} for kind in ("ExtGState", *_OF_OTHERS)}
        resources["ColorSpace"] = ""
        area = (0, 0, self.width, self.height)
        stream = _Telling(self._fonts, area, resources, {}, {}, {}, None)
        super().paint(stream, SCALE)
        _name_every_shape(self._fonts)
        if any(resources[kind] for kind in _OF_OTHERS):
            return None
        content = b"\n".join(map(pydyf._to_bytes, stream.stream))
        return _DECIMALS.sub(rb"\1", content), stream._tags, resources["ExtGState"]


class _Telling(Stream):  # type: ignore[misc]
    """Gives each run of Burmese the words it was set from."""

    @classmethod
    def over(cls, stream: Stream) -> "_Telling":
        """The same stream, written to in this way."""
        made = cls.__new__(cls)
        made.__dict__ = stream.__dict__
        return made

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        with super().marked(box, tag):
            told = actual_text(getattr(box, "text", ""))
            if told:
                # Written just now: the properties of this run, and the operator.
                self.stream[-2]["ActualText"] = pydyf.String(told)
            yield


def _reduce(box: Any) -> None:
    """To what the tags are made from, with its place; a tenth of what it took to lay it out."""
    box = getattr(box, "_box", box)
    told = vars(box)
    kept = {n: v for n, v in told.items() if n in _FOR_TAGS or isinstance(v, int | float)}
    told.clear()
    told.update(kept)
    box.style = {name: box.style[name] for name in ("display", "list_style_type")}
    for child in getattr(box, "children", ()):
        _reduce(child)


def _without_letters(font: Font) -> Font:
    made = copy(font)
    made.to_unicode, made.widths = {}, {}
    return made


def _take_letters(font: Font, other: Font) -> None:
    font.to_unicode = other.to_unicode | font.to_unicode
    font.widths = other.widths | font.widths


def _name_every_shape(fonts: Fonts) -> None:
    """PDF/A asks that every shape stands for a letter. Of several that share one, the engine
    gives it to the first."""
    for font in fonts.values():
        for shape, letters in font.to_unicode.items():
            font.to_unicode[shape] = letters or ZERO_WIDTH_SPACE
