"""The register on a day: every recommendation with every addressee."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from recommendations import rules
from recommendations.models import (
    Addressee,
    Call,
    Ground,
    Measure,
    Quote,
    Recommendation,
)
from recommendations.register.addressees import addressee_view
from recommendations.register.loading import Loaded, Signatures, load
from recommendations.register.views import (
    AssessmentView,
    CallView,
    Cell,
    ClosureView,
    GroundView,
    MeasureView,
    PositionView,
    QuoteView,
    RecommendationView,
    Register,
    SearchView,
)
from recommendations.register.windows import Window, among, measured
from recommendations.vocabulary import Role, SearchFor


def read_register(
    session: Session,
    day: date,
    closing: datetime,
    role: Role | None = Role.EDITOR,
    only: Window | None = None,
) -> Register:
    """What had been reviewed by `closing`, the end of `day`, with clocks computed for
    that day; today's whole gate still applies to the words."""
    return register_of(session, load(session, role, only), day, closing)


def register_of(session: Session, loaded: Loaded, day: date, closing: datetime) -> Register:
    """For a reading that needs the story of what was loaded as well."""
    recommendations = _recommendations(session, loaded, closing)
    addressees = tuple(
        addressee_view(a)
        for a in session.exec(select(Addressee).order_by(col(Addressee.place), col(Addressee.id)))
        if (a.until is None or day <= a.until) and (a.since is None or a.since <= day)
    )
    calls: dict[tuple[int, int], CallView] = {}
    for call in session.exec(select(Call).where(*measured(Call.measure, loaded.only))):
        calls[call.measure, call.addressee] = _call(call, loaded, day, closing)
    cells = {}
    for recommendation in recommendations:
        for addressee in addressees:
            in_cell = tuple(
                calls[m.id, addressee.id]
                for m in recommendation.measures
                if (m.id, addressee.id) in calls
            )
            if in_cell:
                words = rules.together([c.status for c in in_cell])
                cells[recommendation.id, addressee.id] = Cell(in_cell, words)
    last = _last_change(loaded, closing)
    beyond = _beyond(session, loaded.only)
    return Register(day, recommendations, addressees, cells, last, beyond)


def _beyond(session: Session, only: Window | None) -> int:
    if only is None:
        return 0
    return session.exec(select(func.count(col(Recommendation.id)))).one() - len(only)


def _call(call: Call, loaded: Loaded, day: date, closing: datetime) -> CallView:
    findings = loaded.findings.get(call.key, [])
    positions = loaded.positions.get(call.key, [])
    counted = rules.counting([fact for fact, _ in findings], day, closing)
    spoken = rules.counting_position([fact for fact, _ in positions], day, closing)
    view = _view_of(counted.assessment, findings)
    until = counted.assessment.until if counted.assessment else None
    reading = rules.reading(counted.status, until, day)
    closure = _closure(call, loaded, day, closing)
    searched = _by(loaded.searches.get(call.key, []), day, closing)
    return CallView(
        id=call.key,
        measure=call.measure,
        addressee=call.addressee,
        origin=call.origin,
        status=counted.status,
        reading=reading,
        assessment=replace(view, reading=reading, searches=_by(view.searches, day, closing))
        if view
        else None,
        under_review=counted.under_review,
        position=next((v for f, v in positions if spoken and f.id == spoken.id), None),
        position_searches=tuple(s for s in searched if s.looked_for is SearchFor.POSITION),
        step_searches=tuple(s for s in searched if s.looked_for is SearchFor.STEP),
        draft=any(view.draft for _, view in findings) or any(view.draft for _, view in positions),
        may_have_stalled=rules.may_have_stalled(counted, None, day) and closure is None,
        closure=closure,
    )


def _closure(call: Call, loaded: Loaded, day: date, closing: datetime) -> ClosureView | None:
    told = loaded.closures.get(call.key, [])
    counts = rules.counting_closure([fact for fact, _ in told], day, closing)
    return next((view for fact, view in told if counts and fact.id == counts.id), None)


def _by(searches: Iterable[SearchView], day: date, closing: datetime) -> tuple[SearchView, ...]:
    return tuple(s for s in searches if s.on <= day and s.signed.as_known(closing).reviewed_at)


