"""Quotes, and everything that says whether one may leave. All append-only."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field

from recommendations.models.base import Recorded, words
from recommendations.vocabulary import (
    ConsentState,
    Fidelity,
    Flag,
    Precision,
    Region,
    Rung,
    Tier,
)

LONGEST = 10_000
"""Code points of a quote that people mark. What an import reads can be longer."""
SHORT = 1_000
"""Code points of most quotes. Longer ones have an index of their own, so that all others are
found by their place."""
IS_LONG = f'"end" - start > {SHORT}'
IS_SEALED = f"tier = '{Tier.SEALED.value}'"
"""As the indexes have it; a database takes them only where a query says the same."""


def by_place(table: str) -> tuple[Index, Index]:
    """Of spans in sources, by which those near others are found."""
    long = text(IS_LONG)
    return (
        Index(f"ix_{table}_place", "source", "start"),
        Index(f"ix_{table}_long", "source", "start", sqlite_where=long, postgresql_where=long),
    )


class Quote(Recorded, table=True):
    """Words of a source, anchored. `notes` are the note numbers that belong to it in
    the source; they never leave. `official` names a public office as published.
    `speaker_code` stays empty: a quote never changes, and who said it is often known
    later than its words, so Speaker says it."""

    __table_args__ = (
        CheckConstraint("start >= 0", name="starts_in_the_text"),
        CheckConstraint('"end" > start', name="has_words"),
        CheckConstraint("exact <> ''", name="has_exact_words"),
        *by_place("quote"),
    )

    source: int = Field(foreign_key="source.id")
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


class QuoteDetail(Recorded, table=True):
    """What is learnt about a quote later than its words; the latest counts, as a whole.
    `language` only where it is not the source's. `official` is an office as published.
    `event_on` is when that happened which the words tell; known to the month or year, its
    last day. `original` is the quote that these words translate."""

    __table_args__ = (
        CheckConstraint("original is null or original <> quote", name="translates_another"),
    )

    quote: int = Field(foreign_key="quote.id", index=True)
    language: str = Field(default="", max_length=35)
    official: str = ""
    event_on: date | None = None
    precision: Precision = Field(default=Precision.DAY, sa_type=words(Precision))
    original: int | None = Field(default=None, foreign_key="quote.id", index=True)


class TierChange(Recorded, table=True):
    """`opens`: it waits for a second person. What restricts works at once."""

    __table_args__ = (
        Index(
            "ix_tierchange_sealed",
            "quote",
            sqlite_where=text(IS_SEALED),
            postgresql_where=text(IS_SEALED),
        ),
    )

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
    """What a speaker agreed to. No names: there is no field for one. `opens`: it waits
    for a second person. `attribution` is the finest that was agreed to."""

    quote: int = Field(foreign_key="quote.id", index=True)
    state: ConsentState = Field(sa_type=words(ConsentState))
    purposes: str = ""
    audiences: list[str] = Field(default_factory=list, sa_type=JSON)
    attribution: Rung | None = Field(default=None, sa_type=words(Rung))
    with_region: bool = False
    language: str = ""
    review_on: date | None = None
    opens: bool = True


class Speaker(Recorded, table=True):
    """Who said a quote: a code made here, never typed, and never a name. It counts once
    a second person agreed; the latest counts, for the quote and for the code."""

    __table_args__ = (CheckConstraint("code <> ''", name="has_a_code"),)

    quote: int = Field(foreign_key="quote.id", index=True)
    code: str = Field(max_length=16, index=True)
    rung: Rung = Field(sa_type=words(Rung))
    region: Region | None = Field(default=None, sa_type=words(Region))


class Withdrawal(Recorded, table=True):
    quote: int = Field(foreign_key="quote.id", index=True)
    why: str = ""


class Embargo(Recorded, table=True):
    __table_args__ = (CheckConstraint("(source is null) <> (quote is null)", name="of_one_thing"),)

    source: int | None = Field(default=None, foreign_key="source.id", index=True)
    quote: int | None = Field(default=None, foreign_key="quote.id", index=True)
    until: date


class SameWords(Recorded, table=True):
    """Where words of a quote stand again in another source or version. What restricts
    the quote restricts them there; nothing that opens it does."""

    __table_args__ = (
        CheckConstraint("start >= 0", name="starts_in_the_text"),
        CheckConstraint('"end" > start', name="has_words"),
        *by_place("samewords"),
    )

    quote: int = Field(foreign_key="quote.id", index=True)
    source: int = Field(foreign_key="source.id")
    start: int
    end: int


class OwnWords(Recorded, table=True):
    """Where words of what was said to us (a letter, a panel, a note of a meeting) stand in
    another source, whether or not they were quoted. `testimony`: a witness said them."""

    __table_args__ = (
        CheckConstraint("start >= 0", name="starts_in_the_text"),
        CheckConstraint('"end" > start', name="has_words"),
        *by_place("ownwords"),
    )

    said_in: int = Field(foreign_key="source.id", index=True)
    source: int = Field(foreign_key="source.id")
    start: int
    end: int
    testimony: bool = False


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
