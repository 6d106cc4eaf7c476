"""Signing in and out, and the one-time links that make accounts."""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from recommendations.errors import Refused
from recommendations.vocabulary import Role
from tracker.accounts import invitations, sessions
from tracker.service import Service
from tracker.web.errors import SignInPage
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.visitor import COOKIE, session_cookie

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
        return page(request, "sign_in.html", SignInPage(next=_local(next_path)))

    @post("/sign-in", policy=Policy.ANYONE, sync_to_thread=True)
    def sign_in(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        form: NamedDependency[Form],
    ) -> Answer:
        kept = tuple(
            (name.removeprefix("kept."), value)
            for name, value in form.pairs
            if name.startswith("kept.")
        )
        path = _local(form.text("next", "/"))
        try:
            with service.database.writing() as session:
                sessions.sign_out(session, request.cookies.get(COOKIE, ""))
                token = sessions.sign_in(session, form.text("email"), form.text("password"))
        except Refused as refused:
            again = SignInPage(path, kept, form.text("email"), refused.sentences)
            return page(request, "sign_in.html", again, 422)
        answer: Answer = (
            page(request, "go_on.html", GoOnPage(path, kept))
            if kept
            else Redirect(path, status_code=303)
        )
        answer.cookies.append(session_cookie(token, service.settings.secure_cookies))
        return answer

    @post("/sign-out", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def sign_out(
        self, request: Request[Any, Any, Any], service: NamedDependency[Service]
    ) -> Answer:
        with service.database.writing() as session:
            sessions.sign_out(session, request.cookies.get(COOKIE, ""))
        answer = Redirect("/sign-in", status_code=303)
        answer.cookies.append(session_cookie("", service.settings.secure_cookies))
        return answer

    @get("/welcome/{token:str}", policy=Policy.ANYONE, sync_to_thread=True)
    def welcome(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        token: FromPath[str],
    ) -> Answer:
        with service.database.reading() as session:
            found = invitations.find(session, token)
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
        with service.database.reading() as session:
            found = invitations.find(session, token)
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


def _local(path: str) -> str:
    """Only a path of this service: "//host" and "https:" would lead elsewhere."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
