"""Codes from one's phone: setting them up, recovery codes, and doing without again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import segno
from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from markupsafe import Markup

from recommendations.errors import Refused
from tracker.accounts import confirming, second_factor, sessions
from tracker.accounts.models import Account
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.errors import status_of
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.visitor import COOKIE, kept_in

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
    email: str = ""
    """Their own, by which they sign in."""


class SecondFactor(Controller):
    path = "/account/codes"

    @get("/", policy=Policy.SIGNED_IN, without_phone=True, sync_to_thread=True)
    def mine(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        return page(request, "codes.html", _codes(service, visitor))

    @post("/propose", policy=Policy.SIGNED_IN, without_phone=True, sync_to_thread=True)
    def propose(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        def act(session: Session) -> None:
            second_factor.propose(session, visitor.id, form.text("current"))

        return _changed(request, service, visitor, act)

    @post("/confirm", policy=Policy.SIGNED_IN, without_phone=True, sync_to_thread=True)
    def confirm(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        def act(session: Session) -> list[str]:
            token = kept_in(request, COOKIE)
            made = second_factor.confirm(session, visitor.id, form.text("code"))
            confirming.given(session, token)
            sessions.sign_out_elsewhere(session, visitor.id, token)
            return made

        return _changed(request, service, visitor, act)

    @post("/recovery", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def recovery(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        def act(session: Session) -> list[str]:
            second_factor.take(session, visitor.id, form.text("code"))
            return second_factor.new_recovery_codes(session, visitor.id)

        return _changed(request, service, visitor, act)

    @post("/remove", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def remove(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        def act(session: Session) -> None:
            second_factor.take(session, visitor.id, form.text("code"))
            second_factor.stop(session, visitor.id)
            sessions.sign_out_elsewhere(session, visitor.id, kept_in(request, COOKIE))

        return _changed(request, service, visitor, act)


def _changed(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    act: Callable[[Session], list[str] | None],
) -> Answer:
    """Recovery codes that were made are on the page that answers: they are stored hashed."""
    try:
        with confirming.counted(service.database, visitor.id) as session:
            made = act(session)
    except Refused as refused:
        again = _codes(service, visitor, refused.sentences)
        return page(request, "codes.html", again, status_of(refused))
    if made:
        return page(request, "codes.html", _codes(service, visitor, codes=tuple(made)))
    return Redirect("/account/codes", status_code=303)


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
        account = session.get(Account, visitor.id)
    return CodesPage(
        on=on,
        spare=spare,
        errors=errors or {},
        seed=" ".join(seed[at : at + 4] for at in range(0, len(seed), 4)),
        picture=_picture(seed, visitor, service.settings.organisation) if seed else NO_PICTURE,
        codes=codes,
        email=account.email if account else "",
    )


def _picture(seed: str, visitor: Visitor, organisation: str) -> Markup:
    """Drawn here: whoever draws it elsewhere would know the seed."""
    named = second_factor.address_of(seed, visitor.code, organisation)
    svg = segno.make(named, micro=False).svg_inline(
        scale=5, border=4, light="#fff", title="Picture for the phone", omitsize=False
    )
    return Markup(svg)  # noqa: S704  (drawn by segno, from letters and digits)
