"""What we ask of an office, and two people who change the same ask."""

from datetime import date

import pytest
from sqlmodel import select

from recommendations import addressing, asking, choosing, reviewing
from recommendations.asking import Wanted
from recommendations.errors import Changed, NotAllowed, NotFound, Refused
from recommendations.models import Addressee, Ask, BriefingPack, Quote, Recommendation, TierChange
from recommendations.records import chain
from recommendations.register.plans import read_ask, read_asks
from recommendations.register.waiting import read_waiting
from recommendations.reviewing import Item
from recommendations.vocabulary import SourceKind

TODAY = date(2026, 11, 22)
LATER = date(2027, 4, 30)


def wanted(office, place=3, addressee="eu", **more) -> Wanted:
    with office.reading() as session:
        told = session.exec(select(Recommendation.id).where(Recommendation.place == place)).one()
        whom = session.exec(select(Addressee.id).where(Addressee.code == addressee)).one()
    given = {"institution": "the Sample Council", "instrument": "adopt the sample act"}
    return Wanted(told, whom, **{**given, "by": LATER, **more})


def ask(office, what, audience="eu", by="EDITH") -> int:
    with office.writing() as session:
        return asking.ask(session, office[by], TODAY, audience, what).key


def asks(office, audience="eu"):
    with office.reading() as session:
        return read_asks(session, audience)


def test_an_ask_names_its_addressee_and_rests_on_words_of_an_institution(office) -> None:
    note = office.quote(SourceKind.OFFICIAL_STATEMENT, "Sample Council")
    with office.reading() as session:
        ours = session.exec(select(Recommendation.quote)).first()
        testimony = session.exec(select(Quote.id).where(Quote.testimony)).first()
    cases = [
        (wanted(office, institution="", instrument=" "), "instrument"),
        (wanted(office, institution="the junta's Foreign Ministry"), "institution"),
        (wanted(office, institution="Permanent Mission of Myanmar"), "institution"),
        (wanted(office, instrument="sample " * 100), "instrument"),
        (wanted(office, by=TODAY), "by"),
        (wanted(office, quote=ours), "quote"),
        (wanted(office, quote=testimony), "quote"),
        (wanted(office, place=3, addressee="nug"), "addressee"),
        (wanted(office, place=1), "addressee"),
    ]
    for wrong, field in cases:
        with pytest.raises(Refused) as refused:
            ask(office, wrong)
        assert list(refused.value.sentences) == [field]
    with pytest.raises(NotFound):
        ask(office, wanted(office), audience="mars")
    with pytest.raises(NotAllowed):
        ask(office, wanted(office), by="BORIS")
    with office.reading() as session:
        assert session.exec(select(Ask)).all() == []
    ask(office, wanted(office, quote=note, risk="Sample\n risk", instrument=" adopt\nit "))
    (kept,) = asks(office)
    assert (kept.institution, kept.instrument, kept.by) == ("the Sample Council", "adopt it", LATER)
    assert (kept.risk, kept.rests_on, kept.quote.id) == ("Sample risk", note, note)
    assert kept.signed.by == "EDITH"


def test_what_is_passed_onward_may_be_asked_for(office) -> None:
    with pytest.raises(Refused, match="pass it onward"):
        ask(office, wanted(office, place=1))
    with office.writing() as session:
        asked = wanted(office, place=1)
        addressing.pass_onward(session, office["EDITH"], asked.recommendation, asked.addressee)
    assert ask(office, wanted(office, place=1))


def test_asks_and_choices_share_one_plan(office) -> None:
    what = wanted(office)
    with office.writing() as session:
        ground = session.exec(select(Quote.id).where(Quote.testimony)).first()
        choosing.choose(session, office["EDITH"], "eu", what.recommendation, ground)
    ask(office, what)
    with office.reading() as session:
        assert [plan.profile for plan in session.exec(select(BriefingPack))] == ["eu"]


def test_two_people_who_change_the_same_ask_are_told(office) -> None:
    first = ask(office, wanted(office))
    with office.writing() as session:
        later = wanted(office, instrument="adopt another sample act")
        second = asking.change(session, office["EMIL"], TODAY, first, later).key
    mine = wanted(office, instrument="adopt mine")
    with office.writing() as session, pytest.raises(Changed, match="EMIL changed this ask"):
        asking.change(session, office["EDITH"], TODAY, first, mine)
    with office.writing() as session, pytest.raises(Changed, match="EMIL changed this ask"):
        asking.take_out(session, office["EDITH"], first)
    assert [a.instrument for a in asks(office)] == ["adopt another sample act"]
    with office.writing() as session:
        assert read_ask(session, first).id == second
        asking.take_out(session, office["EMIL"], second)
    assert asks(office) == ()
    with office.writing() as session:
        gone = read_ask(session, first)
        assert gone.removed
        with pytest.raises(NotFound):
            asking.take_out(session, office["EDITH"], gone.id)
        asking.change(session, office["EDITH"], TODAY, gone.id, mine)
    assert [a.instrument for a in asks(office)] == ["adopt mine"]
    with office.reading() as session:
        assert list(chain.verify(session)) == []


def test_an_ask_stays_with_its_recommendation_and_addressee(office) -> None:
    first = ask(office, wanted(office))
    with office.writing() as session, pytest.raises(Refused, match="stays with"):
        asking.change(session, office["EDITH"], TODAY, first, wanted(office, place=4))


def test_published_words_that_support_an_ask_wait_for_a_second_person(office) -> None:
    act = office.quote(SourceKind.OFFICIAL_ACT, "Sample Journal")
    letter = office.quote(SourceKind.LETTER, "Sample Office")
    for quote in (act, letter, act):
        ask(office, wanted(office, quote=quote))
    with office.reading() as session:
        proposed = session.exec(select(TierChange).where(TierChange.opens)).all()
        assert [(row.quote, row.opens, row.recorded_by) for row in proposed] == [
            (act, True, office["EDITH"])
        ]
        (waiting,) = [w for w in read_waiting(session) if w.quote and w.quote.id == act]
    assert waiting.opens
    with office.writing() as session:
        items = [Item.parse(item) for item in waiting.items]
        reviewing.review_all(session, office["RUTH"], items)
    assert {a.quote.standing.tier.value for a in asks(office) if a.rests_on == act} == {"S0"}
