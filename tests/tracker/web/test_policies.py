"""Who may what."""

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from tracker.web.policy import Policy


def test_every_route_declares_who_may_use_it(app: Litestar) -> None:
    undeclared = [
        f"{route.path} {handler}"
        for route in app.routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler)
        and handler.http_methods != {"OPTIONS"}
        and not isinstance(handler.opt.get("policy"), Policy)
    ]
    assert undeclared == []


def test_a_stranger_is_asked_to_sign_in_and_comes_back_to_the_page(signed_in) -> None:
    answer = signed_in("").get("/?as-of=2026-01-01", follow=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/%3Fas-of%3D2026-01-01"


def test_the_overview_is_there_for_every_role(signed_in) -> None:
    for code in ("AMARA", "EDITH", "RUTH", "BORIS"):
        answer = signed_in(code).get("/")
        assert answer.status_code == 200
        assert "not yet assessed" in answer.text
