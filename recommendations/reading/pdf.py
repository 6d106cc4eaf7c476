"""A PDF with a text layer: its words page by page. Nothing is drawn, and no picture is
read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from ctypes import c_double
from itertools import islice, pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw as c

from recommendations.errors import Unreadable
from recommendations.reading.layout import LONGEST_HEADING, MOST_HEADINGS, Layout, one_line
from recommendations.reading.parts import ReadSource

EXTRACTOR = "pdf 2"
MOST_PAGES = 2_000
BURMESE = re.compile("[\u1000-\u109f\uaa60-\uaa7f\ua9e0-\ua9ff]")
_SEARCHED = 50_000
"""Letters of a page in which the words of a bookmark are looked for: no sheet has more."""
_WIDER = 1.4
"""Of two lines further apart than this many usual distances, the second begins a
paragraph."""
AS_IMAGE = "Add it as pictures instead, with its words typed beside them."


def read_pdf(raw: bytes, name: str, encoding: str) -> ReadSource:
    """Raises Unreadable."""
    document = _opened(raw)
    if len(document) > MOST_PAGES:
        raise Unreadable(
            f"The file has {len(document)} pages, and the most that is read is {MOST_PAGES}. Add "
            "the pages that matter."
        )
    laid, bare = Layout(), []
    for number in range(1, len(document) + 1):
        laid.page(number, _page(document, number))
        if laid.pages[-1].start == laid.pages[-1].end:
            bare.append(number)
    text = laid.text
    if not any(letter.isalnum() for letter in text):
        raise Unreadable(f"The file holds pictures of pages and no text. {AS_IMAGE}")
    burmese = len(BURMESE.findall(text))
    if burmese * 2 > sum(letter.isalpha() for letter in text):
        raise Unreadable(
            "Burmese letters cannot be taken from a PDF reliably: what is stored would not be "
            f"what is printed. {AS_IMAGE} Or paste its text from where it was written."
        )
    _head(laid, text, _bookmarks(document))
    return ReadSource(
        text=text,
        extractor=EXTRACTOR,
        title=_title(document, text[: laid.pages[0].end]),
        sections=laid.sections(),
        pages=tuple(laid.pages),
        notices=_notices(bare, burmese),
    )


def _title(document: pdfium.PdfDocument, first_page: str) -> str:
    """What the file says of itself, where its first page says so too: many programs write the
    name of a file or of a template there."""
    said = one_line(document.get_metadata_value("Title"))
    there = said.casefold() in one_line(first_page).casefold()
    return said if there and len(said) <= LONGEST_HEADING else ""


def _bookmarks(document: pdfium.PdfDocument) -> Iterator[tuple[int, int, str]]:
    """The contents that the file has of itself: place of the page, level and title of each."""
    try:
        for mark in islice(document.get_toc(), MOST_HEADINGS):
            leads_to, title = mark.get_dest(), one_line(mark.get_title())
            page = leads_to.get_index() if leads_to else None
            if page is not None and 0 <= page < len(document) and title:
                yield page, mark.level + 1, title
    except pdfium.PdfiumError:
        return  # What can be read of the words is not lost with it.


def _head(laid: Layout, text: str, bookmarks: Iterable[tuple[int, int, str]]) -> None:
    """Only where the title begins a line of that page, after the one before: a heading has its
    place in the text, or it is none."""
    after = 0
    for page, level, title in bookmarks:
        there = laid.pages[page]
        words = r"\s+".join(re.escape(word) for word in title.split())
        line = re.compile(rf"^[ \t]*(?:[\d.]+\s+)?({words})(?!\w)", re.MULTILINE)
        end = min(there.end, there.start + _SEARCHED)
        found = line.search(text, max(after, there.start), end)
        if found and len(title) <= LONGEST_HEADING:
            laid.heading_at(found.start(1), level, title)
            after = found.end(1)


def _notices(bare: Sequence[int], burmese: int) -> tuple[str, ...]:
    said = []
    if bare:
        pages = ", ".join(map(str, bare[:12])) + (" and others" if len(bare) > 12 else "")
        what = "Page" if len(bare) == 1 else "Pages"
        said.append(f"{what} {pages} hold no text; perhaps pictures.")
    if burmese:
        said.append(
            "It holds Burmese letters. Taken from a PDF they may be in the wrong order: compare "
            "them with the page before you quote them."
        )
    return tuple(said)


def _opened(raw: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(raw)
        empty = len(document) == 0
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable(
                "The file is locked with a password. Save a copy without one, and add that."
            ) from None
        raise Unreadable(_BROKEN) from None
    if empty:
        raise Unreadable(_BROKEN)
    return document


_BROKEN = "The PDF is damaged and cannot be opened. Fetch it again, or print it to a new PDF."


def _page(document: pdfium.PdfDocument, number: int) -> str:
    try:
        page = document[number - 1]
        words = page.get_textpage()
    except pdfium.PdfiumError:
        raise Unreadable(f"The PDF is damaged: page {number} cannot be read.") from None
    try:
        return _set(words, _lines(words))
    finally:
        words.close()
        page.close()


def _lines(words: pdfium.PdfTextPage) -> list[tuple[int, str]]:
    """Each with the number of its first letter on the page."""
    found, at = [], 0
    letters = words.get_text_range() if words.count_chars() > 0 else ""
    for line in re.split("(\r\n|\n|\r)", letters):
        if line.strip("\r\n"):
            found.append((at, line))
        at += len(line)
    return found


def _set(words: pdfium.PdfTextPage, lines: Sequence[tuple[int, str]]) -> str:
    """Lines further apart than usual are parted by a blank one. A hyphen at the end of a
    line stays: nothing on the page says whether the word has one."""
    heights = [_height(words, at, line) for at, line in lines]
    gaps = [
        above - below if above is not None and below is not None else None
        for above, below in pairwise(heights)
    ]
    usual = _usual([gap for gap in gaps if gap and gap > 1])
    laid = [line.rstrip() for _, line in lines[:1]]
    for (_, line), gap in zip(lines[1:], gaps, strict=True):
        apart = gap is not None and (gap < 0 or gap > _WIDER * usual)
        laid.append(("\n\n" if apart else "\n") + line.rstrip())
    return _LINE_END_HYPHEN.sub("-\n", "".join(laid))


def _usual(gaps: list[float]) -> float:
    """The distance of lines within a paragraph, in points: short pages have as many
    paragraphs as lines, so it is not the one in the middle."""
    return sorted(gaps)[len(gaps) // 4] if gaps else 0.0


_LINE_END_HYPHEN = re.compile("[\ufffe\x02]\\s*")


def _height(words: pdfium.PdfTextPage, at: int, line: str) -> float | None:
    """Where the line stands on the page, by its first letter that is drawn."""
    place = at + len(line) - len(line.lstrip())
    x, y = c_double(), c_double()
    if place < words.count_chars() and c.FPDFText_GetCharOrigin(words, place, x, y):
        return float(y.value)
    return None
