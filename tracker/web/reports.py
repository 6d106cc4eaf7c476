"""Another report of ours: bringing the file, seeing what would come in, and importing all of it
or nothing. What it recommends stays inside until two people say that it is published."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from recommendations.arriving import CHOICE, Keep, Offer, offer
from recommendations.errors import NotFound, Refused
from recommendations.importing import as_chosen, import_report, read_for_import
from recommendations.reading.parts import ReadReport
from recommendations.register.sources import read_reports, stored_before
from recommendations.register.views import SourceView
from recommendations.vocabulary import Fidelity
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.keeping import erasing, incoming, restricting
from tracker.keeping.incoming import REPORT, Incoming
from tracker.service import Service
from tracker.web import phone
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.uploads import LARGEST_UPLOAD, Uploaded, provide_upload

Answer = Response[Any]
Asks = Request[Any, Any, Any]


@dataclass(frozen=True)
class BringPage:
    waiting: tuple[Incoming, ...]
    gone: bool
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportPage:
    """`replaceable` are reports of ours without a newer version; `same` was read from these
    very bytes."""

    file: Incoming
    read: ReadReport
    replaceable: tuple[SourceView, ...]
    same: tuple[SourceView, ...]
    offer: Offer | None
    typed: dict[str, str]
    asks: bool
    once: str
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def testimony(self) -> int:
        edited = Fidelity.INTERPRETED_AND_EDITED
        return sum(1 for quote in self.read.quotes if quote.fidelity is edited)


class Reports(Controller):
    path = "/reports"

    @get("/", policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Asks,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        gone: FromQuery[str] = "",
    ) -> Answer:
        return _bringing(request, service, visitor, gone=bool(gone))

    @post(
        "/",
        policy=Policy.RECORDS,
        sync_to_thread=True,
        request_max_body_size=LARGEST_UPLOAD,
        dependencies={"upload": Provide(provide_upload)},
    )
    def bring(
        self,
        request: Asks,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        upload: NamedDependency[Uploaded],
    ) -> Answer:
        home = service.settings.home
        try:
            if upload.raw:
                _read(upload.raw, upload.name)
            sha256 = incoming.bring(home, visitor.id, upload.name, upload.raw, REPORT)
        except Refused as refused:
            said = {"file": " ".join(refused.sentences.values())}
            return _bringing(request, service, visitor, said)
        return Redirect(f"/reports/{sha256}", status_code=303)

    @get("/{file:str}", policy=Policy.RECORDS, sync_to_thread=True)
    def look(
        self,
        request: Asks,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        file: FromPath[str],
    ) -> Answer:
        there = _found(service, visitor, file)
        return _shown(request, service, there, Form([])) if there else _gone()

    @post("/{file:str}", policy=Policy.RECORDS, sync_to_thread=True)
    def store(
        self,
        request: Asks,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        file: FromPath[str],
    ) -> Answer:
        """With a fresh code; all of it or nothing."""
        there = _found(service, visitor, file)
        if there is None:
            return _gone()
        if form.text("do") == "leave":
            incoming.drop(service.settings.home, visitor.id, file, REPORT)
            return Redirect("/reports", status_code=303)
        try:
            read = as_chosen(_read(there.raw, there.name), form.text("text" + CHOICE), there.name)
            phone.confirm(request, service, visitor, form)
            with service.database.writing() as session:
                number = form.text("once")
                led_to = save_once(
                    session,
                    visitor.id,
                    number,
                    lambda: _stored(session, service, visitor, there, read, form),
                )
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _shown(request, service, there, form, refused)
        incoming.drop(service.settings.home, visitor.id, file, REPORT)
        return Redirect(led_to, status_code=303)


def _gone() -> Answer:
    """Back to where one is brought."""
    return Redirect("/reports?gone=1", status_code=303)


@lru_cache(maxsize=2)
def _read(raw: bytes, name: str) -> ReadReport:
    """The last two, because the page before asks again."""
    return read_for_import(raw, name)


def _found(service: Service, visitor: Visitor, file: str) -> Incoming | None:
    try:
        return incoming.find(service.settings.home, visitor.id, file, REPORT)
    except NotFound:
        return None


def _stored(
    session: Session,
    service: Service,
    visitor: Visitor,
    there: Incoming,
    read: ReadReport,
    form: Form,
) -> str:
    home, today = service.settings.home, service.today()
    done = import_report(
        session,
        there.raw,
        there.name,
        visitor.id,
        form.text("published_by").strip(),
        read,
        form.number("replaces"),
        Keep.AS_IT_IS,
    )
    erasing.keep_in_step(session, home)
    restricting.keep_in_step(session, home, today)
    return f"/sources/{done.source}"


def _bringing(
    request: Asks,
    service: Service,
    visitor: Visitor,
    errors: dict[str, str] | None = None,
    gone: bool = False,
) -> Answer:
    waiting = tuple(incoming.waiting(service.settings.home, visitor.id, REPORT))
    context = BringPage(waiting, gone, errors or {})
    return page(request, "report_bring.html", context, 422 if errors else 200)


def _shown(
    request: Asks,
    service: Service,
    there: Incoming,
    form: Form,
    refused: NotSaved | None = None,
) -> Answer:
    read = _read(there.raw, there.name)
    with service.database.reading() as session:
        replaceable = read_reports(session)
        same = stored_before(session, there.raw)
    context = ReportPage(
        file=there,
        read=read,
        replaceable=replaceable,
        same=same,
        offer=offer(read.text),
        typed=dict(form.pairs),
        asks=phone.asks(request, service),
        once=form.text("once") or once(),
        errors=refused.sentences if refused else {},
    )
    return page(request, "report_import.html", context, status_of(refused) if refused else 200)
