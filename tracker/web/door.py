"""The door: what every request passes, whether there is such a page or not. It gives the
request a number, writes its line in the log, and turns away what came to a name that is
not ours, from another site, or too slowly."""

import ipaddress
import re
import secrets
import time
from typing import Any
from urllib.parse import urlsplit

import anyio
import structlog
from litestar import Request, Response
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from tracker.logs import Event, say
from tracker.service import Service
from tracker.web.errors import another_name, another_site, route
from tracker.web.pages import NUMBER

PAUSE = 30.0
"""Seconds in which some of a form has to come."""
WHOLE = 600.0
"""Seconds in which all of it has to come: the largest form on a line of 110 kbit/s."""
PRIVATE = (".local", ".internal", ".localhost", ".home.arpa")
"""Names that no public name server answers for."""
HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::([0-9]{1,5}))?")
LAST_PORT = 65_535
READS = {"GET", "HEAD", "OPTIONS"}


def behind_a_door(app: ASGIApp) -> ASGIApp:
    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        began, status = time.monotonic(), 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        number = scope["state"][NUMBER] = secrets.token_hex(4)
        request: Request[Any, Any, Any] = Request(scope, receive, send)
        with structlog.contextvars.bound_contextvars(request=number):
            try:
                if turned := _turned_away(request):
                    answer = turned.to_asgi_response(app=None, request=request)
                    await answer(scope, receive, watched)
                else:
                    await app(scope, _in_time(receive), watched)
            finally:
                say(
                    Event.ANSWERED,
                    method=_method(request),
                    route=route(request),
                    status=status,
                    ms=round((time.monotonic() - began) * 1000),
                )

    return door


def _turned_away(request: Request[Any, Any, Any]) -> Response[Any] | None:
    service: Service = request.app.state.service
    host = request.headers.get("host", "")
    if not is_ours(host, service.settings.names):
        say(Event.HOST_REFUSED)
        return another_name(request)
    if request.method not in READS and not is_from_here(request, host):
        say(Event.ELSEWHERE)
        return another_site(request)
    return None


def is_ours(host: str, names: frozenset[str]) -> bool:
    """Named ones and this machine; where none is named, whatever cannot be a name that
    somebody registered to have it lead here."""
    read = HOST.fullmatch(host.casefold())
    if read is None or int(read[3] or 0) > LAST_PORT:
        return False
    name = read[1] or read[2]
    address = _address(name)
    if name == "localhost" or (address and address.is_loopback):
        return True
    if names:
        return name in names
    return bool(address) or "." not in name or name.endswith(PRIVATE)


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def is_from_here(request: Request[Any, Any, Any], host: str) -> bool:
    """What the browser itself says; the form's token is asked for besides, and no token of
    ours has other letters than ASCII. With our referrer policy browsers send "null" as
    origin of our own forms."""
    if not request.headers.get("x-csrftoken", "").isascii():
        return False
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin", "null")
    return origin == "null" or urlsplit(origin).netloc == host


def _in_time(receive: Receive) -> Receive:
    """A form that comes in drops holds nothing up for ever."""
    end, whole = time.monotonic() + WHOLE, False

    async def awaited():  # type: ignore[no-untyped-def]
        nonlocal whole
        if whole:
            return await receive()
        try:
            with anyio.fail_after(min(PAUSE, end - time.monotonic())):
                message = await receive()
        except TimeoutError:
            raise HTTPException(status_code=408) from None
        whole = not message.get("more_body", False)
        return message

    return awaited


def _method(request: Request[Any, Any, Any]) -> str:
    """Anybody may invent one, and put anything into it."""
    known = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
    return request.method if request.method in known else "another"
