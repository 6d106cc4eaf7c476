"""The board's view as it is read: frozen values, and few words in them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from recommendations import rules
from recommendations.register.contacts import Contact
from recommendations.register.counting import Counting
from recommendations.register.deliveries import DeliveryView
from recommendations.register.views import AddresseeView, EvidenceView, QuoteView
from recommendations.vocabulary import PositionValue, Status, Supersession

OUTSPOKEN = (
    PositionValue.NOT_ACCEPTED,
    PositionValue.DIFFERENT_APPROACH,
    PositionValue.ACKNOWLEDGED,
    PositionValue.AGREED_IN_PART,
    PositionValue.AGREED,
    PositionValue.NONE_FOUND,
)
"""What is furthest from what was recommended stands first."""
NOBODY_LOOKED = "nobody has looked"


@dataclass(frozen=True)
class Asked:
    """A recommendation with the labels of its measures, by their ids."""

    id: int
    place: int
    title: str
    measures: Mapping[int, str]


@dataclass(frozen=True)
class Square:
    """A recommendation with an addressee on two days; a call for each measure of each day."""

    then: tuple[Counting, ...]
    now: tuple[Counting, ...]
    closed: int = 0
    """How many of `now` the board had closed by the later day."""

    @property
    def found_then(self) -> str:
        return rules.together([one.status for one in self.then])

    @property
    def found_now(self) -> str:
        return rules.together([one.status for one in self.now])

    @property
    def said_then(self) -> str:
        return said_together([one.value for one in self.then])

    @property
    def said_now(self) -> str:
        return said_together([one.value for one in self.now])

    @property
    def found_changed(self) -> bool:
        return [one.status for one in self.then] != [one.status for one in self.now]

    @property
    def said_changed(self) -> bool:
        return [one.value for one in self.then] != [one.value for one in self.now]

    @property
    def under_review(self) -> bool:
        return any(one.under_review for one in self.now)


def said_together(values: Sequence[PositionValue | None]) -> str:
    """As `rules.together` for what was said: one word where it is the same of all."""
    counts = Counter(values)
    words = {value: value.value for value in OUTSPOKEN} | {None: NOBODY_LOOKED}
    if len(counts) <= 1:
        return "".join(words[value] for value in counts)
    return ", ".join(f"{counts[v]} {words[v]}" for v in words if counts[v])


@dataclass(frozen=True)
class Tally:
    """How many measures called for read so, on both days."""

    word: Status | PositionValue | None
    then: int
    now: int


@dataclass(frozen=True)
class Line:
    """One call that the board should look at."""

    asked: Asked
    addressee: AddresseeView
    call: Counting

    @property
    def label(self) -> str:
        return self.asked.measures[self.call.measure]

    @property
    def reading(self) -> str:
        return self.call.status.value


@dataclass(frozen=True)
class Lines:
    """`count` of them, of which the first are listed."""

    count: int
    first: tuple[Line, ...]


@dataclass(frozen=True)
class Summed:
    """One addressee over all recommendations."""

    addressee: AddresseeView
    calls: int
    found_then: str
    found_now: str
    said_then: str
    said_now: str


@dataclass(frozen=True)
class Handed:
    """What reached one addressee, and what came back. `since` are the deliveries between the
    two days; `said` counts what it published or wrote to us between them."""

    addressee: AddresseeView
    contact: Contact
    since: tuple[DeliveryView, ...]
    said: int


@dataclass(frozen=True)
class Issued:
    """An edition issued between the two days."""

    id: int
    audience: str
    number: int
    on: date


@dataclass(frozen=True)
class Told:
    """A finding or a position that was accepted between the two days. `asked` are the
    recommendations that it is about; `said_before` are the positions that counted until then,
    in words; `put_right` says that a later correction took its place."""

    at: datetime
    asked: tuple[Asked, ...]
    addressee: AddresseeView
    labels: tuple[str, ...]
    before: Status | None
    status: Status | None
    reading: str
    reason: str
    on: date
    supersession: Supersession | None
    evidence: tuple[EvidenceView, ...]
    value: PositionValue | None = None
    part: str = ""
    quote: QuoteView | None = None
    said_before: str = ""
    put_right: bool = False
    baseline: bool = False
    """It was so when the recommendation was published."""


@dataclass(frozen=True)
class Changes:
    """`findings` and `positions` count all of them; `told` are some, the newest first."""

    findings: int
    positions: int
    told: tuple[Told, ...]

    @property
    def count(self) -> int:
        return self.findings + self.positions


@dataclass(frozen=True)
class Known:
    """How much is known, counted in measures called for. `old` were found more than a year
    before the day."""

    calls: int
    unassessed: int
    not_sought: int
    old: int


@dataclass(frozen=True)
class Stand:
    """Where everything stood on both days: nothing in it depends on who reads."""

    asked: tuple[Asked, ...]
    addressees: tuple[AddresseeView, ...]
    """Those from whom something is called for."""
    squares: Mapping[tuple[int, int], Square]
    """By recommendation id and addressee id."""
    found: tuple[Tally, ...]
    said: tuple[Tally, ...]
    summed: tuple[Summed, ...]
    stalled: Lines
    contested: Lines
    unsupported: Lines
    closed: Lines
    """By the board; they are no longer looked for among what has stalled."""
    known: Known


@dataclass(frozen=True)
class Board:
    """As of the end of two days. `begins` is the day of the first entry, None before one."""

    since: date
    as_of: date
    begins: date | None
    stand: Stand
    changes: Changes
    handed: tuple[Handed, ...]
    issued: tuple[Issued, ...]

    @property
    def delivered(self) -> int:
        return sum(len(one.since) for one in self.handed)

    @property
    def never_sent(self) -> tuple[AddresseeView, ...]:
        return tuple(one.addressee for one in self.handed if one.contact.last is None)
