"""What our board met for and what it decided: only its own decision closes a call."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from recommendations.models.base import Recorded, words
from recommendations.vocabulary import Decided


class BoardMeeting(Recorded, table=True):
    """Planned or held. A change is a new row that supersedes; what was decided points at the
    first one."""

    __table_args__ = (CheckConstraint("agenda <> ''", name="has_an_agenda"),)

    on: date
    agenda: str
    minutes: str = ""
    """By which reference its minutes are found; empty until there are any."""
    removed: bool = False
    """It was called off."""
    supersedes: int | None = Field(default=None, foreign_key="boardmeeting.id", unique=True)


class Decision(Recorded, table=True):
    """What a meeting decided, but for closing a call; it counts once a second person has
    confirmed it. `removed` takes back the one that it supersedes."""

    __table_args__ = (
        CheckConstraint("minute <> ''", name="has_a_minute"),
        CheckConstraint("words <> ''", name="has_words"),
    )

    meeting: int = Field(foreign_key="boardmeeting.id", index=True)
    minute: str
    what: Decided = Field(sa_type=words(Decided))
    words: str
    call: int | None = Field(default=None, foreign_key="call.id", index=True)
    removed: bool = False
    supersedes: int | None = Field(default=None, foreign_key="decision.id", unique=True)


class ClosureProposal(Recorded, table=True):
    """That the board is asked to close a call, or to open it again. It is approved with the
    edition of the board's pack that it stands in, as asks are."""

    __table_args__ = (CheckConstraint("reason <> ''", name="has_a_reason"),)

    call: int = Field(foreign_key="call.id", index=True)
    closes: bool = True
    reason: str
    removed: bool = False
    supersedes: int | None = Field(default=None, foreign_key="closureproposal.id", unique=True)


class Closure(Recorded, table=True):
    """The board's decision that a call is finished, or open again, with its minute. Those of
    one call are a line: each supersedes the one before, whether or not that was confirmed."""

    __table_args__ = (
        CheckConstraint("minute <> ''", name="has_a_minute"),
        CheckConstraint("reason <> ''", name="has_a_reason"),
    )

    call: int = Field(foreign_key="call.id", index=True)
    meeting: int = Field(foreign_key="boardmeeting.id", index=True)
    closes: bool = True
    reason: str
    minute: str
    removed: bool = False
    supersedes: int | None = Field(default=None, foreign_key="closure.id", unique=True)


class SheetCopy(Recorded, table=True):
    """That the sheet of a meeting went to a member of the board, as an edition by mail. What
    goes to an office outside is a delivery."""

    __table_args__ = (UniqueConstraint("edition", "person"),)

    edition: int = Field(foreign_key="edition.id", index=True)
    person: int = Field(foreign_key="person.id", index=True)
