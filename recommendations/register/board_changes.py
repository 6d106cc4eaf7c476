"""What was accepted between two moments, with its reason and evidence: the few that are shown."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations import rules
from recommendations.models import (
    Assessment,
    Call,
    Evidence,
    Measure,
    Position,
    PositionMeasure,
    Recommendation,
    Review,
    Source,
)
from recommendations.records.chain import Act, Link
from recommendations.records.review_sql import reviewed_at
from recommendations.register.board_views import Asked, Changes, Told, said_together
from recommendations.register.kept import kept
from recommendations.register.quotes import quotes_by_id
from recommendations.register.sealed import read_sealed
from recommendations.register.views import AddresseeView, EvidenceView, QuoteView
from recommendations.vocabulary import Role, Supersession, Verdict

_REVIEW = str(Review.__tablename__)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def read_told(
    session: Session,
    after: datetime,
    closing: datetime,
    day: date,
    asked: Sequence[Asked],
    addressees: Sequence[AddresseeView],
    role: Role | None,
    whom: int | None = None,
    most: int = 12,
    skip: int = 0,
) -> Changes:
    """Newest first, after the first `skip`. What was recorded for several measures in one
    sitting is one. Spelling is no change."""
    asked_for = _between(session, after, closing, whom)

    def count(*which: Any) -> list[int]:
        return [_count(session, query.where(*which)) for query in asked_for.values()]

    def move(then: list[int], links: Sequence[Link]) -> list[int] | None:
        """Acceptances are only ever added, unless words are destroyed."""
        if any(link.act not in (Act.RECORDED, Act.EDITED) for link in links):
            return None
        new = count(col(Review.id).in_([link.id for link in links if link.kind == _REVIEW]))
        return [before + more for before, more in zip(then, new, strict=True)]

    what = ("changes", after, closing, whom, read_sealed(session))
    counts = kept(session, what, count, move)
    told = _read(session, asked_for, closing, day, asked, addressees, role, most, skip)
    return Changes(counts[0], counts[1], told)


def read_newest(
    session: Session,
    closing: datetime,
    day: date,
    asked: Sequence[Asked],
    addressees: Sequence[AddresseeView],
    role: Role | None,
    most: int,
) -> tuple[Told, ...]:
    """The last that were accepted by then, and how many there are is not counted."""
    asked_for = _between(session, BEGINNING, closing, None)
    return _read(session, asked_for, closing, day, asked, addressees, role, most, 0)


def _read(
    session: Session,
    asked_for: Mapping[str, Any],
    closing: datetime,
    day: date,
    asked: Sequence[Asked],
    addressees: Sequence[AddresseeView],
    role: Role | None,
    most: int,
    skip: int,
) -> tuple[Told, ...]:
    newest = sorted(
        (
            (at, kind, id)
            for kind, query in asked_for.items()
            for id, at in session.execute(
                query.order_by(sa.desc("at"), sa.desc("id")).limit(most + skip)
            )
        ),
        reverse=True,
    )[skip : skip + most]
    at = {(kind, id): when for when, kind, id in newest}
    shown = _Shown(session, asked, addressees, at, closing, day, role)
    told = [*shown.findings(), *shown.positions()]
    return tuple(sorted(told, key=lambda t: t.at, reverse=True))


def _count(session: Session, query: Any) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0


def _between(
    session: Session, after: datetime, closing: datetime, whom: int | None
) -> Mapping[str, Any]:
    """SQL, by kind. Of what rests on sealed words nothing is told."""
    positions = _accepted(Position, after, closing, whom)
    return {
        "assessment": _accepted(Assessment, after, closing, whom),
        "position": positions.where(col(Position.quote).not_in(read_sealed(session))),
    }


def _accepted(kind: Any, after: datetime, closing: datetime, whom: int | None) -> Any:
    """SQL: id and moment of those that were accepted; begins with the reviews."""
    name = kind.__tablename__
    found: Any = (
        sa.select(col(kind.id).label("id"), col(Review.recorded_at).label("at"))
        .select_from(Review)
        .join(kind, col(kind.id) == col(Review.of_id))
        .where(
            col(Review.of_kind) == name,
            col(Review.verdict) == Verdict.ACCEPTED,
            col(Review.recorded_at) > after,
            col(Review.recorded_at) <= closing,
            sa.or_(
                col(kind.supersession).is_(None), col(kind.supersession) != Supersession.SPELLING
            ),
        )
    )
    if kind is Position:
        return found if whom is None else found.where(col(Position.addressee) == whom)
    if whom is None:
        return found
    return found.join(Call, col(Call.id) == col(Assessment.call)).where(col(Call.addressee) == whom)


class _Shown:
    """What is told of some findings and positions, read once for all of them."""

    def __init__(
        self,
        session: Session,
        asked: Sequence[Asked],
        addressees: Iterable[AddresseeView],
        at: Mapping[tuple[str, int], datetime],
        closing: datetime,
        day: date,
        role: Role | None,
    ) -> None:
        self._session, self._at, self._closing, self._day = session, at, closing, day
        self._asked = {measure: one for one in asked for measure in one.measures}
        self._whom = {one.id: one for one in addressees}
        self._role = role

    def _ids(self, kind: str) -> list[int]:
        return [id for name, id in self._at if name == kind]

    def findings(self) -> list[Told]:
        ids = self._ids("assessment")
        rows = self._session.execute(
            select(Assessment, Call)
            .join(Call, col(Call.id) == Assessment.call)
            .where(col(Assessment.id).in_(ids))
            .order_by(col(Assessment.id).desc())
        ).all()
        evidence = self._evidence(ids)
        published = self._published({call.measure for _, call in rows})
        earlier = _Earlier(
            self._session, _of_calls({call.key for _, call in rows}), lambda row: row.call
        )
        together: dict[Any, Told] = {}
        for row, call in rows:
            one, whom = self._asked.get(call.measure), self._whom.get(call.addressee)
            if one is None or whom is None:
                continue
            at = self._at["assessment", row.key]
            told = Told(
                at=at,
                asked=(one,),
                addressee=whom,
                labels=(one.measures[call.measure],),
                before=earlier.before(row.call, at),
                status=row.status,
                reading=rules.reading(row.status, row.until, self._day),
                reason=row.reason,
                on=row.true_on,
                supersession=row.supersession,
                evidence=tuple(evidence[row.key]),
                baseline=row.true_on == published.get(call.measure),
                put_right=earlier.put_right(row.key, self._closing),
            )
            same = (one.id, whom.id, *_same(told))
            first = together.get(same)
            together[same] = replace(first, labels=told.labels + first.labels) if first else told
        return list(together.values())

    def _published(self, measures: Collection[int]) -> Mapping[int, date | None]:
        """By measure: when its recommendation was published, the day of its baseline."""
        rows = self._session.execute(
            sa.select(col(Measure.id), col(Source.published_on))
            .join(Recommendation, col(Recommendation.id) == col(Measure.recommendation))
            .join(Source, col(Source.id) == col(Recommendation.source))
            .where(col(Measure.id).in_(measures))
        )
        return dict(rows.all())

    def _evidence(self, ids: Collection[int]) -> Mapping[int, Sequence[EvidenceView]]:
        rows = self._session.exec(
            select(Evidence).where(col(Evidence.assessment).in_(ids)).order_by(col(Evidence.id))
        ).all()
        quotes = quotes_by_id(self._session, [row.quote for row in rows], self._role)
        found: dict[int, list[EvidenceView]] = defaultdict(list)
        for row in rows:
            if row.quote in quotes:
                found[row.assessment].append(EvidenceView(quotes[row.quote], row.stance))
        return found

    def positions(self) -> list[Told]:
        ids = self._ids("position")
        rows = self._session.exec(select(Position).where(col(Position.id).in_(ids))).all()
        quotes = quotes_by_id(self._session, [row.quote for row in rows], self._role)
        measures: dict[int, list[int]] = defaultdict(list)
        for position, measure in self._session.exec(
            select(PositionMeasure.position, PositionMeasure.measure)
            .join(Measure, col(Measure.id) == PositionMeasure.measure)
            .where(col(PositionMeasure.position).in_(ids))
            .order_by(col(Measure.recommendation), col(Measure.place), col(Measure.id))
        ):
            measures[position].append(measure)
        said = {m for some in measures.values() for m in some}
        sealed = read_sealed(self._session)
        query = _of_measures({row.addressee for row in rows}, said, ids, sealed)
        earlier = _Earlier(self._session, query, lambda row: (row.addressee, row.measure))
        return [
            told
            for row in rows
            if (told := self._position(row, measures[row.key], quotes, earlier))
        ]

    def _position(
        self,
        row: Position,
        measures: Sequence[int],
        quotes: Mapping[int, QuoteView],
        earlier: "_Earlier",
    ) -> Told | None:
        whom, quote = self._whom.get(row.addressee), quotes.get(row.quote)
        there = [(self._asked[m], m) for m in measures if m in self._asked]
        if quote is None or whom is None or not there:
            return None
        asked = tuple({one.id: one for one, _ in there}.values())
        at = self._at["position", row.key]
        return Told(
            at=at,
            asked=asked,
            addressee=whom,
            labels=tuple(one.measures[m] for one, m in there) if len(asked) == 1 else (),
            before=None,
            status=None,
            reading="",
            reason="",
            on=row.said_on,
            supersession=row.supersession,
            evidence=(),
            value=row.value,
            part=row.part,
            quote=quote,
            said_before=said_together([earlier.before((whom.id, m), at) for _, m in there]),
            put_right=earlier.put_right(row.key, self._closing),
        )


def _same(told: Told) -> tuple[Any, ...]:
    quotes = tuple((e.quote.id, e.stance) for e in told.evidence)
    return (
        told.status, told.reason, told.on, told.reading, told.supersession, told.before,
        told.put_right, quotes,
    )  # fmt: skip


class _Earlier:
    """All that was reviewed about some calls, or said on some measures, without words: `of` is
    what a row is about. What rests on sealed words, `kept`, is nothing that counted before."""

    def __init__(self, session: Session, query: Any, of: Callable[[Any], Any]) -> None:
        rows = [row for row in session.execute(query) if row.at is not None]
        self._about: dict[Any, list[Any]] = defaultdict(list)
        for row in rows:
            self._about[of(row)].append(row)
        self._right = {
            row.base: row.at for row in rows if row.base and rules.replaces(row.supersession)
        }

    def before(self, of: Any, at: datetime) -> Any:
        """What counted until something was accepted; None where nothing did."""
        known = [
            row
            for row in self._about.get(of, ())
            if not row.kept
            and row.at < at
            and not (row.id in self._right and self._right[row.id] < at)
        ]
        last = max(known, key=lambda r: (r.day, r.at, r.id), default=None)
        return last.word if last else None

    def put_right(self, id: int, closing: datetime) -> bool:
        return id in self._right and self._right[id] <= closing


def _of_calls(calls: Collection[int]) -> Any:
    return sa.select(
        col(Assessment.id),
        col(Assessment.call),
        sa.false().label("kept"),
        col(Assessment.status).label("word"),
        col(Assessment.true_on).label("day"),
        col(Assessment.base),
        col(Assessment.supersession),
        reviewed_at(Assessment).label("at"),
    ).where(col(Assessment.call).in_(calls))


def _of_measures(
    addressees: Collection[int],
    measures: Collection[int],
    ids: Collection[int],
    sealed: Collection[int],
) -> Any:
    """And what took the place of the positions with these ids, on whatever measures."""
    on_them = sa.and_(
        col(Position.addressee).in_(addressees), col(PositionMeasure.measure).in_(measures)
    )
    return (
        sa.select(
            col(Position.id),
            col(Position.addressee),
            col(PositionMeasure.measure),
            col(Position.quote).in_(sealed).label("kept"),
            col(Position.value).label("word"),
            col(Position.said_on).label("day"),
            col(Position.base),
            col(Position.supersession),
            reviewed_at(Position).label("at"),
        )
        .join(PositionMeasure, col(PositionMeasure.position) == col(Position.id))
        .where(sa.or_(on_them, col(Position.base).in_(ids)))
    )
