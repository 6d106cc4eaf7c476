"""Sources as they were stored, and what is odd in them."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from recommendations.models.base import Recorded, words
from recommendations.vocabulary import DiscrepancyKind, Precision, SourceKind

IS_LATER = "replaces IS NOT NULL"
"""Without an index the whole texts of all sources would be passed over to know this."""


class RawFile(SQLModel, table=True):
    """The bytes as they came in; never changed."""

    sha256: str = Field(primary_key=True, max_length=64)
    raw: bytes = Field(sa_type=LargeBinary)


class Source(Recorded, table=True):
    """`text` is what the named extractor made of the raw bytes; a quote's positions
    count its code points. A month-only date counts as the month's last day. `language` is
    a BCP 47 tag; empty where nobody said it."""

    __table_args__ = (
        CheckConstraint("title <> ''", name="has_a_title"),
        Index(
            "ix_source_replaces",
            "replaces",
            sqlite_where=text(IS_LATER),
            postgresql_where=text(IS_LATER),
        ),
    )

    kind: SourceKind = Field(sa_type=words(SourceKind))
    title: str
    publisher: str = ""
    url: str = ""
    published_on: date | None = None
    precision: Precision = Field(default=Precision.DAY, sa_type=words(Precision))
    raw_sha256: str = Field(foreign_key="rawfile.sha256", index=True)
    text: str
    extractor: str = Field(max_length=80)
    caveat: str = ""
    replaces: int | None = Field(default=None, foreign_key="source.id")
    language: str | None = Field(default=None, max_length=35)


class Section(Recorded, table=True):
    source: int = Field(foreign_key="source.id", index=True)
    start: int
    end: int
    title: str
    level: int
    path: list[str] = Field(default_factory=list, sa_type=JSON)


class Page(Recorded, table=True):
    """A page of the file, where it has pages; `number` counts its sheets from 1, whatever
    is printed on them. A page without words starts where it ends."""

    __table_args__ = (
        UniqueConstraint("source", "number"),
        CheckConstraint("number > 0", name="counts_from_1"),
        CheckConstraint('start >= 0 and "end" >= start', name="lies_in_the_text"),
    )

    source: int = Field(foreign_key="source.id", index=True)
    number: int
    start: int
    end: int


class Note(Recorded, table=True):
    """`works` holds what the note cites: author, title, publisher, dated, url."""

    __table_args__ = (UniqueConstraint("source", "number"),)

    source: int = Field(foreign_key="source.id", index=True)
    number: int
    start: int
    end: int
    text: str
    works: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


class Discrepancy(Recorded, table=True):
    source: int = Field(foreign_key="source.id", index=True)
    kind: DiscrepancyKind = Field(sa_type=words(DiscrepancyKind))
    place: str
    what: str
    places: list[list[int]] = Field(default_factory=list, sa_type=JSON)


class Resolution(Recorded, table=True):
    discrepancy: int = Field(foreign_key="discrepancy.id", index=True)
    what: str


class PublishedDecision(Recorded, table=True):
    """That we have already published this source. In force once a second person
    has confirmed it."""

    __table_args__ = (CheckConstraint("why <> ''", name="says_why"),)

    source: int = Field(foreign_key="source.id", index=True)
    decided_by: str
    decided_on: date
    why: str


class Revocation(Recorded, table=True):
    """Takes a decision back, at once, confirmed or not. It can be decided anew."""

    __table_args__ = (CheckConstraint("why <> ''", name="says_why"),)

    decision: int = Field(foreign_key="publisheddecision.id", index=True)
    why: str
