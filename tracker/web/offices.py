"""Offices of an addressee: where packs for it go. Added, changed and ended here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations import addressing, contacting
from recommendations.contacting import Told
from recommendations.errors import NotFound
from recommendations.languages import NAMES
from recommendations.register.addressees import read_addressee
from recommendations.register.contacts import Contact, read_contact
from recommendations.register.deliveries import DeliveryView, read_deliveries
from recommendations.register.engagements import LogEntry, read_log
from recommendations.register.offices import OfficeView, read_office, read_offices
from recommendations.register.views import AddresseeView
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
FIELDS = ("name", "email", "contact", "language")
ENGLISH = "en"
LATEST = 10
"""Of the engagement log."""


@dataclass(frozen=True)
class AddresseePage:
    """`typed` is what stands in the form for another office."""

    addressee: AddresseeView
    contact: Contact
    offices: tuple[OfficeView, ...]
    deliveries: tuple[DeliveryView, ...]
    log: tuple[LogEntry, ...]
    today: date
    typed: dict[str, str]
    once: str
    languages: tuple[tuple[str, str], ...]
    errors: dict[str, str]


@dataclass(frozen=True)
class OfficePage:
    office: OfficeView
    deliveries: tuple[DeliveryView, ...]
    typed: dict[str, str]
    languages: tuple[tuple[str, str], ...]
    errors: dict[str, str]


class Offices(Controller):
    @get("/addressees/{addressee:str}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def look_after(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        addressee: FromPath[str],
    ) -> Answer:
        return _addressee(request, service, addressee, Form([]))

    @post("/addressees/{addressee:str}/offices", policy=Policy.RECORDS, sync_to_thread=True)
    def add(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        addressee: FromPath[str],
    ) -> Answer:
        def save() -> str:
            whom = read_addressee(session, addressee)
            contacting.add_office(session, visitor.id, whom.id, _told(form))
            return f"/addressees/{whom.code}"

        try:
            with service.database.writing() as session:
                led_to = save_once(session, visitor.id, form.text("once"), save)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _addressee(request, service, addressee, form, refused)
        return Redirect(led_to, status_code=303)

    @post("/addressees/{addressee:str}/reply-window", policy=Policy.RECORDS, sync_to_thread=True)
    def set_window(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        addressee: FromPath[str],
    ) -> Answer:
        try:
            with service.database.writing() as session:
                whom = read_addressee(session, addressee)
                days = form.number("reply_days")
                addressing.set_reply_days(session, visitor.id, whom.id, days)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _addressee(request, service, addressee, form, refused)
        return Redirect(f"/addressees/{addressee}", status_code=303)

    @get("/offices/{office:int}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        office: FromPath[int],
    ) -> Answer:
        return _office(request, service, office)

    @post("/offices/{office:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def change(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        office: FromPath[int],
    ) -> Answer:
        try:
            with service.database.writing() as session:
                contacting.change_office(session, visitor.id, office, _told(form))
                code = read_office(session, office).addressee
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _office(request, service, office, form, refused)
        return Redirect(f"/addressees/{code}", status_code=303)

    @post("/offices/{office:int}/end", policy=Policy.RECORDS, sync_to_thread=True)
    def end(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        office: FromPath[int],
    ) -> Answer:
        try:
            with service.database.writing() as session:
                contacting.end_office(session, visitor.id, office)
                code = read_office(session, office).addressee
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _office(request, service, office, refused=refused)
        return Redirect(f"/addressees/{code}", status_code=303)


def _told(form: Form) -> Told:
    return Told(*(form.text(name, ENGLISH if name == "language" else "") for name in FIELDS))


def _addressee(
    request: Request[Any, Any, Any],
    service: Service,
    code: str,
    form: Form,
    refused: NotSaved | None = None,
) -> Answer:
    with service.database.reading() as session:
        whom = read_addressee(session, code)
        offices = read_offices(session, [code], ended=True)
        contact = read_contact(session, whom.id, service.today())
        deliveries = read_deliveries(session, addressee=code)
        log = tuple(one for one in read_log(session, addressee=code) if not one.delivery)
    context = AddresseePage(
        addressee=whom,
        contact=contact,
        offices=offices,
        deliveries=deliveries,
        log=log[:LATEST],
        today=service.today(),
        typed={name: form.text(name, ENGLISH if name == "language" else "") for name in FIELDS},
        once=form.text("once") or once(),
        languages=tuple(NAMES.items()),
        errors=refused.sentences if refused else {},
    )
    return page(request, "addressee.html", context, status_of(refused) if refused else 200)


def _office(
    request: Request[Any, Any, Any],
    service: Service,
    office: int,
    form: Form | None = None,
    refused: NotSaved | None = None,
) -> Answer:
    """What was typed stays, also where somebody else was faster."""
    with service.database.reading() as session:
        view = read_office(session, office)
        deliveries = read_deliveries(session, office=office)
    context = OfficePage(
        office=view,
        deliveries=deliveries,
        typed={name: form.text(name) if form else getattr(view, name) for name in FIELDS},
        languages=tuple(NAMES.items()),
        errors=refused.sentences if refused else {},
    )
    return page(request, "office.html", context, status_of(refused) if refused else 200)
