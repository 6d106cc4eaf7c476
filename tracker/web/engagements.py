"""The engagement log: how we were in touch with whom, what was asked, promised, and is to
follow."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect

from recommendations import engaging
from recommendations.engaging import Engaged
from recommendations.errors import NotFound
from recommendations.private import a_person
from recommendations.register.addressees import Branch, read_addressees
from recommendations.register.engagements import (
    EngagementView,
    LogEntry,
    open_follow_ups,
    places_of,
    read_engagement,
    read_log,
)
from recommendations.vocabulary import EngagedBy
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
ON_ONE_PAGE = 50
FIELDS = (
    *("addressee", "on", "how", "office", "asked", "promised", "follow_up", "follow_up_by"),
    *("done_on", "source", "officials"),
)
NO_NUMBER = "Write the source by its number, as S12."


@dataclass(frozen=True)
class LogPage:
    """`part` of `parts`, counted from one. `whom` and `how` are what it is narrowed to."""

    entries: tuple[LogEntry, ...]
    part: int
    parts: int
    follow_ups: tuple[EngagementView, ...]
    branches: tuple[Branch, ...]
    whom: str
    how: str
    typed: dict[str, str]
    once: str
    today: date
    errors: dict[str, str]


@dataclass(frozen=True)
class EngagementPage:
    """`places` are recommendations that call on its addressee: once a promise was published,
    it is recorded there as a position."""

    entry: EngagementView
    places: tuple[int, ...]
    branches: tuple[Branch, ...]
    typed: dict[str, str]
    why: str
    today: date
    errors: dict[str, str]


class Engagements(Controller):
    path = "/engagements"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        addressee: Annotated[str, QueryParameter(name="with")] = "",
        how: FromQuery[str] = "",
        part: FromQuery[int] = 1,
    ) -> Answer:
        today = service.today().isoformat()
        return _log(request, service, visitor, Form([("on", today)]), addressee, how, part)

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def add(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        told = _told(form)

        def save() -> str:
            form.refuse()
            made = engaging.engage(session, visitor.id, service.today(), told)
            return f"/engagements#entry-{made.key}"

        try:
            with service.database.writing() as session:
                led_to = save_once(session, visitor.id, form.text("once"), save)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _log(request, service, visitor, form, refused=refused)
        return Redirect(led_to, status_code=303)

    @get("/{engagement:int}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def entry(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        engagement: FromPath[int],
    ) -> Answer:
        return _entry(request, service, visitor, engagement)

    @post("/{engagement:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def change(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        engagement: FromPath[int],
    ) -> Answer:
        told = _told(form)

        def save(session: Session) -> None:
            form.refuse()
            engaging.change(session, visitor.id, service.today(), engagement, told)

        return _saved(request, service, visitor, form, engagement, save)

    @post("/{engagement:int}/done", policy=Policy.RECORDS, sync_to_thread=True)
    def done(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        engagement: FromPath[int],
    ) -> Answer:
        def save(session: Session) -> None:
            engaging.follow_up_done(session, visitor.id, service.today(), engagement)

        return _saved(request, service, visitor, form, engagement, save)

    @post("/{engagement:int}/remove", policy=Policy.RECORDS, sync_to_thread=True)
    def remove(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        engagement: FromPath[int],
    ) -> Answer:
        def save(session: Session) -> None:
            engaging.remove(session, visitor.id, engagement, form.text("why"))

        return _saved(request, service, visitor, form, engagement, save)


def _saved(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    form: Form,
    engagement: int,
    save: Any,
) -> Answer:
    try:
        with service.database.writing() as session:
            save(session)
    except NotFound:
        raise
    except NOT_SAVED as refused:
        return _entry(request, service, visitor, engagement, form, refused)
    return Redirect("/engagements", status_code=303)


def _told(form: Form) -> Engaged:
    """What is wrong with a field stands in the form's own errors."""
    asked = form.text("how")
    number = form.text("source").strip().upper().removeprefix("S")
    source = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None
    if number and source is None:
        form.errors["source"] = NO_NUMBER
    return Engaged(
        addressee=form.number("addressee"),
        on=form.day("on", "Give the day."),
        how=EngagedBy(asked) if asked in set(EngagedBy) else None,
        office=form.text("office"),
        asked=form.text("asked"),
        promised=form.text("promised"),
        follow_up=form.text("follow_up"),
        follow_up_by=form.day("follow_up_by"),
        done_on=form.day("done_on"),
        source=source,
        officials=form.has("officials"),
    )


def _log(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    form: Form,
    addressee: str = "",
    how: str = "",
    part: int = 1,
    refused: NotSaved | None = None,
) -> Answer:
    way = EngagedBy(how) if how in set(EngagedBy) else None
    with service.database.reading() as session:
        entries = read_log(session, visitor.role, visitor.id, addressee, way)
        follow_ups = open_follow_ups(session, service.today())
        branches = read_addressees(session, visitor.role)
    parts = max(1, -(-len(entries) // ON_ONE_PAGE))
    part = min(max(1, part), parts)
    context = LogPage(
        entries=entries[(part - 1) * ON_ONE_PAGE : part * ON_ONE_PAGE],
        part=part,
        parts=parts,
        follow_ups=tuple(one for one in follow_ups if addressee in {"", one.addressee}),
        branches=branches,
        whom=addressee,
        how=how,
        typed={name: form.text(name) for name in FIELDS},
        once=form.text("once") or once(),
        today=service.today(),
        errors=refused.sentences if refused else {},
    )
    return page(request, "engagements.html", context, status_of(refused) if refused else 200)


def _entry(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    engagement: int,
    form: Form | None = None,
    refused: NotSaved | None = None,
) -> Answer:
    with service.database.reading() as session:
        entry = read_engagement(session, engagement, visitor.role, visitor.id)
        places = places_of(session, entry.addressee)
        branches = read_addressees(session, visitor.role)
    there = form is not None and form.has("office")
    context = EngagementPage(
        entry=entry,
        places=places,
        branches=branches,
        typed={n: form.text(n) for n in FIELDS} if form and there else _as_typed(entry, branches),
        why=form.text("why") if form else "",
        today=service.today(),
        errors=refused.sentences if refused else {},
    )
    return page(request, "engagement.html", context, status_of(refused) if refused else 200)


def _as_typed(entry: EngagementView, branches: tuple[Branch, ...]) -> dict[str, str]:
    whom = next(b.addressee.id for b in branches if b.addressee.code == entry.addressee)
    told: dict[str, Any] = {name: getattr(entry, name, "") or "" for name in FIELDS}
    named = any(map(a_person, (entry.asked, entry.promised, entry.follow_up)))
    told |= {"addressee": whom, "how": entry.how.value, "officials": "on" if named else ""}
    told["source"] = f"S{entry.source}" if entry.source else ""
    return {name: str(value) for name, value in told.items()}
