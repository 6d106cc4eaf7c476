"""From HTML to a PDF that is PDF/UA-1 and PDF/A-3a at once: sections laid out apart and joined.

Runs inside the child process that `exports.printing` starts, which keeps the fonts of the
machine away from it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from exports.engine import EngineRefused, engine
from exports.sheets import Section

_PAGE_OF = re.compile(r'<span data-page-of="([^"]*)"></span>')
_ROUNDS = 5
"""How often pages are numbered anew, where a number changes the length of a section."""
Named = tuple[str, str]
"""A section: its name, and an HTML document."""


@dataclass(frozen=True)
class Rendered:
    pdf: bytes
    pages: int


def render(html: str, *, title: str, language: str) -> Rendered:
    """A document of one section."""
    return render_sections([("", html)], title=title, language=language)


def render_sections(
    sections: Sequence[Named], *, title: str, language: str, data: str = ""
) -> Rendered:
    """Sections and `data` as `Press.print_sections` has them; the organisation is the
    `author` meta of the first. Raises EngineRefused, or what a greedy document brings about:
    MemoryError, RecursionError."""
    working = engine()
    try:
        made = _with_page_numbers(sections)
        sheets = [sheet for section in made for sheet in section.sheets]
        margins = working.margins(sections[0][1], sheets)
        pages = [sheet.within(page) for sheet, page in zip(sheets, margins, strict=True)]
        pdf = working.write(pages, made[0].authors, title, language, data)
    finally:
        working.forget()
    return Rendered(pdf, len(pages))


def _with_page_numbers(sections: Sequence[Named]) -> list[Section]:
    """Laid out again until no page number changes. A section that names pages is taken for
    one page until theirs are known."""
    made: list[Section | None]
    made = [None if _PAGE_OF.search(html) else _section(name, html) for name, html in sections]
    for _ in range(_ROUNDS):
        found = _places(made)
        told = [_section(name, _filled(html, found, guess=None in made)) for name, html in sections]
        if told == made:
            return told
        made = [*told]
    raise EngineRefused("its page numbers do not come to rest")


def _section(name: str, html: str) -> Section:
    try:
        return engine().section(html)
    except EngineRefused as refusal:
        raise EngineRefused(f"{name}: {refusal}" if name else str(refusal)) from refusal.__cause__


def _places(made: Sequence[Section | None]) -> dict[str, int]:
    """The page of every id."""
    found: dict[str, int] = {}
    page = 1
    for section in made:
        for sheet in section.sheets if section else ():
            for anchor in sheet.anchors:
                found.setdefault(anchor, page)
            page += 1
        page += section is None
    return found


def _filled(html: str, found: dict[str, int], *, guess: bool) -> str:
    def number(wanted: re.Match[str]) -> str:
        if wanted[1] not in found and not guess:
            raise EngineRefused(f"there is no page of {wanted[1][:80]}")
        return f"<span>{found.get(wanted[1], 0)}</span>"

    return _PAGE_OF.sub(number, html)
