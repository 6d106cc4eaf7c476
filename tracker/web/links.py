"""Links and private addresses, followed by strangers and by programs: guessing them is slowed
down like passwords."""

from collections.abc import Callable
from typing import Any, TypeVar

from litestar import Request

from recommendations.errors import NotFound
from tracker.accounts import feeds, tries
from tracker.accounts.feeds import FeedKind
from tracker.accounts.sessions import Visitor
from tracker.database import Database, Session
from tracker.logs import Event, say
from tracker.service import Service

Found = TypeVar("Found")


def host_of(request: Request[Any, Any, Any]) -> str:
    """Where it came from on the network. Only a web server on this machine may say that it
    passes on for somebody else."""
    return request.client.host if request.client else ""


def found_by(
    request: Request[Any, Any, Any],
    database: Database,
    find: Callable[[Session, str], Found],
    token: str,
) -> Found:
    """What the link stands for. Raises NotFound, which counts as a try, or TooMany."""
    host = tries.address(host_of(request))
    try:
        with database.reading() as session:
            tries.refuse_too_many(session, {host: tries.FOR_AN_ADDRESS})
            return find(session, token)
    except NotFound:
        with database.writing() as session:
            tries.failed(session, host)
        say(Event.LINK_REFUSED)
        raise
    except tries.TooMany:
        say(Event.TOO_MANY)
        raise


def subscriber(
    request: Request[Any, Any, Any], service: Service, kind: FeedKind, token: str
) -> Visitor:
    """Whose program asks, by a private address. Nothing leaves while the clock cannot be
    believed; then, too, the answer is that of an address that never was."""

    def find(session: Session, token: str) -> Visitor:
        whose = feeds.follow(session, kind, token)
        if service.odd_clock(session):
            raise NotFound(feeds.GONE)
        return whose

    return found_by(request, service.database, find, token)
