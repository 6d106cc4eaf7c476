"""Audiences, plans of packs, and their frozen editions."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from recommendations.models.base import Recorded, words
from recommendations.vocabulary import Channel, Length


class AudienceProfile(Recorded, table=True):
    """Data that staff edit. The latest version counts; one that `opens`, which would let
    more out than the one before, only once a second person agrees."""

    __table_args__ = (UniqueConstraint("code", "version"),)

    code: str = Field(max_length=40)
    version: int
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    opens: bool = False


class BriefingPack(Recorded, table=True):
    profile: str = Field(max_length=40, unique=True)


class Ask(Recorded, table=True):
    """What we ask of one office on one recommendation; ready when it names institution,
    instrument and date. It is approved with the edition that it stands in; a change is a
    new row that supersedes, and so is taking it out (`removed`)."""

    pack: int = Field(foreign_key="briefingpack.id", index=True)
    recommendation: int = Field(foreign_key="recommendation.id")
    addressee: int = Field(foreign_key="addressee.id")
    institution: str = ""
    instrument: str = ""
    by: date | None = None
    quote: int | None = Field(default=None, foreign_key="quote.id")
    """Words that support instrument and date."""
    risk: str = ""
    safeguard: str = ""
    removed: bool = False
    supersedes: int | None = Field(default=None, foreign_key="ask.id", unique=True)


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


class Proposal(Recorded, table=True):
    """A pack as its author would issue it. A second person issues it or sends it back; a
    later one of the same pack takes its place."""

    pack: int = Field(foreign_key="briefingpack.id", index=True)
    as_of: date
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """The data of the edition, by language, without number and head of the history."""
    hash: str = Field(max_length=64)
    """SHA-256 of `content`, so that what is issued is what was read."""
    supersedes: int | None = None
    """The edition that it was compared with. No foreign key: an edition points back here."""


class Edition(Recorded, table=True):
    """Recorded by whoever issued it; `proposal` names the author."""

    __table_args__ = (UniqueConstraint("pack", "number"),)

    pack: int = Field(foreign_key="briefingpack.id", index=True)
    proposal: int = Field(foreign_key="proposal.id", unique=True)
    number: int
    as_of: date
    frozen: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    hash: str = Field(max_length=64)
    """SHA-256 of `frozen`; printed on every page that shows how to verify."""
    history_head: str = Field(max_length=64)
    supersedes: int | None = Field(default=None, foreign_key="edition.id")


class EditionQuote(Recorded, table=True):
    edition: int = Field(foreign_key="edition.id", index=True)
    quote: int = Field(foreign_key="quote.id", index=True)


class EditionFile(Recorded, table=True):
    """A file of an edition; its bytes lie in the store, by their SHA-256."""

    __table_args__ = (UniqueConstraint("edition", "length", "language"),)

    edition: int = Field(foreign_key="edition.id", index=True)
    length: Length = Field(sa_type=words(Length))
    language: str = Field(max_length=35)
    """BCP 47."""
    sha256: str = Field(max_length=64, index=True)
    size: int
    """In bytes."""
    signature: str = Field(default="", max_length=128)
    """Ed25519 over the 32 bytes of the SHA-256, in hexadecimal; empty without a key."""
    signed_with: str = Field(default="", max_length=64)
    """The public key, in hexadecimal."""


class EditionWithdrawal(Recorded, table=True):
    edition: int = Field(foreign_key="edition.id", index=True)
    why: str = ""


class Office(Recorded, table=True):
    """Where packs for an addressee go. A change is a new row that supersedes."""

    addressee: int = Field(foreign_key="addressee.id", index=True)
    name: str
    email: str = Field(default="", max_length=254)
    contact: str = ""
    """A person's name, where they want their mail so addressed."""
    language: str = Field(default="en", max_length=35)
    removed: bool = False
    supersedes: int | None = Field(default=None, foreign_key="office.id", unique=True)


class Delivery(Recorded, table=True):
    """That an edition or a letter reached an office: a reminder of an edition, or the notice
    that one was withdrawn."""

    __table_args__ = (
        CheckConstraint("(edition is null) <> (letter = '')", name="of_edition_or_letter"),
        CheckConstraint("file is null or edition is not null", name="file_of_edition"),
        CheckConstraint(
            "letter = '' or (reminds_of is null) <> (notice_of is null)", name="letter_about"
        ),
    )

    addressee: int = Field(foreign_key="addressee.id", index=True)
    edition: int | None = Field(default=None, foreign_key="edition.id", index=True)
    file: int | None = Field(default=None, foreign_key="editionfile.id")
    """Which of its files, where that is known."""
    numbered: int | None = None
    """The number that was written on the copy, where it has words for named audiences."""
    letter: str = ""
    """Its words."""
    on: date
    channel: Channel = Field(sa_type=words(Channel))
    office: str
    """As it was called then."""
    sent_to: int | None = Field(default=None, foreign_key="office.id")
    note: str = ""
    """The covering note."""
    reminds_of: int | None = Field(default=None, foreign_key="delivery.id", index=True)
    notice_of: int | None = Field(default=None, foreign_key="delivery.id", index=True)
    """The delivery of the edition that was withdrawn."""


class CheckedText(Recorded, table=True):
    """That somebody who reads the language found our fixed text right: the original and
    its translation, told by their hash, so that a changed one is unchecked again."""

    language: str = Field(max_length=35)
    text_hash: str = Field(max_length=64, index=True)
    right: bool = True
    """False takes it back; the latest counts."""


class TextCorrection(Recorded, table=True):
    """Another translation of a fixed text than the catalogue has, or the first; the latest
    counts. It is unchecked until somebody else finds it right."""

    language: str = Field(max_length=35)
    original: str
    translation: str
