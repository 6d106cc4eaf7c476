"""Values of the advocacy year: a day on which an addressee decides, which pack is to be refreshed
before it, and what of it may stand in a calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from recommendations.register.views import AddresseeView, QuoteView, Signed, SourceView
from recommendations.rules import first_day, spoken
from recommendations.vocabulary import Precision


@dataclass(frozen=True)
class PointView:
    """As it stands now. `root` is the number of its first version, which it keeps. `quote` is
    None where it rests on a source as a whole, and where the quote may not be read."""

    id: int
    root: int
    addressee: AddresseeView
    what: str
    on: date
    until: date | None
    precision: Precision
    rests_on: int | None
    quote: QuoteView | None
    source: SourceView | None
    note: str
    removed: bool
    signed: Signed
    kept_inside: str
    """Why it is in no calendar; empty where it is."""

    @property
    def first(self) -> date:
        return first_day(self.on, self.precision)

    @property
    def last(self) -> date:
        return self.until or self.on

    @property
    def when(self) -> str:
        return spoken_days(self.on, self.until, self.precision)

    @property
    def ref(self) -> str:
        """Where it stands, as a person writes it."""
        if self.rests_on is not None:
            return f"Q{self.rests_on}"
        return self.source.ref if self.source else ""


@dataclass(frozen=True)
class Refresh:
    """One pack before one point. `edition` is the last one issued, if there is one; `changes`
    are findings and positions that were reviewed since."""

    point: int
    audience: str
    name: str
    by: date
    edition: int | None
    as_of: date | None
    changes: int

    @property
    def needed(self) -> bool:
        return self.edition is None or self.changes > 0

    @property
    def why(self) -> str:
        if self.edition is None:
            return "no edition was issued yet"
        if not self.changes:
            return f"nothing changed since edition {self.edition}"
        things = "1 change" if self.changes == 1 else f"{self.changes} changes"
        return f"{things} since edition {self.edition}"


@dataclass(frozen=True)
class CalendarEntry:
    """What may stand in somebody's calendar: reviewed, and its source may leave."""

    root: int
    version: int
    """Grows with each change."""
    addressee: str
    what: str
    first: date
    last: date
    precision: Precision
    at: datetime
    """When it was reviewed."""


def spoken_days(on: date, until: date | None, precision: Precision) -> str:
    if precision is not Precision.DAY:
        return f"{on:%Y}" if precision is Precision.YEAR else f"{on:%B %Y}"
    if until is None or until == on:
        return spoken(on)
    if (on.year, on.month) == (until.year, until.month):
        return f"{on.day} to {spoken(until)}"
    return f"{spoken(on)} to {spoken(until)}"
