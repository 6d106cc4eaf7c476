"""What programs of people inside fetch by private addresses: the feed of reviewed changes."""

from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from exports.atom import MEDIA_TYPE, Feed, atom
from exports.bulletin import read_news, record_of
from tracker.accounts.feeds import FeedKind
from tracker.database import Session
from tracker.service import Service
from tracker.web.links import subscriber
from tracker.web.pages import base_of
from tracker.web.policy import Policy
from tracker.web.subscriptions import fetched

TITLE = "What changed in the recommendation register"


class Feeds(Controller):
    path = "/feeds"

    @get("/{token:str}", policy=Policy.ANYONE, sync_to_thread=True)
    def changes(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        token: FromPath[str],
    ) -> Response[bytes]:
        subscriber(request, service, FeedKind.CHANGES, token)
        address = base_of(request)

        def make(session: Session, today: date) -> bytes:
            return atom(
                Feed(
                    *record_of(session),
                    title=TITLE,
                    organisation=service.settings.organisation,
                    address=address,
                    news=read_news(session, today, service.closing(today)),
                )
            )

        return fetched(request, service, address, MEDIA_TYPE, make)
