"""The PDF engine: what it may reach, and the sections that it keeps.

Whatever it warns of is an error, and it can read nothing but the fonts of this package.
"""

import logging
import re
import warnings
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from exports.conformance import as_told, finish
from exports.faces import FONTS, LATIN, Face, called_for
from exports.text_layer import mark_breaks
from recommendations.errors import Refused
from recommendations.syllables import BURMESE

with warnings.catch_warnings():
    # Our own are registered below; the machine's are not wanted.
    warnings.filterwarnings("ignore", message="No fonts configured")
    from weasyprint import CSS, HTML, Attachment, Document
    from weasyprint.document import Page
    from weasyprint.pdf.metadata import DocumentMetadata
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import (
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

    from exports.sheets import Section, Sheet

STYLE = Path(__file__).resolve().parents[1] / "templates" / "exports" / "pack.css"
VARIANT = "pdf/a-3a"
KEPT_SHEETS = 48
_MARGINS = " ".join(
    f"@{edge} {{ content: none !important }}"
    for edge in (
        *("top-left-corner", "top-left", "top-center", "top-right", "top-right-corner"),
        *("right-top", "right-middle", "right-bottom", "left-top", "left-middle", "left-bottom"),
        *("bottom-left-corner", "bottom-left", "bottom-center", "bottom-right"),
        "bottom-right-corner",
    )
)
_BODY = re.compile("<body[^>]*>")
_RUNNING = re.compile(r'\sdata-[\w-]+="[^"]*"')
_FILE_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""PDF/A asks for a time on an embedded file, and the same data has to make the same bytes."""


class EngineRefused(Refused):
    """The engine warned, failed or asked for something outside this package."""


class PackagedAssets(URLFetcher):  # type: ignore[misc]
    """Hands out the font files of this package by name and refuses everything else."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme != "asset" or name not in _asset_names():
            raise FatalURLFetchingError(f"a pack may not fetch {url[:200]}")
        return URLFetcherResponse(url, (FONTS / name).read_bytes())


class Engine:
    """One per process: a fresh font configuration for each document leaks memory. Sections
    are kept as they were laid out and painted, those that were asked for last."""

    def __init__(self) -> None:
        self.fetcher = PackagedAssets(allowed_protocols=("asset",))
        self.fonts = FontConfiguration()
        self.known: set[Face] = set()
        self.learn(LATIN)
        self.style = CSS(
            string=STYLE.read_text("utf-8"), url_fetcher=self.fetcher, font_config=self.fonts
        )
        self.no_margins = CSS(string=f"@page {{ {_MARGINS} }}", url_fetcher=self.fetcher)
        self.kept_sheets = KEPT_SHEETS
        self._kept: OrderedDict[bytes, Section] = OrderedDict()
        self._margins: OrderedDict[str, list[Page]] = OrderedDict()

    def learn(self, faces: Sequence[Face]) -> None:
        rules = "".join(face.rule for face in faces if face not in self.known)
        if rules:
            CSS(string=rules, url_fetcher=self.fetcher, font_config=self.fonts)
            self.known.update(faces)

    def lay_out(self, html: str, *more: CSS) -> Document:
        self.learn(tuple(called_for(html)))
        page = HTML(string=html, base_url="asset:", url_fetcher=self.fetcher)
        if BURMESE.search(html):
            mark_breaks(page.etree_element)
        return page.render(
            font_config=self.fonts, stylesheets=[self.style, *more], pdf_variant=VARIANT
        )

    def section(self, html: str) -> Section:
        """As it was kept, or laid out and painted now, without what runs along its margins.
        Nothing that was warned of is kept."""
        html = _BODY.sub(lambda body: _RUNNING.sub("", body[0]), html, count=1)
        key = sha256(html.encode()).digest()
        if key not in self._kept:
            with nothing_but_silence():
                made = Section(self.lay_out(html, self.no_margins))
            self._kept[key] = made
        self._kept.move_to_end(key)
        return self._kept[key]

    def forget(self) -> None:
        """The oldest, down to what may be kept."""
        while sum(len(section.sheets) for section in self._kept.values()) > self.kept_sheets:
            self._kept.popitem(last=False)
        while sum(map(len, self._margins.values())) > self.kept_sheets:
            self._margins.popitem(last=False)

    def margins(self, html: str, sheets: Sequence[Sheet]) -> list[Page]:
        """Empty pages, as many and of the same kinds, with what runs along the margins of this
        document: it is told by its body, and the pages are counted. Kept as sections are."""
        told = _BODY.search(html)
        running = "".join(_RUNNING.findall(told[0])) if told else ""
        kinds = (sheet.kind or "auto" for sheet in sheets)
        pages = (f'<p style="page: {kind}; break-before: page">0</p>' for kind in kinds)
        empty = f"<html><body{running}>{''.join(pages)}</body></html>"
        if empty not in self._margins:
            with nothing_but_silence():
                made: list[Page] = self.lay_out(empty).pages
            self._margins[empty] = made
        self._margins.move_to_end(empty)
        return self._margins[empty]

    def write(
        self, pages: Sequence[Page], authors: list[str], title: str, language: str, data: str = ""
    ) -> bytes:
        """`data`, JSON, is embedded as what the pages were made from, if there is any."""
        about = DocumentMetadata(title, authors, lang=language)
        about.generate_rdf_metadata = lambda *_: as_told(title, ", ".join(authors), language)
        with nothing_but_silence():
            document = Document(pages, about, self.fetcher, self.fonts, {}, "srgb")
            embedded = [self._embedded(data)] if data else None
            pdf: bytes = document.write_pdf(
                pdf_variant=VARIANT, finisher=finish, attachments=embedded
            )
        return pdf

    def _embedded(self, data: str) -> Attachment:
        return Attachment(
            string=data,
            url_fetcher=self.fetcher,
            name="edition.json",
            description="The data of this edition",
            created=_FILE_TIME,
            modified=_FILE_TIME,
            relationship="Data",
        )


@cache
def engine() -> Engine:
    with nothing_but_silence():
        return Engine()


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def nothing_but_silence() -> Iterator[None]:
    """Whatever is warned of or goes wrong inside becomes one EngineRefused, except for
    want of memory."""
    listener = _Listener()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(listener)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # The engine leaves the file of its own colour profile to be closed for it.
            warnings.simplefilter("ignore", ResourceWarning)
            yield
    except (EngineRefused, MemoryError, RecursionError):
        raise
    except (Exception, FatalURLFetchingError) as failure:
        raise EngineRefused(_in_words(failure)) from failure
    finally:
        for logger in loggers:
            logger.removeHandler(listener)
    if listener.heard:
        raise EngineRefused("; ".join(dict.fromkeys(listener.heard))[:400])


def _in_words(failure: BaseException) -> str:
    return str(failure.__cause__ or failure)[:400] or type(failure).__name__


@cache
def _asset_names() -> frozenset[str]:
    return frozenset(path.name for path in FONTS.glob("*.woff2"))
