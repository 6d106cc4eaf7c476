"""Sending an edition to an office by e-mail: the mail is read as it will go, then sent with a
code from the phone, and recorded once the server has accepted it."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from exports import dispatch
from exports.dispatch import Outgoing
from exports.letters import Letter, Subject, covering_note
from exports.publishing import profile_named, wording_for_letter
from recommendations import delivering
from recommendations.delivering import Handed, refuse_unlike_letter
from recommendations.errors import NotFound, Refused
from recommendations.register.addressees import read_addressee
from recommendations.register.deliveries import read_deliveries
from recommendations.register.editions import EditionView, read_edition
from recommendations.register.offices import OfficeView, read_office, read_offices
from recommendations.vocabulary import Channel, Length
from tracker import mail, sendings
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.mail import Mail, NotSent
from tracker.sendings import Sending
from tracker.service import Service
from tracker.web import phone
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.posting import post_once, sender

Answer = Response[Any]
READ_FIRST = "Read the mail as it will go; it is not what you read before, or you have not yet."
AGAIN = "It went there by e-mail on {day}. Tick “send it again” if they asked for it."


@dataclass(frozen=True)
class Composed:
    """A mail as it will go. `seen` stands for all of it, the file included."""

    office: OfficeView
    letter: Letter
    file: str
    size: int
    pdf: bytes
    of: int

    @property
    def seen(self) -> str:
        told = [self.office.email, self.letter.subject, self.letter.body, self.file]
        return sha256("\0".join(told).encode() + self.pdf).hexdigest()


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
            return Redirect(_sent(desk, form, composed), status_code=303)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _shown(desk, form, composed, refused)

    @post("/settle", policy=Policy.RECORDS, sync_to_thread=True)
    def settle(
        self,
        service: NamedDependency[Service],
        form: NamedDependency[Form],
        edition: FromPath[int],
    ) -> Answer:
        """Somebody found out what became of a mail; if it went, it is recorded by hand."""
        with service.database.writing() as session:
            read_edition(session, edition)
            sendings.forget(session, form.text("of"))
        went = form.text("went") == "yes"
        return Redirect(f"/editions/{edition}/{'deliveries' if went else 'mail'}", status_code=303)


def _composed(session: Session, desk: _Desk, form: Form) -> Composed:
    """Raises Refused beside the field, or where the edition may not go out."""
    service, own = desk.service, form.text("own")
    today = service.today()
    mail.refuse_unready(service.settings)
    office = _office(session, form)
    language = office.language
    length = form.among("length", Length, Length.LEAVE_BEHIND)
    edition = read_edition(session, desk.edition)
    spoken = {file.language for file in edition.files if file.length is length}
    language = language if language in spoken else next(iter(sorted(spoken)), language)
    out = dispatch.outgoing(session, desk.edition, length, language, today)
    if office.addressee not in out.profile.outside:
        raise Refused(office=f"This edition is not for {office.of}: it stays with its audience.")
    refuse_unlike_letter("own", own)
    dispatch.refuse_inside(session, "own", own, edition.audience, today)
    letter = _letter(session, service, out, office, own)
    return Composed(office, letter, out.name, out.file.size, out.raw, out.file.id)


def _office(session: Session, form: Form) -> OfficeView:
    number = form.number("office")
    if number is None:
        raise Refused(office="Choose the office that receives it.")
    office = read_office(session, number)
    if office.ended:
        raise Refused(office=f"“{office.name}” was ended; nothing is sent there any more.")
    if not office.email:
        raise Refused(office=f"“{office.name}” has no e-mail on record.")
    return office


def _letter(
    session: Session, service: Service, out: Outgoing, office: OfficeView, own: str
) -> Letter:
    whom = read_addressee(session, office.addressee)
    told = Subject(out.profile.office, out.edition.number, out.edition.as_of)
    reply_by = (
        None if out.profile.decides else delivering.reply_by(service.today(), whom.reply_days)
    )
    wording = wording_for_letter(session, office.language)
    return covering_note(
        sender(service), told, out.file.length, own, office.contact, reply_by, wording
    )


def _sent(desk: _Desk, form: Form, composed: Composed) -> str:
    service, letter, office = desk.service, composed.letter, composed.office
    today = service.today()
    with service.database.reading() as session:
        _refuse_again(session, desk.edition, office, form)

    def record(session: Session) -> str:
        handed = Handed(
            desk.edition, office.id, today, Channel.EMAIL, letter.body, composed.of, sent=True
        )
        delivering.deliver(session, desk.visitor.id, today, handed)
        return f"/editions/{desk.edition}/deliveries"

    sent = Mail(office.email, letter.subject, letter.body, composed.file, composed.pdf)
    return post_once(
        service, desk.visitor.id, form.text("once"), desk.edition, office.id, sent, record
    )


def _refuse_again(session: Session, edition: int, office: OfficeView, form: Form) -> None:
    went = [
        one
        for one in read_deliveries(session, office=office.id)
        if (one.edition, one.channel) == (edition, Channel.EMAIL)
    ]
    if went and not form.has("again") and not sendings.led_to(session, form.text("once")):
        raise Refused(again=AGAIN.format(day=went[0].on))


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
