"""One's own account: password, and signing out everywhere."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from recommendations.errors import Refused
from tracker.accounts import confirming, second_factor, sessions
from tracker.accounts.models import Account as AccountRow
from tracker.accounts.sessions import OpenSession, Visitor
from tracker.logs import Event, say_once_saved
from tracker.service import Service
from tracker.web.errors import status_of
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.visitor import CLEARED, COOKIE, kept_in, session_cookie

Answer = Response[Any]


@dataclass(frozen=True)
class AccountPage:
    email: str
    codes: bool
    open: tuple[OpenSession, ...]
    saved: bool
    errors: dict[str, str]


class Account(Controller):
    path = "/account"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def mine(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        saved = "saved" in request.query_params
        mine = AccountPage(*_account(request, service, visitor), saved, {})
        return page(request, "account.html", mine)

    @post("/password", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def change_password(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        try:
            with confirming.counted(service.database, visitor.id) as session:
                token = sessions.change_password(
                    session, visitor.id, form.text("current"), form.text("password")
                )
        except Refused as refused:
            context = AccountPage(*_account(request, service, visitor), False, refused.sentences)
            return page(request, "account.html", context, status_of(refused))
        answer = Redirect("/account?saved", status_code=303)
        answer.cookies.append(session_cookie(token, service.settings.secure_cookies))
        return answer

    @post("/sign-out-everywhere", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def sign_out_everywhere(
        self, service: NamedDependency[Service], visitor: NamedDependency[Visitor]
    ) -> Answer:
        with service.database.writing() as session:
            sessions.sign_out_everywhere(session, visitor.id)
            say_once_saved(session, Event.SIGNED_OUT_EVERYWHERE, person=visitor.id)
        answer = Redirect("/sign-in", status_code=303, headers=CLEARED)
        answer.cookies.append(session_cookie("", service.settings.secure_cookies))
        return answer


def _account(
    request: Request[Any, Any, Any], service: Service, visitor: Visitor
) -> tuple[str, bool, tuple[OpenSession, ...]]:
    """The address, whether codes are asked for, and where else somebody is signed in."""
    with service.database.reading() as session:
        row = session.get(AccountRow, visitor.id)
        codes = second_factor.confirmed(session, visitor.id)
        here = sessions.open_sessions(session, visitor.id, kept_in(request, COOKIE))
    return (row.email if row else ""), codes, here
