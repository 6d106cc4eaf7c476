"""Codes from one's phone: setting them up, recovery codes, and doing without again."""

from dataclasses import dataclass
from typing import Any

import segno
from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from markupsafe import Markup

from recommendations.errors import Refused
from tracker.accounts import confirming, second_factor, tries
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.visitor import COOKIE

Answer = Response[Any]
NO_PICTURE = Markup()


@dataclass(frozen=True)
class CodesPage:
    """`picture` and `seed` while a phone is being set up; `codes` once, right after."""

    on: bool
    spare: int
    errors: dict[str, str]
    seed: str = ""
    picture: Markup = NO_PICTURE
    codes: tuple[str, ...] = ()


class SecondFactor(Controller):
    path = "/account/codes"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def mine(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        return page(request, "codes.html", _codes(service, visitor))

    @post("/propose", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def propose(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        try:
            with service.database.writing() as session:
                tries.refuse_too_many(session, {_tried(visitor): tries.FOR_AN_ACCOUNT})
                second_factor.propose(session, visitor.id, form.text("current"))
        except Refused as refused:
            return _refused(request, service, visitor, refused)
        return Redirect("/account/codes", status_code=303)

    @post("/confirm", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def confirm(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        """The recovery codes are on the page that answers: they are stored hashed."""
        try:
            with service.database.writing() as session:
                tries.refuse_too_many(session, {_tried(visitor): tries.FOR_AN_ACCOUNT})
                made = second_factor.confirm(session, visitor.id, form.text("code"))
                confirming.given(session, request.cookies.get(COOKIE, ""))
        except Refused as refused:
            return _refused(request, service, visitor, refused)
        return page(request, "codes.html", _codes(service, visitor, codes=tuple(made)))

    @post("/recovery", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def recovery(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        try:
            with service.database.writing() as session:
                _refuse_wrong(session, visitor, form)
                made = second_factor.new_recovery_codes(session, visitor.id)
        except Refused as refused:
            return _refused(request, service, visitor, refused)
        return page(request, "codes.html", _codes(service, visitor, codes=tuple(made)))

    @post("/remove", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def remove(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        try:
            with service.database.writing() as session:
                _refuse_wrong(session, visitor, form)
                second_factor.take_away(session, visitor.id)
        except Refused as refused:
            return _refused(request, service, visitor, refused)
        return Redirect("/account/codes", status_code=303)


def _refuse_wrong(session: Any, visitor: Visitor, form: Form) -> None:
    tries.refuse_too_many(session, {_tried(visitor): tries.FOR_AN_ACCOUNT})
    if not second_factor.accepts(session, visitor.id, form.text("code")):
        raise Refused(code=second_factor.WRONG)


def _tried(visitor: Visitor) -> str:
    return tries.code_of(visitor.id)


def _refused(
    request: Request[Any, Any, Any], service: Service, visitor: Visitor, refused: Refused
) -> Answer:
    if not isinstance(refused, tries.TooMany):
        with service.database.writing() as session:
            tries.failed(session, _tried(visitor))
    status = 429 if isinstance(refused, tries.TooMany) else 422
    return page(request, "codes.html", _codes(service, visitor, refused.sentences), status)


def _codes(
    service: Service,
    visitor: Visitor,
    errors: dict[str, str] | None = None,
    codes: tuple[str, ...] = (),
) -> CodesPage:
    with service.database.reading() as session:
        on = second_factor.confirmed(session, visitor.id)
        seed = second_factor.proposed(session, visitor.id)
        spare = second_factor.spare_codes(session, visitor.id)
    return CodesPage(
        on=on,
        spare=spare,
        errors=errors or {},
        seed=" ".join(seed[at : at + 4] for at in range(0, len(seed), 4)),
        picture=_picture(seed, visitor, service.settings.organisation) if seed else NO_PICTURE,
        codes=codes,
    )


def _picture(seed: str, visitor: Visitor, organisation: str) -> Markup:
    """Drawn here: whoever draws it elsewhere would know the seed."""
    named = second_factor.address_of(seed, visitor.code, organisation)
    svg = segno.make(named, micro=False).svg_inline(
        scale=5, border=4, light="#fff", title="Picture for the phone", omitsize=False
    )
    return Markup(svg)  # noqa: S704  (drawn by segno, from letters and digits)
