"""The overview: where every recommendation stands with every addressee."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from recommendations.register import waiting, windows
from recommendations.register.changes import Change, read_changes
from recommendations.register.loading import Loaded, load
from recommendations.register.register import register_of
from recommendations.register.views import Register
from recommendations.register.waits import Waiting
from recommendations.vocabulary import Status
from tracker.accounts.sessions import Visitor
from tracker.database import Session
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
    """`part` of `parts`, where there are too many recommendations for one page."""

    register: Register
    part: int
    parts: int
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
        part: FromQuery[int] = 1,
    ) -> Response[str]:
        day, error = past_day(as_of, service.today())
        closing = service.closing(day)
        with service.database.reading() as session:
            parts = windows.parts(session)
            part = min(max(1, part), parts)
            one = parts == 1
            loaded = load(session, visitor.role, None if one else windows.part(session, part))
            register = register_of(session, loaded, day, closing)
            own = loaded if one else None
            waits = waiting.read_waiting(session, visitor.role, visitor.id, own)
            changes = _lately(session, visitor, day, closing, (register, loaded) if one else None)
        context = OverviewPage(
            register=register if one else _narrowed(register),
            part=part,
            parts=parts,
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
            since_then = service.closing(day - timedelta(days=1))
            loaded = load(session, visitor.role, windows.changed(session, since_then))
            register = register_of(session, loaded, today, service.closing(today))
            changes = read_changes(session, register, since_then, loaded=loaded)
        return page(request, "changes.html", ChangesPage(day, today, changes, error))


def _lately(
    session: Session,
    visitor: Visitor,
    day: date,
    closing: datetime,
    read: tuple[Register, Loaded] | None,
) -> tuple[Change, ...]:
    """From what was read for the page, where that is all there is."""
    if read is None:
        loaded = load(session, visitor.role, windows.changed(session))
        read = register_of(session, loaded, day, closing), loaded
    register, loaded = read
    return read_changes(session, register, closing=closing, loaded=loaded)


def _narrowed(register: Register) -> Register:
    """To the addressees of what stands on this page: registers from elsewhere have many."""
    asked = {addressee for _, addressee in register.cells}
    return replace(register, addressees=tuple(a for a in register.addressees if a.id in asked))


def _known(register: Register) -> Known:
    calls = [call for cell in register.cells.values() for call in cell.calls]
    return Known(
        calls=len(calls),
        unassessed=sum(1 for c in calls if c.status is Status.NOT_YET_ASSESSED),
        positions_not_sought=sum(1 for c in calls if c.position_value is None),
    )
