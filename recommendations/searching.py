"""“Checked today, nothing new”: that we looked, for as many calls as were checked."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, select

from recommendations import rules
from recommendations.errors import Refused
from recommendations.models import Search, SearchCall
from recommendations.records.people import refuse_unless_recorder
from recommendations.records.searches import record_search
from recommendations.records.writing import drop, own_draft, unlink
from recommendations.vocabulary import SearchFor


def looked(
    session: Session,
    by: int,
    today: date,
    calls: Sequence[int],
    *,
    on: date,
    places: str,
    terms: str = "",
    looked_for: SearchFor = SearchFor.STEP,
) -> Search:
    refuse_unless_recorder(session, by)
    refused = {}
    if not calls:
        refused["calls"] = "Choose at least one measure."
    if not places.strip():
        refused["places"] = "Say where you looked, so that someone else can look there again."
    if sentence := rules.in_time(on, today):
        refused["on"] = sentence
    if refused:
        raise Refused(**refused)
    search = Search(on=on, places=places.strip(), terms=terms.strip(), looked_for=looked_for)
    return record_search(session, by, calls, search)


def drop_search(session: Session, by: int, search: int) -> None:
    """Only its author, and only until it is reviewed."""
    draft = own_draft(session, Search, search, by, "search")
    unlink(session, session.exec(select(SearchCall).where(SearchCall.search == search)).all())
    drop(session, draft, by)
