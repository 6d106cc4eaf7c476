"""Sources that came in as pictures, until their words have been typed and checked."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, LargeBinary
from sqlmodel import Field, SQLModel

from recommendations.models.base import IDS_USED_ONCE, Recorded, words
from recommendations.vocabulary import Precision, SourceKind


class Transcription(Recorded, table=True):
    """What a person typed from pictures: `texts` by page. Nobody quotes it; once another
    person has checked it, its words move to `source` and leave this record."""

    __table_args__ = (CheckConstraint("title <> ''", name="has_a_title"), IDS_USED_ONCE)

    kind: SourceKind = Field(sa_type=words(SourceKind))
    title: str
    publisher: str = ""
    url: str = ""
    published_on: date | None = None
    precision: Precision = Field(default=Precision.DAY, sa_type=words(Precision))
    texts: list[str] = Field(default_factory=list, sa_type=JSON)
    converted: bool = False
    """Some of it was typed in Zawgyi, and a person chose its conversion."""
    source: int | None = Field(default=None, foreign_key="source.id", index=True)
    replaces: int | None = Field(default=None, foreign_key="source.id")
    """The source whose typing it corrects, from the same pictures."""


class ScannedPage(SQLModel, table=True):
    """One picture, painted anew. `raw` is empty once it is the file of a source: then it
    is kept among the files, under the same hash."""

    transcription: int = Field(foreign_key="transcription.id", primary_key=True)
    place: int = Field(primary_key=True)
    sha256: str = Field(max_length=64, index=True)
    raw: bytes = Field(sa_type=LargeBinary)
    media: str = Field(max_length=20)
    width: int
    height: int
