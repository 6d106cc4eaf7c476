"""What of the register leaves to an audience: reviewed records whose quotes pass the
gate. What is left out is told, without a word of its content."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from exports.profiles import Profile
from exports.wording import Wording, text
from recommendations import gate, rules
from recommendations.register.asks import AskView
from recommendations.register.minutes import SinceMeeting
from recommendations.register.views import (
    AddresseeView,
    AssessmentView,
    CallView,
    Cell,
    EvidenceView,
    MeasureView,
    QuoteView,
    RecommendationView,
    Register,
)
from recommendations.vocabulary import CallOrigin, Order, Stance, Status


@dataclass(frozen=True)
class Chosen:
    """What people chose for this audience: quotes by recommendation id, and what is asked.
    `leaving` holds the ids that the gate's SQL form lets through; the predicate is asked
    again here."""

    quotes: Mapping[int, tuple[QuoteView, ...]]
    leaving: frozenset[int]
    asks: tuple[AskView, ...] = ()
    pairs: Mapping[int, QuoteView] = field(default_factory=dict)
    """By a quote's id, the original that it translates or a translation of it."""


@dataclass(frozen=True)
class SelectedCall:
    measure: MeasureView
    call: CallView
    withheld: bool = False
    """Its finding is not printed, because words it rests on stay inside."""
    position_withheld: bool = False
    """They have said something; the words stay inside."""


@dataclass(frozen=True)
class Selected:
    recommendation: RecommendationView
    addressee: AddresseeView
    calls: tuple[SelectedCall, ...]
    testimony: tuple[QuoteView, ...]
    onward: bool
    """The report did not name this addressee; staff passed it onward."""
    asks: tuple[AskView, ...] = ()
    """Grouped by institution, in the order of the profile."""
    grounds: tuple[QuoteView, ...] = ()
    """Confirmed ones; of testimony, those that a person chose for this audience."""
    grounds_inside: int = 0
    """Confirmed ones that stay inside. Testimony is not counted for an audience that
    receives none: not even how much there is goes there."""

    @property
    def closed(self) -> bool:
        """Our board has closed all of it: nothing is asked any more."""
        return all(one.call.closure for one in self.calls)


@dataclass(frozen=True)
class LeftOut:
    """A fixed text, and how many it speaks of."""

    text: str
    count: int = 0

    def said(self, wording: Wording) -> str:
        return wording.say(self.text, count=wording.counted(self.count))


@dataclass(frozen=True)
class Selection:
    selected: tuple[Selected, ...]
    left_out: tuple[LeftOut, ...]
    kept_inside: int = 0
    """Recommendations to them whose words may not leave today."""
    pairs: Mapping[int, QuoteView] = field(default_factory=dict)
    """By a quote's id, the same words in another language that may leave too."""
    meeting: SinceMeeting | None = None
    """For those who decide."""
    before: tuple[Selected, ...] = ()
    """What would have been selected as of their last meeting, through today's gate."""


def select(register: Register, profile: Profile, chosen: Chosen, today: date) -> Selection:
    passing = _Passing(profile, chosen, today)
    selected: list[Selected] = []
    others = register.beyond
    for recommendation in (one.as_it_leaves for one in register.recommendations):
        mine = [a for a in register.addressees if a.code in profile.addressees]
        cells = [(a, register.cells.get((recommendation.id, a.id))) for a in mine]
        addressed = [(a, cell) for a, cell in cells if cell is not None]
        others += not addressed
        if addressed and not passing.passes(recommendation.quote):
            passing.withheld_recommendations += 1
            continue
        selected += [passing.selected(recommendation, a, cell) for a, cell in addressed]
    left_out = [*passing.told()]
    if others:
        left_out.append(
            LeftOut(
                text("Recommendations of the report that were made to others ({count})."), others
            )
        )
    ordered = tuple(sorted(selected, key=lambda one: _place(one, profile)))
    pairs = {id: other for id, other in chosen.pairs.items() if passing.passes(other)}
    return Selection(ordered, tuple(left_out), passing.withheld_recommendations, pairs)


MOVED = (Status.COMPLETED, Status.IN_EFFECT, Status.PARTLY_IN_EFFECT, Status.FIRST_STEP)
"""The furthest first."""


def _place(one: Selected, profile: Profile) -> tuple[bool, int, int, int]:
    """What is closed stands last."""
    return one.closed, *_in_order(one, profile)


def _in_order(one: Selected, profile: Profile) -> tuple[int, int, int]:
    """By the order of the profile; what is alike in it keeps the order of the report."""
    place, first = one.recommendation.place, profile.first
    named = first.index(place) if place in first else len(first)
    if profile.order is Order.EARLIEST:
        return named, min((ask.by or date.max for ask in one.asks), default=date.max).toordinal(), 0
    if profile.order is Order.MOVED:
        steps = (
            (MOVED.index(c.call.status), -c.call.assessment.true_on.toordinal())
            for c in one.calls
            if c.call.assessment and c.call.status in MOVED
        )
        return named, *min(steps, default=(len(MOVED), 0))
    return named, 0, 0


