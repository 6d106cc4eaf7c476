"""Asks as they stand in a pack, on the sample record."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from exports.profiles import from_content, shipped
from exports.publishing import Issuer, Moment, draft, selected
from recommendations import asking, quoting, triage
from recommendations.models import Addressee, Ask, Person, Quote, Recommendation
from recommendations.records.descriptions import Described
from recommendations.register.asks import AskView
from recommendations.register.views import Signed
from recommendations.rules import spoken
from recommendations.vocabulary import Order, SourceKind
from tracker.database import Database
from tracker.service import Service
from tracker.settings import Settings


@pytest.fixture
def sample(sample_database: Database, tmp_path: Path):
    service = Service(Settings(home=tmp_path, database_url=sample_database.url), sample_database)
    yield service
    service.close()


def pack(service: Service, audience: str):
    day = service.today()
    with service.database.reading() as session:
        moment = Moment(day, service.closing(day), day)
        return draft(session, audience, moment, Issuer("People's Goal", "", sample=True))


def ask(service: Service, **more) -> int:
    """A further one of the EU on recommendation 4."""
    with service.database.writing() as session:
        editor = session.exec(select(Person.id)).first()
        told = session.exec(select(Recommendation.id).where(Recommendation.place == 4)).one()
        whom = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
        wanted = asking.Wanted(told, whom, **more)
        return asking.ask(session, editor, service.today(), "eu", wanted).key


def test_an_ask_is_one_sentence_with_the_words_that_support_it(sample: Service) -> None:
    leaves = pack(sample, "eu")
    asked = leaves.asks[1].asked[0]
    by = spoken(sample.today() + timedelta(days=140))
    assert asked.sentence == (
        f"We ask the Sample Council, by {by}: name the traders of aviation fuel when the sample "
        "measures are renewed."
    )
    assert asked.quote.words == "The sample measures apply until 30 April 2027."
    assert (
        "Sample decision on restrictive measures" in leaves.citations[asked.quote.citation - 1].text
    )
    assert [ask.missing for ask in leaves.asks] == [(), ()]


def test_the_opening_says_what_we_ask_and_by_when_the_first_step(sample: Service) -> None:
    earliest = spoken(sample.today() + timedelta(days=110))
    assert pack(sample, "eu").opening == (
        "We ask the European Union to act on two recommendations of October 2024, “Provide Support "
        f"to Defectors” and “Increase Targeted Sanctions”, the first step by {earliest}."
    )
    assert pack(sample, "asean").opening.endswith(", by [date].")


def test_a_draft_has_in_brackets_what_is_missing(sample: Service) -> None:
    asked = pack(sample, "nug").asks[0].asked[0]
    assert asked.sentence.startswith("We ask the Sample Ministry, by [date]: publish")
    assert asked.missing == ("date",)
    ask(sample, instrument="sample only")
    leaves = pack(sample, "eu")
    assert leaves.asks[1].asked[-1].sentence == "We ask [institution], by [date]: sample only."
    assert leaves.asks[1].missing == ("institution", "date")


def test_asks_of_one_institution_stand_together_in_the_order_of_the_profile() -> None:
    profile = from_content(shipped()["eu"])
    signed = Signed("EDITH", None)
    asks = [
        AskView(n, "eu", 1, 1, of, "", by, None, None, "", "", False, signed)
        for n, (of, by) in enumerate(
            (
                ("a sample agency", date(2027, 1, 1)),
                ("the European Parliament", date(2027, 1, 1)),
                ("the Council of the European Union", None),
                ("the EEAS", date(2027, 1, 1)),
                ("the Council of the European Union", date(2027, 5, 1)),
            )
        )
    ]
    assert [a.id for a in sorted(asks, key=profile.place_of)] == [4, 2, 3, 1, 0]
    bare = replace(profile, asks_grouped_by="")
    assert [a.institution for a in sorted(asks, key=bare.place_of)][:2] == [
        "a sample agency", "the Council of the European Union",
    ]  # fmt: skip


def test_an_ask_whose_words_stay_inside_does_not_leave(sample: Service) -> None:
    with sample.database.writing() as session:
        editor = session.exec(select(Person.id)).first()
        letter = Described(SourceKind.LETTER, "Sample letter", "Sample Office", date(2026, 1, 1))
        text = "An invented sample letter. We shall name the traders in spring."
        source = quoting.add_source(session, editor, sample.today(), letter, text=text).key
        quote = quoting.quote_words(session, editor, source, "We shall name the traders").key
    ask(sample, institution="the Sample Office", instrument="name the traders", quote=quote)
    leaves = pack(sample, "eu")
    assert [asked.institution for asked in leaves.asks[1].asked] == ["the Sample Council"]
    assert "Asks whose supporting words stay inside (one)." in leaves.left_out


def test_an_ask_whose_words_are_withdrawn_leaves_no_later_pack(sample: Service) -> None:
    with sample.database.writing() as session:
        editor = session.exec(select(Person.id)).first()
        rests_on = select(Ask.quote).join(Addressee, col(Addressee.id) == Ask.addressee)
        (first, second) = session.exec(rests_on.where(Addressee.code == "eu")).all()
        assert session.get_one(Quote, second).exact.startswith("The sample measures apply")
        triage.withdraw(session, editor, second, "Sample reason")
    leaves = pack(sample, "eu")
    assert leaves.asks[1].asked == ()
    assert leaves.asks[1].missing[:3] == ("institution", "instrument", "date")
    assert leaves.asks[0].asked[0].quote.ref == f"Q{first}"


def test_a_date_that_is_over_is_missing_and_stands_in_no_opening(sample: Service) -> None:
    """The day of the pack lies beyond all of its asks."""
    day = sample.today() + timedelta(days=400)
    with sample.database.reading() as session:
        leaves = draft(
            session, "eu", Moment(day, sample.closing(day), day), Issuer("Sample", "", sample=True)
        )
    assert leaves.opening.endswith("the first step by [date].")
    assert [ask.missing for ask in leaves.asks] == [("a date to come",), ("a date to come",)]
    assert "by [date]: name the traders" in leaves.asks[1].asked[0].sentence


def test_recommendations_stand_in_the_order_of_the_profile(sample: Service) -> None:
    profile = from_content(shipped()["eu"])
    day = sample.today()
    with sample.database.reading() as session:
        found = {
            order: [
                one.recommendation.place
                for one in selected(
                    session, replace(profile, **order_of), Moment(day, sample.closing(day), day)
                ).selected
            ]
            for order, order_of in {
                "report": {},
                "first": {"first": (4,)},
                "moved": {"order": Order.MOVED},
                "earliest": {"order": Order.EARLIEST},
            }.items()
        }
    assert found == {"report": [3, 4], "first": [4, 3], "moved": [4, 3], "earliest": [3, 4]}
