"""What the board's pictures show: the worst news of each cell, and what counted when."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from recommendations import rules
from recommendations.register.board_views import Asked, Square
from recommendations.register.counting_exactly import read_facts
from recommendations.vocabulary import Status

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Days on which one finding counted. `lapsed`: what was in effect until a day that has
    passed, and nobody has assessed whether it was renewed."""

    start: date
    end: date
    status: Status
    lapsed: bool = False


@dataclass(frozen=True)
class Lane:
    """One measure with one addressee."""

    asked: Asked
    label: str
    stretches: tuple[Stretch, ...]

    @property
    def in_words(self) -> str:
        if not self.stretches:
            return "not yet assessed"
        return "; ".join(
            f"{one.status.value} from {rules.spoken(one.start)}"
            + (" (renewal not assessed)" if one.lapsed else "")
            for one in self.stretches
        )


def worst(square: Square) -> Status:
    """The worst news among its measures: what a picture shows of a cell."""
    return min((call.status for call in square.now), key=rules.WORST_FIRST.index)


def read_lanes(
    session: Session,
    asked: Iterable[tuple[Asked, Square]],
    weak: Collection[int],
    day: date,
    closing: datetime,
) -> tuple[Lane, ...]:
    """What counted when, by what was known at the end of the day."""
    rows = [(one, call) for one, square in asked for call in square.now]
    facts = read_facts(session, [call.call for _, call in rows], weak)
    return tuple(
        Lane(one, one.measures[call.measure], _stretches(facts[call.call], day, closing))
        for one, call in rows
    )


def _stretches(
    facts: Sequence[rules.AssessmentFact], day: date, closing: datetime
) -> tuple[Stretch, ...]:
    known = [fact for fact in facts if rules.known_by(fact, day, closing)]
    days = sorted({fact.true_on for fact in known})
    found: list[Stretch] = []
    for start, after in zip(days, [*days[1:], day + A_DAY], strict=False):
        counted = rules.counting(known, start, closing).assessment
        if counted is None:
            continue
        end = max(start, after - A_DAY)
        until = counted.until if counted.status is Status.IN_EFFECT else None
        if until and until < end:
            found.append(Stretch(start, max(start, until), counted.status))
            found.append(Stretch(max(start, until + A_DAY), end, counted.status, True))
        elif found and (found[-1].status, found[-1].lapsed) == (counted.status, False):
            found[-1] = Stretch(found[-1].start, end, counted.status)
        else:
            found.append(Stretch(start, end, counted.status))
    return tuple(found)
