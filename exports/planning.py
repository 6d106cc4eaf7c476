"""What a pack asks, as staff see it: each ask as it would be printed, with what it still
needs and why it stays inside."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from exports.asking import ask_sentence
from exports.profiles import Profile
from exports.publishing import Moment
from recommendations import gate, rules
from recommendations.errors import NotFound
from recommendations.gate import Reason
from recommendations.register import windows
from recommendations.register.asks import AskView
from recommendations.register.plans import read_asks
from recommendations.register.register import read_register
from recommendations.register.views import (
    AddresseeView,
    Cell,
    RecommendationView,
    Register,
)
from recommendations.vocabulary import Role


@dataclass(frozen=True)
class PlannedAsk:
    ask: AskView
    sentence: str
    missing: tuple[str, ...]
    reasons: tuple[Reason, ...]
    """Why the words that it rests on stay inside, and the ask with them."""

    @property
    def printed(self) -> bool:
        return not self.reasons and not self.lost

    @property
    def lost(self) -> bool:
        """The words that it rests on are not there for whoever reads this."""
        return self.ask.rests_on is not None and self.ask.quote is None


@dataclass(frozen=True)
class Subject:
    """One recommendation with one addressee of the pack, and what is asked on it."""

    recommendation: RecommendationView
    addressee: AddresseeView
    cell: Cell
    asks: tuple[PlannedAsk, ...]

    @property
    def tests(self) -> tuple[str, ...]:
        """The test of done of each measure called for; empty where none was agreed."""
        measures = {m.id: m for m in self.recommendation.measures}
        asked = [measures[call.measure] for call in self.cell.calls]
        return tuple(m.done_when if m.reviewed else "" for m in asked)


@dataclass(frozen=True)
class Planned:
    """`beyond` are asks of who is no addressee of the pack any more."""

    subjects: tuple[Subject, ...]
    beyond: tuple[AskView, ...]


def planned(session: Session, profile: Profile, moment: Moment, role: Role) -> Planned:
    asks = read_asks(session, profile.code, role)
    subjects = tuple(
        _with_asks(bare, asks, profile, moment.today)
        for bare in _bare(_register(session, profile, moment, role), profile)
    )
    told = {one.ask.id for subject in subjects for one in subject.asks}
    return Planned(subjects, tuple(ask for ask in asks if ask.id not in told))


def subject(
    session: Session, profile: Profile, moment: Moment, role: Role, place: int, addressee: str
) -> Subject:
    """Raises NotFound for what this pack is not about."""
    for one in planned(session, profile, moment, role).subjects:
        if (one.recommendation.place, one.addressee.code) == (place, addressee):
            return one
    raise NotFound(
        "That recommendation was not made to them, or the pack is not for them. Ask on one of "
        "those that stand in the list."
    )


def with_typed(subject: Subject, ask: AskView, profile: Profile, today: date) -> PlannedAsk:
    """One that is not saved, as it would stand there."""
    tests = subject.tests
    reasons = gate.stays_inside(ask.quote.standing, profile.audience, today) if ask.quote else ()
    return PlannedAsk(
        ask, ask_sentence(ask, today), rules.missing_of_ask(ask.fact, tests, today), reasons
    )


def _register(session: Session, profile: Profile, moment: Moment, role: Role) -> Register:
    only = windows.called_for_from(session, profile.addressees)
    return read_register(session, moment.day, moment.closing, role, only)


def _bare(register: Register, profile: Profile) -> list[Subject]:
    mine = [a for a in register.addressees if a.code in profile.addressees]
    return [
        Subject(told, whom, cell, ())
        for told in register.recommendations
        for whom in mine
        if (cell := register.cells.get((told.id, whom.id))) is not None
    ]


def _with_asks(bare: Subject, asks: tuple[AskView, ...], profile: Profile, today: date) -> Subject:
    whose = (bare.recommendation.id, bare.addressee.id)
    own = [ask for ask in asks if (ask.recommendation, ask.addressee) == whose]
    return Subject(
        bare.recommendation,
        bare.addressee,
        bare.cell,
        tuple(with_typed(bare, a, profile, today) for a in sorted(own, key=profile.place_of)),
    )
