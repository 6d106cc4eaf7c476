"""Finding quotes and sources by their words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from recommendations.burmese import Encoding, encoding_of
from recommendations.register.views import QuoteView, SourceView
from recommendations.search import find_quotes, find_sources
from recommendations.zawgyi import to_unicode
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.pages import page
from tracker.web.policy import Policy

SHOWN = 20
"""Quotes on one page; more would be slow to load on a slow line."""


@dataclass(frozen=True)
class SearchPage:
    """`more`: there are more quotes than are shown."""

    words: str
    quotes: tuple[QuoteView, ...]
    sources: tuple[SourceView, ...]
    more: bool
    today: date
    unicode: str = ""
    """The words in Unicode, where they look like Zawgyi: nothing is stored in that."""
    unsure: bool = False


class Searching(Controller):
    @get("/search", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def search(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        q: FromQuery[str] = "",
    ) -> Response[str]:
        words = q.strip()
        quotes: list[QuoteView] = []
        sources: list[SourceView] = []
        if words:
            with service.database.reading() as session:
                quotes = find_quotes(session, words, visitor.role, most=SHOWN + 1)
                sources = find_sources(session, words)
        encoding = encoding_of(words)
        context = SearchPage(
            words,
            tuple(quotes[:SHOWN]),
            tuple(sources),
            len(quotes) > SHOWN,
            service.today(),
            to_unicode(words) if encoding in {Encoding.ZAWGYI, Encoding.UNSURE} else "",
            encoding is Encoding.UNSURE,
        )
        return page(request, "search.html", context)
