"""Which proposal of a pack waits, and which edition is its latest."""

from sqlmodel import Session, col, select

from recommendations.models import Edition, Proposal
from recommendations.records.writing import reviews


def latest_edition(session: Session, pack: int) -> Edition | None:
    return session.exec(
        select(Edition).where(Edition.pack == pack).order_by(col(Edition.number).desc())
    ).first()


def open_proposal(session: Session, pack: int) -> Proposal | None:
    """The newest, unless a second person has issued it or sent it back."""
    newest = session.exec(
        select(Proposal).where(Proposal.pack == pack).order_by(col(Proposal.id).desc())
    ).first()
    return newest if newest and not reviews(session, newest) else None
