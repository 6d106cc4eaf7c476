"""The advocacy year: days on which addressees decide, kept by staff, and their calendar."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect

from exports.bulletin import record_of
from exports.calendar_files import MEDIA_TYPE, calendar
from recommendations import scheduling
from recommendations.errors import NotFound, Refused
from recommendations.register.addressees import read_addressee, read_addressees
from recommendations.register.audiences import read_never
from recommendations.register.views import AddresseeView
from recommendations.register.year import read_calendar, read_point, read_points, read_refreshes
from recommendations.register.year_views import PointView, Refresh
from recommendations.scheduling import Told
from recommendations.vocabulary import Precision
from tracker.accounts.feeds import FeedKind
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.logs import Event, say
from tracker.service import Service
from tracker.web.confirming import code_first
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.links import subscriber
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.subscriptions import fetched

Answer = Response[Any]
MONTHS = 12
TITLE = "Advocacy year"
FIELDS = ("addressee", "what", "on", "precision", "until", "rests_on", "note")


@dataclass(frozen=True)
class Shown:
    point: PointView
    refreshes: tuple[Refresh, ...]


@dataclass(frozen=True)
class Month:
    """`points` begin in it, or stand in the first month that is shown since they began before.
    Several without any are one, from the month of `first` to that of `last`."""

    first: date
    last: date
    points: tuple[Shown, ...]


@dataclass(frozen=True)
class YearPage:
    """`loose` are known to the year alone."""

    months: tuple[Month, ...]
    loose: tuple[Shown, ...]
    before: date
    after: date
    any: bool
    calendar: int
    error: str
    today: date


@dataclass(frozen=True)
class PointPage:
    """`point` is the date that is changed, None for a new one."""

    point: PointView | None
    addressees: tuple[AddresseeView, ...]
    typed: dict[str, str]
    once: str
    errors: dict[str, str]
    today: date


class Years(Controller):
    path = "/year"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        begins: Annotated[str, QueryParameter(name="from")] = "",
    ) -> Answer:
        """Twelve months from this one on, or from another."""
        today = service.today()
        first, error = _month(begins, today)
        with service.database.reading() as session:
            points = read_points(session, today, visitor.role)
            refreshes = read_refreshes(session, points)
        context = _year(points, refreshes, first, today, error)
        return page(request, "year.html", context)

    @get("/new", policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        rests_on: FromQuery[str] = "",
    ) -> Answer:
        """`rests_on` is a quote or a source whose page led here, as Q12 or S3."""
        return _form(request, service, visitor, Form([("rests_on", rests_on)]))

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def add(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        def save() -> str:
            told = _told(session, form)
            return _at(scheduling.add_point(session, visitor.id, service.today(), told).key)

        try:
            with service.database.writing() as session:
                led_to = save_once(session, visitor.id, form.text("once"), save)
        except NOT_SAVED as refused:
            return _form(request, service, visitor, form, refused)
        return Redirect(led_to, status_code=303)

    @get("/calendar.ics", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def file(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        """It takes a code, as every way out does."""
        if asked := code_first(request, service):
            return asked
        service.refuse_odd_clock()
        said = {"content-disposition": 'attachment; filename="advocacy-year.ics"'}
        say(Event.EXPORTED, by=visitor.id, audience="calendar")
        with service.database.reading() as session:
            body = _calendar(session, service, service.today())
        return Response(body, media_type=f"{MEDIA_TYPE}; charset=utf-8", headers=said)

    @get("/{point:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def ask_again(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        point: FromPath[int],
    ) -> Answer:
        with service.database.reading() as session:
            now = read_point(session, point, service.today(), visitor.role)
        if now.removed:
            raise NotFound("There is no such date any more; it was taken out.")
        return _form(request, service, visitor, _as_typed(now), point=now)

    @post("/{point:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def change(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        point: FromPath[int],
    ) -> Answer:
        today = service.today()
        try:
            with service.database.writing() as session:
                told = _told(session, form)
                made = scheduling.change_point(session, visitor.id, today, point, told).key
        except NotFound:
            raise
        except NOT_SAVED as refused:
            with service.database.reading() as session:
                now = read_point(session, point, today, visitor.role)
            return _form(request, service, visitor, form, refused, now)
        return Redirect(_at(made), status_code=303)

    @post("/{point:int}/remove", policy=Policy.RECORDS, sync_to_thread=True)
    def remove(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        point: FromPath[int],
    ) -> Answer:
        try:
            with service.database.writing() as session:
                scheduling.remove_point(session, visitor.id, point)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            with service.database.reading() as session:
                now = read_point(session, point, service.today(), visitor.role)
            return _form(request, service, visitor, _as_typed(now), refused, now)
        return Redirect("/year", status_code=303)


class CalendarFeeds(Controller):
    path = "/feeds/calendar"

    @get("/{token:str}", policy=Policy.ANYONE, sync_to_thread=True)
    def subscribed(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        token: FromPath[str],
    ) -> Answer:
        """For whoever has the private address."""
        subscriber(request, service, FeedKind.CALENDAR, token)

        def make(session: Session, today: date) -> bytes:
            return _calendar(session, service, today)

        return fetched(request, service, "", MEDIA_TYPE, make)


def _calendar(session: Session, service: Service, today: date) -> bytes:
    record, _ = record_of(session)
    title = f"{TITLE}, {service.settings.organisation}"
    return calendar(read_calendar(session, today), title, record)


def _at(point: int) -> str:
    return f"/year#point-{point}"


def _month(given: str, today: date) -> tuple[date, str]:
    """Its first day, and a sentence where what was given is no month."""
    this = today.replace(day=1)
    if not given:
        return this, ""
    try:
        first = date.fromisoformat(f"{given[:7]}-01")
    except ValueError:
        return this, "Write the month as year-month, for instance 2027-04. This year is shown."
    if abs(first.year - today.year) > 20:
        return this, "That is too far away. This year is shown."
    return first, ""


def _later(first: date, months: int) -> date:
    whole = first.year * 12 + first.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def _year(
    points: tuple[PointView, ...],
    refreshes: tuple[Refresh, ...],
    first: date,
    today: date,
    error: str,
) -> YearPage:
    end = _later(first, MONTHS)
    here = [one for one in points if one.first < end and one.last >= first]
    shown = {
        one.id: Shown(one, tuple(r for r in refreshes if r.point == one.id and one.last >= today))
        for one in here
    }
    loose = tuple(shown[one.id] for one in here if one.precision is Precision.YEAR)
    months = []
    for number in range(MONTHS):
        begins = _later(first, number)
        last = begins.replace(day=monthrange(begins.year, begins.month)[1])
        months.append(
            Month(
                begins,
                begins,
                tuple(
                    shown[one.id]
                    for one in here
                    if one.precision is not Precision.YEAR
                    and begins <= max(one.first, first) <= last
                ),
            )
        )
    return YearPage(
        months=tuple(_together(months)),
        loose=loose,
        before=_later(first, -MONTHS),
        after=end,
        any=bool(points),
        calendar=sum(1 for one in points if not one.kept_inside),
        error=error,
        today=today,
    )


def _together(months: list[Month]) -> Iterator[Month]:
    for empty, some in groupby(months, lambda month: not month.points):
        found = list(some)
        if empty:
            yield Month(found[0].first, found[-1].first, ())
        else:
            yield from found


def _told(session: Session, form: Form) -> Told:
    """Says all that can be told before it is tried. Raises Refused."""
    fields = Form(form.pairs)
    on, until = fields.day("on"), fields.day("until")
    quote = source = None
    try:
        quote, source = scheduling.rests_on(form.text("rests_on"))
    except Refused as refused:
        fields.errors.update(refused.sentences)
    code = form.text("addressee")
    if not code:
        fields.errors["addressee"] = "Choose who decides."
    fields.refuse()
    return Told(
        addressee=read_addressee(session, code).id,
        what=form.text("what"),
        on=on,
        until=until,
        precision=form.among("precision", Precision, Precision.DAY),
        quote=quote,
        source=source,
        note=form.text("note"),
    )


def _as_typed(point: PointView) -> Form:
    return Form(
        [
            ("addressee", point.addressee.code),
            ("what", point.what),
            ("on", point.on.isoformat()),
            ("precision", point.precision.value),
            ("until", point.until.isoformat() if point.until else ""),
            ("rests_on", point.ref),
            ("note", point.note),
        ]
    )


def _form(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    form: Form,
    refused: NotSaved | None = None,
    point: PointView | None = None,
) -> Answer:
    with service.database.reading() as session:
        never = read_never(session)
        whom = tuple(one.addressee for one in read_addressees(session, visitor.role))
    context = PointPage(
        point=point,
        addressees=tuple(one for one in whom if one.code not in never),
        typed={name: form.text(name) for name in FIELDS},
        once=form.text("once") or once(),
        errors=refused.sentences if refused else {},
        today=service.today(),
    )
    return page(request, "year_point.html", context, status_of(refused) if refused else 200)
