"""A person chooses each quote for each audience."""

from sqlmodel import Session

from recommendations.models import Choice, Quote, Recommendation
from recommendations.records.people import refuse_unless_recorder
from recommendations.records.plans import plan_for
from recommendations.records.sealing import refuse_sealed
from recommendations.records.writing import get, record


def choose(
    session: Session, by: int, audience: str, recommendation: int, quote: int, chosen: bool = True
) -> Choice:
    """The latest choice counts; taking a quote out is a choice as well."""
    refuse_unless_recorder(session, by)
    get(session, Recommendation, recommendation, "recommendation")
    refuse_sealed(session, get(session, Quote, quote, "quote"), by)
    pack = plan_for(session, audience, by)
    row = Choice(pack=pack.key, recommendation=recommendation, quote=quote, chosen=chosen)
    return record(session, row, by)
