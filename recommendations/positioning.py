"""Recording what an addressee itself has said."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from recommendations import rules
from recommendations.errors import Changed, Refused
from recommendations.models import (
    Addressee,
    Call,
    Position,
    PositionMeasure,
    Quote,
    Source,
)
from recommendations.records.findings import counting_position
from recommendations.records.people import COMPARE, code_of, refuse_unless_recorder
from recommendations.records.writing import drop, get, link, own_draft, record, revise, unlink
from recommendations.vocabulary import PositionValue, SourceKind, Supersession


@dataclass(frozen=True)
class Said:
    """`bases` holds, by measure, the position that counted when the form was opened."""

    value: PositionValue
    quote: int
    said_on: date
    measures: Sequence[int]
    part: str = ""
    says_done: bool = False
    supersession: Supersession | None = None
    bases: dict[int, int | None] = field(default_factory=dict)


WRITTEN_BY_THEM = frozenset(
    {SourceKind.OFFICIAL_ACT, SourceKind.OFFICIAL_STATEMENT, SourceKind.LETTER, SourceKind.NEWS}
)
"""A position is the addressee's own published or written words, as published by itself
or quoted in the press; never a meeting note or our own report."""


def hold_position(session: Session, by: int, today: date, addressee: int, said: Said) -> Position:
    """Raises Changed when another position came to count since the form was opened."""
    refuse_unless_recorder(session, by)
    _refuse_incomplete(session, today, addressee, said)
    _refuse_changed_base(session, addressee, said)
    row = Position(addressee=addressee, **_entered(session, addressee, said))
    session.add(row)
    session.flush()
    _name_measures(session, row, said)
    return record(session, row, by)


def revise_position(session: Session, by: int, today: date, position: int, said: Said) -> Position:
    """Only the author edits a draft."""
    refuse_unless_recorder(session, by)
    draft = own_draft(session, Position, position, by, "position")
    _refuse_incomplete(session, today, draft.addressee, said)
    _refuse_changed_base(session, draft.addressee, said)
    unlink(session, _named(session, draft))
    for name, value in _entered(session, draft.addressee, said).items():
        setattr(draft, name, value)
    _name_measures(session, draft, said)
    revise(session, draft, by)
    return draft


def drop_position(session: Session, by: int, position: int) -> None:
    draft = own_draft(session, Position, position, by, "position")
    unlink(session, _named(session, draft))
    drop(session, draft, by)


def _entered(session: Session, addressee: int, said: Said) -> dict[str, Any]:
    spoken = _spoken_of(session, addressee)
    counts = [counting_position(session, addressee, m) for m in said.measures if m in spoken]
    base = max((id for id in counts if id), default=None)
    return {
        "value": said.value,
        "part": said.part.strip(),
        "says_done": said.says_done,
        "quote": said.quote,
        "said_on": said.said_on,
        "base": base,
        "supersession": (said.supersession or Supersession.NEWS) if base else None,
    }


def _spoken_of(session: Session, addressee: int) -> set[int]:
    """The measures that they have said anything on: one position may cover thousands."""
    return set(
        session.exec(
            select(PositionMeasure.measure)
            .join(Position, col(Position.id) == PositionMeasure.position)
            .where(Position.addressee == addressee)
        )
    )


def _name_measures(session: Session, row: Position, said: Said) -> None:
    measures = dict.fromkeys(said.measures)
    link(session, [PositionMeasure(position=row.key, measure=measure) for measure in measures])


def _named(session: Session, row: Position) -> Sequence[PositionMeasure]:
    return session.exec(select(PositionMeasure).where(PositionMeasure.position == row.id)).all()


def _refuse_incomplete(session: Session, today: date, addressee: int, said: Said) -> None:
    whom = get(session, Addressee, addressee, "addressee")
    refused = {}
    if said.value is PositionValue.NONE_FOUND:
        refused["value"] = "“None found” is not said by them: record where you looked instead."
    if said.value is PositionValue.AGREED_IN_PART and not said.part.strip():
        refused["part"] = "Name the part they agreed to."
    if not said.measures:
        refused["measures"] = "Choose the measures their words are about."
    elif set(said.measures) - _asked_of(session, whom):
        refused["measures"] = (
            f"Not all of this is called for from {whom.short}; pass it onward to them first."
        )
    if sentence := rules.in_time(said.said_on, today):
        refused["said_on"] = sentence
    quote = get(session, Quote, said.quote, "quote")
    source = get(session, Source, quote.source)
    if quote.testimony and source.kind is SourceKind.LETTER:
        refused["quote"] = "A private person wrote this; a position is what an addressee says."
    elif source.kind not in WRITTEN_BY_THEM:
        refused["quote"] = (
            f"A position rests on the addressee's own published or written words; this is "
            f"{_a(source.kind)}."
        )
    if refused:
        raise Refused(**refused)


def _asked_of(session: Session, whom: Addressee) -> set[int]:
    """The measures called for from them, or from the body they speak for."""
    asked = [whom.key, *([whom.parent] if whom.parent and whom.speaks_for_parent else [])]
    return set(session.exec(select(Call.measure).where(col(Call.addressee).in_(asked))))


def _refuse_changed_base(session: Session, addressee: int, said: Said) -> None:
    for measure in said.measures:
        counts = counting_position(session, addressee, measure)
        if measure in said.bases and said.bases[measure] != counts:
            newer = get(session, Position, counts or 0, "position")
            code = code_of(session, newer.recorded_by)
            raise Changed(
                f"While you were writing, “{newer.value.value}” by {code} was reviewed and "
                f"counts now. {COMPARE}"
            )


def _a(kind: SourceKind) -> str:
    return f"an {kind.value}" if kind.value[0] in "aeiou" else f"a {kind.value}"
