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
from tracker.accounts import devices, invitations, sessions, tries
from tracker.service import Service
from tracker.web.errors import SignInPage
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.visitor import COOKIE, DEVICE, ENTERING, device_cookie, session_cookie

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
        return page(request, "sign_in.html", SignInPage(next=_local(next_path)))

    @post("/sign-in", policy=Policy.ANYONE, sync_to_thread=True)
    def sign_in(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        form: NamedDependency[Form],
    ) -> Answer:
        path, kept, secure = _local(form.text("next", "/")), _kept(form), _secure(service)
        email, host = form.text("email"), tries.address(_host(request))
        device = request.cookies.get(DEVICE, "")
        try:
            with service.database.writing() as session:
                # Somebody else's guessing must not keep a person out of their own device.
                own = devices.belongs_to(session, email, device)
                limits = {host: tries.FOR_AN_ADDRESS}
                if not own:
                    limits[tries.account(email)] = tries.FOR_AN_ACCOUNT
                tries.refuse_too_many(session, limits)
                sessions.sign_out(session, request.cookies.get(COOKIE, ""))
                entered = sessions.sign_in(session, email, form.text("password"), device)
                tries.forget(session, tries.account(email))
        except Refused as refused:
            if not isinstance(refused, tries.TooMany):
                with service.database.writing() as session:
                    tries.failed(session, tries.account(email), host)
            again = SignInPage(
                path, kept, email, {"password": " ".join(refused.sentences.values())}
            )
            return page(request, "sign_in.html", again, _status(refused))
        if entered.code_to_come:
            asked = page(request, "code.html", CodePage(path, kept, {}))
            asked.cookies.append(session_cookie(entered.token, secure, ENTERING))
            return asked
        return _go_on(request, service, entered.token, path, kept)

    @post("/sign-in/code", policy=Policy.ANYONE, sync_to_thread=True)
    def enter_code(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        form: NamedDependency[Form],
    ) -> Answer:
        path, kept = _local(form.text("next", "/")), _kept(form)
        waiting = request.cookies.get(ENTERING, "")
        person = 0
        try:
            with service.database.writing() as session:
                person = sessions.waiting(session, waiting)
                limits = {tries.code_of(person): tries.FOR_AN_ACCOUNT}
                tries.refuse_too_many(session, limits)
                token = sessions.enter_code(session, waiting, form.text("code"))
                tries.forget(session, tries.code_of(person))
                device = devices.remember(session, person) if form.has("mine") else ""
        except sessions.Started as late:
            again = SignInPage(path, kept, "", {"password": late.sentences[""]})
            return page(request, "sign_in.html", again, 422)
        except Refused as refused:
            if not isinstance(refused, tries.TooMany):
                with service.database.writing() as session:
                    tries.failed(session, tries.code_of(person))
            asked = CodePage(path, kept, {"code": " ".join(refused.sentences.values())})
            return page(request, "code.html", asked, _status(refused))
        answer = _go_on(request, service, token, path, kept)
        answer.cookies.append(session_cookie("", _secure(service), ENTERING))
        if device:
            answer.cookies.append(device_cookie(device, _secure(service)))
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


def _host(request: Request[Any, Any, Any]) -> str:
    return request.client.host if request.client else ""


def _status(refused: Refused) -> int:
    return 429 if isinstance(refused, tries.TooMany) else 422


def _local(path: str) -> str:
    """Only a path of this service: "//host" and "https:" would lead elsewhere."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
