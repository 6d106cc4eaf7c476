"""Measures: accepting, changing and adding to the split that the import proposed."""

from sqlmodel import Session, col, func, select

from recommendations import quotation
from recommendations.errors import Refused
from recommendations.models import (
    Assessment,
    Call,
    Measure,
    PositionMeasure,
    Quote,
    Recommendation,
    SearchCall,
)
from recommendations.records.people import refuse_unless_own, refuse_unless_recorder
from recommendations.records.review_sql import reviewed
from recommendations.records.writing import (
    accept_proposal,
    drop,
    get,
    is_reviewed,
    record,
    record_all,
)
from recommendations.vocabulary import CallOrigin, MeasureKind


def accept_measure(
    session: Session,
    by: int,
    measure: int,
    *,
    label: str,
    words: str,
    kind: MeasureKind,
    done_when: str,
) -> Measure:
    """Whoever accepts becomes the author, and may change it until a second person has
    reviewed it. The words have to stand in the recommendation."""
    refuse_unless_recorder(session, by)
    row = get(session, Measure, measure, "measure")
    refuse_unless_own(row, by)
    quote = _quote(session, row.recommendation)
    _refuse_incomplete(quote, label, words, done_when)
    row.start, row.end = _span(quote, words, row.start)
    row.label, row.kind, row.done_when = label.strip(), kind, done_when.strip()
    accept_proposal(session, row, by)
    return row


def add_measure(
    session: Session,
    by: int,
    recommendation: int,
    *,
    label: str,
    words: str,
    kind: MeasureKind,
    done_when: str,
) -> Measure:
    """A further measure is called for from whoever the recommendation addresses."""
    refuse_unless_recorder(session, by)
    quote = _quote(session, recommendation)
    _refuse_incomplete(quote, label, words, done_when)
    start, end = _span(quote, words)
    place = session.exec(
        select(func.coalesce(func.max(col(Measure.place)), -1)).where(
            Measure.recommendation == recommendation
        )
    ).one()
    row = record(
        session,
        Measure(
            recommendation=recommendation,
            start=start,
            end=end,
            label=label.strip(),
            kind=kind,
            done_when=done_when.strip(),
            place=place + 1,
        ),
        by,
    )
    named = session.exec(
        select(Call.addressee, Call.origin)
        .join(Measure, col(Measure.id) == Call.measure)
        .where(Measure.recommendation == recommendation)
        .distinct()
    ).all()
    record_all(
        session,
        [Call(measure=row.key, addressee=a, origin=CallOrigin(origin)) for a, origin in named],
        by,
    )
    return row


def supersede_measure(
    session: Session,
    by: int,
    measure: int,
    *,
    label: str,
    words: str,
    kind: MeasureKind,
    done_when: str,
) -> Measure:
    """A new split of what was reviewed: once a second person has reviewed it as well, it
    takes the place of the other, whose findings stay with it. Several may take the place of
    one."""
    refuse_unless_recorder(session, by)
    row = get(session, Measure, measure, "measure")
    if not is_reviewed(session, row):
        raise Refused("It has not been reviewed yet, so it is changed where it stands.")
    later = select(Measure.id).where(Measure.supersedes == measure, reviewed(Measure))
    if session.exec(later).first() is not None:
        raise Refused("Another has taken its place already; build on that one.")
    quote = _quote(session, row.recommendation)
    _refuse_incomplete(quote, label, words, done_when)
    start, end = _span(quote, words, row.start)
    told = (label.strip(), kind, done_when.strip())
    if (start, end, *told) == (row.start, row.end, row.label, row.kind, row.done_when):
        raise Refused("Nothing would change.")
    made = record(
        session,
        Measure(
            recommendation=row.recommendation,
            start=start,
            end=end,
            label=label.strip(),
            kind=kind,
            done_when=done_when.strip(),
            place=row.place,
            supersedes=row.key,
        ),
        by,
    )
    calls = session.exec(select(Call).where(Call.measure == measure).order_by(col(Call.id))).all()
    rows = [Call(measure=made.key, addressee=one.addressee, origin=one.origin) for one in calls]
    record_all(session, rows, by)
    return made


def drop_measure(session: Session, by: int, measure: int) -> None:
    """Only a measure that nothing rests on; a reviewed one is superseded instead."""
    refuse_unless_recorder(session, by)
    row = get(session, Measure, measure, "measure")
    refuse_unless_own(row, by)
    calls = session.exec(select(Call).where(Call.measure == measure)).all()
    ids = [call.key for call in calls]
    in_use = (
        session.exec(select(Assessment.id).where(col(Assessment.call).in_(ids))).first()
        or session.exec(select(SearchCall).where(col(SearchCall.call).in_(ids))).first()
        or session.exec(select(PositionMeasure).where(PositionMeasure.measure == measure)).first()
    )
    if in_use:
        raise Refused("Findings, positions or searches rest on this measure, so it stays.")
    for call in calls:
        drop(session, call, by)
    drop(session, row, by)


def _quote(session: Session, recommendation: int) -> Quote:
    told = get(session, Recommendation, recommendation, "recommendation")
    return get(session, Quote, told.quote, "quote")


def _span(quote: Quote, words: str, before: int | None = None) -> tuple[int, int]:
    """Where the words stand; of several places the one they stood at before."""
    places = _places(quote, words)
    kept = [place for place in places if place[0] == before]
    return (kept or places)[0]


def _places(quote: Quote, words: str) -> list[tuple[int, int]]:
    return [
        (quote.start + found.start, quote.start + found.end)
        for found in quotation.occurrences(quote.exact, words)
    ]


def _refuse_incomplete(quote: Quote, label: str, words: str, done_when: str) -> None:
    refused = {}
    if not _places(quote, words):
        refused["words"] = (
            "A measure is a part of the recommendation in its own words; copy them from it."
        )
    if not label.strip():
        refused["label"] = "Give it a short label."
    if len(label) > 120:
        refused["label"] = "Keep the label under 120 letters."
    if not done_when.strip():
        refused["done_when"] = "Agree when it counts as done, so that nobody can argue later."
    if refused:
        raise Refused(**refused)
