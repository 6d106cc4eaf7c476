"""The worklist: what is to be done, what comes first, and one click to the place of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect

from recommendations import assigning
from recommendations.errors import NotFound, Refused
from recommendations.register.people import PersonView, read_people
from recommendations.register.work import (
    Asked,
    Said,
    Work,
    Worklist,
    item_named,
    read_said,
    read_work,
    worklist,
)
from recommendations.register.work_reviews import may_take
from recommendations.urgency import LONGEST_SNOOZE, Urgency
from recommendations.vocabulary import WorkKind
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
NOBODY = "nobody"


@dataclass(frozen=True)
class WorkPage:
    """`groups` are the items shown, by how much they press. `query` keeps what was asked for
    in the addresses of other parts."""

    list: Worklist
    groups: tuple[tuple[Urgency, tuple[Work, ...]], ...]
    asked: Asked
    kinds: tuple[tuple[str, str], ...]
    addressees: tuple[tuple[str, str], ...]
    query: str
    today: date


@dataclass(frozen=True)
class ItemPage:
    work: Work
    takes: bool
    people: tuple[PersonView, ...]
    said: tuple[Said, ...]
    typed: Mapping[str, str]
    once: str
    errors: dict[str, str]
    today: date
    latest: date


class Worklists(Controller):
    path = "/worklist"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def everything(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        kind: FromQuery[str] = "",
        addressee: FromQuery[str] = "",
        mine: FromQuery[str] = "",
        put_off: Annotated[str, QueryParameter(name="put-off")] = "",
        part: FromQuery[int] = 1,
    ) -> Answer:
        """What is asked for that is no kind or addressee is left out of account."""
        known = WorkKind(kind) if kind in set(WorkKind) else None
        asked = Asked(known, addressee, bool(mine), bool(put_off), part)
        day = service.today()
        with service.database.reading() as session:
            all_of_it = read_work(session, service.work(session, day), day)
        found = worklist(all_of_it, visitor.id, visitor.code, visitor.role, asked)
        if addressee and addressee not in dict(found.addressees):
            asked = Asked(known, "", bool(mine), bool(put_off), part)
            found = worklist(all_of_it, visitor.id, visitor.code, visitor.role, asked)
        return page(request, "work.html", _page(found, asked, day))

    @get("/{item:str}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def one(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        item: FromPath[str],
    ) -> Answer:
        return _shown(request, service, visitor, item, Form([]))

    @post("/{item:str}/assign", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def assign(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        item: FromPath[str],
    ) -> Answer:
        """To a person by their number, or to nobody any more."""

        def save() -> str:
            found = item_named(service.work(session, service.today()), item)
            if form.text("to") != NOBODY and form.number("to") is None:
                raise Refused(to="Choose who does it.")
            assigning.assign(session, visitor.id, found, form.number("to"))
            return f"/worklist/{item}"

        try:
            with service.database.writing() as session:
                led_to = save_once(session, visitor.id, form.text("once"), save)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _shown(request, service, visitor, item, form, refused)
        return Redirect(led_to, status_code=303)

    @post("/{item:str}/put-off", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def put_off(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        item: FromPath[str],
    ) -> Answer:
        def save() -> str:
            today = service.today()
            found = item_named(service.work(session, today), item)
            fields = Form(form.pairs)
            until = fields.day("until", "Say until which day.")
            try:
                assigning.snooze(
                    session, visitor.id, today, found, until or latest(today), form.text("why")
                )
            except Refused as refused:
                raise Refused(**{**refused.sentences, **fields.errors}) from refused
            fields.refuse()
            return "/worklist"

        try:
            with service.database.writing() as session:
                led_to = save_once(session, visitor.id, form.text("once"), save)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _shown(request, service, visitor, item, form, refused)
        return Redirect(led_to, status_code=303)


def latest(today: date) -> date:
    return today + LONGEST_SNOOZE


def _page(found: Worklist, asked: Asked, day: date) -> WorkPage:
    query = {
        "kind": asked.kind.value if asked.kind else "",
        "addressee": asked.addressee,
        "mine": "1" if asked.mine else "",
        "put-off": "1" if asked.snoozed else "",
    }
    kinds = [(kind.value, f"{kind.value} ({number})") for kind, number in found.kinds.items()]
    return WorkPage(
        list=found,
        groups=tuple(
            (urgency, tuple(work)) for urgency, work in groupby(found.work, lambda one: one.urgency)
        ),
        asked=asked,
        kinds=(("", f"everything ({found.all})"), *kinds),
        addressees=(("", "everybody"), *found.addressees),
        query=urlencode({name: value for name, value in query.items() if value}),
        today=day,
    )


def _shown(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    item: str,
    form: Form,
    refused: NotSaved | None = None,
) -> Answer:
    """Raises NotFound for what is no work any more."""
    today = service.today()
    with service.database.reading() as session:
        found = item_named(service.work(session, today), item)
        (work,) = read_work(session, [found], today)
        people = tuple(one for one in read_people(session) if one.active)
        said = read_said(session, item)
    context = ItemPage(
        work=work,
        takes=may_take(found, visitor.id, visitor.role),
        people=people,
        said=said,
        typed={name: form.text(name) for name in ("to", "until", "why")},
        once=form.text("once") or once(),
        errors=refused.sentences if refused else {},
        today=today,
        latest=latest(today),
    )
    return page(request, "work_item.html", context, status_of(refused) if refused else 200)
