"""Triage: one quote on a screen, what may leave and what stays inside."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from recommendations import triage
from recommendations.errors import NotFound, Refused
from recommendations.register.beginning import Beginning, read_beginning
from recommendations.register.triage import (
    TriagedQuote,
    TriageList,
    TriagePage,
    next_untriaged,
    read_triage_list,
    read_triage_of,
)
from recommendations.vocabulary import Flag
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]

GRAPHIC = (
    (0, "0", "no violence"),
    (1, "1", "violence or death is mentioned"),
    (2, "2", "violence is described"),
    (3, "3", "described in detail; hard to bear"),
)
FLAGS = {
    Flag.SEXUAL_VIOLENCE: "rape, abuse, humiliation",
    Flag.CHILD: "someone under 18",
    Flag.SUICIDE: "also attempts and thoughts",
    Flag.SLUR: "an insult to a group",
    Flag.THIRD_PARTY_NAMED: "or someone who can be recognised",
    Flag.PERPETRATOR_NAMED: "by name or post",
    Flag.SELF_INCRIMINATION: "what the speaker did can be held against them",
    Flag.LIVE_OPERATION: "how people are reached, hidden or brought out",
    Flag.RELATIVES_INSIDE: "family that can be reached by the military",
    Flag.FUNDING: "who pays whom",
    Flag.SITES_AND_ROUTES: "where people are, how they travel",
    Flag.NUMBERS: "how many, how much",
}


@dataclass(frozen=True)
class OneQuotePage:
    on: TriagePage
    before: TriagedQuote | None
    """What was saved just now."""
    graphic: tuple[tuple[int, str, str], ...]
    flags: dict[Flag, str]
    levels: dict[Flag, int]
    once: str
    errors: dict[str, str]


@dataclass(frozen=True)
class AllQuotesPage:
    triage: TriageList
    next: int | None
    beginning: Beginning


class Triage(Controller):
    path = "/triage"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def all_quotes(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        part: Annotated[str, QueryParameter(name="part")] = "",
        at: Annotated[str, QueryParameter(name="at")] = "",
    ) -> Answer:
        with service.database.reading() as session:
            today = service.today()
            context = AllQuotesPage(
                read_triage_list(session, today, visitor.role, _number(part) or 1, _number(at)),
                next_untriaged(session),
                read_beginning(session, visitor.id),
            )
        return page(request, "triage_all.html", context)

    @get("/{quote:int}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def one_quote(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        quote: FromPath[int],
        after: Annotated[str, QueryParameter(name="after")] = "",
    ) -> Answer:
        return page(request, "triage_one.html", _one(service, visitor, quote, _number(after)))

    @post("/{quote:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def answer(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        quote: FromPath[int],
    ) -> Answer:
        levels = _levels(form)
        try:
            with service.database.writing() as session:
                said = form.text("answer")
                if said not in {"may leave", "stays inside"}:
                    raise Refused("Say whether it may leave or stays inside.")

                def save() -> str:
                    triage.answer(session, visitor.id, quote, levels, said == "may leave")
                    following = next_untriaged(session, quote)
                    if form.has("single") or following is None:
                        return _listed(quote)
                    return f"/triage/{following}?after={quote}"

                led_to = save_once(session, visitor.id, form.text("once"), save)
        except Refused as refused:
            context = _one(service, visitor, quote, None, levels, refused.sentences)
            return page(request, "triage_one.html", context, 422)
        return Redirect(led_to, status_code=303)

    @post("/{quote:int}/inside", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def keep_inside(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        quote: FromPath[int],
    ) -> Answer:
        """Anyone, at once."""
        with service.database.writing() as session:
            triage.keep_inside(session, visitor.id, quote, "Kept inside.")
        return Redirect(_listed(quote), status_code=303)


def _one(
    service: Service,
    visitor: Visitor,
    quote: int,
    saved: int | None,
    levels: dict[Flag, int] | None = None,
    errors: dict[str, str] | None = None,
) -> OneQuotePage:
    with service.database.reading() as session:
        today = service.today()
        on = read_triage_of(session, quote, today, visitor.role)
        before = None
        if saved is not None:
            with suppress(NotFound):
                before = read_triage_of(session, saved, today, visitor.role).one
    shown = on.one.levels if levels is None else levels
    return OneQuotePage(on, before, GRAPHIC, FLAGS, shown, once(), errors or {})


def _listed(quote: int) -> str:
    return f"/triage?at={quote}#q{quote}"


def _number(asked: str) -> int | None:
    """In an address anybody can write."""
    return int(asked) if asked.isdecimal() and len(asked) < 10 else None


def _levels(form: Form) -> dict[Flag, int]:
    ticked = {flag: 1 for flag in FLAGS if flag.value in form.all("flag")}
    return ticked | {Flag.GRAPHIC: form.number("graphic") or 0}
