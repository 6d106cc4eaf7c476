"""The overview: where every recommendation stands with every addressee, and what changed last,
read narrowly however much was found over the years."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations import rules
from recommendations.models import Addressee, Call, Ground, Position, PositionMeasure, Review
from recommendations.records.meetings import closed_calls
from recommendations.records.review_sql import reviewed
from recommendations.register.board_changes import read_newest, read_told
from recommendations.register.board_views import Asked, Told
from recommendations.register.counting import Counting, read_counting
from recommendations.register.drafts import read_drafts
from recommendations.register.matrix import read_asked, read_there, squares_of, those_with
from recommendations.register.sealed import SEALED, read_sealed
from recommendations.register.views import AddresseeView
from recommendations.register.windows import MOST_CHANGES, ON_ONE_PAGE
from recommendations.vocabulary import Role, Status, Verdict

CELLS, FEWEST = 500, 10
"""Of one part, and rows of one with many addressees."""


@dataclass(frozen=True)
class OverviewRow:
    id: int
    place: int
    title: str
    measures: int
    grounds: int


@dataclass(frozen=True)
class OverviewCell:
    """One recommendation with one addressee: what counts for each measure, in their order."""

    calls: tuple[Counting, ...]
    words: str
    """One word where all measures share it, else counts, worst news first."""
    closed: int
    """How many of its calls the board has closed."""
    draft: bool
    """Something unreviewed waits on it."""

    @property
    def under_review(self) -> bool:
        return any(call.under_review for call in self.calls)


@dataclass(frozen=True)
class OverviewView:
    """`part` of `parts`, where there are too many recommendations for one page; `cells` by
    recommendation and addressee, absent where it was not addressed."""

    as_of: date
    rows: tuple[OverviewRow, ...]
    addressees: tuple[AddresseeView, ...]
    cells: Mapping[tuple[int, int], OverviewCell]
    last_change: date | None
    part: int
    parts: int

    @property
    def calls(self) -> list[Counting]:
        return [call for cell in self.cells.values() for call in cell.calls]

    @property
    def unassessed(self) -> int:
        return sum(1 for call in self.calls if call.status is Status.NOT_YET_ASSESSED)

    @property
    def not_sought(self) -> int:
        """For so many nobody has looked for a position."""
        return sum(1 for call in self.calls if call.value is None)


def read_overview(
    session: Session, day: date, closing: Callable[[date], datetime], part: int = 1
) -> OverviewView:
    """`closing` is the end of a day."""
    end = closing(day)
    asked = read_asked(session, end)
    counted = those_with(read_counting(session, day, end), None)
    rows_each = _rows_each(len({one.addressee for one in counted}))
    parts = max(1, -(-len(asked) // rows_each))
    part = min(max(1, part), parts)
    shown = asked[(part - 1) * rows_each : part * rows_each]
    squares = squares_of([shown, shown], [counted, counted])
    # Registers from elsewhere have many addressees; those of other parts are left out.
    addressees = read_there(session, day, None if parts == 1 else {a for _, a in squares})
    there = {one.id for one in addressees}
    closed, drafted = closed_calls(session, end), _drafted(session)
    cells = {
        key: OverviewCell(
            calls=square.now,
            words=rules.together([call.status for call in square.now]),
            closed=sum(1 for call in square.now if call.call in closed),
            draft=any(call.call in drafted for call in square.now),
        )
        for key, square in squares.items()
        if key[1] in there
    }
    grounds = _grounds(session)
    rows = tuple(
        OverviewRow(one.id, one.place, one.title, len(one.measures), grounds.get(one.id, 0))
        for one in shown
    )
    return OverviewView(day, rows, addressees, cells, _last_change(session, end), part, parts)


def _rows_each(addressees: int) -> int:
    """How many recommendations a part has, so that a slow line can carry it."""
    return min(ON_ONE_PAGE, max(FEWEST, CELLS // max(1, addressees)))


def read_lately(
    session: Session,
    day: date,
    closing: Callable[[date], datetime],
    role: Role | None,
    most: int,
) -> tuple[Told, ...]:
    """What was accepted last, by the end of that day."""
    asked, everybody = _about(session, day, closing)
    # Measures of one sitting are told together.
    some = read_newest(session, closing(day), day, asked, everybody, role, 4 * most)
    return some[:most]


def read_since(
    session: Session,
    after: datetime,
    day: date,
    closing: Callable[[date], datetime],
    role: Role | None,
) -> tuple[Told, ...]:
    """What was accepted after that moment, the newest first; at most `MOST_CHANGES`."""
    about = _about(session, day, closing)
    told = read_told(session, after, closing(day), day, *about, role, most=MOST_CHANGES)
    return told.told


def _about(
    session: Session, day: date, closing: Callable[[date], datetime]
) -> tuple[tuple[Asked, ...], tuple[AddresseeView, ...]]:
    return read_asked(session, closing(day)), read_there(session, day)


def _drafted(session: Session) -> Collection[int]:
    """Calls on which something waits that nobody has accepted."""
    findings = {draft.call for draft in read_drafts(session).values()}
    return findings.union(session.scalars(_SPOKEN, {"sealed": read_sealed(session)}))


_SPOKEN = (
    sa.select(col(Call.id))
    .join(PositionMeasure, col(PositionMeasure.measure) == col(Call.measure))
    .join(Position, col(Position.id) == col(PositionMeasure.position))
    .join(Addressee, col(Addressee.id) == col(Position.addressee))
    .where(
        ~reviewed(Position),
        col(Position.quote).not_in(SEALED),
        sa.or_(
            col(Call.addressee) == col(Addressee.id),
            sa.and_(col(Addressee.speaks_for_parent), col(Call.addressee) == col(Addressee.parent)),
        ),
    )
)


def _grounds(session: Session) -> Mapping[int, int]:
    """How many each recommendation has."""
    found = session.execute(_GROUNDS, {"sealed": read_sealed(session)})
    return dict(found.all())


_GROUNDS = (
    sa.select(col(Ground.recommendation), sa.func.count())
    .where(col(Ground.quote).not_in(SEALED))
    .group_by(col(Ground.recommendation))
)


def _last_change(session: Session, closing: datetime) -> date | None:
    last = [session.scalar(_LAST, {"kind": kind, "closing": closing}) for kind in _CHANGES]
    latest = max((at for at in last if at is not None), default=None)
    return latest.astimezone(closing.tzinfo).date() if latest else None


_CHANGES = ("assessment", "position")
_LAST = (
    sa.select(col(Review.recorded_at))
    .where(
        col(Review.of_kind) == sa.bindparam("kind"),
        col(Review.verdict) == Verdict.ACCEPTED,
        col(Review.recorded_at) <= sa.bindparam("closing"),
    )
    .order_by(col(Review.recorded_at).desc())
    .limit(1)
)
