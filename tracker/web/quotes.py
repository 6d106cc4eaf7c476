"""One quote: whether it may leave and why not, what rests on it, and keeping it inside."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from exports.citations import citation
from recommendations import triage
from recommendations.errors import Refused
from recommendations.gate import Reason, kept_inside
from recommendations.register.copied import Copied, read_copied
from recommendations.register.details import Learnt, read_learnt
from recommendations.register.holders import Recalled, read_recalled
from recommendations.register.quote_record import QuoteRecord, read_quote
from recommendations.register.suggestions import (
    Called,
    Suggestion,
    read_bearings,
    read_called,
)
from recommendations.register.variants import VariantView, read_variants
from tracker.accounts.sessions import Visitor
from tracker.keeping import withdrawing
from tracker.service import Service
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]


@dataclass(frozen=True)
class QuotePage:
    """`reasons` keep it from every audience; an audience may have more of its own."""

    record: QuoteRecord
    reasons: tuple[Reason, ...]
    today: date
    learnt: Learnt
    bearings: tuple[Suggestion, ...] = ()
    """On what else it may bear, by words in common."""
    called: tuple[Called, ...] = ()
    citation: str = ""
    """Notes style, as packs print it; empty where the reader may not see the words."""
    variants: tuple[VariantView, ...] = ()
    until: str = ""
    why: str = ""
    recalled: tuple[Recalled, ...] = ()
    """Editions in which words stand that were withdrawn."""
    errors: dict[str, str] | None = None
    copied: tuple[Copied, ...] = ()
    """Where its words stand as well."""
    unlisted: bool = False
    """It was withdrawn just now, and the withdrawal ledger could not be written."""


class Quotes(Controller):
    path = "/quotes/{quote:int}"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        quote: FromPath[int],
    ) -> Answer:
        told = replace(_page(service, visitor, quote), unlisted="unlisted" in request.query_params)
        return page(request, "quote.html", told)

    @post("/keep-inside", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def keep_inside(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        quote: FromPath[int],
    ) -> Answer:
        """At once, by anyone with an account."""
        with service.database.writing() as session:
            triage.keep_inside(session, visitor.id, quote, form.text("why"))
        return _back(quote)

    @get("/withdraw", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def ask_to_withdraw(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        quote: FromPath[int],
    ) -> Answer:
        return page(request, "withdraw.html", _page(service, visitor, quote))

    @post("/withdraw", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def withdraw(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        quote: FromPath[int],
    ) -> Answer:
        try:
            listed = withdrawing.withdraw(
                service.database, service.settings.home, visitor.id, quote, form.text("why")
            )
        except Refused as refused:
            again = _page(service, visitor, quote, why=form.text("why"), errors=refused.sentences)
            return page(request, "withdraw.html", again, 422)
        return _back(quote, "" if listed else "?unlisted")

    @post("/embargo", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def embargo(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        quote: FromPath[int],
    ) -> Answer:
        until = form.day("until")
        try:
            form.refuse()
            with service.database.writing() as session:
                triage.embargo(session, visitor.id, service.today(), quote, until)
        except Refused as refused:
            again = _page(
                service, visitor, quote, until=form.text("until"), errors=refused.sentences
            )
            return page(request, "quote.html", again, 422)
        return _back(quote)


def _page(
    service: Service,
    visitor: Visitor,
    quote: int,
    until: str = "",
    why: str = "",
    errors: dict[str, str] | None = None,
) -> QuotePage:
    today = service.today()
    with service.database.reading() as session:
        record = read_quote(session, quote, visitor.role, visitor.id)
        copied = read_copied(session, quote, visitor.role, today)
        variants = read_variants(session, record.quote)
        learnt = read_learnt(session, record.quote, visitor.role)
        index = service.word_index(session)
        bearings = read_bearings(session, index, record.quote) if index else ()
        about = {one.measures[0].recommendation for one in bearings}
        called = [call for id in about for call in read_called(session, id)]
        withdrawn = record.quote.standing.withdrawn
        recalled = read_recalled(session, quote) if withdrawn else ()
    return QuotePage(
        record=record,
        reasons=kept_inside(record.quote.standing, today),
        today=today,
        learnt=learnt,
        bearings=bearings,
        called=tuple(called),
        citation=citation(record.quote) if record.quote.exact and not record.quote.sealed else "",
        variants=variants,
        copied=copied,
        recalled=recalled,
        until=until,
        why=why,
        errors=errors,
    )


def _back(quote: int, asked: str = "") -> Answer:
    return Redirect(f"/quotes/{quote}{asked}", status_code=303)