def _view_of(
    fact: rules.AssessmentFact | None,
    findings: Sequence[tuple[rules.AssessmentFact, AssessmentView]],
) -> AssessmentView | None:
    return next((view for f, view in findings if fact and f.id == fact.id), None)


def _last_change(loaded: Loaded, closing: datetime) -> date | None:
    views: list[AssessmentView | PositionView] = []
    for findings in loaded.findings.values():
        views += [view for _, view in findings]
    for positions in loaded.positions.values():
        views += [view for _, view in positions]
    reviewed = [v.signed.reviewed_at for v in views if v.signed.reviewed_at]
    latest = max((at for at in reviewed if at <= closing), default=None)
    return latest.astimezone(closing.tzinfo).date() if latest else None


def _recommendations(
    session: Session, loaded: Loaded, closing: datetime
) -> tuple[RecommendationView, ...]:
    only = loaded.only
    rows = session.exec(
        select(Recommendation)
        .where(*among(Recommendation.id, only))
        .order_by(col(Recommendation.place))
    ).all()
    quotes, signatures = loaded.quotes, loaded.signatures
    grounds: dict[int, list[Ground]] = defaultdict(list)
    shown = session.exec(
        select(Ground).where(*among(Ground.recommendation, only)).order_by(col(Ground.id))
    ).all()
    signatures.know(shown, only)
    for ground in shown:
        grounds[ground.recommendation].append(ground)
    measures, new_split = _measures(session, signatures, quotes, closing, only)
    return tuple(
        RecommendationView(
            id=row.key,
            place=row.place,
            title=row.title,
            quote=quotes[row.quote],
            measures=tuple(measures[row.key]),
            new_split=tuple(new_split[row.key]),
            grounds=tuple(
                GroundView(
                    g.key,
                    quotes[g.quote],
                    g.because,
                    signatures.of(g).by,
                    signatures.accepted(g) is not None,
                )
                for g in grounds[row.key]
                if g.quote in quotes
            ),
        )
        for row in rows
        if row.quote in quotes
    )


def _measures(
    session: Session,
    signatures: Signatures,
    quotes: Mapping[int, QuoteView],
    closing: datetime,
    only: Window | None,
) -> tuple[dict[int, list[MeasureView]], dict[int, list[MeasureView]]]:
    """Those of the split that was reviewed by `closing`, and those of one that was not. Their
    words are empty for who may not see those of their recommendation."""
    rows = session.exec(
        select(Measure)
        .where(*among(Measure.recommendation, only))
        .order_by(col(Measure.place), col(Measure.id))
    ).all()
    signatures.know(rows, only)
    by_then = {m.id for m in rows if accepted_by(signatures, m, closing)}
    taken_over = {m.supersedes for m in rows if m.id in by_then}
    measures: dict[int, list[MeasureView]] = defaultdict(list)
    new_split: dict[int, list[MeasureView]] = defaultdict(list)
    texts = {
        recommendation.key: (quote.start, quotes[quote.key].exact)
        for recommendation, quote in session.exec(
            select(Recommendation, Quote)
            .join(Quote, col(Quote.id) == Recommendation.quote)
            .where(*among(Recommendation.id, only))
        )
        if quote.key in quotes
    }
    for row in rows:
        if row.id in taken_over or row.recommendation not in texts:
            continue
        start, said = texts[row.recommendation]
        waits = row.supersedes is not None and row.id not in by_then
        (new_split if waits else measures)[row.recommendation].append(
            measure_view(row, said, start, signatures)
        )
    return measures, new_split


def measure_view(row: Measure, said: str, start: int, signatures: Signatures) -> MeasureView:
    """`said` are the words of the recommendation, which begin at `start`."""
    return MeasureView(
        id=row.key,
        recommendation=row.recommendation,
        words=said[row.start - start : row.end - start],
        label=row.label,
        kind=row.kind,
        done_when=row.done_when,
        accepted_by=signatures.of(row).by,
        reviewed=signatures.accepted(row) is not None,
        supersedes=row.supersedes,
        start=row.start,
    )


def accepted_by(signatures: Signatures, row: Measure, closing: datetime) -> bool:
    """Whether a second person had agreed to it by then."""
    accepted = signatures.accepted(row)
    return accepted is not None and accepted.recorded_at <= closing
