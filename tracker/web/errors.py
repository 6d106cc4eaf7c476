"""What people see when something is refused or fails."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from recommendations.errors import Changed, NotAllowed, NotFound, Refused
from tracker.database import Unavailable
from tracker.keeping import lock
from tracker.logs import place
from tracker.web.form import Form
from tracker.web.pages import bare_page
from tracker.web.policy import LockedNow, SignInNeeded

log = structlog.get_logger()


@dataclass(frozen=True)
class Said:
    """`title` is what happened, `sentences` what it means and what to do."""

    title: str
    sentences: tuple[str, ...]


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
    413: ("Too large", "Nothing was saved: what was sent is larger than this service takes."),
}


def route(request: Request[Any, Any, Any]) -> str:
    """The route's pattern: an address itself may hold a token."""
    return str(request.scope.get("path_template") or "no route")


def sign_in_needed(request: Request[Any, Any, Any], error: SignInNeeded) -> Response[Any]:
    path = request.url.path
    if request.method in {"GET", "HEAD"}:
        return Redirect(f"/sign-in?next={quote(_here(request), safe='/')}", status_code=303)
    return bare_page(request, "sign_in.html", SignInPage(next=path, kept=tuple(error.kept)), 401)


def _here(request: Request[Any, Any, Any]) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def locked(request: Request[Any, Any, Any], error: LockedNow) -> Response[Any]:
    home = request.app.state.service.settings.home
    return bare_page(request, "locked.html", lock.read(home), 503)


def status_of(error: Refused) -> int:
    kinds = {NotFound: 404, NotAllowed: 403, Changed: 409, Unavailable: 503}
    return next((kinds[kind] for kind in type(error).__mro__ if kind in kinds), 422)


def refused(request: Request[Any, Any, Any], error: Refused) -> Response[Any]:
    status = status_of(error)
    title = {404: "Not here", 403: "Not yours to do"}.get(status, "Not saved")
    if status == 503:
        log.error("database unavailable", route=route(request), at=place(error))
        typed = _typed(request)
        if typed and request.method == "POST":
            again = AgainPage(request.url.path, error.sentences[""], typed)
            return bare_page(request, "again.html", again, 503)
    return bare_page(request, "said.html", Said(title, tuple(error.sentences.values())), status)


def _typed(request: Request[Any, Any, Any]) -> tuple[tuple[str, str], ...]:
    form = request.scope.get("state", {}).get("form")
    pairs = form.pairs if isinstance(form, Form) else []
    return tuple((n, v) for n, v in pairs if not n.startswith("_") and "password" not in n)


def http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    title, sentence = HTTP_WORDS.get(error.status_code, HTTP_WORDS[400])
    if error.status_code >= 500:
        return failed(request, error)
    return bare_page(request, "said.html", Said(title, (sentence,)), error.status_code)


def failed(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Designed, not left over: no detail leaves, the log has the place."""
    log.error("failed", route=route(request), error=type(error).__name__, at=place(error))
    sentence = (
        "Something went wrong on our side, and nothing was saved. Go back, keep what you "
        "typed, and try again; if it stays, tell the administrator the time."
    )
    return bare_page(request, "said.html", Said("That failed", (sentence,)), 500)


HANDLERS: dict[int | type[Exception], Callable[[Request[Any, Any, Any], Any], Response[Any]]] = {
    SignInNeeded: sign_in_needed,
    LockedNow: locked,
    Refused: refused,
    HTTPException: http_error,
    Exception: failed,
}
