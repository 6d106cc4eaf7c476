"""Signing in, with a code on a new device, and out; and the one-time links that make
accounts."""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from recommendations.errors import Refused
from recommendations.vocabulary import Role
from tracker.accounts import confirming, devices, invitations, sessions, signing_in
from tracker.accounts.sessions import Visitor
from tracker.logs import Event, say_once_saved
from tracker.service import Service
from tracker.web.errors import SignInPage, status_of
from tracker.web.form import Form, local
from tracker.web.links import found_by, host_of
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.visitor import (
    CLEARED,
    COOKIE,
    DEVICE,
    ENTERING,
    device_cookie,
    kept_in,
    session_cookie,
)

Answer = Response[Any]


@dataclass(frozen=True)
class WelcomePage:
    token: str
    role: Role
    email: str
    email_fixed: bool
    code: str
    errors: dict[str, str]


@dataclass(frozen=True)
class CodePage:
    """The password was right. `kept` as on the page before."""

    next: str
    kept: tuple[tuple[str, str], ...]
    errors: dict[str, str]


@dataclass(frozen=True)
class GoOnPage:
    """After signing in again in the middle of a form: what was typed, ready to send."""

    path: str
    kept: tuple[tuple[str, str], ...]


class SigningIn(Controller):
    @get("/sign-in", policy=Policy.ANYONE, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        next_path: Annotated[str, QueryParameter(name="next")] = "/",
    ) -> Answer:
        return page(request, "sign_in.html", SignInPage(next=local(next_path)))

    @post("/sign-in", policy=Policy.ANYONE, sync_to_thread=True)
    def sign_in(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        form: NamedDependency[Form],
    ) -> Answer:
        path, kept, email = local(form.text("next", "/")), _kept(form), form.text("email")
        held = (kept_in(request, name) for name in (DEVICE, COOKIE))
        browser = signing_in.Browser(host_of(request), *held)
        try:
            entered = signing_in.sign_in(service.database, email, form.text("password"), browser)
        except Refused as refused:
            said = {"password": " ".join(refused.sentences.values())}
            again = SignInPage(path, kept, email, said)
            return page(request, "sign_in.html", again, status_of(refused))
        if entered.code_to_come:
            asked = page(request, "code.html", CodePage(path, kept, {}))
            asked.cookies.append(session_cookie(entered.token, _secure(service), ENTERING))
            return asked
        return _go_on(request, service, entered.token, path, kept)

    @post("/sign-in/code", policy=Policy.ANYONE, sync_to_thread=True)
    def enter_code(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        form: NamedDependency[Form],
    ) -> Answer:
        path, kept = local(form.text("next", "/")), _kept(form)
        waiting = kept_in(request, ENTERING)
        try:
            with service.database.reading() as session:
                person = signing_in.waiting(session, waiting)
            with confirming.counted(service.database, person) as session:
                token = signing_in.enter_code(session, waiting, form.text("code"))
                device = devices.remember(session, person) if form.has("mine") else ""
        except signing_in.Started as late:
            again = SignInPage(path, kept, "", {"password": late.sentences[""]})
            return page(request, "sign_in.html", again, 422)
        except Refused as refused:
            asked = CodePage(path, kept, {"code": " ".join(refused.sentences.values())})
            return page(request, "code.html", asked, status_of(refused))
        answer = _go_on(request, service, token, path, kept)
        answer.cookies.append(session_cookie("", _secure(service), ENTERING))
        if device:
            answer.cookies.append(device_cookie(device, _secure(service)))
        return answer

    @post("/sign-out", policy=Policy.SIGNED_IN, without_phone=True, sync_to_thread=True)
    def sign_out(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        with service.database.writing() as session:
            sessions.sign_out(session, kept_in(request, COOKIE))
            say_once_saved(session, Event.SIGNED_OUT, person=visitor.id)
        answer = Redirect("/sign-in", status_code=303, headers=CLEARED)
        answer.cookies.append(session_cookie("", service.settings.secure_cookies))
        return answer

    @get("/welcome/{token:str}", policy=Policy.ANYONE, sync_to_thread=True)
    def welcome(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        token: FromPath[str],
    ) -> Answer:
        found = found_by(request, service.database, invitations.find, token)
        context = WelcomePage(token, Role(found.role), found.email, bool(found.email), "", {})
        return page(request, "welcome.html", context)

    @post("/welcome/{token:str}", policy=Policy.ANYONE, sync_to_thread=True)
    def make_account(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        form: NamedDependency[Form],
        token: FromPath[str],
    ) -> Answer:
        found = found_by(request, service.database, invitations.find, token)
        email, code = form.text("email"), form.text("code")
        try:
            with service.database.writing() as session:
                begun = invitations.accept(
                    session, token, email=email, code=code, password=form.text("password")
                )
        except Refused as refused:
            context = WelcomePage(
                token,
                Role(found.role),
                found.email or email,
                bool(found.email),
                code,
                refused.sentences,
            )
            return page(request, "welcome.html", context, 422)
        answer = Redirect("/start", status_code=303)
        answer.cookies.append(session_cookie(begun, service.settings.secure_cookies))
        return answer


def _go_on(
    request: Request[Any, Any, Any],
    service: Service,
    token: str,
    path: str,
    kept: tuple[tuple[str, str], ...],
) -> Answer:
    answer: Answer = (
        page(request, "go_on.html", GoOnPage(path, kept))
        if kept
        else Redirect(path, status_code=303)
    )
    answer.cookies.append(session_cookie(token, _secure(service)))
    return answer


def _kept(form: Form) -> tuple[tuple[str, str], ...]:
    return tuple(form.starting_with("kept."))


def _secure(service: Service) -> bool:
    return service.settings.secure_cookies
