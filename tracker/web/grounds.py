"""Grounds: the quotes that show why a recommendation was made."""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from recommendations import grounding, suggesting
from recommendations.errors import Refused
from recommendations.register import windows
from recommendations.register.marked import Run, marked
from recommendations.register.register import read_register
from recommendations.register.views import GroundView, QuoteView, RecommendationView
from recommendations.search import find_quotes
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.form import Form, as_number
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
MOST = 8


@dataclass(frozen=True)
class Grounding:
    """A ground, with the words that made it a proposal marked."""

    ground: GroundView
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Shelf:
    recommendation: RecommendationView
    grounds: tuple[Grounding, ...]


@dataclass(frozen=True)
class GroundsPage:
    """`found` are quotes of our reports for the recommendation that was searched for."""

    shelves: tuple[Shelf, ...]
    recommendation: int
    words: str
    found: tuple[QuoteView, ...]
    left: int


class Grounds(Controller):
    path = "/start/grounds"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def all_grounds(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        words: Annotated[str, QueryParameter(name="q")] = "",
        recommendation: Annotated[str, QueryParameter(name="for")] = "",
    ) -> Answer:
        today = service.today()
        with service.database.reading() as session:
            only = windows.of_own_reports(session)
            register = read_register(session, today, service.closing(today), visitor.role, only)
            others = windows.their_words(session)
            found = find_quotes(session, words, visitor.role, ours=True) if words.strip() else []
        shelves = tuple(_shelf(told) for told in register.recommendations)
        about = as_number(recommendation) or 0
        told = register.recommendation(about)
        barred = others | ({ground.quote.id for ground in told.grounds} if told else set())
        context = GroundsPage(
            shelves=shelves,
            recommendation=about,
            words=words,
            found=tuple(q for q in found if q.id not in barred)[:MOST],
            left=sum(1 for s in shelves for g in s.grounds if not g.ground.accepted_by),
        )
        return page(request, "start_grounds.html", context)

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def add(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        recommendation, quote = form.number("recommendation"), form.number("quote")
        if recommendation is None or quote is None:
            raise Refused("Choose a quote of the report.")
        with service.database.writing() as session:
            ground = grounding.add_ground(session, visitor.id, recommendation, quote).key
        return Redirect(f"/start/grounds#ground-{ground}", status_code=303)

    @post("/{ground:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def answer(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        ground: FromPath[int],
    ) -> Answer:
        said = form.text("answer")
        if said not in {"accept", "dismiss"}:
            raise Refused("Accept it or dismiss it.")
        with service.database.writing() as session:
            if said == "accept":
                grounding.accept_ground(session, visitor.id, ground)
            else:
                # What was said not to bear on it is not suggested again.
                quote, about = grounding.dismiss_ground(session, visitor.id, ground)
                suggesting.dismiss(session, visitor.id, quote, about)
        return Redirect(f"/start/grounds#r{form.text('place')}", status_code=303)


def _shelf(told: RecommendationView) -> Shelf:
    return Shelf(
        told,
        tuple(
            Grounding(
                g, marked(g.quote.exact, [(words, "shared") for words in g.because.split(",")])
            )
            for g in told.grounds
        ),
    )
