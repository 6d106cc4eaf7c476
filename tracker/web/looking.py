"""Looked, nothing new: for as many recommendations and addressees as were checked."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from recommendations import searching
from recommendations.errors import Refused
from recommendations.register import windows
from recommendations.register.register import read_register
from recommendations.register.views import Register
from recommendations.vocabulary import SearchFor
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, as_number, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]


@dataclass(frozen=True)
class LookedPage:
    """`ticked` holds recommendation and addressee ids, as the boxes name them: "3-4"."""

    register: Register
    ticked: frozenset[str]
    looked_for: frozenset[str]
    typed: dict[str, str]
    once: str
    errors: dict[str, str]
    today: date
    back: str


class Looking(Controller):
    path = "/looked"

    @get("/", policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        recommendation: Annotated[str, QueryParameter(name="recommendation")] = "",
        addressee: Annotated[str, QueryParameter(name="addressee")] = "",
    ) -> Answer:
        with service.database.reading() as session:
            about = as_number(recommendation) or 0
            register = _register(session, service, visitor, about)
        ticked = [
            ("cell", f"{told.id}-{whom.id}")
            for told in register.recommendations
            for whom in register.addressees
            if (told.id, whom.id) in register.cells
            and str(told.place) == recommendation
            and whom.code == addressee
        ]
        looked_for = [("looked_for", kind.value) for kind in SearchFor]
        come_from = [("recommendation", recommendation), ("addressee", addressee)]
        form = Form([*ticked, *looked_for, *(come_from if ticked else [])])
        return _shown(request, service, register, form)

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def record(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        with service.database.reading() as session:
            about = form.number("recommendation") or 0
            register = _register(session, service, visitor, about)
        if form.text("do") == "show":
            return _shown(request, service, register, form)
        try:
            with service.database.writing() as session:
                led_to = save_once(
                    session,
                    visitor.id,
                    form.text("once"),
                    lambda: _save(session, visitor.id, service.today(), register, form),
                )
        except Refused as refused:
            return _shown(request, service, register, form, refused)
        return Redirect(led_to, status_code=303)

    @post("/{search:int}/remove", policy=Policy.RECORDS, sync_to_thread=True)
    def remove(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        search: FromPath[int],
    ) -> Answer:
        with service.database.writing() as session:
            searching.drop_search(session, visitor.id, search)
        return Redirect("/review#mine", status_code=303)


def _register(session: Session, service: Service, visitor: Visitor, place: int) -> Register:
    """All of it; where that is too much, the recommendation they came from, or else the
    first ones."""
    today = service.today()
    only = None
    if windows.parts(session) > 1:
        only = windows.at_place(session, place) if place else windows.part(session, 1)
    return read_register(session, today, service.closing(today), visitor.role, only)


def _save(session: Session, by: int, today: date, register: Register, form: Form) -> str:
    """One search for each of the two things that were looked for."""
    fields = Form(form.pairs)
    on = fields.day("on", "Say on which day you looked.")
    kinds = [kind for kind in SearchFor if kind.value in fields.all("looked_for")]
    if not kinds:
        fields.errors["looked_for"] = "Say what you looked for."
    calls = [call.id for cell in form.all("cell") for call in _calls(register, cell)]
    try:
        for looked_for in kinds or list(SearchFor)[:1]:
            searching.looked(
                session,
                by,
                today,
                calls,
                on=on or today,
                places=form.text("places"),
                terms=form.text("terms"),
                looked_for=looked_for,
            )
    except NOT_SAVED as refused:
        raise type(refused)(**{**refused.sentences, **fields.errors}) from refused
    fields.refuse()
    return _back(register, form)


def _calls(register: Register, named: str) -> list[Any]:
    recommendation, _, addressee = named.partition("-")
    cell = register.cells.get((as_number(recommendation) or 0, as_number(addressee) or 0))
    return list(cell.calls) if cell else []


def _back(register: Register, form: Form) -> str:
    """To the page they came from, else to the overview."""
    place, code = form.text("recommendation"), form.text("addressee")
    known = {str(r.place) for r in register.recommendations}
    return (
        f"/recommendations/{place}/{code}" if place in known and register.addressee(code) else "/"
    )


def _shown(
    request: Request[Any, Any, Any],
    service: Service,
    register: Register,
    form: Form,
    refused: NotSaved | None = None,
) -> Answer:
    context = LookedPage(
        register=register,
        ticked=frozenset(form.all("cell")),
        looked_for=frozenset(form.all("looked_for")),
        typed=dict(reversed(form.pairs)),
        once=form.text("once") or once(),
        errors=refused.sentences if refused else {},
        today=service.today(),
        back=_back(register, form),
    )
    return page(request, "looked.html", context, status_of(refused) if refused else 200)
