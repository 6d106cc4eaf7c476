"""Addressees, and passing a recommendation onward to one that the report did not name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations import addressing
from recommendations.errors import NotFound, Refused
from recommendations.register.addressees import Branch, read_addressees
from recommendations.register.register import read_register
from recommendations.register.views import QuoteView, RecommendationView
from recommendations.search import find_quotes
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
ONWARD = "/recommendations/{place:int}/onward"


@dataclass(frozen=True)
class AddresseesPage:
    """`told` is the recommendation to pass onward; none where addressees are only looked
    after. `found` are quotes that may say that one body speaks for another."""

    here: str
    told: RecommendationView | None
    branches: tuple[Branch, ...]
    found: tuple[QuoteView, ...]
    typed: dict[str, str]
    once: str
    errors: dict[str, str]
    today: date

    @property
    def free(self) -> tuple[Branch, ...]:
        """Those who are not asked for it yet."""
        place = self.told.place if self.told else 0
        return tuple(b for b in self.branches if place not in (*b.named, *b.passed_onward))


@dataclass(frozen=True)
class _Desk:
    request: Request[Any, Any, Any]
    service: Service
    visitor: Visitor
    place: int | None = None


class Addressees(Controller):
    @get("/addressees", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def look_after(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        return _shown(_Desk(request, service, visitor), Form([]))

    @post("/addressees", policy=Policy.RECORDS, sync_to_thread=True)
    def add(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        return _answered(_Desk(request, service, visitor), form)

    @get(ONWARD, policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        place: FromPath[int],
    ) -> Answer:
        return _shown(_Desk(request, service, visitor, place), Form([]))

    @post(ONWARD, policy=Policy.RECORDS, sync_to_thread=True)
    def pass_onward(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        place: FromPath[int],
    ) -> Answer:
        return _answered(_Desk(request, service, visitor, place), form)


def _answered(desk: _Desk, form: Form) -> Answer:
    if form.text("do") in {"search", "show"}:
        return _shown(desk, form)
    try:
        with desk.service.database.writing() as session:
            led_to = save_once(
                session, desk.visitor.id, form.text("once"), lambda: _save(session, desk, form)
            )
    except Refused as refused:
        return _shown(desk, form, refused)
    return Redirect(led_to, status_code=303)


def _save(session: Session, desk: _Desk, form: Form) -> str:
    """Adds the addressee where it is a new one, and passes onward where that was asked."""
    told = _told(session, desk)
    chosen = form.number("addressee")
    if chosen is None and (told is None or form.text("name").strip()):
        chosen = _added(session, desk, form)
    if chosen is None:
        raise Refused(addressee="Choose an addressee, or add one below.")
    code = next(
        (b.addressee.code for b in read_addressees(session) if b.addressee.id == chosen), ""
    )
    if told is None:
        return f"/addressees#{code}"
    addressing.pass_onward(session, desk.visitor.id, told.id, chosen)
    return f"/recommendations/{told.place}/{code}"


def _added(session: Session, desk: _Desk, form: Form) -> int:
    fields = Form(form.pairs)
    since, until = fields.day("since"), fields.day("until")
    try:
        added = addressing.add_addressee(
            session,
            desk.visitor.id,
            name=form.text("name"),
            short=form.text("short"),
            parent=form.number("parent"),
            since=since,
            until=until,
            speaks_for_quote=form.number("quote"),
        )
    except NOT_SAVED as refused:
        raise type(refused)(**{**refused.sentences, **fields.errors}) from refused
    fields.refuse()
    return added.key


def _told(session: Session, desk: _Desk) -> RecommendationView | None:
    if desk.place is None:
        return None
    today = desk.service.today()
    register = read_register(session, today, desk.service.closing(today), desk.visitor.role)
    told = next((r for r in register.recommendations if r.place == desk.place), None)
    if told is None:
        raise NotFound(f"There is no recommendation {desk.place}.")
    return told


def _shown(desk: _Desk, form: Form, refused: NotSaved | None = None) -> Answer:
    words = form.text("q").strip()
    with desk.service.database.reading() as session:
        context = AddresseesPage(
            here="/addressees" if desk.place is None else f"/recommendations/{desk.place}/onward",
            told=_told(session, desk),
            branches=read_addressees(session, desk.visitor.role),
            found=tuple(find_quotes(session, words, desk.visitor.role, ours=False, most=8))
            if words
            else (),
            typed=dict(reversed(form.pairs)),
            once=form.text("once") or once(),
            errors=refused.sentences if refused else {},
            today=desk.service.today(),
        )
    status = status_of(refused) if refused else 200
    return page(desk.request, "addressees.html", context, status)
