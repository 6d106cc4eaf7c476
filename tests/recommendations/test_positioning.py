"""What an addressee itself has said."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from recommendations import addressing, positioning, reviewing
from recommendations.errors import Changed, NotAllowed, Refused
from recommendations.models import Call, Position, PositionMeasure
from recommendations.positioning import Said
from recommendations.records import chain
from recommendations.register.story import read_story
from recommendations.reviewing import Item
from recommendations.vocabulary import PositionValue, SourceKind, Supersession, Verdict

TODAY = date(2026, 11, 22)
CLOSING = datetime(2099, 1, 1, tzinfo=UTC)


def eu(office) -> tuple[int, list[int]]:
    """The addressee and the measures asked of it."""
    with office.reading() as session:
        calls = office.calls(session)
        return calls[0].addressee, [call.measure for call in calls]


def said(quote, measures, value=PositionValue.AGREED, **more) -> Said:
    return Said(value, quote, date(2026, 11, 2), measures, **more)


def hold(office, addressee, what, by="EDITH") -> int:
    with office.writing() as session:
        return positioning.hold_position(session, office[by], TODAY, addressee, what).key


def accept(office, position, by="RUTH") -> None:
    with office.writing() as session:
        item = Item("position", position)
        reviewing.review_item(session, office[by], item, Verdict.ACCEPTED)


def test_a_position_names_what_it_is_about_and_stands_on_their_own_words(office) -> None:
    addressee, measures = eu(office)
    statement = office.quote(SourceKind.OFFICIAL_STATEMENT, "Sample Council")
    note = office.quote(SourceKind.MEETING_NOTE, "Sample note")
    with office.reading() as session:
        ours = read_story(session, 3, "eu", TODAY, CLOSING).recommendation.quote.id
        nug = session.exec(select(Call).where(Call.addressee != addressee)).first()
    cases = [
        (said(statement, measures, PositionValue.NONE_FOUND), "value"),
        (said(statement, measures, PositionValue.AGREED_IN_PART), "part"),
        (said(statement, []), "measures"),
        (said(statement, [nug.measure]), "measures"),
        (said(note, measures), "quote"),
        (said(ours, measures), "quote"),
        (Said(PositionValue.AGREED, statement, TODAY + timedelta(days=1), measures), "said_on"),
    ]
    for wrong, field in cases:
        with pytest.raises(Refused) as refused:
            hold(office, addressee, wrong)
        assert list(refused.value.sentences) == [field]
    with pytest.raises(NotAllowed):
        hold(office, addressee, said(statement, measures), by="BORIS")
    with office.reading() as session:
        assert session.exec(select(Position)).all() == []
    part = said(statement, measures, PositionValue.AGREED_IN_PART, part="the sample part")
    assert hold(office, addressee, part)


def test_only_one_who_speaks_for_the_parent_speaks_for_it(office) -> None:
    addressee, measures = eu(office)
    statement = office.quote(SourceKind.OFFICIAL_STATEMENT, "Sample Council")
    with office.writing() as session:
        house, council = (
            addressing.add_addressee(
                session,
                office["EDITH"],
                name=name,
                short=name,
                parent=addressee,
                speaks_for_quote=quote,
            ).key
            for name, quote in (("Sample House", None), ("Sample Council", statement))
        )
    with pytest.raises(Refused, match="pass it onward"):
        hold(office, house, said(statement, measures))
    accept(office, hold(office, council, said(statement, measures)))
    with office.reading() as session:
        calls = read_story(session, 3, "eu", TODAY, CLOSING).cell.calls
    assert {call.position.value for call in calls} == {PositionValue.AGREED}


def test_a_draft_is_its_authors_to_edit_and_to_remove_until_it_is_reviewed(office) -> None:
    addressee, measures = eu(office)
    statement = office.quote(SourceKind.OFFICIAL_STATEMENT, "Sample Council")
    draft = hold(office, addressee, said(statement, measures[:1]))
    changed = said(statement, measures[1:3], PositionValue.ACKNOWLEDGED)
    with office.writing() as session, pytest.raises(NotAllowed):
        positioning.revise_position(session, office["EMIL"], TODAY, draft, changed)
    with office.writing() as session:
        positioning.revise_position(session, office["EDITH"], TODAY, draft, changed)
    with office.reading() as session:
        assert session.exec(select(PositionMeasure.measure)).all() == measures[1:3]
        assert list(chain.verify(session)) == []
    with office.writing() as session:
        positioning.drop_position(session, office["EDITH"], draft)
    with office.reading() as session:
        assert session.exec(select(PositionMeasure)).all() == []
        assert list(chain.verify(session)) == []
    kept = hold(office, addressee, said(statement, measures))
    accept(office, kept)
    with office.writing() as session, pytest.raises(Refused, match="reviewed and stays"):
        positioning.drop_position(session, office["EDITH"], kept)


def test_the_latest_counts_and_who_did_not_see_it_is_shown_both(office) -> None:
    addressee, measures = eu(office)
    statement = office.quote(SourceKind.OFFICIAL_STATEMENT, "Sample Council")
    first = hold(office, addressee, said(statement, measures))
    accept(office, first)
    stale = said(statement, measures[:1], bases={measures[0]: None})
    with pytest.raises(Changed, match="agreed"):
        hold(office, addressee, stale, by="EMIL")
    seen = said(statement, measures[:1], PositionValue.ACKNOWLEDGED, bases={measures[0]: first})
    second = hold(office, addressee, seen, by="EMIL")
    with office.reading() as session:
        row = session.get_one(Position, second)
        assert (row.base, row.supersession) == (first, Supersession.NEWS)
