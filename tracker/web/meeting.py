"""Our notes of meetings with an office: adding one, putting one under a stricter word later,
and correcting one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations.arriving import CHOICE, Offer, offer
from recommendations.conversing import Meeting, add_meeting_note, correct_note, say_stricter
from recommendations.errors import NotFound, Refused
from recommendations.register.addressees import Branch, read_addressees
from recommendations.register.sources import SourcePage, read_note, read_source
from recommendations.vocabulary import Spoken
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]


@dataclass(frozen=True)
class MeetingPage:
    branches: tuple[Branch, ...]
    typed: dict[str, str]
    offer: Offer | None
    once: str
    today: date
    errors: dict[str, str]


@dataclass(frozen=True)
class StricterPage:
    read: SourcePage
    offered: tuple[Spoken, ...]
    spoken: str = ""
    errors: dict[str, str] | None = None


@dataclass(frozen=True)
class CorrectPage:
    read: SourcePage
    text: str
    choice: str
    offer: Offer | None
    once: str
    errors: dict[str, str] | None = None


class Meetings(Controller):
    path = "/sources/new/meeting"

    @get("/", policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        return _shown(request, service, visitor, Form([]))

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def add(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        meeting = Meeting(
            addressee=form.number("addressee"),
            on=form.day("on"),
            office=form.text("office"),
            spoken=form.word("spoken", Spoken, "Say under which word they spoke."),
            text=form.text("text"),
            choice=form.text("text" + CHOICE),
        )
        wrong = dict(form.errors)
        try:
            with service.database.writing() as session:
                led_to = save_once(
                    session,
                    visitor.id,
                    form.text("once"),
                    lambda: _added(session, visitor, service.today(), meeting),
                )
        except NOT_SAVED as refused:
            return _shown(request, service, visitor, form, refused, wrong)
        return Redirect(led_to, status_code=303)


class Stricter(Controller):
    path = "/sources/{source:int}/stricter"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        source: FromPath[int],
    ) -> Answer:
        return _stricter(request, service, visitor, source)

    @post("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def say(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        source: FromPath[int],
    ) -> Answer:
        """At once, by anyone with an account."""
        try:
            spoken = form.word("spoken", Spoken, "Say under which word it holds from now on.")
            form.refuse()
            with service.database.writing() as session:
                say_stricter(session, visitor.id, source, spoken)
        except NotFound:
            raise
        except Refused as refused:
            return _stricter(request, service, visitor, source, form.text("spoken"), refused)
        return Redirect(f"/sources/{source}", status_code=303)


class Correcting(Controller):
    path = "/sources/{source:int}/correct"

    @get("/", policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        source: FromPath[int],
    ) -> Answer:
        return _corrected(request, service, visitor, source, Form([]))

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def correct(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        source: FromPath[int],
    ) -> Answer:
        def save(session: Session) -> str:
            text, choice = form.text("text"), form.text("text" + CHOICE)
            return f"/sources/{correct_note(session, visitor.id, source, text, choice).key}/changes"

        try:
            with service.database.writing() as session:
                led_to = save_once(session, visitor.id, form.text("once"), lambda: save(session))
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _corrected(request, service, visitor, source, form, refused)
        return Redirect(led_to, status_code=303)


def _corrected(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    source: int,
    form: Form,
    refused: NotSaved | None = None,
) -> Answer:
    with service.database.reading() as session:
        read = read_source(session, source, None, visitor.role)
        if read.conversation is None:
            raise NotFound(f"S{source} is no note of a meeting with an office.")
        text = form.text("text") if form.has("text") else read_note(session, source, visitor.id)
    context = CorrectPage(
        read=read,
        text=text,
        choice=form.text("text" + CHOICE),
        offer=offer(text),
        once=form.text("once") or once(),
        errors=refused.sentences if refused else None,
    )
    return page(request, "note_correct.html", context, status_of(refused) if refused else 200)


def _stricter(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    source: int,
    typed: str = "",
    refused: Refused | None = None,
) -> Answer:
    with service.database.reading() as session:
        read = read_source(session, source, None, visitor.role)
    if read.conversation is None:
        raise NotFound(f"S{source} is no note of a meeting with an office.")
    now = read.conversation.spoken
    offered = tuple(one for one in Spoken if one.strictness > now.strictness)
    context = StricterPage(read, offered, typed, refused.sentences if refused else None)
    return page(request, "stricter.html", context, 422 if refused else 200)


def _added(session: Session, visitor: Visitor, today: date, meeting: Meeting) -> str:
    return f"/sources/{add_meeting_note(session, visitor.id, today, meeting).key}"


def _shown(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    form: Form,
    refused: NotSaved | None = None,
    wrong: dict[str, str] | None = None,
) -> Answer:
    with service.database.reading() as session:
        branches = read_addressees(session, visitor.role)
    context = MeetingPage(
        branches=branches,
        typed=dict(reversed(form.pairs)),
        offer=offer(form.text("text")),
        once=form.text("once") or once(),
        today=service.today(),
        errors={**refused.sentences, **(wrong or {})} if refused else {},
    )
    return page(request, "meeting.html", context, status_of(refused) if refused else 200)
