"""Security headers on every response, errors included; over HTTPS browsers are told to
stay there."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

ALWAYS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "font-src 'self'; object-src 'none'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


OVER_HTTPS = {"strict-transport-security": "max-age=31536000; includeSubDomains"}


async def add_headers(message: Message, scope: Scope) -> None:
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    secure = scope["litestar_app"].state.service.settings.secure_cookies
    for name, value in (ALWAYS | (OVER_HTTPS if secure else {})).items():
        headers[name] = value
    if "cache-control" not in headers:
        headers["cache-control"] = "no-store"
