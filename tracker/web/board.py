"""The board's view: what we claim, what we do not know, and what was handed to whom."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from recommendations.register.addressees import read_addressee
from recommendations.register.board import read_board, read_changes_of_board
from recommendations.register.board_views import Asked, Board, Changes
from recommendations.register.views import AddresseeView
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.board_days import AsOf, Days, asked_days
from tracker.web.pages import page
from tracker.web.policy import Policy

SQUARES = 60
"""A matrix with more is read by addressee."""
ROWS, CHANGES = 60, 40
"""Of one part."""


@dataclass(frozen=True)
class BoardPage:
    board: Board
    days: Days
    whom: AddresseeView | None
    whole: bool
    """The whole matrix is on this page."""
    rows: tuple[Asked, ...]
    """With one addressee: this part of what is called for from it."""
    part: int
    parts: int


@dataclass(frozen=True)
class BoardChangesPage:
    changes: Changes
    days: Days
    whom: AddresseeView | None
    part: int
    parts: int


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
        part: FromQuery[int] = 1,
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
        squares = board.stand.squares
        rows = [one for one in board.stand.asked if whom and (one.id, whom.id) in squares]
        parts = max(1, -(-len(rows) // ROWS))
        part = min(max(1, part), parts)
        context = BoardPage(
            board=board,
            days=days,
            whom=whom,
            whole=len(squares) <= SQUARES,
            rows=tuple(rows[(part - 1) * ROWS : part * ROWS]),
            part=part,
            parts=parts,
        )
        return page(request, "board.html", context)

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
