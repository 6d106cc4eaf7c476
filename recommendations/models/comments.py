"""What people here say beside a finding."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from recommendations.models.base import Recorded


class Comment(Recorded, table=True):
    """Read inside, and never part of what leaves. A later one takes an earlier back and has
    no words of its own."""

    __table_args__ = (
        UniqueConstraint("takes_back"),
        CheckConstraint("(takes_back is null) = (words <> '')", name="says_or_takes_back"),
    )

    assessment: int = Field(foreign_key="assessment.id", index=True)
    words: str = ""
    takes_back: int | None = Field(default=None, foreign_key="comment.id")
