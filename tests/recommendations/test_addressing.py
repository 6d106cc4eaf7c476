"""Addressees as a dated tree, and passing a measure onward."""

from datetime import date

import pytest
from sqlmodel import func, select

from recommendations import addressing
from recommendations.errors import NotAllowed, NotFound, Refused
from recommendations.models import Addressee, Call, Recommendation
from recommendations.vocabulary import CallOrigin


def add(office, by="EDITH", **more) -> int:
    entered = {"name": "Sample Parliament", "short": "Parliament", **more}
    with office.writing() as session:
        return addressing.add_addressee(session, office[by], **entered).key


def eu(office) -> int:
    with office.reading() as session:
        return session.exec(select(Addressee).where(Addressee.code == "eu")).one().key


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "European Union"}, "name"),
        ({"name": "State Administration Council"}, "name"),
        ({"short": "the junta"}, "name"),
        ({"short": "x" * 41}, "short"),
        ({"short": "", "name": "x" * 41}, "short"),
        ({"since": date(2026, 2, 1), "until": date(2026, 1, 1)}, "until"),
    ],
)
def test_an_addressee_is_named_as_it_names_itself_and_is_never_the_junta(
    office, entered, field
) -> None:
    with pytest.raises(Refused) as refused:
        add(office, **entered)
    assert list(refused.value.sentences) == [field]


def test_it_speaks_for_its_parent_only_where_a_quote_says_so(office) -> None:
    quote, parent = office.quote(), eu(office)
    with pytest.raises(Refused) as refused:
        add(office, speaks_for_quote=quote)
    assert list(refused.value.sentences) == ["parent"]
    with pytest.raises(NotFound):
        add(office, parent=parent, speaks_for_quote=10**6)
    silent = add(office, parent=parent)
    speaking = add(office, name="Sample Council", parent=parent, speaks_for_quote=quote)
    with office.reading() as session:
        assert not session.get_one(Addressee, silent).speaks_for_parent
        assert session.get_one(Addressee, speaking).speaks_for_parent


def test_a_known_body_keeps_its_code_even_where_another_took_it_first(office) -> None:
    other, known = add(office, name="Sample Union", short="UK"), add(office, name="United Kingdom")
    with office.reading() as session:
        assert session.get_one(Addressee, other).code == "uk"
        assert session.get_one(Addressee, known).code == "uk-2"


def test_passing_onward_calls_for_every_measure_once(office) -> None:
    parliament = add(office, parent=eu(office))
    with office.reading() as session:
        told = session.exec(select(Recommendation).where(Recommendation.place == 3)).one().key
    with office.writing() as session, pytest.raises(NotAllowed):
        addressing.pass_onward(session, office["RUTH"], told, parliament)
    with office.writing() as session:
        made = addressing.pass_onward(session, office["EDITH"], told, parliament)
    assert {call.origin for call in made} == {CallOrigin.ONWARD}
    with office.writing() as session, pytest.raises(Refused, match="already"):
        addressing.pass_onward(session, office["EDITH"], told, parliament)
    with office.reading() as session:
        calls = select(func.count()).where(Call.addressee == parliament)
        assert session.exec(calls).one() == len(made) == 4
