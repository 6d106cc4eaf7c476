"""Named audiences and sealed words: their switches, and who is named. All append-only."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from recommendations.models.base import Recorded, words
from recommendations.vocabulary import Tier


class TierSwitch(Recorded, table=True):
    """Switching a tier on `opens`: it waits for a second person. Off works at once."""

    __table_args__ = (CheckConstraint("tier in ('S1', 'S3')", name="can_be_off"),)

    tier: Tier = Field(sa_type=words(Tier))
    opens: bool = True
    why: str = ""


class NamedAudience(SQLModel, table=True):
    """For whom a quote was set to named audiences."""

    tierchange: int = Field(foreign_key="tierchange.id", primary_key=True)
    audience: str = Field(max_length=40, primary_key=True)


class NamedPerson(SQLModel, table=True):
    """For whom a quote was sealed."""

    tierchange: int = Field(foreign_key="tierchange.id", primary_key=True)
    person: int = Field(foreign_key="person.id", primary_key=True)
