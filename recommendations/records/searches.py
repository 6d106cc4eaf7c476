"""Storing a search with the calls it covers."""

from collections.abc import Sequence

from sqlmodel import Session

from recommendations.models import Call, Search, SearchCall
from recommendations.records.writing import get, link, record


def record_search(session: Session, by: int, calls: Sequence[int], search: Search) -> Search:
    session.add(search)
    session.flush()
    for call in dict.fromkeys(calls):
        get(session, Call, call, "call")
        link(session, [SearchCall(search=search.key, call=call)])
    return record(session, search, by)
