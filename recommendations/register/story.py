"""One recommendation with one addressee, in time order, drafts included."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from recommendations import rules
from recommendations.errors import NotFound
from recommendations.models import Call, Measure
from recommendations.register import windows
from recommendations.register.contacts import Contact, read_contact
from recommendations.register.loading import Loaded, load
from recommendations.register.register import accepted_by, measure_view, register_of
from recommendations.register.views import (
    AddresseeView,
    AssessmentView,
    CallView,
    Cell,
    MeasureView,
    PositionView,
    RecommendationView,
    SearchView,
)
from recommendations.vocabulary import Role, Supersession


@dataclass(frozen=True)
class Entry:
    """One line of the story: what they said, what we find, or that we looked."""

    on: date
    measures: tuple[MeasureView, ...]
    position: PositionView | None = None
    assessment: AssessmentView | None = None
    search: SearchView | None = None
    looked: tuple[SearchView, ...] = ()
    """The searches recorded with the finding."""
    corrected: bool = False
    """A reviewed correction took its place; the words stay for the record."""
    findings: tuple[int, ...] = ()
    """The numbers of all findings that this line tells."""

    @property
    def draft(self) -> bool:
        told = self.assessment or self.position
        return told is not None and told.draft


@dataclass(frozen=True)
class Story:
    as_of: date
    recommendation: RecommendationView
    addressee: AddresseeView
    speakers: tuple[AddresseeView, ...]
    """The addressee, and those who speak for it."""
    cell: Cell
    entries: tuple[Entry, ...]
    """Newest first."""
    contact: Contact
    """Ours and internal; it never stands for a position."""
    earlier: tuple[MeasureView, ...] = ()
    """Measures that gave way to others; what was found on them stays with them."""

    def measure(self, call: CallView) -> MeasureView:
        return next(m for m in self.recommendation.measures if m.id == call.measure)

    def instead_of(self, measure: MeasureView) -> tuple[str, ...]:
        """The labels of what took its place; none for a measure that still counts."""
        if measure.id not in {one.id for one in self.earlier}:
            return ()
        there = (*self.recommendation.measures, *self.earlier)
        return tuple(one.label for one in there if one.supersedes == measure.id)


def read_story(
    session: Session,
    recommendation: int,
    addressee: str,
    day: date,
    closing: datetime,
    role: Role | None = Role.EDITOR,
) -> Story:
    loaded = load(session, role, windows.at_place(session, recommendation))
    return story_of(session, loaded, recommendation, addressee, day, closing)


def story_of(
    session: Session,
    loaded: Loaded,
    recommendation: int,
    addressee: str,
    day: date,
    closing: datetime,
) -> Story:
    register = register_of(session, loaded, day, closing)
    told = next((r for r in register.recommendations if r.place == recommendation), None)
    whom = register.addressee(addressee)
    cell = register.cells.get((told.id, whom.id)) if told and whom else None
    if told is None or whom is None or cell is None:
        raise NotFound("That recommendation was not made to that addressee.")
    speakers = (
        whom,
        *(a for a in register.addressees if a.parent == whom.id and a.speaks_for_parent),
    )
    earlier = _earlier(session, loaded, told, closing)
    measures = {m.id: m for m in (*told.measures, *earlier)}
    calls = [(call.id, measures[call.measure]) for call in cell.calls]
    before = _calls_on(session, earlier, whom.id)
    entries = _entries(loaded, calls, [(call, measures[of]) for call, of in before], closing)
    contact = read_contact(session, whom.id, day, told.id)
    return Story(day, told, whom, speakers, cell, entries, contact, earlier)


def _earlier(
    session: Session, loaded: Loaded, told: RecommendationView, closing: datetime
) -> tuple[MeasureView, ...]:
    rows = session.exec(
        select(Measure)
        .where(Measure.recommendation == told.id)
        .order_by(col(Measure.place), col(Measure.id))
    ).all()
    taken_over = {row.supersedes for row in rows if accepted_by(loaded.signatures, row, closing)}
    said, start = told.quote.exact, told.quote.start
    return tuple(
        measure_view(row, said, start, loaded.signatures) for row in rows if row.id in taken_over
    )


def _calls_on(
    session: Session, measures: Sequence[MeasureView], addressee: int
) -> list[tuple[int, int]]:
    rows = session.exec(
        select(Call)
        .where(col(Call.measure).in_([m.id for m in measures]), Call.addressee == addressee)
        .order_by(col(Call.id))
    )
    return [(row.key, row.measure) for row in rows]


def _entries(
    loaded: Loaded,
    calls: Sequence[tuple[int, MeasureView]],
    before: Sequence[tuple[int, MeasureView]],
    closing: datetime,
) -> tuple[Entry, ...]:
    """On an earlier measure nothing is begun any more, so no drafts of it are told."""
    entries = [
        entry
        for call, measure in (*calls, *before)
        for entry in (
            *_findings(loaded.findings.get(call, []), measure, closing),
            *_searches(loaded, call, measure, closing),
        )
    ]
    entries += _positions(loaded, (*calls, *before), closing)
    gone = {measure.id for _, measure in before}
    entries = [one for one in entries if not (one.draft and {m.id for m in one.measures} <= gone)]
    return tuple(sorted(_together(entries), key=_newest_first, reverse=True))


def _findings(
    findings: Sequence[tuple[rules.AssessmentFact, AssessmentView]],
    measure: MeasureView,
    closing: datetime,
) -> list[Entry]:
    respelled = {
        v.base for _, v in findings if v.supersession is Supersession.SPELLING and not v.draft
    }
    earlier = [fact.status for fact, _ in findings]
    return [
        Entry(
            finding.true_on,
            (measure,),
            assessment=replace(
                finding,
                lost=rules.missing(fact.status, fact.evidence, fact.searches, earlier),
                signed=finding.signed.as_known(closing),
            ),
            looked=_recorded_with(finding),
            corrected=_corrected(fact, closing),
            findings=(finding.id,),
        )
        for fact, finding in findings
        if finding.signed.at <= closing and finding.id not in respelled
    ]


def _searches(loaded: Loaded, call: int, measure: MeasureView, closing: datetime) -> list[Entry]:
    """Those that no finding tells."""
    told = {s.id for _, finding in loaded.findings.get(call, []) for s in _recorded_with(finding)}
    return [
        Entry(s.on, (measure,), search=replace(s, signed=s.signed.as_known(closing)))
        for s in loaded.searches.get(call, [])
        if s.signed.at <= closing and s.id not in told
    ]


def _positions(
    loaded: Loaded, calls: Sequence[tuple[int, MeasureView]], closing: datetime
) -> list[Entry]:
    measures = {measure.id: measure for _, measure in calls}
    said = {
        view.id: (fact, view)
        for call, _ in calls
        for fact, view in loaded.positions.get(call, [])
        if view.signed.at <= closing
    }
    return [
        Entry(
            view.said_on,
            tuple(measures[m] for m in view.measures if m in measures),
            position=replace(view, signed=view.signed.as_known(closing)),
            corrected=_corrected(fact, closing),
        )
        for fact, view in said.values()
    ]


def _corrected(fact: rules.AssessmentFact | rules.PositionFact, closing: datetime) -> bool:
    return fact.replaced_at is not None and fact.replaced_at <= closing


def _recorded_with(finding: AssessmentView) -> tuple[SearchView, ...]:
    """A search of the same person on the day the finding is true on."""
    return tuple(
        s for s in finding.searches if (s.on, s.by) == (finding.true_on, finding.signed.by)
    )


def _together(entries: Sequence[Entry]) -> list[Entry]:
    """What was recorded for several measures in one sitting is one line of the story. A
    draft stays alone: each can still be changed by itself."""
    found: dict[Hashable, Entry] = {}
    for entry in entries:
        first = found.setdefault(_same(entry), entry)
        if first is not entry:
            found[_same(entry)] = replace(
                first,
                measures=first.measures + entry.measures,
                findings=first.findings + entry.findings,
            )
    return list(found.values())


def _same(entry: Entry) -> Hashable:
    told = entry.assessment
    if told is None:
        return ("search", entry.search.id) if entry.search else id(entry)
    if told.draft:
        return ("draft", told.id)
    quotes = tuple((e.quote.id, e.stance) for e in told.evidence)
    said = (told.status, told.reason, told.true_on, told.until, told.supersession, told.lost)
    signed = (told.signed.by, told.signed.reviewed_by)
    outside = told.outside_powers.id if told.outside_powers else None
    return (*said, *signed, outside, quotes, entry.corrected)


def _newest_first(entry: Entry) -> tuple[date, int]:
    told = entry.assessment or entry.position or entry.search
    return entry.on, told.id if told else 0
