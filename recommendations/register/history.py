"""The history as it is shown: its head, those of earlier days, and the newest changes by
kind and person. Never what was written."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from recommendations.models import Change, Person
from recommendations.records import chain, heads

NEWEST = 12
DAYS = 10


@dataclass(frozen=True)
class Link:
    """`by` is empty for set-up."""

    seq: int
    at: datetime
    act: str
    kind: str
    by: str


@dataclass(frozen=True)
class DaysHead:
    """The last link of a day, by UTC."""

    at: datetime
    written: str


@dataclass(frozen=True)
class History:
    links: int
    head: str
    """As people write it down."""
    whole: str
    """All of the hash, in groups."""
    heads: tuple[DaysHead, ...]
    newest: tuple[Link, ...]


def read_history(session: Session) -> History:
    head = chain.head(session)
    return History(
        links=head.seq,
        head=heads.written(head),
        whole=heads.grouped(head.hash, len(head.hash)),
        heads=_last_of_each_day(session),
        newest=_newest(session),
    )


def _last_of_each_day(session: Session) -> tuple[DaysHead, ...]:
    found: dict[date, DaysHead] = {}
    asked = select(Change.seq, Change.at, Change.hash).order_by(col(Change.seq).desc())
    for seq, at, hash in session.exec(asked):
        if at.date() not in found and len(found) == DAYS:
            break
        found.setdefault(at.date(), DaysHead(at, heads.written(chain.Head(seq, hash))))
    return tuple(found.values())


def _newest(session: Session) -> tuple[Link, ...]:
    asked = (
        select(Change, Person.code)
        .join(Person, col(Person.id) == Change.by, isouter=True)
        .order_by(col(Change.seq).desc())
        .limit(NEWEST)
    )
    nouns = nouns_of_kinds()
    return tuple(
        Link(link.seq, link.at, link.act, nouns.get(link.of_kind, link.of_kind), code or "")
        for link, code in session.exec(asked)
    )


def nouns_of_kinds() -> dict[str, str]:
    """tierchange is “tier change”."""
    return {
        str(table.__tablename__): re.sub(r"(?<=[a-z])(?=[A-Z])", " ", table.__name__).lower()
        for table in chain.recorded_tables()
    }
