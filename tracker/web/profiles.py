"""Profiles: for whom a pack is made and what may be in it, edited in versions, with a preview
that never saves; and making another audience."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup

from exports.profiles import LeavesOut, Profile, from_content, leaves_out
from exports.publishing import draft_for, profile_named
from exports.rendering import leave_behind_body
from recommendations import addressing, meanings, profiling
from recommendations.errors import Changed, Refused
from recommendations.profiles import CLOSED, EVERYBODY, complete
from recommendations.register import windows
from recommendations.register.addressees import Branch, read_addressees
from recommendations.register.audiences import read_never, read_profiles, with_everybody
from recommendations.register.profiles import (
    FIELDS,
    Difference,
    Version,
    counting_content,
    differences,
    in_words,
    read_versions,
)
from recommendations.register.register import read_register
from recommendations.register.views import RecommendationView
from recommendations.vocabulary import Flag, Order, Paper
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, as_number, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
Content = Mapping[str, Any]
BEGINNING: Content = {
    **CLOSED,
    "code": "",
    "name": "",
    "office": "",
    "addressees": [],
    "languages": ["en"],
    "paper": Paper.A4.value,
    "country": "Myanmar",
    "about": "People's Goal is a Myanmar civil society organisation that supports soldiers and "
    "police who leave the military.",
    "asks_grouped_by": "",
    "register": "",
    "limits": [],
    "most_asks": 3,
}
"""Another audience, before anything is typed; its limits are those of the others."""
LANGUAGES = (
    ("en", "English"),
    ("en my", "English and Burmese"),
    ("my en", "Burmese and English"),
    ("my", "Burmese"),
)


@dataclass(frozen=True)
class ProfilePage:
    """`typed` is what stands in the form; `shown` the pack that it would make. `newer` is how
    it differs from what somebody else saved meanwhile."""

    here: str
    profile: Profile | None
    typed: Content
    first: str
    values: tuple[tuple[str, str], ...]
    versions: tuple[Version, ...]
    leaves_out: tuple[LeavesOut, ...]
    branches: tuple[Branch, ...]
    recommendations: tuple[RecommendationView, ...]
    """That a new addressee may be passed."""
    added: "Added"
    based_on: int
    newer: tuple[Difference, ...]
    shown: Markup | None
    once: str
    errors: dict[str, str]
    everybody = EVERYBODY
    languages = LANGUAGES
    papers = tuple((paper.value, paper.value, meanings.meaning(paper)) for paper in Paper)
    orders = tuple((order.value, order.value, meanings.meaning(order)) for order in Order)
    flags = tuple(
        (flag.value, flag.value, meanings.meaning(flag)) for flag in Flag if flag.is_operational
    )
    levels = tuple((level, str(level)) for level in range(Flag.GRAPHIC.highest + 1))
    counts = tuple((count, str(count)) for count in range(1, profiling.MOST_ASKS + 1))

    @property
    def waits(self) -> Version | None:
        return next((version for version in self.versions if version.waits), None)


@dataclass(frozen=True)
class Added:
    """An addressee who is added on the way, and what is passed onward to them."""

    name: str = ""
    short: str = ""
    onward: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Desk:
    """Who is at which form; `code` is empty where another audience is made."""

    request: Request[Any, Any, Any]
    service: Service
    visitor: Visitor
    code: str = ""

    @property
    def here(self) -> str:
        return f"/packs/{self.code}/profile" if self.code else "/packs/new"


class Profiles(Controller):
    path = "/packs"

    @get("/new", policy=Policy.RECORDS, sync_to_thread=True)
    def ask_for_another(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        return _shown(_Desk(request, service, visitor), None)

    @post("/new", policy=Policy.RECORDS, sync_to_thread=True)
    def make_another(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        return _answered(_Desk(request, service, visitor), form)

    @get("/{code:str}/profile", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        code: FromPath[str],
    ) -> Answer:
        return _shown(_Desk(request, service, visitor, code.casefold()), None)

    @post("/{code:str}/profile", policy=Policy.RECORDS, sync_to_thread=True)
    def save(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        code: FromPath[str],
    ) -> Answer:
        return _answered(_Desk(request, service, visitor, code.casefold()), form)

    @post("/{code:str}/profile/take-back", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def take_back(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        code: FromPath[str],
    ) -> Answer:
        """What waits for a second person, by anyone with an account."""
        with service.database.writing() as session:
            profile = profile_named(session, code)
            profiling.take_back(session, visitor.id, profile.code)
        return Redirect(f"/packs/{profile.code}/profile", status_code=303)


def _answered(desk: _Desk, form: Form) -> Answer:
    if form.text("do") == "show":
        return _shown(desk, form)
    try:
        with desk.service.database.writing() as session:
            led_to = save_once(
                session, desk.visitor.id, form.text("once"), lambda: _save(session, desk, form)
            )
    except NOT_SAVED as refused:
        return _shown(desk, form, refused)
    return Redirect(led_to, status_code=303)


def _save(session: Session, desk: _Desk, form: Form) -> str:
    by, content = desk.visitor.id, _content(form, desk.code)
    if desk.code:
        profile_named(session, desk.code)
        based_on = form.number("based_on") or 0
        saved = profiling.save_profile(session, by, desk.code, content, based_on)
    else:
        saved = profiling.new_profile(session, by, _with_new_addressee(session, desk, form))
    return f"/packs/{saved.code}/profile#versions"


def _with_new_addressee(session: Session, desk: _Desk, form: Form) -> Content:
    """The profile as typed; with an addressee who is added on the way, and the
    recommendations that are passed onward to them."""
    content = _content(form, desk.code)
    name = form.text("new-name").strip()
    if not name:
        return content
    try:
        added = addressing.add_addressee(
            session, desk.visitor.id, name=name, short=form.text("new-short")
        )
    except Refused as refused:
        told = {f"new-{field}" if field else "": said for field, said in refused.sentences.items()}
        raise type(refused)(**told) from refused
    for recommendation in form.numbers("onward"):
        addressing.pass_onward(session, desk.visitor.id, recommendation, added.key)
    return {**content, "addressees": [*content["addressees"], added.code]}


def _content(form: Form, code: str) -> Content:
    """What is typed where it has no meaning stays as it is; the rules say what is wrong."""
    first = [part for part in re.split(r"[,;\s]+", form.text("first")) if part]
    return {
        "code": code or form.text("code").strip(),
        **{name: " ".join(form.text(name).split()) for name in TEXTS},
        "addressees": form.all("addressees"),
        "languages": form.text("languages").split(),
        "paper": form.text("paper"),
        "order": form.text("order"),
        "first": [number if (number := as_number(part)) else part for part in first],
        "decides": form.has("decides"),
        "limits": [line for part in form.text("limits").split("\n") if (line := part.strip())],
        "testimony": form.has("testimony"),
        "graphic_up_to": _number(form, "graphic_up_to"),
        "operational": form.all("operational"),
        "reaches_authorities": form.has("reaches_authorities"),
        "most_asks": _number(form, "most_asks"),
    }


TEXTS = ("name", "office", "country", "about", "asks_grouped_by", "register")


def _number(form: Form, name: str) -> int:
    number = form.number(name)
    return -1 if number is None else number


def _shown(desk: _Desk, form: Form | None, refused: NotSaved | None = None) -> Answer:
    """`form` is None where nothing was typed yet."""
    errors = dict(refused.sentences) if refused else {}
    shown = _preview(desk, form, errors) if form and not errors else None
    with desk.service.database.reading() as session:
        versions = read_versions(session, desk.code) if desk.code else ()
        counts = next((v.content for v in versions if v.counts), None)
        typed = _content(form, desk.code) if form else counts or _beginning(session)
        context = ProfilePage(
            here=desk.here,
            profile=profile_named(session, desk.code) if desk.code else None,
            typed=typed,
            first=form.text("first") if form else ", ".join(map(str, typed["first"])),
            values=tuple((label, in_words(name, typed[name])) for name, label in FIELDS.items()),
            versions=versions,
            leaves_out=leaves_out(from_content(counts)) if counts else (),
            branches=_branches(session, desk),
            recommendations=() if desk.code else _recommendations(session, desk),
            added=_added(form),
            based_on=_based_on(form, versions, refused),
            newer=_newer(versions, typed) if isinstance(refused, Changed) else (),
            shown=shown,
            once=(form.text("once") if form else "") or once(),
            errors=errors,
        )
    status = status_of(refused) if refused else 422 if errors else 200
    return page(desk.request, "pack_profile.html", context, status)


def _added(form: Form | None) -> Added:
    if form is None:
        return Added()
    return Added(form.text("new-name"), form.text("new-short"), frozenset(form.numbers("onward")))


def _based_on(form: Form | None, versions: tuple[Version, ...], refused: NotSaved | None) -> int:
    """Whoever was shown the newest version builds on it."""
    if form is not None and not isinstance(refused, Changed):
        return form.number("based_on") or 0
    return max((version.number for version in versions), default=0)


def _newer(versions: tuple[Version, ...], typed: Content) -> tuple[Difference, ...]:
    return differences(versions[0].content, complete(typed))


def _beginning(session: Session) -> Content:
    """With the limits that the other audiences are told."""
    others = next(iter(read_profiles(session).values()))
    return complete({**BEGINNING, "limits": others["limits"]})


def _branches(session: Session, desk: _Desk) -> tuple[Branch, ...]:
    never = read_never(session)
    found = read_addressees(session, desk.visitor.role)
    return tuple(branch for branch in found if branch.addressee.code not in never)


def _recommendations(session: Session, desk: _Desk) -> tuple[RecommendationView, ...]:
    """Of our own reports: what may be passed onward."""
    today, only = desk.service.today(), windows.of_own_reports(session)
    closing = desk.service.closing(today)
    return read_register(session, today, closing, desk.visitor.role, only).recommendations


def _preview(desk: _Desk, form: Form, errors: dict[str, str]) -> Markup | None:
    """The two pages that the profile would make as it is typed. None where something is
    wrong with it; `errors` then say what."""
    database = desk.service.database
    adds = bool(form.text("new-name").strip() and not desk.code)
    try:
        with database.trying() if adds else database.reading() as session:
            content = complete(_with_new_addressee(session, desk, form))
            before = counting_content(session, desk.code) if desk.code else {}
            profiling.refuse_incomplete(session, content, before)
            profile = from_content(with_everybody(session, content))
            moment, issuer = desk.service.moment(desk.service.today()), desk.service.issuer()
            pack = draft_for(session, profile, moment, issuer)
    except Refused as refused:
        errors.update(refused.sentences)
        return None
    return Markup(leave_behind_body(pack))  # noqa: S704 (rendered with autoescape)
