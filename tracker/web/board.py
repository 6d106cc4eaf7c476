"""The board's view: what we claim, what we do not know, and what was handed to whom."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from recommendations.register.addressees import read_addressee
from recommendations.register.board import begins_with, read_board, read_changes_of_board
from recommendations.register.board_views import Board, Changes
from recommendations.register.views import AddresseeView
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.dates import past_day
from tracker.web.pages import page
from tracker.web.policy import Policy

SQUARES = 60
"""A matrix with more is read by addressee."""
CHANGES = 40
AsOf = Annotated[str, QueryParameter(name="as-of")]


@dataclass(frozen=True)
class Days:
    """The two days, and what is wrong with those that were asked for."""

    since: date
    as_of: date
    today: date
    since_error: str = ""
    as_of_error: str = ""

    @property
    def past(self) -> bool:
        return self.as_of < self.today


@dataclass(frozen=True)
class BoardPage:
    board: Board
    days: Days
    whom: AddresseeView | None
    whole: bool
    """The whole matrix is on this page."""

    @property
    def asked(self) -> str:
        """The two days as they stand in an address."""
        return f"as-of={self.days.as_of}&since={self.days.since}"


@dataclass(frozen=True)
class BoardChangesPage:
    changes: Changes
    days: Days
    whom: AddresseeView | None
    part: int
    parts: int

    @property
    def asked(self) -> str:
        return f"as-of={self.days.as_of}&since={self.days.since}"


class BoardPages(Controller):
    path = "/board"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        as_of: AsOf = "",
        since: FromQuery[str] = "",
        addressee: FromQuery[str] = "",
    ) -> Response[str]:
        with service.database.reading() as session:
            days = asked_days(session, as_of, since, service.today())
            whom = read_addressee(session, addressee) if addressee else None
            board = read_board(
                session,
                days.since,
                days.as_of,
                service.closing,
                visitor.role,
                whom.id if whom else None,
            )
        whole = len(board.squares) <= SQUARES
        return page(request, "board.html", BoardPage(board, days, whom, whole))

    @get("/changes", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def changes(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        as_of: AsOf = "",
        since: FromQuery[str] = "",
        addressee: FromQuery[str] = "",
        part: FromQuery[int] = 1,
    ) -> Response[str]:
        with service.database.reading() as session:
            days = asked_days(session, as_of, since, service.today())
            whom = read_addressee(session, addressee) if addressee else None
            part = max(1, part)
            changes = read_changes_of_board(
                session,
                days.since,
                days.as_of,
                service.closing,
                visitor.role,
                whom.id if whom else None,
                CHANGES,
                (part - 1) * CHANGES,
            )
        parts = max(1, -(-changes.count // CHANGES))
        context = BoardChangesPage(changes, days, whom, part, parts)
        return page(request, "board_changes.html", context)


def asked_days(session: Session, as_of: str, since: str, today: date) -> Days:
    """The later day is today where none was chosen, the earlier one that of the last meeting."""
    day, wrong = past_day(as_of, today)
    usual = begins_with(session, day)
    if not since:
        return Days(usual, day, today, as_of_error=wrong)
    first, wrong_first = past_day(since, today)
    if not wrong_first and first >= day:
        wrong_first = "The earlier day has to be before the later one."
    if wrong_first:
        wrong_first = wrong_first.replace("This is today.", "") + " This is the usual day."
        first = usual
    return Days(first, day, today, " ".join(wrong_first.split()), wrong)
