"""Quotes, and everything that says whether one may leave. All append-only."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from recommendations.models.base import Recorded, words
from recommendations.vocabulary import ConsentState, Fidelity, Flag, Tier, VariantKind


class Quote(Recorded, table=True):
    """Words of a source, anchored. `notes` are the note numbers that belong to it in
    the source; they never leave. `official` names a public office as published."""

    __table_args__ = (
        CheckConstraint("start >= 0", name="starts_in_the_text"),
        CheckConstraint('"end" > start', name="has_words"),
        CheckConstraint("exact <> ''", name="has_exact_words"),
    )

    source: int = Field(foreign_key="source.id", index=True)
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    fidelity: Fidelity = Field(sa_type=words(Fidelity))
    testimony: bool = False
    speaker_code: str = Field(default="", max_length=16)
    official: str = ""
    heading: str = ""
    attribution: str = ""
    section: list[str] = Field(default_factory=list, sa_type=JSON)
    notes: list[int] = Field(default_factory=list, sa_type=JSON)


class TierChange(Recorded, table=True):
    """`opens`: it waits for a second person. What restricts works at once."""

    quote: int = Field(foreign_key="quote.id", index=True)
    tier: Tier = Field(sa_type=words(Tier))
    opens: bool = True
    why: str = ""


class FlagChange(Recorded, table=True):
    """A proposal of the import answers nothing. An answer that opens waits for a
    second person."""

    __table_args__ = (CheckConstraint("level between 0 and 3", name="level_from_0_to_3"),)

    quote: int = Field(foreign_key="quote.id", index=True)
    flag: Flag = Field(sa_type=words(Flag))
    level: int
    proposed: bool = False
    opens: bool = True
    because: str = ""


class Consent(Recorded, table=True):
    """For new testimony. No names: there is no field for one."""

    quote: int = Field(foreign_key="quote.id", index=True)
    state: ConsentState = Field(sa_type=words(ConsentState))
    purposes: str = ""
    audiences: list[str] = Field(default_factory=list, sa_type=JSON)
    attribution: str = ""
    language: str = ""
    review_on: date | None = None


class Withdrawal(Recorded, table=True):
    quote: int = Field(foreign_key="quote.id", index=True)
    why: str = ""


class Embargo(Recorded, table=True):
    __table_args__ = (CheckConstraint("(source is null) <> (quote is null)", name="of_one_thing"),)

    source: int | None = Field(default=None, foreign_key="source.id", index=True)
    quote: int | None = Field(default=None, foreign_key="quote.id", index=True)
    until: date


class Variant(Recorded, table=True):
    """A redaction or translation bound to its quote; it waits for a second person."""

    quote: int = Field(foreign_key="quote.id", index=True)
    kind: VariantKind = Field(sa_type=words(VariantKind))
    language: str = ""
    text: str


class Erasure(Recorded, table=True):
    """That these words are to be destroyed: those of a quote, or all of a source. It is done
    when a second person confirms it; set-up's repeat what the withdrawal ledger says."""

    __table_args__ = (
        CheckConstraint("start >= 0", name="starts_in_the_text"),
        CheckConstraint('"end" > start', name="has_words"),
    )

    source: int = Field(foreign_key="source.id", index=True)
    quote: int | None = Field(default=None, foreign_key="quote.id", index=True)
    start: int
    end: int
    why: str = ""
