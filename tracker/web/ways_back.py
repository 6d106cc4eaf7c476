"""The way back for someone who lost their password or phone: a new password."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations.errors import Refused
from tracker.accounts import ways_back
from tracker.service import Service
from tracker.web.form import Form
from tracker.web.links import found_by
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.visitor import session_cookie

Answer = Response[Any]


@dataclass(frozen=True)
class WayBackPage:
    errors: dict[str, str]


class WaysBack(Controller):
    path = "/way-back"

    @get("/{token:str}", policy=Policy.ANYONE, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        token: FromPath[str],
    ) -> Answer:
        found_by(request, service.database, ways_back.find, token)
        return page(request, "way_back.html", WayBackPage({}))

    @post("/{token:str}", policy=Policy.ANYONE, sync_to_thread=True)
    def take(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        form: NamedDependency[Form],
        token: FromPath[str],
    ) -> Answer:
        found_by(request, service.database, ways_back.find, token)
        try:
            with service.database.writing() as session:
                begun = ways_back.take(session, token, form.text("password"))
        except Refused as refused:
            return page(request, "way_back.html", WayBackPage(refused.sentences), 422)
        answer = Redirect("/account", status_code=303)
        answer.cookies.append(session_cookie(begun, service.settings.secure_cookies))
        return answer
