"""What people see when something is refused or fails."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.datastructures import Cookie, FormMultiDict
from litestar.exceptions import HTTPException, PermissionDeniedException
from litestar.middleware.csrf import generate_csrf_token
from litestar.response import Redirect
from litestar.utils.scope.state import ScopeState

from recommendations.errors import Changed, NotAllowed, NotFound, Refused
from tracker.accounts.tries import TooMany
from tracker.database import Unavailable
from tracker.keeping import lock
from tracker.logs import Event, place, say
from tracker.web.form import Form, is_shown_again
from tracker.web.pages import bare_page, here, path_of
from tracker.web.policy import LockedNow, PhoneNeeded, SignInNeeded
from tracker.web.visitor import COOKIE, kept_in


@dataclass(frozen=True)
class Said:
    """`title` is what happened, `sentences` what it means and what to do."""

    title: str
    sentences: tuple[str, ...]
    numbered: bool = False
    """Whether to show the number by which an operator finds it in the log."""


@dataclass(frozen=True)
class SignInPage:
    """`kept` is a form that was being sent when the session had ended."""

    next: str
    kept: tuple[tuple[str, str], ...] = ()
    email: str = ""
    errors: dict[str, str] | None = None


@dataclass(frozen=True)
class AgainPage:
    """What was typed, ready to be sent again once the database is back."""

    path: str
    sentence: str
    typed: tuple[tuple[str, str], ...]


NotSaved = Refused | Unavailable
NOT_SAVED = (Refused, Unavailable)
"""For a page that shows all that was typed and answers with `status_of`. Any other page
takes a rule's no alone, and what the database did not take is said by `refused`."""

HTTP_WORDS = {
    400: (
        "That could not be read",
        "The address or the form was not as expected. Go back and try again.",
    ),
    403: (
        "That was not let through",
        "The form was too old, or did not come from this service. Go back, reload the page "
        "and send it again.",
    ),
    404: ("Not here", "There is no such page. Perhaps the address was shortened on its way."),
    405: ("That does not work here", "This address does not take what was sent to it."),
    408: (
        "Too slow",
        "Nothing was saved: the form did not come to its end. Go back and try again.",
    ),
    413: ("Too large", "Nothing was saved: what was sent is larger than this service takes."),
}


NUMBERED = {400, 403, 408, 413}
ANOTHER_NAME = (
    "The tracker does not answer to that name. Whoever runs it lists its names in "
    "TRACKER_HOSTS; on the machine itself http://127.0.0.1 always works."
)
ANOTHER_SITE = (
    "This was sent from the page of another site, so nothing was done. Open the tracker itself "
    "and do it there."
)
NO_PHONE_YET = (
    "Nothing was saved: your account needs codes from a phone by now. Set them up on your account "
    "page, in another window; then send this again."
)
TOO_OLD = (
    "This form was too old: the tracker has a new key since it was opened. Nothing is lost; look "
    "whether it is what you wrote, and send it again."
)


def route(request: Request[Any, Any, Any]) -> str:
    """The route's pattern: an address itself may hold a token."""
    return str(request.scope.get("path_template") or "no route")


def sign_in_needed(request: Request[Any, Any, Any], error: SignInNeeded) -> Response[Any]:
    path = path_of(request)
    if request.method in {"GET", "HEAD"}:
        return Redirect(f"/sign-in?next={quote(here(request), safe='/')}", status_code=303)
    return bare_page(request, "sign_in.html", SignInPage(next=path, kept=tuple(error.kept)), 401)


def phone_needed(request: Request[Any, Any, Any], error: PhoneNeeded) -> Response[Any]:
    if error.kept:
        again = AgainPage(path_of(request), NO_PHONE_YET, tuple(error.kept))
        return bare_page(request, "again.html", again, 403)
    return Redirect("/account/codes", status_code=303)


def locked(request: Request[Any, Any, Any], error: LockedNow) -> Response[Any]:
    home = request.app.state.service.settings.home
    return bare_page(request, "locked.html", lock.read(home), 503)


