"""That we looked, and found nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from recommendations import reviewing, searching
from recommendations.errors import NotAllowed, NotFound, Refused
from recommendations.models import Search, SearchCall
from recommendations.records import chain
from recommendations.register.story import read_story
from recommendations.reviewing import Item
from recommendations.vocabulary import PositionValue, SearchFor, Verdict
from tests.on_databases import ON_BOTH

pytestmark = ON_BOTH

TODAY = date(2026, 11, 22)


def look(office, calls, by="EDITH", **more) -> int:
    entered = {"on": TODAY, "places": "the sample site", **more}
    with office.writing() as session:
        return searching.looked(session, office[by], TODAY, calls, **entered).key


def test_one_search_covers_many_calls_and_says_none_found_once_reviewed(office) -> None:
    calls = [office.call(), office.call(addressee="us"), office.call()]
    search = look(office, calls, looked_for=SearchFor.POSITION)

    def position() -> PositionValue | None:
        with office.reading() as session:
            closing = datetime(2099, 1, 1, tzinfo=UTC)
            return read_story(session, 3, "us", TODAY, closing).cell.calls[0].position_value

    assert position() is None
    with office.writing() as session:
        item = Item("search", search)
        reviewing.review_item(session, office["EMIL"], item, Verdict.ACCEPTED)
    assert position() is PositionValue.NONE_FOUND


def test_a_search_says_where_and_when_and_for_what(office) -> None:
    with pytest.raises(Refused) as refused:
        look(office, [], places=" ", on=TODAY + timedelta(days=1))
    assert set(refused.value.sentences) == {"calls", "places", "on"}
    with pytest.raises(NotFound):
        look(office, [10**6])
    with pytest.raises(NotAllowed):
        look(office, [office.call()], by="RUTH")
    with office.reading() as session:
        assert session.exec(select(Search)).all() == []


def test_only_its_author_removes_a_search_and_only_until_it_is_reviewed(office) -> None:
    search = look(office, [office.call()])
    with office.writing() as session, pytest.raises(NotAllowed):
        searching.drop_search(session, office["EMIL"], search)
    with office.writing() as session:
        searching.drop_search(session, office["EDITH"], search)
    with office.reading() as session:
        assert session.exec(select(SearchCall)).all() == []
        assert list(chain.verify(session)) == []