class _Passing:
    def __init__(self, profile: Profile, chosen: Chosen, today: date) -> None:
        self.profile, self.chosen, self.today = profile, chosen, today
        self.withheld_findings = self.withheld_positions = 0
        self.withheld_testimony = self.withheld_recommendations = self.withheld_asks = 0
        self.closed_asks = 0

    def passes(self, quote: QuoteView, by_person: bool = False) -> bool:
        return quote.id in self.chosen.leaving and gate.may_leave(
            quote.standing, self.profile.audience, self.today, by_person
        )

    def selected(
        self, recommendation: RecommendationView, addressee: AddresseeView, cell: Cell
    ) -> Selected:
        measures = {m.id: m for m in recommendation.measures}
        whose = (recommendation.id, addressee.id)
        picked = self.chosen.quotes.get(recommendation.id, ())
        testimony = tuple(quote for quote in picked if self.passes(quote, by_person=True))
        self.withheld_testimony += len(picked) - len(testimony)
        asks = [a for a in self.chosen.asks if (a.recommendation, a.addressee) == whose]
        if all(call.closure for call in cell.calls):
            self.closed_asks += len(asks)
            asks = []
        leaving = [a for a in asks if self._is_supported(a)]
        self.withheld_asks += len(asks) - len(leaving)
        grounds, grounds_inside = self._grounds(recommendation, picked)
        return Selected(
            recommendation=recommendation,
            addressee=addressee,
            calls=tuple(self._call(measures[c.measure], c) for c in cell.calls),
            testimony=testimony,
            onward=all(c.origin is not CallOrigin.NAMED_IN_SOURCE for c in cell.calls),
            asks=tuple(sorted(leaving, key=self.profile.place_of)),
            grounds=grounds,
            grounds_inside=grounds_inside,
        )

    def _is_supported(self, ask: AskView) -> bool:
        """Where the words that it rests on stay inside, so does the ask: it may tell them."""
        if ask.rests_on is None:
            return True
        return ask.quote is not None and self.passes(ask.quote)

    def _grounds(
        self, recommendation: RecommendationView, picked: tuple[QuoteView, ...]
    ) -> tuple[tuple[QuoteView, ...], int]:
        chosen = {quote.id for quote in picked}
        quotes = [ground.quote for ground in recommendation.grounds if ground.reviewed]
        leaving = tuple(q for q in quotes if self.passes(q, by_person=q.id in chosen))
        counted = [q for q in quotes if self.profile.audience.testimony or not q.standing.testimony]
        return leaving, len(counted) - len(leaving)

    def _call(self, measure: MeasureView, call: CallView) -> SelectedCall:
        silent = call.position is not None and not self.passes(call.position.quote)
        if silent:
            self.withheld_positions += 1
            call = replace(call, position=None)
        if call.assessment is None:
            return SelectedCall(measure, call, position_withheld=silent)
        finding = finding_that_leaves(call.assessment, self.passes)
        if finding is None:
            self.withheld_findings += 1
            bare = replace(call, assessment=None, status=Status.NOT_YET_ASSESSED, under_review=True)
            return SelectedCall(measure, bare, withheld=True, position_withheld=silent)
        shown = replace(call, assessment=finding)
        return SelectedCall(measure, shown, position_withheld=silent)

    def told(self) -> list[LeftOut]:
        counts = (
            (
                self.withheld_recommendations,
                text("Recommendations whose words stay inside ({count})."),
            ),
            (self.withheld_findings, text("Findings whose evidence stays inside ({count}).")),
            (self.withheld_positions, text("Positions whose words stay inside ({count}).")),
            (
                self.withheld_testimony,
                text("Testimony that was chosen and may not leave ({count})."),
            ),
            (self.closed_asks, text("Asks on what our board has closed ({count}).")),
            (self.withheld_asks, text("Asks whose supporting words stay inside ({count}).")),
        )
        left_out = [LeftOut(what, n) for n, what in counts if n]
        if not self.profile.audience.testimony:
            left_out.append(LeftOut(text("Testimony: this audience receives none.")))
        return left_out


def finding_that_leaves(
    finding: AssessmentView, passes: Callable[[QuoteView], bool]
) -> AssessmentView | None:
    """None where the words it rests on, or words against it, stay inside: a finding is never
    shown without its support, nor with only one side of its evidence."""
    leaving = tuple(e for e in finding.evidence if passes(e.quote))
    lost = [e for e in finding.evidence if e not in leaving]
    if any(e.stance is Stance.CONTRADICTS for e in lost):
        return None
    facts = [_fact(e) for e in leaving]
    searches = [rules.SearchFact(s.on) for s in finding.searches]
    # Its earlier step was checked when it was reviewed; only what leaves is in question.
    if rules.missing(finding.status, facts, searches, rules.MOVEMENT):
        return None
    outside = finding.outside_powers
    shown = outside if outside is not None and passes(outside) else None
    return replace(finding, evidence=leaving, outside_powers=shown)


def _fact(evidence: EvidenceView) -> rules.EvidenceFact:
    source = evidence.quote.source
    return rules.EvidenceFact(evidence.stance, source.kind, source.publisher)
