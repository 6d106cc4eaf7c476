"""Who is asking: read from the session cookie on every request."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from anyio import to_thread
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.types import Receive, Scope, Send

from recommendations.models.base import now
from tracker.accounts import devices, sessions
from tracker.accounts.sessions import Visitor
from tracker.database import Unavailable
from tracker.service import Service

COOKIE = "session"
CLEARED = {"clear-site-data": '"storage"'}
"""Whoever signs out leaves nothing that they typed in the browser."""
ENTERING = "entering"
"""Between the password and the code."""
DEVICE = "device"
"""A browser that its owner said is theirs."""


class FindVisitor(AbstractAuthenticationMiddleware):
    """And lets the request through the door, from its first question to its last word."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        service: Service = scope["litestar_app"].state.service
        with service.door.through():
            await super().__call__(scope, receive, send)

    async def authenticate_request(
        self, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> AuthenticationResult:
        service: Service = connection.app.state.service
        token = kept_in(connection, COOKIE)
        who = await to_thread.run_sync(_look_up, service, token) if token else None
        return AuthenticationResult(user=who, auth=token)


def _look_up(service: Service, token: str) -> Visitor | None:
    with service.database.reading() as session:
        who, last_seen = sessions.visitor(session, token)
        if who and who.phone_due and service.odd_clock(session):
            # A clock that jumped must not shut anybody out.
            who = replace(who, phone_by=None)
    if who and last_seen and now() - last_seen > sessions.SEEN_EVERY:
        # A full disk must not sign anyone out, least of all while they are writing.
        with suppress(Unavailable), service.database.writing() as session:
            sessions.seen(session, token)
    return who


def provide_service(request: Request[Any, Any, Any]) -> Service:
    service: Service = request.app.state.service
    return service


def provide_visitor(request: Request[Any, Any, Any]) -> Visitor:
    """Routes that take a visitor declare a policy that lets nobody else in."""
    visitor = request.user
    if not isinstance(visitor, Visitor):
        raise RuntimeError(f"{request.scope['path']} takes a visitor but lets anyone in")
    return visitor


def named(name: str, secure: bool) -> str:
    """Over HTTPS browsers take a cookie with this prefix from this very host alone, and
    over HTTPS alone: nobody on the way, and no neighbour under the same domain, sets it."""
    return f"__Host-{name}" if secure else name


def kept_in(connection: ASGIConnection[Any, Any, Any, Any], name: str) -> str:
    """The token in one of our cookies; empty where there is none."""
    secure = connection.app.state.service.settings.secure_cookies
    return connection.cookies.get(named(name, secure), "")


def session_cookie(token: str, secure: bool, key: str = COOKIE) -> Cookie:
    """Gone with the browser window; an empty token takes it away."""
    return Cookie(
        key=named(key, secure),
        value=token,
        httponly=True,
        samesite="lax",
        secure=secure,
        max_age=None if token else 0,
    )


def device_cookie(token: str, secure: bool) -> Cookie:
    """Stays as long as the device is known."""
    return Cookie(
        key=named(DEVICE, secure),
        value=token,
        httponly=True,
        samesite="strict",
        secure=secure,
        max_age=int(devices.LASTS.total_seconds()),
    )
