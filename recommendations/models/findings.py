"""What an addressee said, what we find, and where we looked."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from recommendations.models.base import IDS_USED_ONCE, Recorded, words
from recommendations.vocabulary import (
    PositionValue,
    SearchFor,
    Spoken,
    Stance,
    Status,
    Supersession,
)


class Assessment(Recorded, table=True):
    """`base` is the finding that counted when this one was begun: two drafts with one
    base are a conflict. `supersession` is set where it takes the base's place."""

    __table_args__ = (
        CheckConstraint("reason <> ''", name="has_a_reason"),
        CheckConstraint("until is null or until >= true_on", name="until_after_true_on"),
        CheckConstraint("status <> 'not yet assessed'", name="is_a_finding"),
        Index("ix_assessment_latest", "call", "true_on", "id"),
        Index("ix_assessment_put_right", "supersession", "base"),
        IDS_USED_ONCE,
    )

    call: int = Field(foreign_key="call.id", index=True)
    status: Status = Field(sa_type=words(Status))
    until: date | None = None
    reason: str
    true_on: date
    outside_powers_quote: int | None = Field(default=None, foreign_key="quote.id")
    base: int | None = Field(default=None, foreign_key="assessment.id")
    supersession: Supersession | None = Field(
        default=None, sa_type=words(Supersession), nullable=True
    )


class Evidence(Recorded, table=True):
    """A quote on an assessment; what happened, for or against."""

    __table_args__ = (UniqueConstraint("assessment", "quote"), IDS_USED_ONCE)

    assessment: int = Field(foreign_key="assessment.id", index=True)
    quote: int = Field(foreign_key="quote.id", index=True)
    stance: Stance = Field(sa_type=words(Stance))


class Position(Recorded, table=True):
    """Only the addressee's own published or written words. `none found` is computed
    from a search and never stored."""

    __table_args__ = (
        CheckConstraint("value <> 'none found'", name="was_said"),
        CheckConstraint("value <> 'agreed in part' or part <> ''", name="names_the_part"),
        IDS_USED_ONCE,
    )

    addressee: int = Field(foreign_key="addressee.id", index=True)
    value: PositionValue = Field(sa_type=words(PositionValue))
    part: str = ""
    says_done: bool = False
    quote: int = Field(foreign_key="quote.id", index=True)
    said_on: date
    base: int | None = Field(default=None, foreign_key="position.id")
    supersession: Supersession | None = Field(
        default=None, sa_type=words(Supersession), nullable=True
    )


class PositionMeasure(SQLModel, table=True):
    position: int = Field(foreign_key="position.id", primary_key=True)
    measure: int = Field(foreign_key="measure.id", primary_key=True, index=True)


class Search(Recorded, table=True):
    """That on this date we looked in these places for this, and found nothing."""

    __table_args__ = (CheckConstraint("places <> ''", name="names_places"), IDS_USED_ONCE)

    on: date
    places: str
    terms: str = ""
    looked_for: SearchFor = Field(sa_type=words(SearchFor))


class SearchCall(SQLModel, table=True):
    search: int = Field(foreign_key="search.id", primary_key=True)
    call: int = Field(foreign_key="call.id", primary_key=True, index=True)


class Conversation(Recorded, table=True):
    """With an office, never a person by name. `source` is our note of it; where a note has
    several, the strictest word holds for all of it."""

    __table_args__ = (CheckConstraint("office <> ''", name="names_the_office"),)

    addressee: int = Field(foreign_key="addressee.id", index=True)
    source: int = Field(foreign_key="source.id", index=True)
    on: date
    office: str
    spoken: Spoken = Field(sa_type=words(Spoken))
