"""What programs of people inside fetch by private addresses: the feed of reviewed changes."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from exports.atom import MEDIA_TYPE, Feed, atom
from exports.bulletin import read_news, record_of
from recommendations.models.base import now
from recommendations.records import chain
from tracker.accounts.feeds import FeedKind
from tracker.database import Session
from tracker.service import Service
from tracker.web.links import subscriber
from tracker.web.pages import base_of
from tracker.web.policy import Policy

TITLE = "What changed in the recommendation register"
PRIVATE = {
    "cache-control": "private, no-cache",
    "x-robots-tag": "noindex, nofollow, noarchive",
}
A_WHILE = timedelta(seconds=2)


class Feeds(Controller):
    path = "/feeds"

    @get("/{token:str}", policy=Policy.ANYONE, sync_to_thread=True)
    def changes(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        token: FromPath[str],
    ) -> Response[bytes]:
        """Nothing, where nothing was written since it was fetched and it is the same day: then
        the gate lets the same out."""
        subscriber(request, service, FeedKind.CHANGES, token)
        today, address = service.today(), base_of(request)
        with service.database.reading() as session:
            headers = _marks(session, service, today, address)
            if _has_it(request, headers):
                return Response(b"", status_code=304, headers=headers)
            feed = Feed(
                *record_of(session),
                title=TITLE,
                organisation=service.settings.organisation,
                address=address,
                news=read_news(session, today, service.closing(today)),
            )
        return Response(atom(feed), media_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)


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
