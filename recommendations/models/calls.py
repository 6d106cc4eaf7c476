"""What was recommended, to whom, and why."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from recommendations.models.base import IDS_USED_ONCE, Recorded, words
from recommendations.vocabulary import CallOrigin, MeasureKind


class Recommendation(Recorded, table=True):
    """The quote holds it verbatim; `title` is taken from the source's own words."""

    source: int = Field(foreign_key="source.id", index=True)
    quote: int = Field(foreign_key="quote.id")
    title: str
    place: int


class Measure(Recorded, table=True):
    """A span of the recommendation's source. Set-up's are proposals until someone
    accepts them; once reviewed they never change, a new split supersedes them."""

    __table_args__ = (
        CheckConstraint('"end" > start', name="has_words"),
        CheckConstraint("label <> ''", name="has_a_label"),
        IDS_USED_ONCE,
    )

    recommendation: int = Field(foreign_key="recommendation.id", index=True)
    start: int
    end: int
    label: str = Field(max_length=120)
    kind: MeasureKind = Field(sa_type=words(MeasureKind))
    done_when: str = ""
    place: int = 0
    supersedes: int | None = Field(default=None, foreign_key="measure.id")


class Ground(Recorded, table=True):
    """Why a recommendation was made; never evidence of later action."""

    __table_args__ = (UniqueConstraint("quote", "recommendation"), IDS_USED_ONCE)

    quote: int = Field(foreign_key="quote.id", index=True)
    recommendation: int = Field(foreign_key="recommendation.id", index=True)
    because: str = ""


class Dismissal(Recorded, table=True):
    """That a quote was suggested for a recommendation and does not bear on it. The latest
    counts; `again` takes it back."""

    quote: int = Field(foreign_key="quote.id", index=True)
    recommendation: int = Field(foreign_key="recommendation.id", index=True)
    again: bool = False


class Addressee(Recorded, table=True):
    """A dated tree. One that speaks for its parent counts for it, with a source that
    says so; nothing else rolls up or down."""

    __table_args__ = (
        CheckConstraint("since is null or until is null or since <= until", name="in_order"),
    )

    code: str = Field(unique=True, max_length=40)
    name: str
    short: str = Field(max_length=40)
    parent: int | None = Field(default=None, foreign_key="addressee.id")
    speaks_for_parent: bool = False
    speaks_for_quote: int | None = Field(default=None, foreign_key="quote.id")
    since: date | None = None
    until: date | None = None
    reply_days: int = 60
    place: int = 0


class Call(Recorded, table=True):
    """One measure called for from one addressee."""

    __table_args__ = (UniqueConstraint("measure", "addressee"), IDS_USED_ONCE)

    measure: int = Field(foreign_key="measure.id", index=True)
    addressee: int = Field(foreign_key="addressee.id", index=True)
    origin: CallOrigin = Field(sa_type=words(CallOrigin))
