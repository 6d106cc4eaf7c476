"""Meetings of our board: planned, held, and what each decided, entered with its minute and
confirmed by a second person on the pages of review."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations import convening, deciding
from recommendations.convening import Convened
from recommendations.deciding import Taken
from recommendations.errors import NotFound
from recommendations.register.meetings import (
    read_meeting,
    read_meetings,
    read_proposed_closures,
)
from recommendations.register.minutes import MeetingView, ProposedClosure
from recommendations.register.sheets import SheetView, read_sheets
from recommendations.vocabulary import Decided
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
CLOSES = {"closed": True, "opened again": False}
NEW = ("on", "agenda", "minutes")
ENTERED = ("minute", "what", "words")


@dataclass(frozen=True)
class MeetingsPage:
    """`sheets` are packs of audiences that decide: their newest edition is the sheet."""

    meetings: tuple[MeetingView, ...]
    proposed: tuple[ProposedClosure, ...]
    sheets: tuple[SheetView, ...]
    typed: dict[str, str]
    once: str
    errors: dict[str, str]
    today: date


@dataclass(frozen=True)
class MeetingPage:
    """`typed` and `decided` are what stands in the forms for the meeting and a decision."""

    meeting: MeetingView
    proposed: tuple[ProposedClosure, ...]
    sheets: tuple[SheetView, ...]
    typed: dict[str, str]
    decided: dict[str, str]
    ticked: frozenset[int]
    kinds: tuple[tuple[str, str], ...]
    once: str
    errors: dict[str, str]
    today: date


class BoardMeetings(Controller):
    @get("/meetings", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def all(self, request: Request[Any, Any, Any], service: NamedDependency[Service]) -> Answer:
        return _meetings(request, service, Form([]))

    @post("/meetings", policy=Policy.RECORDS, sync_to_thread=True)
    def add(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        def save() -> str:
            told = _convened(form)
            made = convening.convene(session, visitor.id, service.today(), told)
            return f"/meetings/{made.key}"

        try:
            with service.database.writing() as session:
                led_to = save_once(session, visitor.id, form.text("once"), save)
        except NOT_SAVED as refused:
            return _meetings(request, service, form, refused)
        return Redirect(led_to, status_code=303)

    @get("/meetings/{meeting:int}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def one(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        meeting: FromPath[int],
    ) -> Answer:
        return _meeting(request, service, meeting, Form([]))

    @post("/meetings/{meeting:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def change(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        meeting: FromPath[int],
    ) -> Answer:
        def save(session: Session) -> None:
            base, told = form.number("base") or 0, _convened(form)
            convening.change_meeting(session, visitor.id, service.today(), base, told)

        return _saved(request, service, meeting, form, save)

    @post("/meetings/{meeting:int}/call-off", policy=Policy.RECORDS, sync_to_thread=True)
    def call_off(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        meeting: FromPath[int],
    ) -> Answer:
        def save(session: Session) -> None:
            convening.call_off(session, visitor.id, form.number("base") or meeting)

        return _saved(request, service, meeting, form, save)

    @post("/meetings/{meeting:int}/decisions", policy=Policy.RECORDS, sync_to_thread=True)
    def decide(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        meeting: FromPath[int],
    ) -> Answer:
        def save(session: Session) -> None:
            def enter() -> str:
                today = service.today()
                deciding.enter_decision(session, visitor.id, today, meeting, _taken(form))
                return f"/meetings/{meeting}"

            save_once(session, visitor.id, form.text("once"), enter)

        return _saved(request, service, meeting, form, save)

    @post(
        "/meetings/{meeting:int}/{kind:str}/{id:int}/take-back",
        policy=Policy.RECORDS,
        sync_to_thread=True,
    )
    def take_back(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        meeting: FromPath[int],
        kind: FromPath[str],
        id: FromPath[int],
    ) -> Answer:
        """`kind` is "decision" or "closure"."""

        def save(session: Session) -> None:
            deciding.take_decision_back(session, visitor.id, kind, id)

        return _saved(request, service, meeting, Form([]), save)


def _saved(
    request: Request[Any, Any, Any],
    service: Service,
    meeting: int,
    form: Form,
    save: Callable[[Session], None],
) -> Answer:
    try:
        with service.database.writing() as session:
            save(session)
    except NotFound:
        raise
    except NOT_SAVED as refused:
        return _meeting(request, service, meeting, form, refused)
    return Redirect(f"/meetings/{meeting}", status_code=303)


def _convened(form: Form) -> Convened:
    fields = Form(form.pairs)
    on = fields.day("on")
    fields.refuse()
    return Convened(on, form.text("agenda"), form.text("minutes"))


def _taken(form: Form) -> Taken:
    what = form.text("what")
    return Taken(
        minute=form.text("minute"),
        words=form.text("words"),
        what=Decided(what) if what in set(Decided) else None,
        closes=CLOSES.get(what),
        calls=form.numbers("call"),
    )


def _meetings(
    request: Request[Any, Any, Any],
    service: Service,
    form: Form,
    refused: NotSaved | None = None,
) -> Answer:
    with service.database.reading() as session:
        context = MeetingsPage(
            meetings=read_meetings(session),
            proposed=read_proposed_closures(session),
            sheets=read_sheets(session),
            typed={name: form.text(name) for name in NEW},
            once=form.text("once") or once(),
            errors=refused.sentences if refused else {},
            today=service.today(),
        )
    return page(request, "board_meetings.html", context, status_of(refused) if refused else 200)


def _meeting(
    request: Request[Any, Any, Any],
    service: Service,
    meeting: int,
    form: Form,
    refused: NotSaved | None = None,
) -> Answer:
    """What was typed stays, also where somebody else was faster."""
    with service.database.reading() as session:
        view = read_meeting(session, meeting)
        proposed = read_proposed_closures(session)
        sheets = read_sheets(session, view.on)
    stored = {"on": view.on.isoformat(), "agenda": view.agenda, "minutes": view.minutes}
    context = MeetingPage(
        meeting=view,
        proposed=proposed,
        sheets=sheets,
        typed={name: form.text(name, stored[name]) for name in NEW},
        decided={name: form.text(name) for name in ENTERED},
        ticked=frozenset(form.numbers("call")),
        kinds=tuple((kind, kind) for kind in ("", *CLOSES, *Decided)),
        once=form.text("once") or once(),
        errors=refused.sentences if refused else {},
        today=service.today(),
    )
    return page(request, "board_meeting.html", context, status_of(refused) if refused else 200)