def status_of(error: NotSaved) -> int:
    kinds = {NotFound: 404, NotAllowed: 403, Changed: 409, TooMany: 429, Unavailable: 503}
    return next((kinds[kind] for kind in type(error).__mro__ if kind in kinds), 422)


def refused(request: Request[Any, Any, Any], error: NotSaved) -> Response[Any]:
    status = status_of(error)
    title = {404: "Not here", 403: "Not yours to do"}.get(status, "Not saved")
    if status == 503:
        title = "Not saved" if request.method == "POST" else "Not to be had at the moment"
        say(Event.UNAVAILABLE, route=route(request), at=place(error))
        typed = _typed(request)
        if typed and request.method == "POST":
            again = AgainPage(path_of(request), error.sentences[""], typed)
            return bare_page(request, "again.html", again, 503)
    if status == 403:
        say(Event.NOT_ALLOWED, route=route(request), person=_person(request))
    said = Said(title, tuple(error.sentences.values()), status in {403, 503})
    return bare_page(request, "said.html", said, status)


def _person(request: Request[Any, Any, Any]) -> int | None:
    return getattr(request.scope.get("user"), "id", None)


def _typed(request: Request[Any, Any, Any]) -> tuple[tuple[str, str], ...]:
    form = request.scope.get("state", {}).get("form")
    pairs = form.pairs if isinstance(form, Form) else []
    return tuple((n, v) for n, v in pairs if is_shown_again(n))


def form_refused(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """The form's token is not ours, or no longer. Whoever was signed in is shown what they
    typed, with a new token; a form from another site comes without their session."""
    config = request.app.csrf_config
    if config is None:
        return http_error(request, error)
    state = ScopeState.from_scope(request.scope)
    token = state.csrf_token = generate_csrf_token(config.secret)
    say(Event.FORM_REFUSED, route=route(request))
    typed = _sent(state.form) if kept_in(request, COOKIE) else ()
    if typed and request.headers.get("sec-fetch-site", "same-origin") == "same-origin":
        answer = bare_page(request, "again.html", AgainPage(path_of(request), TOO_OLD, typed), 403)
    else:
        answer = http_error(request, error)
    answer.cookies.append(
        Cookie(
            key=config.cookie_name,
            value=token,
            httponly=config.cookie_httponly,
            samesite=config.cookie_samesite,
            secure=config.cookie_secure,
        )
    )
    return answer


def _sent(form: Any) -> tuple[tuple[str, str], ...]:
    """What was read before anything else looked at the request."""
    pairs = FormMultiDict.from_form_data(form).multi_items() if isinstance(form, dict) else []
    texts = Form((name, value) for name, value in pairs if isinstance(value, str)).pairs
    return tuple((n, v) for n, v in texts if is_shown_again(n))


def http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    title, sentence = HTTP_WORDS.get(error.status_code, HTTP_WORDS[400])
    if error.status_code >= 500:
        return failed(request, error)
    said = Said(title, (sentence,), error.status_code in NUMBERED)
    return bare_page(request, "said.html", said, error.status_code)


def another_name(request: Request[Any, Any, Any]) -> Response[Any]:
    return bare_page(request, "said.html", Said("Not here", (ANOTHER_NAME,)), 421)


def another_site(request: Request[Any, Any, Any]) -> Response[Any]:
    said = Said("That was not let through", (ANOTHER_SITE,), True)
    return bare_page(request, "said.html", said, 403)


def failed(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Designed, not left over: no detail leaves, the log has the place."""
    say(Event.FAILED, route=route(request), error=type(error).__name__, at=place(error))
    sentence = (
        "Something went wrong on our side, and nothing was saved. Go back, keep what you "
        "typed, and try again; if it stays, tell the administrator the number below."
    )
    return bare_page(request, "said.html", Said("That failed", (sentence,), True), 500)


HANDLERS: dict[int | type[Exception], Callable[[Request[Any, Any, Any], Any], Response[Any]]] = {
    SignInNeeded: sign_in_needed,
    LockedNow: locked,
    PhoneNeeded: phone_needed,
    Refused: refused,
    Unavailable: refused,
    PermissionDeniedException: form_refused,
    HTTPException: http_error,
    Exception: failed,
}
