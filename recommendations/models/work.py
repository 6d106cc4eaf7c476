"""Who does what, and until when it is put off; and the days on which addressees decide. All
append-only."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from recommendations.models.base import Recorded, words
from recommendations.vocabulary import Precision, WorkKind


class Assignment(Recorded, table=True):
    """Who is to do an item of the worklist; nobody where `person` is empty. The latest
    counts. `item` is its key: the worklist itself is computed and stored nowhere."""

    __table_args__ = (CheckConstraint("item <> ''", name="names_an_item"),)

    item: str = Field(max_length=80, index=True)
    kind: WorkKind = Field(sa_type=words(WorkKind))
    person: int | None = Field(default=None, foreign_key="person.id", index=True)


class Snooze(Recorded, table=True):
    """That an item is put off until a day, and why; the latest counts. It comes back on
    that day, or as soon as what it was computed from is not what `facts` stands for."""

    __table_args__ = (
        CheckConstraint("item <> ''", name="names_an_item"),
        CheckConstraint("why <> ''", name="says_why"),
    )

    item: str = Field(max_length=80, index=True)
    kind: WorkKind = Field(sa_type=words(WorkKind))
    until: date
    why: str
    facts: str = Field(max_length=64)


class DecisionPoint(Recorded, table=True):
    """A day on which an addressee decides something, as a source says. `on` is its first day,
    `until` its last where it has several; known to the month or year, `on` is the last day of
    that. A change is a new row that supersedes, and so is taking it out (`removed`)."""

    __table_args__ = (
        CheckConstraint("what <> ''", name="says_what"),
        CheckConstraint('until is null or until >= "on"', name="in_order"),
        CheckConstraint("(quote is null) <> (source is null)", name="has_one_source"),
    )

    addressee: int = Field(foreign_key="addressee.id", index=True)
    what: str = Field(max_length=160)
    on: date
    until: date | None = None
    precision: Precision = Field(default=Precision.DAY, sa_type=words(Precision))
    quote: int | None = Field(default=None, foreign_key="quote.id", index=True)
    source: int | None = Field(default=None, foreign_key="source.id", index=True)
    note: str = ""
    removed: bool = False
    supersedes: int | None = Field(default=None, foreign_key="decisionpoint.id", unique=True)
