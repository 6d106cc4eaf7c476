"""What is learnt about a quote later than its words: language, office, day of the event, and
the quote that it translates."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations.describing import Detail, describe
from recommendations.errors import Refused
from recommendations.languages import NAMES, likely
from recommendations.register.details import Learnt, read_learnt
from recommendations.register.quote_record import QuoteRecord, read_quote
from recommendations.vocabulary import Precision
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.errors import status_of
from tracker.web.form import Form, as_number, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
PRECISIONS = (
    ("day", "the day is known"),
    ("month", "the month is known"),
    ("year", "the year is known"),
)
LANGUAGES = tuple((code, f"{name} ({code})") for code, name in NAMES.items())


@dataclass(frozen=True)
class DetailsPage:
    record: QuoteRecord
    learnt: Learnt
    languages: tuple[tuple[str, str], ...]
    precisions: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    once: str
    errors: dict[str, str]


class Details(Controller):
    path = "/quotes/{quote:int}/details"

    @get("/", policy=Policy.RECORDS, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        quote: FromPath[int],
    ) -> Answer:
        return page(request, "details.html", _page(service, visitor, quote))

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def save(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        quote: FromPath[int],
    ) -> Answer:
        try:
            with service.database.writing() as session:
                led_to = save_once(
                    session,
                    visitor.id,
                    form.text("once"),
                    lambda: _save(session, visitor.id, service.today(), quote, form),
                )
        except Refused as refused:
            again = _page(service, visitor, quote, form, refused.sentences)
            return page(request, "details.html", again, status_of(refused))
        return Redirect(led_to, status_code=303)


def _save(session: Session, by: int, today: date, quote: int, form: Form) -> str:
    number = form.text("original").strip().upper().removeprefix("Q")
    told = Detail(
        language=form.text("language"),
        official=form.text("official"),
        event_on=form.day("event_on"),
        precision=form.among("precision", Precision, Precision.DAY),
        original=as_number(number),
    )
    if number and told.original is None:
        form.errors["original"] = "Give the number of a quote, for instance Q12."
    refused = dict(form.errors)
    try:
        describe(session, by, today, quote, told)
    except Refused as said:
        refused = {**said.sentences, **refused}
    if refused:
        raise Refused(**refused)
    return f"/quotes/{quote}#learnt"


def _page(
    service: Service,
    visitor: Visitor,
    quote: int,
    form: Form | None = None,
    errors: dict[str, str] | None = None,
) -> DetailsPage:
    with service.database.reading() as session:
        record = read_quote(session, quote, visitor.role)
        learnt = read_learnt(session, record.quote, visitor.role)
    return DetailsPage(
        record=record,
        learnt=learnt,
        languages=LANGUAGES,
        precisions=PRECISIONS,
        typed=dict(form.pairs) if form else _offered(record, learnt),
        once=form.text("once") if form else once(),
        errors=errors or {},
    )


def _offered(record: QuoteRecord, learnt: Learnt) -> dict[str, str]:
    quote = record.quote
    told = quote.detail
    return {
        "language": told.language or (likely(quote.exact) if not quote.source.language else ""),
        "official": told.official,
        "event_on": told.event_on.isoformat() if told.event_on else "",
        "precision": told.precision.value,
        "original": learnt.original.ref if learnt.original else "",
    }
