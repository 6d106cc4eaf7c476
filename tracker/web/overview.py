"""The overview: where every recommendation stands with every addressee."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from recommendations.register import waiting
from recommendations.register.board_views import Told
from recommendations.register.overview import (
    OverviewView,
    read_lately,
    read_overview,
    read_since,
)
from recommendations.register.waits import Waiting
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.dates import past_day
from tracker.web.pages import page
from tracker.web.policy import Policy

LATELY = 6
SINCE = timedelta(days=90)


@dataclass(frozen=True)
class OverviewPage:
    """`mine` waits for a second person."""

    overview: OverviewView
    today: date
    changes: tuple[Told, ...]
    mine: tuple[Waiting, ...]
    past: bool
    error: str


@dataclass(frozen=True)
class ChangesPage:
    since: date
    today: date
    changes: tuple[Told, ...]
    error: str


class Overview(Controller):
    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def overview(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        as_of: Annotated[str, QueryParameter(name="as-of")] = "",
        part: FromQuery[int] = 1,
    ) -> Response[str]:
        day, error = past_day(as_of, service.today())
        with service.database.reading() as session:
            overview = read_overview(session, day, service.closing, part)
            changes = read_lately(session, day, service.closing, visitor.role, LATELY)
            waits = waiting.read_waiting(session, visitor.role, visitor.id)
        context = OverviewPage(
            overview=overview,
            today=service.today(),
            changes=changes,
            mine=tuple(w for w in waits if w.author == visitor.id),
            past=day < service.today(),
            error=error,
        )
        return page(request, "overview.html", context)

    @get("/changes", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def changes(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        since: FromQuery[str] = "",
    ) -> Response[str]:
        today = service.today()
        day, error = past_day(since or (today - SINCE).isoformat(), today)
        with service.database.reading() as session:
            after = service.closing(day - timedelta(days=1))
            changes = read_since(session, after, today, service.closing, visitor.role)
        return page(request, "changes.html", ChangesPage(day, today, changes, error))
