"""Grounds: accepting, adding and dismissing the quotes that show why a recommendation
was made."""

from sqlmodel import Session, col, select

from recommendations.errors import Refused
from recommendations.models import Ground, Quote, Recommendation, Source
from recommendations.records.people import refuse_unless_own, refuse_unless_recorder
from recommendations.records.sealing import refuse_sealed
from recommendations.records.writing import accept_proposal, drop, get, record


def accept_ground(session: Session, by: int, ground: int) -> Ground:
    refuse_unless_recorder(session, by)
    row = get(session, Ground, ground, "ground")
    if row.recorded_by is not None:
        raise Refused("Somebody accepted it already.")
    accept_proposal(session, row, by)
    return row


def add_ground(session: Session, by: int, recommendation: int, quote: int) -> Ground:
    refuse_unless_recorder(session, by)
    get(session, Recommendation, recommendation, "recommendation")
    row = get(session, Quote, quote, "quote")
    refuse_sealed(session, row, by)
    if not get(session, Source, row.source).kind.is_ours:
        raise Refused(
            quote="Grounds come from our own report; what others said is evidence or a position."
        )
    there = session.exec(
        select(Ground).where(Ground.recommendation == recommendation, Ground.quote == quote)
    ).first()
    if there is not None:
        return accept_ground(session, by, there.key) if there.recorded_by is None else there
    return record(session, Ground(recommendation=recommendation, quote=quote), by)


def dismiss_ground(session: Session, by: int, ground: int) -> tuple[int, int]:
    """A proposal, or a ground of one's own that nobody has reviewed. Gives the quote and the
    recommendation that it was to show."""
    refuse_unless_recorder(session, by)
    row = get(session, Ground, ground, "ground")
    refuse_unless_own(row, by)
    pair = (row.quote, row.recommendation)
    drop(session, row, by)
    return pair


def dismiss_proposed(session: Session, by: int, recommendation: int, quote: int) -> None:
    """What the import proposed, if it did."""
    proposed = select(Ground.id).where(
        Ground.recommendation == recommendation,
        Ground.quote == quote,
        col(Ground.recorded_by).is_(None),
    )
    if found := session.exec(proposed).first():
        dismiss_ground(session, by, found)
