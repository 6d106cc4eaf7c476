"""Redactions and translations bound to a quote. A second person approves each."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from recommendations.models.base import Recorded, words
from recommendations.vocabulary import Flag, VariantKind, Withheld


class Variant(Recorded, table=True):
    """`text` of a redaction is what its spans make of the quote's own words, as the second
    person read it; what is printed is always made again from the source."""

    quote: int = Field(foreign_key="quote.id", index=True)
    kind: VariantKind = Field(sa_type=words(VariantKind))
    language: str = ""
    text: str


class WithheldSpan(SQLModel, table=True):
    """Words that a redaction withholds: code points of the source's text, end exclusive."""

    __table_args__ = (CheckConstraint('"end" > start', name="has_words"),)

    variant: int = Field(foreign_key="variant.id", primary_key=True)
    start: int = Field(primary_key=True)
    end: int
    withheld: Withheld = Field(sa_type=words(Withheld))


class ClearedFlag(SQLModel, table=True):
    """A flag of the quote that its redacted words no longer have."""

    variant: int = Field(foreign_key="variant.id", primary_key=True)
    flag: Flag = Field(sa_type=words(Flag), primary_key=True)
