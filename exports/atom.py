"""News as an Atom feed (RFC 4287). It does not name its own address, which is private."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from xml.etree.ElementTree import Element, SubElement, tostring

from exports.news import News

MEDIA_TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that no XML may hold, however they are written."""


@dataclass(frozen=True)
class Feed:
    """`record` tells this record from every other, for as long as it lives; `began` is when.
    `address` is where people reach the pages."""

    record: str
    began: datetime
    title: str
    organisation: str
    address: str
    news: tuple[News, ...]


def atom(feed: Feed) -> bytes:
    root = Element("feed", xmlns=ATOM)
    _add(root, "id", _tag(feed, "changes"))
    _add(root, "title", feed.title)
    _add(root, "updated", _at(_latest(feed)))
    _add(_add(root, "author"), "name", feed.organisation)
    _add(root, "link", rel="alternate", type="text/html", href=f"{feed.address}/changes")
    for one in feed.news:
        entry = _add(root, "entry")
        _add(entry, "id", _tag(feed, one.key))
        _add(entry, "title", one.title)
        _add(entry, "updated", _at(one.at))
        _add(entry, "link", rel="alternate", type="text/html", href=feed.address + one.path)
        _add(entry, "content", _html(one), type="html")
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _html(one: News) -> str:
    """A line each; readers run the lines of plain text together."""
    return "".join(f"<p>{escape(line)}</p>" for line in one.lines)


def _latest(feed: Feed) -> datetime:
    ats: Iterable[datetime] = (one.at for one in feed.news)
    return max(ats, default=feed.began)


def _tag(feed: Feed, what: str) -> str:
    """As RFC 4151 has it, under a name that nobody can own: addresses of services change, and
    a reader would show everything anew."""
    return f"tag:tracker.invalid,2026:{feed.record}/{what}"


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    child = SubElement(parent, name, attributes)
    if text:
        child.text = NO_XML.sub("", text)
    return child


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
