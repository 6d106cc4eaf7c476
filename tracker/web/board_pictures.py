"""The board's pictures: a map of all statuses, and when each changed with one addressee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from recommendations.register.addressees import read_addressee
from recommendations.register.board_pictures import Lane, read_lanes, worst
from recommendations.register.board_views import Asked
from recommendations.register.counting import read_weak
from recommendations.register.matrix import Matrix, read_matrix
from recommendations.register.views import AddresseeView
from recommendations.vocabulary import Status
from tracker.service import Service
from tracker.web.board_days import AsOf, Days, asked_days
from tracker.web.pages import page
from tracker.web.policy import Policy

ROWS, LANES = 50, 40
"""Of one part."""
CELL, LEFT, TOP = 22, 40, 96
FEW = 8


@dataclass(frozen=True)
class Dot:
    """A cell of the map, in units of the picture."""

    x: int
    y: int
    status: Status
    words: str


@dataclass(frozen=True)
class Map:
    """`width`, `height` and the `top` of the first row in units of the picture; a row for each
    recommendation."""

    width: int
    height: int
    top: int
    heads: tuple[tuple[int, AddresseeView], ...]
    rows: tuple[tuple[int, Asked], ...]
    dots: tuple[Dot, ...]
    words: dict[tuple[int, int], str]
    """By the ids of recommendation and addressee, for the table behind it."""

    @property
    def scale(self) -> int:
        """A small map is shown larger."""
        return 2 if len(self.heads) <= FEW else 1


@dataclass(frozen=True)
class Bar:
    """A stretch of a lane, in hundredths of its width."""

    x: str
    width: str
    status: Status
    lapsed: bool
    new: bool
    """It begins a status, so its shape stands there."""


@dataclass(frozen=True)
class Row:
    lane: Lane
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class PicturesPage:
    days: Days
    map: Map
    addressees: tuple[AddresseeView, ...]
    part: int
    parts: int


@dataclass(frozen=True)
class TimelinePage:
    """`years` with their places, in hundredths of the width."""

    days: Days
    whom: AddresseeView
    first: date
    years: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]
    part: int
    parts: int


class BoardPictures(Controller):
    path = "/board/pictures"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        as_of: AsOf = "",
        part: FromQuery[int] = 1,
    ) -> Response[str]:
        with service.database.reading() as session:
            days = asked_days(session, as_of, "", service.today())
            matrix = read_matrix(session, days.as_of, service.closing)
        asked = [
            r
            for r in matrix.asked
            if any((r.id, a.id) in matrix.squares for a in matrix.addressees)
        ]
        part, parts, few = _part(asked, ROWS, part)
        context = PicturesPage(days, _map(matrix, few), matrix.addressees, part, parts)
        return page(request, "board_pictures.html", context)

    @get("/{addressee:str}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def timeline(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        addressee: FromPath[str],
        as_of: AsOf = "",
        part: FromQuery[int] = 1,
    ) -> Response[str]:
        with service.database.reading() as session:
            days = asked_days(session, as_of, "", service.today())
            whom = read_addressee(session, addressee)
            day, closing = days.as_of, service.closing(days.as_of)
            matrix = read_matrix(session, day, service.closing, whom.id)
            asked = [
                (one, matrix.squares[one.id, whom.id])
                for one in matrix.asked
                if (one.id, whom.id) in matrix.squares
            ]
            part, parts, few = _part(asked, LANES, part)
            lanes = read_lanes(session, few, read_weak(session), day, closing)
        context = _timeline(days, whom, lanes, part, parts)
        return page(request, "board_timeline.html", context)


def _part(all: Sequence[Any], size: int, part: int) -> tuple[int, int, Sequence[Any]]:
    parts = max(1, -(-len(all) // size))
    part = min(max(1, part), parts)
    return part, parts, all[(part - 1) * size : part * size]


def _map(matrix: Matrix, asked: Sequence[Asked]) -> Map:
    # Names lean to the right; letters are about this wide in the picture.
    longest = max((len(a.short) for a in matrix.addressees), default=0)
    top = min(TOP, 24 + 6 * longest)
    columns = {a.id: LEFT + n * CELL for n, a in enumerate(matrix.addressees)}
    dots = [
        Dot(x, top + n * CELL, worst(square), square.found_now)
        for n, one in enumerate(asked)
        for whom, x in columns.items()
        if (square := matrix.squares.get((one.id, whom)))
    ]
    return Map(
        width=LEFT + CELL * len(columns) + top // 2,
        height=top + CELL * len(asked) + 4,
        top=top,
        heads=tuple((columns[a.id], a) for a in matrix.addressees),
        rows=tuple((top + n * CELL, one) for n, one in enumerate(asked)),
        dots=tuple(dots),
        words={key: square.found_now for key, square in matrix.squares.items()},
    )


def _timeline(
    days: Days, whom: AddresseeView, lanes: Sequence[Lane], part: int, parts: int
) -> TimelinePage:
    starts = [stretch.start for lane in lanes for stretch in lane.stretches]
    first = date(min(starts, default=days.as_of).year, 1, 1)
    span = max(1, (days.as_of - first).days + 1)

    def at(day: date) -> float:
        return 100 * (day - first).days / span

    rows = []
    for lane in lanes:
        bars = [
            Bar(
                f"{at(s.start):.2f}",
                f"{max(0.4, at(s.end) - at(s.start) + 100 / span):.2f}",
                s.status,
                s.lapsed,
                not s.lapsed,
            )
            for s in lane.stretches
        ]
        rows.append(Row(lane, tuple(bars)))
    years = tuple(
        (f"{at(date(year, 1, 1)):.2f}", year) for year in range(first.year, days.as_of.year + 1)
    )
    return TimelinePage(days, whom, first, years, tuple(rows), part, parts)
