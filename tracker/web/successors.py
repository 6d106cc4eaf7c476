"""An addressee's days: its last one, who took its place, and whether it speaks for the body
that it is part of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations import addressing
from recommendations.errors import Refused
from recommendations.register.addressees import Branch, read_addressee, read_addressees
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, as_number
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]


@dataclass(frozen=True)
class DaysPage:
    branch: Branch
    parent: Branch | None
    others: tuple[Branch, ...]
    typed: dict[str, str]
    today: date
    errors: dict[str, str]


class Successors(Controller):
    path = "/addressees/{addressee:str}/days"

    @get("/", policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        addressee: FromPath[str],
    ) -> Answer:
        return _shown(request, service, visitor, addressee, Form([]))

    @post("/end", policy=Policy.RECORDS, sync_to_thread=True)
    def end(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        addressee: FromPath[str],
    ) -> Answer:
        def save(session: Session, whom: int) -> None:
            until, successor = form.day("until"), form.number("successor")
            form.refuse()
            addressing.end_addressee(session, visitor.id, whom, until, successor)

        return _saved(request, service, visitor, addressee, form, save)

    @post("/speaks", policy=Policy.RECORDS, sync_to_thread=True)
    def speak(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        addressee: FromPath[str],
    ) -> Answer:
        def save(session: Session, whom: int) -> None:
            ref = form.text("quote").strip().upper().removeprefix("Q")
            quote = as_number(ref)
            if ref and quote is None:
                raise Refused(quote="Give the number of the quote, for instance Q12.")
            addressing.speak_for_parent(session, visitor.id, whom, quote)

        return _saved(request, service, visitor, addressee, form, save)


def _saved(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    code: str,
    form: Form,
    save: Callable[[Session, int], None],
) -> Answer:
    with service.database.reading() as session:
        whom = read_addressee(session, code).id
    try:
        with service.database.writing() as session:
            save(session, whom)
    except NOT_SAVED as refused:
        return _shown(request, service, visitor, code, form, refused)
    return Redirect(f"/addressees/{code}", status_code=303)


def _shown(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    code: str,
    form: Form,
    refused: NotSaved | None = None,
) -> Answer:
    with service.database.reading() as session:
        whom = read_addressee(session, code)
        branches = read_addressees(session, visitor.role)
    by_id = {branch.addressee.id: branch for branch in branches}
    context = DaysPage(
        branch=by_id[whom.id],
        parent=by_id.get(whom.parent or 0),
        others=tuple(branch for branch in branches if branch.addressee.id != whom.id),
        typed=dict(form.pairs),
        today=service.today(),
        errors=refused.sentences if refused else {},
    )
    return page(request, "addressee_days.html", context, status_of(refused) if refused else 200)
