"""Quotes that may bear on a recommendation, each with its words, to be used or dismissed."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations import grounding, suggesting
from recommendations.errors import Refused
from recommendations.register.quotes import quotes_by_id
from recommendations.register.suggestions import (
    Called,
    Suggestion,
    read_called,
    read_dismissed,
    read_suggestions,
    recommendation_at,
)
from recommendations.register.views import QuoteView
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]


@dataclass(frozen=True)
class SuggestionsPage:
    """`called` are the addressees by measure, where a finding can take a quote.
    `still_reading`: the words of the quotes are still being read."""

    still_reading: bool
    place: int
    title: str
    quote: QuoteView
    suggestions: tuple[Suggestion, ...]
    dismissed: tuple[QuoteView, ...]
    called: tuple[Called, ...]


class Suggestions(Controller):
    path = "/recommendations/{place:int}/suggestions"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        place: FromPath[int],
    ) -> Answer:
        with service.database.reading() as session:
            about = recommendation_at(session, place)
            index = service.word_index(session)
            context = SuggestionsPage(
                still_reading=index is None,
                place=place,
                title=about.title,
                quote=quotes_by_id(session, [about.quote], visitor.role)[about.quote],
                suggestions=(
                    read_suggestions(session, index, about.key, visitor.role) if index else ()
                ),
                dismissed=read_dismissed(session, about.key, visitor.role),
                called=read_called(session, about.key),
            )
        return page(request, "suggestions.html", context)

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def answer(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        place: FromPath[int],
    ) -> Answer:
        quote, said = form.number("quote"), form.text("answer")
        if quote is None or said not in {"ground", "dismiss", "again"}:
            raise Refused("Make it a ground, or dismiss it.")
        with service.database.writing() as session:
            about = recommendation_at(session, place).key
            if said == "ground":
                grounding.add_ground(session, visitor.id, about, quote)
            else:
                if said == "dismiss":
                    grounding.dismiss_proposed(session, visitor.id, about, quote)
                suggesting.dismiss(session, visitor.id, quote, about, again=said == "again")
        here = f"/recommendations/{place}/suggestions#list"
        where = f"/quotes/{quote}#bears" if form.has("from-quote") else here
        return Redirect(where, status_code=303)
