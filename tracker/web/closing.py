"""Asking the board to close what is finished, or to open it again, from the story of a
recommendation with an addressee."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations.closing import propose_closing, take_proposal_back
from recommendations.errors import NotFound
from recommendations.register.meetings import read_proposed_closures
from recommendations.register.minutes import ProposedClosure
from recommendations.register.story import Story, read_story
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
class ClosingPage:
    """`proposed` is what the board is asked already, by call; `opens` which of the two forms
    was sent."""

    story: Story
    proposed: dict[int, ProposedClosure]
    ticked: frozenset[int]
    reason: str
    opens: bool
    once: str
    errors: dict[str, str]


class Closing(Controller):
    @get(
        "/recommendations/{place:int}/{addressee:str}/closing",
        policy=Policy.RECORDS,
        sync_to_thread=True,
    )
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        place: FromPath[int],
        addressee: FromPath[str],
    ) -> Answer:
        return _closing(request, service, visitor, place, addressee, Form([]))

    @post(
        "/recommendations/{place:int}/{addressee:str}/closing",
        policy=Policy.RECORDS,
        sync_to_thread=True,
    )
    def propose(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        place: FromPath[int],
        addressee: FromPath[str],
    ) -> Answer:
        def save(session: Session) -> str:
            calls, reason = form.numbers("call"), form.text("reason")
            closes = form.text("closes") != "no"
            propose_closing(session, visitor.id, calls, reason, closes)
            return f"/recommendations/{place}/{addressee}"

        def again(refused: NotSaved) -> Answer:
            return _closing(request, service, visitor, place, addressee, form, refused)

        return _saved(service, visitor, form, save, again)

    @post("/closures/proposed/{closing:int}/take-back", policy=Policy.RECORDS, sync_to_thread=True)
    def take_back(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        closing: FromPath[int],
    ) -> Answer:
        with service.database.writing() as session:
            take_proposal_back(session, visitor.id, closing)
        return Redirect("/meetings", status_code=303)


def _saved(
    service: Service,
    visitor: Visitor,
    form: Form,
    save: Callable[[Session], str],
    again: Callable[[NotSaved], Answer],
) -> Answer:
    try:
        with service.database.writing() as session:
            led_to = save_once(session, visitor.id, form.text("once"), lambda: save(session))
    except NotFound:
        raise
    except NOT_SAVED as refused:
        return again(refused)
    return Redirect(led_to, status_code=303)


def _closing(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    place: int,
    addressee: str,
    form: Form,
    refused: NotSaved | None = None,
) -> Answer:
    today = service.today()
    with service.database.reading() as session:
        story = read_story(session, place, addressee, today, service.closing(today), visitor.role)
        proposed = {one.call: one for one in read_proposed_closures(session)}
    context = ClosingPage(
        story=story,
        proposed=proposed,
        ticked=frozenset(form.numbers("call")),
        reason=form.text("reason"),
        opens=form.text("closes") == "no",
        once=form.text("once") or once(),
        errors=refused.sentences if refused else {},
    )
    return page(request, "closing.html", context, status_of(refused) if refused else 200)
