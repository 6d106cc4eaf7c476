"""What counts on every call on a day, without its words: for pages about all of them at once.

The database answers where the rules leave no doubt: the latest finding that was known has,
plainly, what its status needs. Everything else is asked of the rules themselves, call by
call. That words are still found in their source is asked where they are shown.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from recommendations import rules
from recommendations.models import (
    Assessment,
    Call,
    Evidence,
    Quote,
    Review,
    Search,
    SearchCall,
    Source,
)
from recommendations.records.chain import Link
from recommendations.records.findings import PUTS_RIGHT
from recommendations.records.hidden import withdrawn_quotes
from recommendations.records.near import numbers
from recommendations.records.review_sql import accepted, reviewed_at
from recommendations.register.counting_exactly import Found, by_the_rules
from recommendations.register.counting_said import read_said
from recommendations.register.kept import kept
from recommendations.register.sealed import read_sealed
from recommendations.register.touched import Touched, read_touched
from recommendations.vocabulary import (
    PositionValue,
    SearchFor,
    SourceKind,
    Stance,
    Status,
)

_ACT, _THEIRS, _AGAINST = 4, 2, 1
_OURS = [kind for kind in SourceKind if kind.is_ours]
_CONFIRMS = (SourceKind.OFFICIAL_ACT, SourceKind.INDEPENDENT_REPORT)
_NEEDS_ACT = (Status.IN_EFFECT, Status.COMPLETED)
_NEEDS_SEARCH = (Status.NOTHING_FOUND, Status.NO_FURTHER_STEP)


class Counting(NamedTuple):
    """On one call. `against` says that evidence against the finding is on record, `value` is
    None where nobody has looked for a position."""

    call: int
    measure: int
    addressee: int
    status: Status = Status.NOT_YET_ASSESSED
    assessment: int | None = None
    true_on: date | None = None
    until: date | None = None
    against: bool = False
    under_review: bool = False
    position: int | None = None
    value: PositionValue | None = None


Counts = Mapping[int, Counting]
"""By call."""


def read_counting(session: Session, day: date, closing: datetime) -> Counts:
    """Agrees with `register.register_of`; cost: a few index look-ups for each call, however
    much was found before. Kept; after a write only what it may have moved is read again."""
    weak = read_weak(session)

    def move(then: Counts, links: Sequence[Link]) -> Counts | None:
        touched = read_touched(session, links)
        if touched is None:
            return None
        return then if touched.nothing else _after(session, day, closing, weak, then, touched)

    what = ("counting", day, closing, weak)
    return kept(session, what, lambda: _read(session, day, closing, weak), move)


def _read(session: Session, day: date, closing: datetime, weak: frozenset[int]) -> Counts:
    known = {"day": day, "closing": closing}
    without = {"weak": weak, "put_right": _put_right(session, closing)}
    # Straight from the connection: these are no records.
    found_plainly = session.connection().execute(_plain(), known | without)
    rows = [tuple(row) for row in found_plainly]
    doubted = [
        call
        for call, _, _, id, status, _, _, evidence, searched, moved in rows
        if id is not None and not _is_plain(status, evidence or 0, searched, moved)
    ]
    exact = by_the_rules(session, doubted, weak, day, closing)
    counted = {}
    for call, measure, addressee, id, status, true_on, until, evidence, *_ in rows:
        against = bool((evidence or 0) & _AGAINST)
        found = exact.get(call) or Found(id, status, true_on, until, against)
        counted[call] = _counting(call, measure, addressee, found)
    return _with_positions(session, day, closing, counted)


def _after(
    session: Session,
    day: date,
    closing: datetime,
    weak: frozenset[int],
    then: Counts,
    touched: Touched,
) -> Counts:
    """By the rules themselves: they are few."""
    calls = sa.select(col(Call.id), col(Call.measure), col(Call.addressee)).where(
        col(Call.id).in_(touched.calls)
    )
    there = [tuple(row) for row in session.execute(calls)]
    exact = by_the_rules(session, [call for call, *_ in there], weak, day, closing)
    counted = dict(then)
    for call, measure, addressee in there:
        before = then.get(call)
        counted[call] = _counting(call, measure, addressee, exact[call])._replace(
            position=before and before.position, value=before and before.value
        )
    return _with_positions(session, day, closing, counted) if touched.said else counted


def _counting(call: int, measure: int, addressee: int, found: Found) -> Counting:
    return Counting(
        call,
        measure,
        addressee,
        found.status or Status.NOT_YET_ASSESSED,
        found.id,
        found.true_on,
        found.until,
        found.against,
        found.under_review,
    )


def _with_positions(session: Session, day: date, closing: datetime, counted: Counts) -> Counts:
    said = read_said(session, day, closing)
    known = {"day": day, "closing": closing}
    sought = set(session.connection().execute(_sought(), known).scalars())

    def with_position(one: Counting) -> Counting:
        none = PositionValue.NONE_FOUND if one.call in sought else None
        position, value = said.get((one.measure, one.addressee), (None, none))
        if (position, value) == (one.position, one.value):
            return one
        return one._replace(position=position, value=value)

    return {call: with_position(one) for call, one in counted.items()}


def _is_plain(status: Status, evidence: int, searched: bool, moved: bool) -> bool:
    """Whether the finding has what `rules.missing` asks for; where that takes more than one
    look, the rules are asked."""
    if status in _NEEDS_ACT:
        return bool(evidence & _ACT)
    if status in _NEEDS_SEARCH:
        return bool(searched and (moved or status is Status.NOTHING_FOUND))
    return bool(evidence & _THEIRS)


_RIGHT = sa.select(col(Assessment.base), reviewed_at(Assessment)).where(
    col(Assessment.supersession).in_(PUTS_RIGHT), col(Assessment.base).is_not(None)
)


def _put_right(session: Session, closing: datetime) -> list[int]:
    """The findings in whose place a correction or spelling had been accepted by then."""
    return [base for base, at in session.execute(_RIGHT) if at is not None and at <= closing]


def read_weak(session: Session) -> frozenset[int]:
    """Quotes that support nothing: some of their words were withdrawn or are sealed."""

    def read() -> frozenset[int]:
        return read_sealed(session).union(session.scalars(_WITHDRAWN))

    return kept(session, ("weak",), read)


_WITHDRAWN = withdrawn_quotes()
_WEAK, _PUT_RIGHT = numbers("weak"), numbers("put_right")


@cache
def _plain() -> sa.Select[Any]:
    """SQL: each call with the latest finding that was known, and what that rests on."""
    day = sa.bindparam("day", type_=sa.Date)
    closing: Any = sa.bindparam("closing")
    one: Any = aliased(Assessment)
    review: Any = aliased(Review)
    latest = (
        sa.select(one.id)
        .join(review, accepted(review, "assessment", one.id))
        .where(
            one.call == Call.id,
            one.true_on <= day,
            review.recorded_at <= closing,
            one.id.not_in(_PUT_RIGHT),
        )
        .order_by(one.true_on.desc(), review.recorded_at.desc(), one.id.desc())
        .limit(1)
        .correlate(Call)
        .scalar_subquery()
    )
    picked = sa.select(
        col(Call.id).label("call"), col(Call.measure), col(Call.addressee), latest.label("found")
    ).cte("picked")
    counted: Any = aliased(Assessment)
    return (
        sa.select(
            picked.c.call,
            picked.c.measure,
            picked.c.addressee,
            counted.id,
            counted.status,
            counted.true_on,
            counted.until,
            _rests_on(counted).label("evidence"),
            _searched(counted).label("searched"),
            _moved(counted).label("moved"),
        )
        .select_from(picked)
        .join(counted, counted.id == picked.c.found, isouter=True)
    )


def _rests_on(counted: Any) -> Any:
    """SQL: whether an act or independent report, somebody else's words, and anything against
    stand beside it, as one number."""
    supports = col(Evidence.stance) == Stance.SUPPORTS

    def any_of(which: Any) -> Any:
        return sa.func.max(sa.case((which, 1), else_=0))

    return (
        sa.select(
            any_of(sa.and_(supports, col(Source.kind).in_(_CONFIRMS))) * _ACT
            + any_of(sa.and_(supports, col(Source.kind).not_in(_OURS))) * _THEIRS
            + any_of(col(Evidence.stance) == Stance.CONTRADICTS) * _AGAINST
        )
        .select_from(Evidence)
        .join(Quote, col(Quote.id) == Evidence.quote)
        .join(Source, col(Source.id) == Quote.source)
        .where(col(Evidence.assessment) == counted.id, col(Evidence.quote).not_in(_WEAK))
        .correlate(counted)
        .scalar_subquery()
    )


def _searched(counted: Any) -> Any:
    return (
        sa.select(sa.literal(1))
        .select_from(SearchCall)
        .join(Search, col(Search.id) == SearchCall.search)
        .where(
            counted.status.in_(_NEEDS_SEARCH),
            col(SearchCall.call) == counted.call,
            col(Search.looked_for) == SearchFor.STEP,
            col(Search.on) >= counted.true_on,
        )
        .correlate(counted)
        .exists()
    )


def _moved(counted: Any) -> Any:
    """SQL: a step that was known stands before it."""
    earlier: Any = aliased(Assessment)
    review: Any = aliased(Review)
    return (
        sa.select(sa.literal(1))
        .select_from(earlier)
        .join(review, accepted(review, "assessment", earlier.id))
        .where(
            counted.status == Status.NO_FURTHER_STEP,
            earlier.call == counted.call,
            earlier.true_on < counted.true_on,
            earlier.status.in_(rules.MOVEMENT),
            review.recorded_at <= sa.bindparam("closing"),
            earlier.id.not_in(_PUT_RIGHT),
        )
        .correlate(counted)
        .exists()
    )


@cache
def _sought() -> sa.Select[Any]:
    """SQL: the calls for which somebody had looked for a position by then."""
    review: Any = aliased(Review)
    return (
        sa.select(col(SearchCall.call))
        .join(Search, col(Search.id) == SearchCall.search)
        .join(review, accepted(review, "search", col(Search.id)))
        .where(
            col(Search.looked_for) == SearchFor.POSITION,
            col(Search.on) <= sa.bindparam("day", type_=sa.Date),
            review.recorded_at <= sa.bindparam("closing"),
        )
        .distinct()
    )
