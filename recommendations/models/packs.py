"""Audiences, plans of packs, and their frozen editions."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from recommendations.models.base import Recorded, words
from recommendations.vocabulary import Channel


class AudienceProfile(Recorded, table=True):
    """Data that staff edit. The latest version counts."""

    __table_args__ = (UniqueConstraint("code", "version"),)

    code: str = Field(max_length=40)
    version: int
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class BriefingPack(Recorded, table=True):
    profile: str = Field(max_length=40, unique=True)


class Ask(Recorded, table=True):
    """What we ask of one office on one recommendation; ready when it names
    institution, instrument and date."""

    pack: int = Field(foreign_key="briefingpack.id", index=True)
    recommendation: int = Field(foreign_key="recommendation.id")
    addressee: int = Field(foreign_key="addressee.id")
    institution: str = ""
    instrument: str = ""
    by: date | None = None
    quote: int | None = Field(default=None, foreign_key="quote.id")
    risk: str = ""
    safeguard: str = ""


class Choice(Recorded, table=True):
    """That a person chose a quote for this audience, or took it out again: the
    latest counts."""

    __table_args__ = (
        CheckConstraint("(call is null) <> (recommendation is null)", name="on_one_thing"),
    )

    pack: int = Field(foreign_key="briefingpack.id", index=True)
    call: int | None = Field(default=None, foreign_key="call.id")
    recommendation: int | None = Field(default=None, foreign_key="recommendation.id")
    quote: int = Field(foreign_key="quote.id", index=True)
    chosen: bool = True


class Edition(Recorded, table=True):
    __table_args__ = (UniqueConstraint("pack", "number"),)

    pack: int = Field(foreign_key="briefingpack.id", index=True)
    number: int
    as_of: date
    frozen: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    hash: str = Field(max_length=64)
    history_head: str = Field(max_length=64)
    supersedes: int | None = Field(default=None, foreign_key="edition.id")


class EditionQuote(Recorded, table=True):
    edition: int = Field(foreign_key="edition.id", index=True)
    quote: int = Field(foreign_key="quote.id", index=True)


class Delivery(Recorded, table=True):
    """That an edition or a letter reached an office."""

    __table_args__ = (
        CheckConstraint("(edition is null) <> (letter = '')", name="of_edition_or_letter"),
    )

    addressee: int = Field(foreign_key="addressee.id", index=True)
    edition: int | None = Field(default=None, foreign_key="edition.id")
    letter: str = ""
    on: date
    channel: Channel = Field(sa_type=words(Channel))
    office: str
