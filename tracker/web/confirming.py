"""A code from the phone before something leaves: asked once, and fresh for ten minutes."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect

from recommendations.errors import Refused
from tracker.accounts import confirming, second_factor
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.errors import status_of
from tracker.web.form import Form, local
from tracker.web.pages import here, page
from tracker.web.policy import Policy
from tracker.web.visitor import COOKIE, kept_in

Answer = Response[Any]


@dataclass(frozen=True)
class ConfirmPage:
    """`next` is what was asked for."""

    next: str
    phone: bool
    errors: dict[str, str]


def code_first(request: Request[Any, Any, Any], service: Service) -> Answer | None:
    """To the page that asks for a code, unless one was given a moment ago."""
    with service.database.reading() as session:
        if confirming.is_fresh(session, kept_in(request, COOKIE)):
            return None
    asked = here(request)
    return Redirect(f"/account/code?next={quote(asked, safe='/')}", status_code=303)


class Confirming(Controller):
    path = "/account/code"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        next_path: Annotated[str, QueryParameter(name="next")] = "/",
    ) -> Answer:
        return page(request, "confirm.html", _page(service, visitor, local(next_path)))

    @post("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def take(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        path, token = local(form.text("next", "/")), kept_in(request, COOKIE)
        try:
            with confirming.counted(service.database, visitor.id) as session:
                code = form.text("code")
                confirming.refuse_unless_confirmed(session, visitor.id, token, code)
        except Refused as refused:
            again = _page(service, visitor, path, refused.sentences)
            return page(request, "confirm.html", again, status_of(refused))
        return Redirect(path, status_code=303)


def _page(
    service: Service, visitor: Visitor, path: str, errors: dict[str, str] | None = None
) -> ConfirmPage:
    with service.database.reading() as session:
        return ConfirmPage(path, second_factor.confirmed(session, visitor.id), errors or {})
