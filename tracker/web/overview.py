"""The overview: where every recommendation stands with every addressee."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from recommendations.register import waiting
from recommendations.register.changes import Change, read_changes
from recommendations.register.loading import load
from recommendations.register.register import register_of
from recommendations.register.views import Register
from recommendations.register.waits import Waiting
from recommendations.vocabulary import Status
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.dates import past_day
from tracker.web.pages import page
from tracker.web.policy import Policy

LATELY = 6
SINCE = timedelta(days=90)


@dataclass(frozen=True)
class Known:
    """How much of the register is known, counted in measures called for."""

    calls: int
    unassessed: int
    positions_not_sought: int


@dataclass(frozen=True)
class OverviewPage:
    register: Register
    known: Known
    today: date
    changes: tuple[Change, ...]
    mine: tuple[Waiting, ...]
    past: bool
    error: str


@dataclass(frozen=True)
class ChangesPage:
    since: date
    today: date
    changes: tuple[Change, ...]
    error: str


class Overview(Controller):
    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def overview(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        as_of: Annotated[str, QueryParameter(name="as-of")] = "",
    ) -> Response[str]:
        day, error = past_day(as_of, service.today())
        closing = service.closing(day)
        with service.database.reading() as session:
            loaded = load(session, visitor.role)
            register = register_of(session, loaded, day, closing)
            waits = waiting.read_waiting(session, visitor.role, visitor.id, loaded)
            changes = read_changes(session, register, closing=closing, loaded=loaded)
        context = OverviewPage(
            register=register,
            known=_known(register),
            today=service.today(),
            changes=changes[:LATELY],
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
            loaded = load(session, visitor.role)
            register = register_of(session, loaded, today, service.closing(today))
            changes = read_changes(
                session, register, service.closing(day - timedelta(days=1)), loaded=loaded
            )
        return page(request, "changes.html", ChangesPage(day, today, changes, error))


def _known(register: Register) -> Known:
    calls = [call for cell in register.cells.values() for call in cell.calls]
    return Known(
        calls=len(calls),
        unassessed=sum(1 for c in calls if c.status is Status.NOT_YET_ASSESSED),
        positions_not_sought=sum(1 for c in calls if c.position_value is None),
    )
