"""Asks: what a pack asks of whom and by when, and recording one with the words that
support it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from exports import planning
from exports.planning import Planned, PlannedAsk, Subject
from exports.profiles import Profile
from exports.publishing import Moment, profile_named
from recommendations import asking
from recommendations.asking import Wanted
from recommendations.errors import Changed, NotFound, Refused
from recommendations.register.asks import AskView
from recommendations.register.plans import read_ask
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web import evidence
from tracker.web.entering import gathered
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.evidence import Panel
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
NEW = "/{code:str}/asks/new/{place:int}/{addressee:str}"
ONE = "/{code:str}/asks/{ask:int}"


@dataclass(frozen=True)
class AsksPage:
    profile: Profile
    planned: Planned
    errors: dict[str, str]


@dataclass(frozen=True)
class AskPage:
    """`base` is the ask that is changed, none for a new one; `theirs` what somebody else
    made of it meanwhile; `preview` the ask as it would stand in the pack."""

    here: str
    profile: Profile
    subject: Subject
    base: AskView | None
    typed: dict[str, str]
    panel: Panel
    once: str
    errors: dict[str, str]
    preview: PlannedAsk | None
    theirs: PlannedAsk | None
    today: date


@dataclass(frozen=True)
class _Desk:
    """Who is at which form. `ask` is the number in its address, 0 for a new one."""

    request: Request[Any, Any, Any]
    service: Service
    visitor: Visitor
    code: str
    place: int = 0
    addressee: str = ""
    ask: int = 0

    @property
    def moment(self) -> Moment:
        today = self.service.today()
        return Moment(today, self.service.closing(today), today)

    def read(self, session: Session) -> "_Read":
        profile = profile_named(session, self.code)
        base = None
        if self.ask:
            base = read_ask(session, self.ask, self.visitor.role)
            if base.audience != profile.code:
                raise NotFound(f"There is no ask {self.ask} in this pack.")
        return _Read(profile, _subject(session, profile, self, base), base)


@dataclass(frozen=True)
class _Read:
    """`base` is the ask as it stands now."""

    profile: Profile
    subject: Subject
    base: AskView | None

    @property
    def here(self) -> str:
        told, whom = self.subject.recommendation, self.subject.addressee
        of = str(self.base.id) if self.base else f"new/{told.place}/{whom.code}"
        return f"/packs/{self.profile.code}/asks/{of}"


def _subject(session: Session, profile: Profile, desk: _Desk, base: AskView | None) -> Subject:
    moment, role = desk.moment, desk.visitor.role
    if base is None:
        return planning.subject(session, profile, moment, role, desk.place, desk.addressee)
    for one in planning.planned(session, profile, moment, role).subjects:
        if (one.recommendation.id, one.addressee.id) == (base.recommendation, base.addressee):
            return one
    raise NotFound("This pack is not for them any more; the ask is not printed.")


class Asks(Controller):
    path = "/packs"

    @get("/{code:str}/asks", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def everything(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        code: FromPath[str],
    ) -> Answer:
        return _list(_Desk(request, service, visitor, code))

    @get(NEW, policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        code: FromPath[str],
        place: FromPath[int],
        addressee: FromPath[str],
    ) -> Answer:
        return _shown(_Desk(request, service, visitor, code, place, addressee), Form([]))

    @post(NEW, policy=Policy.RECORDS, sync_to_thread=True)
    def record(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        code: FromPath[str],
        place: FromPath[int],
        addressee: FromPath[str],
    ) -> Answer:
        return _answered(_Desk(request, service, visitor, code, place, addressee), form)

    @get(ONE, policy=Policy.RECORDS, sync_to_thread=True)
    def ask_again(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        code: FromPath[str],
        ask: FromPath[int],
    ) -> Answer:
        desk = _Desk(request, service, visitor, code, ask=ask)
        with service.database.reading() as session:
            base = desk.read(session).base
        if base is None or base.removed:
            raise NotFound("There is no such ask any more; it was taken out.")
        return _shown(desk, _as_typed(base))

    @post(ONE, policy=Policy.RECORDS, sync_to_thread=True)
    def change(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        code: FromPath[str],
        ask: FromPath[int],
    ) -> Answer:
        return _answered(_Desk(request, service, visitor, code, ask=ask), form)

    @post(ONE + "/remove", policy=Policy.RECORDS, sync_to_thread=True)
    def take_out(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        code: FromPath[str],
        ask: FromPath[int],
    ) -> Answer:
        desk = _Desk(request, service, visitor, code, ask=ask)
        try:
            with service.database.writing() as session:
                desk.read(session)
                asking.take_out(session, visitor.id, ask)
        except Changed as refused:
            return _list(desk, refused)
        return Redirect(f"/packs/{code}/asks", status_code=303)


def _list(desk: _Desk, refused: NotSaved | None = None) -> Answer:
    with desk.service.database.reading() as session:
        profile = profile_named(session, desk.code)
        planned = planning.planned(session, profile, desk.moment, desk.visitor.role)
    context = AsksPage(profile, planned, refused.sentences if refused else {})
    status = status_of(refused) if refused else 200
    return page(desk.request, "pack_asks.html", context, status)


def _answered(desk: _Desk, form: Form) -> Answer:
    asked = form.text("do")
    if asked in {"search", "show"}:
        return _shown(desk, form)
    try:
        if asked == "add":
            with desk.service.database.writing() as session:
                quote = evidence.store_quote(session, desk.visitor.id, desk.service.today(), form)
            return _shown(desk, form.without(evidence.EMPTIED, quote=str(quote)))
        if asked == "preview":
            return _shown(desk, form, preview=_tried(desk, form))
        with desk.service.database.writing() as session:
            save = _saving(session, desk, form)
            led_to = save_once(session, desk.visitor.id, form.text("once"), save)
        return Redirect(led_to, status_code=303)
    except NOT_SAVED as refused:
        return _shown(desk, form, refused)


def _saving(session: Session, desk: _Desk, form: Form) -> Callable[[], str]:
    def save() -> str:
        read = desk.read(session)
        made = _record(session, desk, read, form)
        return f"/packs/{read.profile.code}/asks#ask-{made}"

    return save


def _tried(desk: _Desk, form: Form) -> PlannedAsk:
    """The ask as it would be printed, saved and undone again."""
    with desk.service.database.trying() as session:
        read = desk.read(session)
        made = read_ask(session, _record(session, desk, read, form), desk.visitor.role)
    return planning.with_typed(read.subject, made, read.profile, desk.service.today())


def _record(session: Session, desk: _Desk, read: _Read, form: Form) -> int:
    """Source, quote and ask in one transaction; says everything that is wrong."""
    today, by = desk.service.today(), desk.visitor.id
    refused: dict[str, str] = {}
    quote = form.number("quote")
    if evidence.is_typed(form):
        with gathered(refused):
            quote = evidence.store_quote(session, by, today, form)
    wanted = _wanted(form, read.subject, quote, refused)
    made = 0
    with gathered(refused):
        if read.base is None:
            made = asking.ask(session, by, today, read.profile.code, wanted).key
        else:
            base = form.number("base") or desk.ask
            if read_ask(session, base).id != read.base.id:
                raise NotFound(f"There is no ask {base} in this pack.")
            made = asking.change(session, by, today, base, wanted).key
    if refused:
        raise Refused(**refused)
    return made


def _wanted(form: Form, subject: Subject, quote: int | None, refused: dict[str, str]) -> Wanted:
    fields = Form(form.pairs)
    by = fields.day("by")
    refused.update(fields.errors)
    return Wanted(
        recommendation=subject.recommendation.id,
        addressee=subject.addressee.id,
        institution=form.text("institution"),
        instrument=form.text("instrument"),
        by=by,
        quote=quote,
        risk=form.text("risk"),
        safeguard=form.text("safeguard"),
    )


def _as_typed(base: AskView) -> Form:
    """As whoever recorded it would have typed it."""
    return Form(
        [
            ("base", str(base.id)),
            ("institution", base.institution),
            ("instrument", base.instrument),
            ("by", base.by.isoformat() if base.by else ""),
            ("quote", str(base.rests_on or "")),
            ("risk", base.risk),
            ("safeguard", base.safeguard),
        ]
    )


def _shown(
    desk: _Desk, form: Form, refused: NotSaved | None = None, preview: PlannedAsk | None = None
) -> Answer:
    chosen = form.number("quote")
    with desk.service.database.reading() as session:
        read = desk.read(session)
        panel = evidence.read_panel(
            session,
            form,
            desk.visitor.role,
            desk.service.today(),
            {chosen: "support"} if chosen else {},
        )
    today, theirs = desk.service.today(), None
    typed = dict(reversed(form.pairs))
    if isinstance(refused, Changed) and read.base:
        theirs = planning.with_typed(read.subject, read.base, read.profile, today)
        # Whoever was shown what stands there now takes its place.
        typed["base"] = str(read.base.id)
    context = AskPage(
        here=read.here,
        profile=read.profile,
        subject=read.subject,
        base=read.base,
        typed=typed,
        panel=panel,
        once=form.text("once") or once(),
        errors=refused.sentences if refused else {},
        preview=preview,
        theirs=theirs,
        today=today,
    )
    return page(desk.request, "pack_ask.html", context, status_of(refused) if refused else 200)
