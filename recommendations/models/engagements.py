"""The engagement log: how we were in touch with an office."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from recommendations.models.base import Recorded, words
from recommendations.vocabulary import EngagedBy


class Engagement(Recorded, table=True):
    """With an office, never a person by name. Ours and internal: what was promised here is no
    position. A change is a later row in the place of an earlier; so is taking one out, which
    says why."""

    __table_args__ = (
        UniqueConstraint("supersedes"),
        CheckConstraint("office <> ''", name="names_the_office"),
        CheckConstraint(
            "asked <> '' or promised <> '' or follow_up <> ''", name="says_what_it_was_about"
        ),
        CheckConstraint("follow_up_by is null or follow_up <> ''", name="day_of_a_follow_up"),
        CheckConstraint("done_on is null or follow_up <> ''", name="follow_up_that_was_done"),
        CheckConstraint("not removed or why <> ''", name="removed_with_its_reason"),
    )

    addressee: int = Field(foreign_key="addressee.id", index=True)
    on: date
    how: EngagedBy = Field(sa_type=words(EngagedBy))
    office: str
    asked: str = ""
    promised: str = ""
    follow_up: str = ""
    follow_up_by: date | None = None
    done_on: date | None = None
    source: int | None = Field(default=None, foreign_key="source.id")
    """Our note of it, or the letter itself."""
    supersedes: int | None = Field(default=None, foreign_key="engagement.id")
    removed: bool = False
    why: str = ""
