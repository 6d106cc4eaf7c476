"""Sending an edition to an office by e-mail: the mail is read as it will go, then sent with a
code from the phone, and recorded once the server has accepted it."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from exports.publishing import profile_named
from recommendations.errors import NotFound, Refused
from recommendations.register.editions import EditionView, read_edition
from recommendations.register.offices import OfficeView, read_office, read_offices
from recommendations.vocabulary import Length
from tracker import edition_mail, mail, sendings
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.edition_mail import Composed, Wanted
from tracker.mail import NotSent
from tracker.sendings import Sending
from tracker.service import Service
from tracker.web import phone
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
READ_FIRST = "Read the mail as it will go; it is not what you read before, or you have not yet."


@dataclass(frozen=True)
class MailPage:
    edition: EditionView
    audience: str
    offices: tuple[OfficeView, ...]
    lengths: tuple[tuple[str, str], ...]
    sender: str
    ready: str
    """Why nothing can be sent from here, or nothing."""
    composed: Composed | None
    doubts: tuple[tuple[Sending, str], ...]
    typed: dict[str, str]
    once: str
    code: bool
    errors: dict[str, str]


@dataclass(frozen=True)
class _Desk:
    request: Request[Any, Any, Any]
    service: Service
    visitor: Visitor
    edition: int


class Mailing(Controller):
    path = "/editions/{edition:int}/mail"

    @get("/", policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        edition: FromPath[int],
    ) -> Answer:
        return _shown(_Desk(request, service, visitor, edition), Form([]))

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def send(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        edition: FromPath[int],
    ) -> Answer:
        desk = _Desk(request, service, visitor, edition)
        composed = None
        try:
            service.refuse_odd_clock()
            with service.database.reading() as session:
                composed = _composed(session, desk, form)
            if form.text("do") != "send":
                return _shown(desk, form, composed)
            if form.text("seen") != composed.seen:
                raise Refused(READ_FIRST)
            phone.confirm(request, service, visitor, form)
            number, again = form.text("once"), form.has("again")
            led_to = edition_mail.send(service, visitor.id, composed, number, again)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _shown(desk, form, composed, refused)
        return Redirect(led_to, status_code=303)

    @post("/settle", policy=Policy.RECORDS, sync_to_thread=True)
    def settle(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        edition: FromPath[int],
    ) -> Answer:
        """Somebody found out what became of a mail; if it went, that is recorded."""
        went = form.text("went") == "yes"
        with service.database.writing() as session:
            read_edition(session, edition)
            for doubt in sendings.in_doubt(session, edition):
                if doubt.once == form.text("of"):
                    edition_mail.settle(service, session, visitor.id, doubt, went)
        return Redirect(f"/editions/{edition}/{'deliveries' if went else 'mail'}", status_code=303)


def _composed(session: Session, desk: _Desk, form: Form) -> Composed:
    length = form.among("length", Length, Length.LEAVE_BEHIND)
    wanted = Wanted(desk.edition, form.number("office"), length, form.text("own"))
    return edition_mail.compose(session, desk.service, wanted)


def _lengths(edition: EditionView) -> list[Length]:
    return [length for length in Length if any(file.length is length for file in edition.files)]


def _shown(
    desk: _Desk, form: Form, composed: Composed | None = None, refused: NotSaved | None = None
) -> Answer:
    service, settings = desk.service, desk.service.settings
    with service.database.reading() as session:
        view = read_edition(session, desk.edition)
        profile = profile_named(session, view.audience)
        offices = tuple(one for one in read_offices(session, profile.outside) if one.email)
        doubts = tuple(
            (row, read_office(session, row.office).name)
            for row in sendings.in_doubt(session, desk.edition)
        )
    ready = ""
    try:
        mail.refuse_unready(settings)
    except NotSent as said:
        ready = str(said)
    context = MailPage(
        edition=view,
        audience=profile.office,
        offices=offices,
        lengths=tuple((length.value, length.value) for length in _lengths(view)),
        sender=settings.mail_from,
        ready=ready,
        composed=composed,
        doubts=doubts,
        typed={name: form.text(name) for name in ("office", "length", "own", "again")},
        once=form.text("once") or once(),
        code=phone.asks(desk.request, service),
        errors=refused.sentences if refused else {},
    )
    return page(desk.request, "mail.html", context, status_of(refused) if refused else 200)
