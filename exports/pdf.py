"""From HTML to a PDF that is PDF/UA-1 and PDF/A-3a at once.

Runs inside the child process that `exports.printing` starts, which keeps the fonts of
the machine away from it. Whatever the engine warns of is an error, and it can read
nothing but the fonts of this package.
"""

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from recommendations.errors import Refused

with warnings.catch_warnings():
    # Our own are registered below; the machine's are not wanted.
    warnings.filterwarnings("ignore", message="No fonts configured")
    from weasyprint import CSS, HTML, Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import (
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

FONTS = Path(__file__).parent / "fonts"
STYLE = Path(__file__).resolve().parents[1] / "templates" / "exports" / "pack.css"


class EngineRefused(Refused):
    """The engine warned, failed or asked for something outside this package."""


@dataclass(frozen=True)
class Rendered:
    pdf: bytes
    pages: int


@dataclass(frozen=True)
class Face:
    """One font file. `family` is its own name per script: with one name for several
    files the engine would take its letters from the first alone."""

    family: str
    file: str
    weight: int = 400
    style: str = "normal"

    @property
    def rule(self) -> str:
        return (
            f'@font-face {{ font-family: "{self.family}"; src: url(asset:{self.file});'
            f" font-weight: {self.weight}; font-style: {self.style} }}"
        )


_EXTENDED, _VIETNAMESE = " Latin Extended", " Vietnamese"


def _upright(script: str, suffix: str) -> tuple[Face, ...]:
    serif, sans = f"Source Serif 4{suffix}", f"Source Sans 3{suffix}"
    return (
        Face(serif, f"source-serif-4-{script}-400-normal.woff2"),
        Face(serif, f"source-serif-4-{script}-600-normal.woff2", weight=600),
        Face(sans, f"source-sans-3-{script}-400-normal.woff2"),
        Face(sans, f"source-sans-3-{script}-600-normal.woff2", weight=600),
    )


def _italic(script: str, suffix: str) -> Face:
    return Face(
        f"Source Serif 4{suffix}", f"source-serif-4-{script}-400-italic.woff2", 400, "italic"
    )


LATIN = _upright("latin", "")
FACES_FOR = (
    (re.compile("<(?:em|i|cite)[ >]"), (_italic("latin", ""),)),
    (
        re.compile(
            "[\u0100-\u02ff\u1d00-\u1e9f\u1ef2-\u1eff\u2020\u20a0-\u20ab\u20ad-\u20c4"
            "\u2113\u2c60-\ua7ff]"
        ),
        (*_upright("latin-ext", _EXTENDED), _italic("latin-ext", _EXTENDED)),
    ),
    (
        re.compile("[\u0102\u0103\u0110\u0111\u0128-\u01b0\u0300-\u0329\u1ea0-\u1ef9\u20ab]"),
        (*_upright("vietnamese", _VIETNAMESE), _italic("vietnamese", _VIETNAMESE)),
    ),
    (
        re.compile("[\u1000-\u109f\u25cc\ua92e\ua9e0-\ua9fe\uaa60-\uaa7f]"),
        (Face("Padauk", "padauk-myanmar-400-normal.woff2"),),
    ),
)
"""What in a page calls for which faces. Unpacking one takes about 50 ms, so these wait
until they are called for."""


class PackagedAssets(URLFetcher):  # type: ignore[misc]
    """Hands out the font files of this package by name and refuses everything else."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme != "asset" or name not in _asset_names():
            raise FatalURLFetchingError(f"a pack may not fetch {url[:200]}")
        return URLFetcherResponse(url, (FONTS / name).read_bytes())


class Engine:
    """One per process: a fresh font configuration for each document leaks memory."""

    def __init__(self) -> None:
        self.fetcher = PackagedAssets(allowed_protocols=("asset",))
        self.fonts = FontConfiguration()
        self.known: set[Face] = set()
        self.learn(LATIN)
        self.style = CSS(
            string=STYLE.read_text("utf-8"), url_fetcher=self.fetcher, font_config=self.fonts
        )

    def learn(self, faces: tuple[Face, ...]) -> None:
        rules = "".join(face.rule for face in faces if face not in self.known)
        if rules:
            CSS(string=rules, url_fetcher=self.fetcher, font_config=self.fonts)
            self.known.update(faces)

    def lay_out(self, html: str) -> Document:
        for sign, faces in FACES_FOR:
            if sign.search(html):
                self.learn(faces)
        return HTML(string=html, base_url="asset:", url_fetcher=self.fetcher).render(
            font_config=self.fonts, stylesheets=[self.style], pdf_variant="pdf/a-3a"
        )


@cache
def engine() -> Engine:
    with _nothing_but_silence():
        return Engine()


def render(html: str, *, title: str, language: str) -> Rendered:
    """Raises EngineRefused, or what a greedy document brings about: MemoryError,
    RecursionError. The organisation is the document's `author` meta."""
    with _nothing_but_silence():
        document = engine().lay_out(html)
        organisation = ", ".join(document.metadata.authors)
        _describe(document, title, organisation, language)
        pdf = document.write_pdf(pdf_variant="pdf/a-3a", finisher=_finish)
    return Rendered(pdf, len(document.pages))


def _describe(document: Document, title: str, organisation: str, language: str) -> None:
    about = document.metadata
    about.title, about.lang = title, language
    about.keywords, about.custom, about.attachments = [], {}, []
    about.description = about.generator = about.created = about.modified = None
    packet = partial(_packet, title, organisation, language)
    about.generate_rdf_metadata = lambda *_variant: packet()


def _finish(document: Document, pdf: Any) -> None:
    """No tool is named; links say where they lead; and the boxes of figures, which the
    engine gives in its own pixels from the top, are put in points from the bottom."""
    del pdf.info["Producer"]
    height = document.pages[0].height
    for thing in pdf.objects:
        if not isinstance(thing, dict):
            continue
        if thing.get("S") == "/Figure":
            left, top, right, bottom = thing["A"]["BBox"]
            inside = (left, height - bottom, right, height - top)
            thing["A"]["BBox"][:] = [0.75 * edge for edge in inside]
        elif thing.get("Subtype") == "/Link" and "Dest" in thing:
            place = thing["Dest"].string.replace("-", " ").capitalize()
            thing["Contents"] = type(thing["Dest"])(place)


def _packet(title: str, organisation: str, language: str) -> bytes:
    """Title, organisation, language and conformance, and nothing else. PDF/A asks that
    the identifier of PDF/UA be declared, since it does not know it."""
    title, organisation, language = map(escape, (title, organisation, language))
    return f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<rdf:Description rdf:about="">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{organisation}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF>""".encode()


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def _nothing_but_silence() -> Iterator[None]:
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
