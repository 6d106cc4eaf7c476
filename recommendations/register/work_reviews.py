"""What waits for a second person, and what was sent back to its author, without reading any of
it: `register.waiting` shows each as it is reviewed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations.models import (
    Addressee,
    Assessment,
    Call,
    Consent,
    DecisionPoint,
    Erasure,
    FlagChange,
    Measure,
    Person,
    Position,
    Recommendation,
    Recorded,
    Speaker,
    TierChange,
    Transcription,
)
from recommendations.records.blanking import ERASED
from recommendations.records.review_sql import answered_again, reviewed, sent_back
from recommendations.records.triaged import meant_to_leave
from recommendations.register.sealed import SEALED
from recommendations.register.waiting_kinds import WaitingKind, one_by_one, read_bound
from recommendations.register.work_items import WorkItem, facts_of
from recommendations.vocabulary import Role, WorkKind


@dataclass(frozen=True)
class _Waits:
    """`about` names what it concerns, where that is told by narrow rows."""

    name: str
    called: str
    author: int
    at: datetime
    back: bool
    opens: bool = False
    compared: bool = False
    about: str = ""
    where: str = ""
    addressee: str = ""
    of: str = ""
    place: int | None = None


def work_of_reviewing(session: Session) -> list[WorkItem]:
    codes = dict(session.execute(sa.select(col(Person.id), col(Person.code))).all())
    bound = read_bound(session)
    waiting = [
        *(one for kind in one_by_one() for one in _of_kind(session, kind, bound)),
        *_of_quotes(session, bound),
    ]
    found = [_item(one, codes.get(one.author, "")) for one in waiting]
    return [*found, *_erasures(session, codes, bound)]


def may_take(item: WorkItem, person: int, role: Role) -> bool:
    """As `register.waiting.may_take` has it; what was sent back is its author's."""
    if item.kind is WorkKind.SENT_BACK:
        return item.author == person
    if item.kind not in {WorkKind.REVIEW, WorkKind.ERASURE}:
        return True
    may_confirm = role is not Role.EDITOR or not item.opens
    return may_confirm and item.author != person and (role is not Role.BOARD or not item.compared)


def _item(one: _Waits, author: str) -> WorkItem:
    said = f"{one.called} by {author}" + (f": {one.about}" if one.about else "")
    return WorkItem(
        key=f"review:{one.name}",
        kind=WorkKind.SENT_BACK if one.back else WorkKind.REVIEW,
        words=said,
        where=one.where or f"/review/{one.name}",
        since=one.at.date(),
        facts=facts_of([one.name, one.at, one.back]),
        addressee=one.addressee,
        of=one.of,
        place=one.place,
        author=one.author,
        opens=one.opens,
        compared=one.compared,
    )


def _erasures(
    session: Session, codes: Mapping[int, str], bound: Mapping[str, Any]
) -> Iterator[WorkItem]:
    """That of sealed words is told to the people whom they were sealed for alone, beside
    their reviews: everybody here shares this list."""
    asked = sa.select(
        col(Erasure.id), col(Erasure.source), col(Erasure.recorded_by), col(Erasure.recorded_at)
    ).where(
        col(Erasure.recorded_by).is_not(None),
        ~reviewed(Erasure),
        ~sent_back(Erasure),
        sa.or_(col(Erasure.quote).is_(None), col(Erasure.quote).not_in(SEALED)),
    )
    for id, source, author, at in session.execute(asked, bound):
        yield WorkItem(
            key=f"erasure:{id}",
            kind=WorkKind.ERASURE,
            words=f"Destroying words of S{source}, asked for by {codes.get(author, '')}",
            where=f"/erasures/{id}",
            since=at.date(),
            facts=facts_of([id]),
            author=author,
            opens=True,
        )


