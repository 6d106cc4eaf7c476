"""Addressees as a dated tree, and passing a measure onward."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import func, select

from recommendations import addressing
from recommendations.errors import NotAllowed, NotFound, Refused
from recommendations.models import Addressee, Call, Recommendation
from recommendations.positioning import Said, hold_position
from recommendations.records import chain
from recommendations.register.register import read_register
from recommendations.reviewing import Item, review_item
from recommendations.vocabulary import CallOrigin, PositionValue, SourceKind, Verdict

TODAY = date(2026, 11, 22)
LATER = datetime(2100, 1, 1, tzinfo=UTC)


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


def test_an_addressee_ends_and_its_successor_is_asked_for_what_it_was_asked_for(office) -> None:
    body, after = eu(office), add(office)
    last = date(2026, 11, 20)
    with office.writing() as session:
        asked = set(session.exec(select(Call.measure).where(Call.addressee == body)))
        addressing.end_addressee(session, office["EDITH"], body, last, after)
        calls = session.exec(select(Call).where(Call.addressee == after)).all()
        assert {c.measure for c in calls} == asked != set()
        assert {c.origin for c in calls} == {CallOrigin.ONWARD}
        addressing.end_addressee(session, office["EDITH"], body, last, after)
        assert len(session.exec(select(Call).where(Call.addressee == after)).all()) == len(calls)
        assert list(chain.verify(session)) == []
    with office.reading() as session:
        for day, there in ((last, True), (date(2026, 11, 21), False)):
            register = read_register(session, day, LATER)
            assert any(a.id == body for a in register.addressees) is there
            assert any(whom == body for _, whom in register.cells) is there
    with office.writing() as session:
        assert addressing.end_addressee(session, office["EDITH"], body, None).until is None


def test_an_end_that_cannot_be_is_refused_beside_its_field(office) -> None:
    body, begun = eu(office), add(office, since=date(2026, 2, 1), until=date(2026, 6, 1))
    day = date(2026, 11, 20)
    for whom, until, after, field in (
        (body, None, None, "until"),
        (body, None, begun, "until"),
        (begun, date(2026, 1, 1), None, "until"),
        (begun, date(2026, 6, 1), None, "until"),
        (body, day, body, "successor"),
        (body, day, begun, "successor"),
    ):
        with office.writing() as session, pytest.raises(Refused) as refused:
            addressing.end_addressee(session, office["EDITH"], whom, until, after)
        assert list(refused.value.sentences) == [field]
    with office.writing() as session, pytest.raises(NotAllowed):
        addressing.end_addressee(session, office["BORIS"], body, day)


def test_what_it_said_counts_for_its_parent_once_words_say_so_and_while_it_was_there(
    office,
) -> None:
    quote, parent = office.quote(SourceKind.OFFICIAL_STATEMENT), eu(office)
    child, said_on = add(office, parent=parent), date(2026, 11, 1)

    def counts() -> bool:
        with office.reading() as session:
            register = read_register(session, TODAY, LATER)
            calls = [c for (_, whom), cell in register.cells.items() if whom == parent
                     for c in cell.calls]  # fmt: skip
            return any(c.position is not None for c in calls)

    assert not counts()
    with office.writing() as session:
        for by, whom, told in (("BORIS", child, quote), ("EDITH", parent, quote)):
            with pytest.raises((Refused, NotAllowed)):
                addressing.speak_for_parent(session, office[by], whom, told)
        for told in (None, 10**6):
            with pytest.raises(Refused):
                addressing.speak_for_parent(session, office["EDITH"], child, told)
        addressing.speak_for_parent(session, office["EDITH"], child, quote)
    with office.writing() as session:
        measure = session.get_one(Call, office.call()).measure
        held = hold_position(
            session, office["EDITH"], TODAY, child,
            Said(PositionValue.AGREED, quote, said_on, [measure]),
        )  # fmt: skip
        review_item(session, office["RUTH"], Item("position", held.key), Verdict.ACCEPTED)
    assert counts()
    with office.writing() as session:
        addressing.end_addressee(session, office["EDITH"], child, date(2026, 10, 31))
    assert not counts()
    with office.writing() as session:
        addressing.end_addressee(session, office["EDITH"], child, said_on)
    assert counts()
    with office.writing() as session:
        addressing.speak_for_parent(session, office["EDITH"], child, None)
    assert not counts()
