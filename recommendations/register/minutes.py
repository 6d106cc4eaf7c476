"""Meetings of our board as values: what was decided, what is asked, what was handed over."""

from dataclasses import dataclass
from datetime import date

from recommendations.register.views import Signed


@dataclass(frozen=True)
class DecisionView:
    """`name` is that of its record, as a form of review has it. `what` is in words: the kind
    of decision, or that a call was closed or opened again."""

    name: str
    minute: str
    what: str
    words: str
    about: str
    """The measure and the addressee; empty where it is about no call."""
    where: str
    signed: Signed

    @property
    def counts(self) -> bool:
        return self.signed.reviewed_at is not None


@dataclass(frozen=True)
class MeetingView:
    """`id` is the same whatever was changed of it; `base` is of the version that is shown."""

    id: int
    base: int
    on: date
    agenda: str
    minutes: str
    called_off: bool
    signed: Signed
    decisions: tuple[DecisionView, ...] = ()

    def is_to_come(self, today: date) -> bool:
        return self.on > today and not self.called_off


@dataclass(frozen=True)
class ProposedClosure:
    """That the board is asked to close a call, or to open it again."""

    id: int
    call: int
    closes: bool
    reason: str
    about: str
    where: str
    signed: Signed


@dataclass(frozen=True)
class HandedOver:
    """An edition, or a letter: then it has no `number`. `addressee` is its short name."""

    audience: str
    number: int | None
    office: str
    addressee: str
    on: date


@dataclass(frozen=True)
class SinceMeeting:
    """`since` is the day of the last meeting before the sheet's, None where there was none;
    `to_come` that of the meeting it is for. Of what was decided only what counts."""

    since: date | None
    to_come: date | None
    proposed: tuple[ProposedClosure, ...]
    decided: tuple[DecisionView, ...]
    handed: tuple[HandedOver, ...]
    """After the last meeting, the newest first."""
