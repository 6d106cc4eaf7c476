"""What is due: replies that are awaited, and the next letter for each, which is read before it
is sent or recorded."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from exports import dispatch
from exports.letters import Letter, Subject, reminder
from exports.publishing import profile_named, wording_for_letter
from recommendations import delivering
from recommendations.delivering import Written, refuse_unlike_letter
from recommendations.errors import NotFound, Refused
from recommendations.register.due import Due, read_due, read_one_due
from recommendations.register.editions import read_edition
from recommendations.rules import REMINDER_AFTER
from recommendations.vocabulary import Channel
from tracker import mail
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.mail import Mail, NotSent
from tracker.posting import post_once, sender
from tracker.service import Service
from tracker.web import phone
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
READ_FIRST = "Read the letter as it will go; it is not what you read before, or you have not yet."
LAST = "Three letters went. What else to do is for a person to decide; none is proposed."


@dataclass(frozen=True)
class DuePage:
    due: tuple[Due, ...]
    later: tuple[Due, ...]
    today: date


@dataclass(frozen=True)
class LetterPage:
    """`seen` stands for the letter that is shown."""

    due: Due
    today: date
    letter: Letter
    seen: str
    own: str
    ready: str
    once: str
    code: bool
    errors: dict[str, str]


class Dues(Controller):
    path = "/due"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def read(self, request: Request[Any, Any, Any], service: NamedDependency[Service]) -> Answer:
        today = service.today()
        with service.database.reading() as session:
            found = read_due(session, today)
        due = tuple(one for one in found if one.is_due(today))
        later = tuple(one for one in found if not one.is_due(today))
        return page(request, "due.html", DuePage(due, later, today))

    @get("/{delivery:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def draft(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        delivery: FromPath[int],
    ) -> Answer:
        return _shown(request, service, delivery, Form([]))

    @post("/{delivery:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def write(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        delivery: FromPath[int],
    ) -> Answer:
        """Sent from here, with a code; or recorded, where it goes another way."""
        try:
            with service.database.reading() as session:
                due, letter = _letter(session, service, delivery, form.text("own"))
            if form.text("do") not in {"send", "record"}:
                return _shown(request, service, delivery, form)
            if form.text("seen") != _seen(due, letter):
                raise Refused(READ_FIRST)
            if form.text("do") == "send":
                phone.confirm(request, service, visitor, form)
                led_to = _send(service, visitor.id, form.text("once"), due, letter)
            else:
                led_to = _record(service, visitor.id, form, due, letter)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _shown(request, service, delivery, form, refused)
        return Redirect(led_to, status_code=303)


def _letter(session: Session, service: Service, delivery: int, own: str) -> tuple[Due, Letter]:
    """Raises Refused beside the field, where own words may not leave, and after the last."""
    today = service.today()
    due = read_one_due(session, delivery, today)
    if due.next_on is None:
        raise Refused(LAST)
    refuse_unlike_letter("own", own)
    dispatch.refuse_inside(session, "own", own, due.delivery.audience, today)
    return due, _drafted(session, service, due, own)


def _drafted(session: Session, service: Service, due: Due, own: str) -> Letter:
    edition = read_edition(session, due.delivery.edition or 0)
    audience = profile_named(session, edition.audience).office
    return reminder(
        sender(service),
        Subject(audience, edition.number, edition.as_of),
        due.office.contact,
        due.delivery.on,
        [one.on for one in due.reminders],
        own,
        service.today() + REMINDER_AFTER,
        wording_for_letter(session, due.office.language),
    )


def _seen(due: Due, letter: Letter) -> str:
    told = (str(due.number), due.office.email, letter.subject, letter.body)
    return sha256("\0".join(told).encode()).hexdigest()


def _send(service: Service, by: int, number: str, due: Due, letter: Letter) -> str:
    if not due.office.email:
        raise Refused(f"“{due.office.name}” has no e-mail on record.")
    sent = Mail(due.office.email, letter.subject, letter.body)
    return post_once(
        service,
        by,
        number,
        due.delivery.edition or 0,
        due.office.id,
        sent,
        lambda session: _written(session, service, by, due, letter, Channel.EMAIL),
    )


def _record(service: Service, by: int, form: Form, due: Due, letter: Letter) -> str:
    channel = form.word("channel", Channel, "Say how it goes.")
    form.refuse()
    how = channel or Channel.POST
    with service.database.writing() as session:
        return save_once(
            session,
            by,
            form.text("once"),
            lambda: _written(session, service, by, due, letter, how),
        )


def _written(
    session: Session, service: Service, by: int, due: Due, letter: Letter, channel: Channel
) -> str:
    today = service.today()
    written = Written(due.delivery.id, letter.body, today, channel, notice=False)
    delivering.write_to(session, by, today, written)
    return "/due"


def _shown(
    request: Request[Any, Any, Any],
    service: Service,
    delivery: int,
    form: Form,
    refused: NotSaved | None = None,
) -> Answer:
    own = form.text("own")
    with service.database.reading() as session:
        due = read_one_due(session, delivery, service.today())
        letter = _drafted(
            session, service, due, "" if refused and "own" in refused.sentences else own
        )
    ready = ""
    try:
        mail.refuse_unready(service.settings)
    except NotSent as said:
        ready = str(said)
    context = LetterPage(
        due=due,
        today=service.today(),
        letter=letter,
        seen=_seen(due, letter),
        own=own,
        ready=ready,
        once=form.text("once") or once(),
        code=phone.asks(request, service),
        errors=refused.sentences if refused else {},
    )
    return page(request, "due_letter.html", context, status_of(refused) if refused else 200)
