"""People, reviews and the history chain."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from recommendations.models.base import Recorded, now, words
from recommendations.vocabulary import Role, Verdict


class Person(Recorded, table=True):
    """`code` is the short name shown beside what they record; a pseudonym is fine."""

    code: str = Field(unique=True, max_length=40)
    role: Role = Field(sa_type=words(Role))
    active: bool = True


class Review(Recorded, table=True):
    """The second person's word on any record. It may be sent back any number of times;
    one acceptance is enough and final."""

    __table_args__ = (
        Index(
            "ix_review_one_acceptance",
            "of_kind",
            "of_id",
            unique=True,
            sqlite_where=text("verdict = 'accepted'"),
            postgresql_where=text("verdict = 'accepted'"),
        ),
        Index("ix_review_of", "of_kind", "of_id"),
        Index("ix_review_when", "of_kind", "recorded_at"),
    )

    of_kind: str = Field(max_length=40)
    of_id: int
    verdict: Verdict = Field(sa_type=words(Verdict))
    comment: str = ""


class Change(SQLModel, table=True):
    """One link of the history: a salted hash of what was written, and the hash of the
    link before. Erasing destroys content and salt; the chain still verifies."""

    __table_args__ = (CheckConstraint("seq > 0", name="counted_from_one"),)

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    act: str = Field(max_length=20)
    of_kind: str = Field(max_length=40, index=True)
    of_id: int = Field(index=True)
    by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(default_factory=now)
    salt: bytes | None = Field(default=None, sa_type=LargeBinary)
    content_hash: str = Field(max_length=64)
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64, unique=True)


class ChainHead(SQLModel, table=True):
    """The one row that writers lock, so that links never fork."""

    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: int = Field(default=1, primary_key=True)
    seq: int = 0
    hash: str = Field(default="0" * 64, max_length=64)
