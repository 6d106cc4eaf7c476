"""Answering a suggestion with no: the pair does not come back until somebody says so. A yes
is recorded as what it makes the quote: a ground, evidence, a position."""

from sqlmodel import Session

from recommendations.models import Dismissal, Quote, Recommendation
from recommendations.records.dismissals import dismissed
from recommendations.records.people import refuse_unless_recorder
from recommendations.records.sealing import refuse_sealed
from recommendations.records.writing import get, record


def dismiss(
    session: Session, by: int, quote: int, recommendation: int, again: bool = False
) -> Dismissal | None:
    """`again` takes it back. None where nothing would change."""
    refuse_unless_recorder(session, by)
    refuse_sealed(session, get(session, Quote, quote, "quote"), by)
    get(session, Recommendation, recommendation, "recommendation")
    if ((quote, recommendation) in dismissed(session)) is not again:
        return None
    made = Dismissal(quote=quote, recommendation=recommendation, again=again)
    return record(session, made, by)
