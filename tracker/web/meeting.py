"""Adding our note of a meeting with an office."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from recommendations.arriving import CHOICE, Offer, offer
from recommendations.conversing import Meeting, add_meeting_note
from recommendations.register.addressees import Branch, read_addressees
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
