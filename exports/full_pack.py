"""The full pack as a value: what the leave-behind says, and everything behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from exports.pack import LeaveBehind, PrintedAsk, PrintedFinding, PrintedPosition, PrintedQuote
from recommendations.vocabulary import Status


@dataclass(frozen=True)
class PrintedMeasure:
    """What stands beside the finding of the same place in `PrintedAsk.findings`."""

    ref: str
    """The same in every edition; empty while the split into measures awaits confirmation."""
    position: PrintedPosition
    """Without its words, which stand with the ask's positions."""
    baseline: bool = False
    """It was already so when it was recommended."""
    corrected: bool = False
    """The finding puts right an earlier one of ours."""
    outside_powers: PrintedQuote | None = None
    """Says that the measure is outside the addressee's usual powers."""


@dataclass(frozen=True)
class PrintedCell:
    """One recommendation with one addressee."""

    addressee: str
    short: str
    """The addressee's short name, for tables with many of them."""
    ask: PrintedAsk
    """Its number is that of the leave-behind and is not printed here."""
    measures: tuple[PrintedMeasure, ...]
    said: str
    """Their position in words: one where all measures share it, else counts."""


@dataclass(frozen=True)
class PrintedRecommendation:
    number: int
    ref: str
    title: str
    recommended: PrintedQuote
    cells: tuple[PrintedCell, ...]
    grounds: tuple[PrintedQuote, ...]
    """The evidence behind the recommendation."""
    inside: str
    """How many there are that may not leave to this audience, or that there are none at all;
    empty where all of them are printed."""
    testimony: tuple[PrintedQuote, ...]
    """Chosen for this audience, and no ground."""
    searches: tuple[str, ...]

    @property
    def measures(self) -> tuple[str, ...]:
        """Their labels; none while the split awaits confirmation."""
        return tuple(f.measure for f in self.cells[0].ask.findings if f.measure)

    def cell(self, addressee: str) -> PrintedCell | None:
        return next((cell for cell in self.cells if cell.addressee == addressee), None)


@dataclass(frozen=True)
class ChangedFinding:
    """No word of the earlier edition but its status: it may have been withdrawn since."""

    number: int
    """Of the recommendation."""
    addressee: str
    measure: str
    before: Status
    before_reading: str
    after: Status
    after_reading: str
    on: date | None
    corrected: bool


@dataclass(frozen=True)
class ChangedPosition:
    number: int
    addressee: str
    before: str
    after: str
    on: date | None


@dataclass(frozen=True)
class SinceLast:
    """What reads otherwise than in the edition before."""

    edition: str
    as_of: date
    findings: tuple[ChangedFinding, ...]
    positions: tuple[ChangedPosition, ...]
    told: tuple[str, ...]
    """What else changed, a sentence each."""


@dataclass(frozen=True)
class Step:
    """Of the chronology: their words, or our finding."""

    on: date
    number: int
    addressee: str
    position: PrintedPosition | None = None
    finding: PrintedFinding | None = None


@dataclass(frozen=True)
class FullPack:
    brief: LeaveBehind
    """What both lengths say: here nothing is left out of it for length, and its citations are
    those of the whole pack."""
    addressees: tuple[str, ...]
    recommendations: tuple[PrintedRecommendation, ...]
    since_last: SinceLast | None = None
    """None in the first edition."""

    def called(self, addressee: str) -> str:
        """In a table of all of them."""
        if len(self.addressees) <= 2:
            return addressee
        found = (one.cell(addressee) for one in self.recommendations)
        return next(cell.short for cell in found if cell)

    def chronology(self) -> list[Step]:
        """The newest first."""
        steps = [step for one in self.recommendations for step in _steps(one)]
        return sorted(steps, key=lambda step: (step.on, -step.number), reverse=True)


def _steps(one: PrintedRecommendation) -> Iterator[Step]:
    for cell in one.cells:
        for position in cell.ask.positions:
            if position.on:
                yield Step(position.on, one.number, cell.addressee, position=position)
        for finding in cell.ask.findings:
            if finding.true_on:
                yield Step(finding.true_on, one.number, cell.addressee, finding=finding)
