"""A saved web page: the words that its reader sees, without scripts, menus and forms.

Nothing it points at is fetched and no entity of its own is resolved; the tree is walked
without recursion, however deep it is.
"""

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from recommendations.errors import Unreadable
from recommendations.reading.bytes import letters
from recommendations.reading.layout import Layout, one_line
from recommendations.reading.parts import ReadSource
from recommendations.reading.plain import named

EXTRACTOR = "html 1"
LEFT_OUT = frozenset(
    {
        "script", "style", "noscript", "template", "head", "nav", "svg", "math", "canvas",
        "iframe", "frame", "object", "embed", "audio", "video", "map", "select", "button",
        "input", "textarea", "datalist", "dialog", "menu",
    }
)  # fmt: skip
_LEFT_OUT_ROLES = frozenset({"navigation", "search", "menu", "menubar", "dialog", "contentinfo"})
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd",
        "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "header", "hgroup", "hr", "html", "legend", "main", "ol", "p", "pre", "section",
        "summary", "table", "tbody", "tfoot", "thead", "ul",
    }
)  # fmt: skip
_LINES = frozenset({"br", "li", "tr"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)
_DATES = ("article:published_time", "datePublished", "dcterms.date", "DC.date.issued", "date")


def read_html(raw: bytes, name: str, encoding: str) -> ReadSource:
    """Raises Unreadable."""
    markup = letters(raw, encoding)
    parser = HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        page = document_fromstring(_PROLOG.sub("", markup).encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        raise Unreadable("No words could be read from this web page.") from None
    if any(said.level_name == "FATAL" for said in parser.error_log):
        raise Unreadable(
            "This web page is built too deep or too long to be read whole. Copy the passage from "
            "the page and paste it instead."
        )
    laid = _Words(page).laid
    if not laid.text.strip():
        raise Unreadable(
            "This web page holds no words of its own; it may load them by a program when it is "
            "opened. Copy the passage from the page and paste it instead."
        )
    return ReadSource(
        text=laid.text,
        extractor=named(EXTRACTOR, encoding),
        title=_title(page),
        published_on=_published_on(page),
        language=_language(page),
        sections=laid.sections(),
    )


class _Words:
    """One walk over the page. Text gathers until a block ends."""

    def __init__(self, page: HtmlElement) -> None:
        self.laid = Layout()
        self.run: list[str] = []
        self.preformatted = 0
        self.before = "\n\n"
        self._walk(page)
        self._end()

    def _walk(self, page: HtmlElement) -> None:
        walk: Iterator[tuple[str, HtmlElement]] = etree.iterwalk(page, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if _is_left_out(element, tag):
                    walk.skip_subtree()  # type: ignore[attr-defined]
                    continue
                self._open(tag)
                self._take(element.text)
            else:
                if not _is_left_out(element, tag):
                    self._close(tag)
                self._take(element.tail if element is not page else None)

    def _open(self, tag: str) -> None:
        self.preformatted += tag == "pre"
        if tag in _BLOCKS or tag in _HEADINGS:
            self._end()
        elif tag in _LINES:
            self._end("\n")
        elif tag in {"td", "th"} and "".join(self.run).strip():
            self.run.append("\t")

    def _close(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._end(level=_HEADINGS[tag])
        elif tag in _BLOCKS:
            self._end()
        elif tag in _LINES and tag != "br":
            self._end("\n")
        self.preformatted -= tag == "pre"

    def _take(self, words: str | None) -> None:
        if words:
            self.run.append(words if self.preformatted else re.sub("[ \t\r\n\f]+", " ", words))

    def _end(self, after: str = "\n\n", level: int = 0) -> None:
        """`after` stands before the next block, unless something parts them further."""
        words = "".join(self.run)
        self.run.clear()
        if not self.preformatted:
            words = re.sub(" *\t[ \t]*", "\t", re.sub(" +", " ", words)).strip(" \t")
        if words.strip():
            if level:
                self.laid.heading(words, level)
            else:
                self.laid.block(words, self.before)
            self.before = after
        elif len(after) > len(self.before):
            self.before = after


def _is_left_out(element: HtmlElement, tag: str) -> bool:
    if not tag or tag in LEFT_OUT or element.get("role", "") in _LEFT_OUT_ROLES:
        return True
    if tag == "footer" and element.getparent() is not None and element.getparent().tag == "body":
        return True
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return hidden or bool(_HIDDEN.search(element.get("style", "")))


def _title(page: HtmlElement) -> str:
    return one_line(page.findtext(".//title") or "")[:300]


def _language(page: HtmlElement) -> str:
    said = page.get("lang", "") or page.get("{http://www.w3.org/XML/1998/namespace}lang", "")
    return said if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", said) else ""


def _published_on(page: HtmlElement) -> date | None:
    for wanted in _DATES:
        for meta in page.iter("meta"):
            if wanted in {meta.get("property"), meta.get("name"), meta.get("itemprop")}:
                try:
                    return date.fromisoformat(meta.get("content", "")[:10])
                except ValueError:
                    continue
    return None
