"""Words for what waits, instead of ids."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from sqlmodel import Session

from recommendations.models import Addressee, Call, Measure, Recommendation, Recorded

MOST_NAMED = 12

Kind = TypeVar("Kind", bound=Recorded)


class _Known(Generic[Kind]):
    """By id, asked for when it is needed: few of very many wait."""

    def __init__(self, session: Session, kind: type[Kind]) -> None:
        self.session, self.kind = session, kind

    def __getitem__(self, id: int) -> Kind:
        return self.session.get_one(self.kind, id)


class Names:
    """Words for a person instead of ids."""

    def __init__(self, session: Session) -> None:
        self.recommendations = _Known(session, Recommendation)
        self.measures = _Known(session, Measure)
        self.addressees = _Known(session, Addressee)
        self.calls = _Known(session, Call)

    def call(self, id: int) -> str:
        call = self.calls[id]
        return f"{self.measure(call.measure)}, {self.addressees[call.addressee].short}"

    def measure(self, id: int) -> str:
        return self.measures[id].label

    def path(self, call_id: int) -> str:
        call = self.calls[call_id]
        told = self.recommendations[self.measures[call.measure].recommendation]
        return f"/recommendations/{told.place}/{self.addressees[call.addressee].code}"


def some_of(names: Names, measures: Sequence[int]) -> tuple[str, ...]:
    """Some of them, where one position is about all that stands under a heading."""
    some = tuple(names.measure(measure) for measure in measures[:MOST_NAMED])
    more = len(measures) - len(some)
    return (*some, f"and {more} more under the same heading") if more else some
