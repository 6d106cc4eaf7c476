"""What programs fetch again and again by a private address: nothing is sent where nothing was
written since and it is the same day, for then the gate lets the same out."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from litestar import Request, Response

from recommendations.models.base import now
from recommendations.records import chain
from tracker.database import Session
from tracker.service import Service

PRIVATE = {
    "cache-control": "private, no-cache",
    "x-robots-tag": "noindex, nofollow, noarchive",
}
A_WHILE = timedelta(seconds=2)


def fetched(
    request: Request[Any, Any, Any],
    service: Service,
    address: str,
    media_type: str,
    make: Callable[[Session, date], bytes],
) -> Response[bytes]:
    """`address` is what the body says of where people reach the pages; empty where it says
    nothing of it."""
    today = service.today()
    with service.database.reading() as session:
        headers = _marks(session, service, today, address)
        if _has_it(request, headers):
            return Response(b"", status_code=304, headers=headers)
        body = make(session, today)
    return Response(body, media_type=f"{media_type}; charset=utf-8", headers=headers)


def _marks(session: Session, service: Service, today: date, address: str) -> dict[str, str]:
    """By which a reader asks for what is new. A time in whole seconds is one once its second
    is over; embargoes end at midnight."""
    head = chain.head(session)
    state = hashlib.sha256(f"{head.hash} {today} {address}".encode()).hexdigest()[:24]
    headers = {"etag": f'W/"{state}"', **PRIVATE}
    last = max([*chain.lately(session)[:1], service.closing(today - timedelta(days=1))])
    if now() - last > A_WHILE:
        headers["last-modified"] = format_datetime(_in_seconds(last), usegmt=True)
    return headers


def _in_seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _has_it(request: Request[Any, Any, Any], headers: dict[str, str]) -> bool:
    """By the mark alone, where the reader sends it."""
    mark = request.headers.get("if-none-match")
    if mark is not None:
        return headers["etag"] in [one.strip() for one in mark.split(",")]
    return request.headers.get("if-modified-since", "-") == headers.get("last-modified")
