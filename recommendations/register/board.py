"""The board's view: where everything stood at the end of two days, and what came between.

Everything is read once and narrowly; words only of what is shown. No percentages and no
means: what stands in different places is counted, never added up.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

from recommendations import rules
from recommendations.models import (
    BriefingPack,
    Change,
    Edition,
    Position,
)
from recommendations.records.chain import Link
from recommendations.records.meetings import closed_calls, last_meeting
from recommendations.records.review_sql import reviewed
from recommendations.register.board_changes import read_told
from recommendations.register.board_views import (
    OUTSPOKEN,
    Asked,
    Board,
    Changes,
    Handed,
    Issued,
    Known,
    Line,
    Lines,
    Square,
    Stand,
    Summed,
    Tally,
    said_together,
)
from recommendations.register.contacts import read_contacts
from recommendations.register.counting import Counting, read_counting, read_weak
from recommendations.register.deliveries import DeliveryView, read_deliveries
from recommendations.register.drafts import read_drafts
from recommendations.register.kept import kept
from recommendations.register.matrix import read_asked, read_there, squares_of, those_with
from recommendations.register.sealed import read_sealed
from recommendations.register.touched import read_touched
from recommendations.register.views import AddresseeView
from recommendations.vocabulary import Role, Status

SINCE = timedelta(days=90)
"""Back to where it compares, where no meeting was held."""
LISTED = 8
OLD = timedelta(days=365)
TOLD_AT_ONCE = 12


def begins_with(session: Session, as_of: date) -> date:
    """The day that it is compared with where nobody chose one: that of the last meeting."""
    return last_meeting(session, as_of) or as_of - SINCE


def read_board(
    session: Session,
    since: date,
    as_of: date,
    closing: Callable[[date], datetime],
    role: Role | None = Role.EDITOR,
    whom: int | None = None,
    told: int = TOLD_AT_ONCE,
) -> Board:
    """`closing` is the end of a day. `whom` is one addressee, where only it is read."""
    moments = closing(since), closing(as_of)
    what = ("stand", since, as_of, *moments, whom, read_weak(session))

    def move(then: Stand, links: Sequence[Link]) -> Stand | None:
        touched = read_touched(session, links)
        return then if touched and touched.nothing else None

    stand = kept(session, what, lambda: _stand(session, (since, as_of), moments, whom), move)
    deliveries = _delivered(read_deliveries(session), since, as_of)
    return Board(
        since=since,
        as_of=as_of,
        begins=_begins(session, closing),
        stand=stand,
        changes=read_told(
            session, *moments, as_of, stand.asked, stand.addressees, role, whom, told
        ),
        handed=_handed(session, stand.addressees, deliveries, since, as_of),
        issued=_issued(session, *moments),
    )


def _stand(
    session: Session, days: tuple[date, date], moments: tuple[datetime, datetime], whom: int | None
) -> Stand:
    as_of = days[1]
    counted = [
        those_with(read_counting(session, *two), whom) for two in zip(days, moments, strict=True)
    ]
    asked = [read_asked(session, moment) for moment in moments]
    squares = squares_of(asked, counted)
    addressees = read_there(session, as_of, {a for _, a in squares})
    there = {one.id for one in addressees}
    squares = {key: square for key, square in squares.items() if key[1] in there}
    closed = closed_calls(session, moments[1])
    for key, square in squares.items():
        if number := _closed(square, closed):
            squares[key] = replace(square, closed=number)
    lines = _lines(asked[1], addressees, squares)
    then, now = _sides(squares.values())
    return Stand(
        asked=asked[1],
        addressees=addressees,
        squares=squares,
        found=_tallies(rules.WORST_FIRST, [c.status for c in then], [c.status for c in now]),
        said=_tallies((*OUTSPOKEN, None), [c.value for c in then], [c.value for c in now]),
        summed=_summed(addressees, squares),
        stalled=_first(
            lines, lambda one: one.call.call not in closed and _has_stalled(one.call, as_of)
        ),
        contested=_first(lines, _contested(session)),
        unsupported=_first(lines, _is_unsupported),
        closed=_first(lines, lambda line: line.call.call in closed),
        known=_known(now, as_of),
    )


def read_changes_of_board(
    session: Session,
    since: date,
    as_of: date,
    closing: Callable[[date], datetime],
    role: Role | None = Role.EDITOR,
    whom: int | None = None,
    most: int = TOLD_AT_ONCE,
    skip: int = 0,
) -> Changes:
    """A part of all that was accepted between the ends of the two days."""
    asked = read_asked(session, closing(as_of))
    addressees = read_there(session, as_of)
    moments = closing(since), closing(as_of)
    return read_told(session, *moments, as_of, asked, addressees, role, whom, most, skip)


def _begins(session: Session, closing: Callable[[date], datetime]) -> date | None:
    first = session.exec(select(Change.at).order_by(col(Change.seq)).limit(1)).first()
    if first is None:
        return None
    zone = closing(date(2000, 1, 1)).tzinfo
    return first.astimezone(zone).date()


def _closed(square: Square, closed: Collection[int]) -> int:
    return sum(1 for call in square.now if call.call in closed)


def _sides(squares: Iterable[Square]) -> tuple[list[Counting], list[Counting]]:
    both = list(squares)
    return [c for s in both for c in s.then], [c for s in both for c in s.now]


def _lines(
    asked: Iterable[Asked],
    addressees: Iterable[AddresseeView],
    squares: Mapping[tuple[int, int], Square],
) -> list[Line]:
    whom = {one.id: one for one in addressees}
    what = {one.id: one for one in asked}
    return [
        Line(what[recommendation], whom[addressee], call)
        for (recommendation, addressee), square in squares.items()
        for call in square.now
    ]


def _first(lines: Iterable[Line], which: Callable[[Line], bool]) -> Lines:
    """The longest without news first."""
    found = sorted(filter(which, lines), key=lambda line: line.call.true_on or date.min)
    return Lines(len(found), tuple(found[:LISTED]))


def _has_stalled(call: Counting, day: date) -> bool:
    if call.status is Status.NO_FURTHER_STEP:
        return True
    if call.true_on is None or call.assessment is None or call.status not in rules.MOVEMENT:
        return False
    fact = rules.AssessmentFact(call.assessment, call.status, call.true_on)
    return rules.may_have_stalled(rules.Counted(fact), None, day)


def _rivals(session: Session) -> frozenset[int]:
    """Calls of which two drafts say different things."""
    authors: dict[tuple[int, int | None], set[int]] = defaultdict(set)
    for draft in read_drafts(session).values():
        if draft.author is not None:
            authors[draft.call, draft.base].add(draft.author)
    return frozenset(call for (call, _), people in authors.items() if len(people) > 1)


def _contested(session: Session) -> Callable[[Line], bool]:
    """Evidence against, acts to the contrary, or two drafts that say different things."""
    rival = _rivals(session)

    def is_contested(line: Line) -> bool:
        call = line.call
        return call.against or call.status is Status.CONTRARY or call.call in rival

    return is_contested


def _is_unsupported(line: Line) -> bool:
    return line.call.under_review or line.call.status is Status.NOTHING_FOUND


def _known(now: Sequence[Counting], day: date) -> Known:
    return Known(
        calls=len(now),
        unassessed=sum(1 for c in now if c.status is Status.NOT_YET_ASSESSED),
        not_sought=sum(1 for c in now if c.value is None),
        old=sum(1 for c in now if c.true_on and day - c.true_on > OLD),
    )


def _tallies(words: Sequence, then: Sequence, now: Sequence) -> tuple[Tally, ...]:  # type: ignore[type-arg]
    before, after = Counter(then), Counter(now)
    return tuple(Tally(w, before[w], after[w]) for w in words if before[w] or after[w])


def _summed(
    addressees: Iterable[AddresseeView], squares: Mapping[tuple[int, int], Square]
) -> tuple[Summed, ...]:
    of: dict[int, list[Square]] = defaultdict(list)
    for (_, addressee), square in squares.items():
        of[addressee].append(square)
    found = []
    for whom in addressees:
        then, now = _sides(of[whom.id])
        found.append(
            Summed(
                whom,
                len(now),
                rules.together([c.status for c in then]) if then else "",
                rules.together([c.status for c in now]),
                said_together([c.value for c in then]),
                said_together([c.value for c in now]),
            )
        )
    return tuple(found)


def _delivered(
    deliveries: Iterable[DeliveryView], since: date, as_of: date
) -> Mapping[str, list[DeliveryView]]:
    """By the code of the addressee."""
    found: dict[str, list[DeliveryView]] = defaultdict(list)
    for one in deliveries:
        if since < one.on <= as_of:
            found[one.addressee].append(one)
    return found


def _handed(
    session: Session,
    addressees: Iterable[AddresseeView],
    deliveries: Mapping[str, list[DeliveryView]],
    since: date,
    as_of: date,
) -> tuple[Handed, ...]:
    contacts = read_contacts(session, as_of)
    said = dict(
        session.exec(
            select(Position.addressee, func.count(col(Position.id)))
            .where(
                Position.said_on > since,
                Position.said_on <= as_of,
                reviewed(Position),
                col(Position.quote).not_in(read_sealed(session)),
            )
            .group_by(col(Position.addressee))
        ).all()
    )
    return tuple(
        Handed(a, contacts[a.id], tuple(deliveries.get(a.code, ())), said.get(a.id, 0))
        for a in addressees
    )


def _issued(session: Session, after: datetime, closing: datetime) -> tuple[Issued, ...]:
    rows = session.exec(
        select(Edition.id, BriefingPack.profile, Edition.number, Edition.recorded_at)
        .join(BriefingPack, col(BriefingPack.id) == Edition.pack)
        .where(Edition.recorded_at > after, Edition.recorded_at <= closing)
        .order_by(col(Edition.id).desc())
    )
    return tuple(
        Issued(id, audience, number, at.astimezone(closing.tzinfo).date())
        for id, audience, number, at in rows
        if id is not None
    )