def _of_kind(session: Session, kind: WaitingKind, bound: Mapping[str, Any]) -> Iterator[_Waits]:
    table: Any = kind.table
    name = str(table.__tablename__)
    for id, author, at, back, *about in session.execute(_asked(kind), bound):
        short, code, place, label = about or ("", "", None, "")
        yield _Waits(
            name=f"{name}-{id}",
            called=kind.called,
            author=author,
            at=at,
            back=bool(back),
            opens=kind.opens,
            compared=kind.compared,
            about=", ".join(word for word in (label, short) if word),
            where=f"/transcriptions/{id}" if table is Transcription else "",
            addressee=code,
            of=short,
            place=place,
        )


@cache
def _asked(kind: WaitingKind) -> Any:
    table: Any = kind.table
    told = _ABOUT.get(table, _NOTHING)
    asked = sa.select(
        table.id, table.recorded_by, table.recorded_at, sent_back(table), *told.columns
    )
    return told.joined(asked).where(*kind.waits)


@dataclass(frozen=True)
class _About:
    """Columns for short name and code of the addressee, place of the recommendation and a
    label, with the joins that they need."""

    columns: tuple[Any, ...]
    on: tuple[tuple[Any, Any], ...] = ()

    def joined(self, asked: Any) -> Any:
        for table, condition in self.on:
            asked = asked.join(table, condition)
        return asked


_NOTHING = _About(())
_WHOM = (col(Addressee.short), col(Addressee.code))
_OF_CALL = (
    (Measure, col(Measure.id) == col(Call.measure)),
    (Recommendation, col(Recommendation.id) == col(Measure.recommendation)),
    (Addressee, col(Addressee.id) == col(Call.addressee)),
)
_TOLD = (*_WHOM, col(Recommendation.place), col(Measure.label))
_ABOUT: dict[Any, _About] = {
    Assessment: _About(_TOLD, ((Call, col(Call.id) == col(Assessment.call)), *_OF_CALL)),
    Call: _About(_TOLD, _OF_CALL),
    Measure: _About(
        (sa.literal(""), sa.literal(""), col(Recommendation.place), col(Measure.label)),
        ((Recommendation, col(Recommendation.id) == col(Measure.recommendation)),),
    ),
    Position: _About(
        (*_WHOM, sa.null(), sa.literal("")),
        ((Addressee, col(Addressee.id) == col(Position.addressee)),),
    ),
    DecisionPoint: _About(
        (*_WHOM, sa.null(), sa.literal("")),
        ((Addressee, col(Addressee.id) == col(DecisionPoint.addressee)),),
    ),
}


def _of_quotes(session: Session, bound: Mapping[str, Any]) -> Iterator[_Waits]:
    """What one person answered for a quote, and what they said of its consent and speaker, is
    reviewed as one thing, under the name of its first record."""
    for called, kinds in _TOGETHER.items():
        first: dict[tuple[int, int], _Waits] = {}
        for kind in kinds:
            for id, quote, author, at, back in session.execute(_answers(kind), bound):
                name = f"{kind.__tablename__}-{id}"
                one = _Waits(name, called, author, at, bool(back), True, about=f"Q{quote}")
                first.setdefault((quote, author), one)
        yield from first.values()


_TOGETHER: dict[str, tuple[type[Recorded], ...]] = {
    "What may leave": (TierChange, FlagChange),
    "Consent": (Consent, Speaker),
}


@cache
def _answers(kind: Any) -> Any:
    more = {
        TierChange: (col(TierChange.opens),),
        FlagChange: (
            col(FlagChange.opens),
            ~col(FlagChange.proposed),
            meant_to_leave(FlagChange),
        ),
        Consent: (col(Consent.opens),),
        Speaker: (col(Speaker.code) != ERASED,),
    }[kind]
    return (
        sa.select(kind.id, kind.quote, kind.recorded_by, kind.recorded_at, sent_back(kind))
        .where(
            kind.recorded_by.is_not(None),
            ~reviewed(kind),
            ~answered_again(kind),
            kind.quote.not_in(SEALED),
            *more,
        )
        .order_by(kind.id)
    )
