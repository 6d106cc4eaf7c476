"""The “already published” decision about a source, as it is read."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from recommendations.models import PublishedDecision, Revocation
from recommendations.records.decisions import taken_back
from recommendations.records.writing import is_reviewed
from recommendations.register.loading import Signatures
from recommendations.register.views import Signed


@dataclass(frozen=True)
class DecisionView:
    id: int
    decided_by: str
    decided_on: date
    why: str
    signed: Signed
    in_force: bool
    proposed: bool
    """By the import: nobody has taken it over yet."""


@dataclass(frozen=True)
class TakenBack:
    """Of a decision, for good; it can be decided anew."""

    why: str
    signed: Signed


def read_decision(session: Session, source: int) -> DecisionView | None:
    """The confirmed decision if there is one, else the newest; none that was taken back."""
    rows = session.exec(
        select(PublishedDecision)
        .where(PublishedDecision.source == source, ~taken_back(PublishedDecision))
        .order_by(col(PublishedDecision.id).desc())
    ).all()
    if not rows:
        return None
    row = next((r for r in rows if is_reviewed(session, r)), rows[0])
    return DecisionView(
        id=row.key,
        decided_by=row.decided_by,
        decided_on=row.decided_on,
        why=row.why,
        signed=Signatures(session, few=True).of(row),
        in_force=is_reviewed(session, row),
        proposed=row.recorded_by is None,
    )


def read_taken_back(session: Session, source: int) -> TakenBack | None:
    """The newest, while no decision has taken its place."""
    newest = session.exec(
        select(Revocation, PublishedDecision.id)
        .join(PublishedDecision, col(PublishedDecision.id) == Revocation.decision)
        .where(PublishedDecision.source == source)
        .order_by(col(Revocation.id).desc())
    ).first()
    decided = read_decision(session, source)
    if newest is None or (decided is not None and decided.in_force):
        return None
    return TakenBack(newest[0].why, Signatures(session, few=True).of(newest[0]))
