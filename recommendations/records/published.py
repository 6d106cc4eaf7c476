"""Words that others have published: they are open once a second person confirms that
their source is public."""

from sqlmodel import Session, select

from recommendations.models import Quote, Source, TierChange
from recommendations.records.writing import get, record
from recommendations.vocabulary import Tier


def propose_open(session: Session, quote: int, by: int | None) -> TierChange | None:
    """Waits for a second person. None where nothing is to be proposed: the words are ours,
    testimony or a letter, or somebody has said already how far they go."""
    row = get(session, Quote, quote, "quote")
    source = get(session, Source, row.source)
    if not source.kind.is_public or row.testimony:
        return None
    if session.exec(select(TierChange.id).where(TierChange.quote == quote)).first() is not None:
        return None
    why = f"Published: {source.kind.value}."
    return record(session, TierChange(quote=quote, tier=Tier.OPEN, why=why), by)
