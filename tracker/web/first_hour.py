"""The first hour: six steps, computed from the records, to be left and taken up again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from recommendations import triage
from recommendations.errors import Refused
from recommendations.register.audiences import read_choices, read_profiles
from recommendations.register.beginning import (
    Beginning,
    Decided,
    read_beginning,
    read_decided,
    read_decided_elsewhere,
)
from tracker.accounts import invitations
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]


@dataclass(frozen=True)
class StartPage:
    beginning: Beginning
    invited: int


@dataclass(frozen=True)
class PublishedPage:
    """`typed` is what was sent and refused, for the source it was about."""

    decided: tuple[Decided, ...]
    copied: tuple[Decided, ...]
    """Sources of others in which words stand that were said to us, or stay inside elsewhere."""
    beginning: Beginning
    source: int
    typed: dict[str, str]
    once: str
    errors: dict[str, str]


@dataclass(frozen=True)
class Offered:
    code: str
    name: str
    chosen: int
    testimony: bool


@dataclass(frozen=True)
class PackStepPage:
    beginning: Beginning
    offered: tuple[Offered, ...]


class FirstHour(Controller):
    path = "/start"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def steps(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        with service.database.reading() as session:
            context = StartPage(
                read_beginning(session, visitor.id), len(invitations.still_open(session))
            )
        return page(request, "start.html", context)

    @get("/published", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def published(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        return page(request, "start_published.html", _published(service, visitor))

    @post("/published", policy=Policy.RECORDS, sync_to_thread=True)
    def propose(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        def save(session: Session) -> None:
            on = form.day("decided_on", "Give the day it was decided; about is good enough.")
            errors = dict(form.errors)
            try:
                triage.decide_published(
                    session,
                    visitor.id,
                    service.today(),
                    form.number("source") or 0,
                    form.text("decided_by"),
                    on or date.min,
                    form.text("why"),
                )
            except Refused as refused:
                errors = refused.sentences | errors
            if errors:
                raise Refused(**errors)

        return _saved(request, service, visitor, form, save)

    @post("/published/adopt", policy=Policy.RECORDS, sync_to_thread=True)
    def adopt(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        def save(session: Session) -> None:
            triage.adopt_published(session, visitor.id, form.number("decision") or 0)

        return _saved(request, service, visitor, form, save)

    @post("/published/take-back", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def take_back(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        """At once, by anyone with an account."""

        def save(session: Session) -> None:
            source, why = form.number("source") or 0, form.text("take_back_why")
            try:
                triage.take_back_published(session, visitor.id, source, why)
            except Refused as refused:
                told = refused.sentences
                raise Refused(
                    **{
                        {"why": "take_back_why"}.get(name, name): said
                        for name, said in told.items()
                    }
                ) from refused

        return _saved(request, service, visitor, form, save)

    @get("/pack", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def first_pack(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        with service.database.reading() as session:
            offered = tuple(
                Offered(
                    code,
                    content["name"],
                    sum(len(picked) for picked in read_choices(session, code).values()),
                    bool(content.get("testimony")),
                )
                for code, content in read_profiles(session).items()
            )
            context = PackStepPage(read_beginning(session, visitor.id), offered)
        return page(request, "start_pack.html", context)


def _published(
    service: Service,
    visitor: Visitor,
    form: Form | None = None,
    errors: dict[str, str] | None = None,
) -> PublishedPage:
    with service.database.reading() as session:
        return PublishedPage(
            decided=read_decided(session),
            copied=read_decided_elsewhere(session),
            beginning=read_beginning(session, visitor.id),
            source=(form.number("source") or 0) if form else 0,
            typed=dict(form.pairs) if form else {},
            once=once(),
            errors=errors or {},
        )


def _saved(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    form: Form,
    save: Callable[[Session], None],
) -> Answer:
    def save_it() -> str:
        save(session)
        return "/start/published"

    try:
        with service.database.writing() as session:
            led_to = save_once(session, visitor.id, form.text("once"), save_it)
    except Refused as refused:
        context = _published(service, visitor, form, refused.sentences)
        return page(request, "start_published.html", context, 422)
    return Redirect(led_to, status_code=303)
