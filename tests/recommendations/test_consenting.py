"""Consent and speakers. Everything said here is an invented sample."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from exports.profiles import from_content, shipped
from recommendations import consenting, gate, quoting, reviewing, triage
from recommendations.consenting import LETTERS, NEW, in_a_year, is_narrower, new_code
from recommendations.errors import NotAllowed, NotFound, Refused
from recommendations.models import Consent, Quote, Speaker
from recommendations.profiling import ship_profiles
from recommendations.records.consents import Said
from recommendations.records.leaving import leaving
from recommendations.records.standing import standings
from recommendations.register.quotes import quotes_by_id
from recommendations.register.waiting import read_waiting
from recommendations.reviewing import Item
from recommendations.vocabulary import ConsentState, Region, Rung, SourceKind, Verdict
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tracker.database import Database

TODAY = date(2026, 11, 22)
NEXT_YEAR = date(2027, 11, 22)
GIVEN = Said(
    ConsentState.GIVEN, attribution=Rung.CAPTAIN, purposes="sample briefings",
    language="Burmese", review_on=NEXT_YEAR,
)  # fmt: skip
LIMITED = replace(GIVEN, state=ConsentState.LIMITED, audiences=("eu", "us"))
WORDS = "the sample captain said that the sample gate stood open"
RESTRICTING = [state for state in ConsentState if not state.lets_leave]


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """The gate's SQL is held against the predicate on both every time; the rules of
    recording are the same on both, and are asked of the second in ./test deep."""
    return request.param


@pytest.fixture
def report_database(database: Database) -> Database:
    """Nothing of the report is needed here."""
    return database


@pytest.fixture
def quote(office) -> int:
    """New testimony that lacks nothing but consent; it was chosen for nobody yet."""
    with office.writing() as session:
        ship_profiles(session, shipped())
    return heard(office)


def heard(office, words: str = WORDS) -> int:
    quote = office.quote(SourceKind.MEETING_NOTE, "Sample Office", words)
    with office.writing() as session:
        triage.answer(session, office["EDITH"], quote, {}, may_leave=True)
        items = [i for w in read_waiting(session) if w.quote.id == quote for i in w.items]
        reviewing.review_all(session, office["RUTH"], [Item.parse(item) for item in items])
    return quote


def say(office, quote: int, said: Said, by: str = "EDITH") -> Consent:
    with office.writing() as session:
        return consenting.say(session, office[by], TODAY, quote, said)


def accept(office, *rows, by: str = "RUTH", verdict: Verdict = Verdict.ACCEPTED) -> None:
    items = [Item(str(row.__tablename__), row.key) for row in rows]
    with office.writing() as session:
        reviewing.review_all(session, office[by], items, verdict, "Sample comment.")


def agreed(office, quote: int, said: Said = GIVEN) -> Consent:
    row = say(office, quote, said)
    accept(office, row)
    return row


def leaves(office, quote: int, audience: str = "eu", today: date = TODAY) -> bool:
    """By the predicate and by SQL, had somebody chosen it."""
    with office.reading() as session:
        standing = standings(session, [session.get_one(Quote, quote)])[quote]
        profile = from_content(shipped()[audience]).audience
        said = gate.may_leave(standing, profile, today, chosen=True)
        ids = session.scalars(leaving(profile, today, lambda quote: sa.true()))
        assert (quote in set(ids)) is said
        return said


def told_as(office, quote: int):
    with office.reading() as session:
        return quotes_by_id(session, [quote])[quote].told_as


def test_consent_opens_nothing_until_a_second_person_agreed(office, quote: int) -> None:
    row = say(office, quote, GIVEN)
    assert row.opens
    assert not leaves(office, quote)
    accept(office, row)
    assert leaves(office, quote)


@pytest.mark.parametrize("who", ["EDITH", "EMIL"])
def test_neither_its_author_nor_an_editor_agrees_to_consent(office, quote: int, who: str) -> None:
    row = say(office, quote, GIVEN)
    with pytest.raises(Refused):
        accept(office, row, by=who)
    assert not leaves(office, quote)


@pytest.mark.parametrize("who", ["RUTH", "BORIS", "AMARA"])
def test_reviewers_board_members_and_administrators_agree(office, quote: int, who: str) -> None:
    accept(office, say(office, quote, GIVEN), by=who)
    assert leaves(office, quote)


def test_an_administrator_does_not_agree_with_herself(office, quote: int) -> None:
    row = say(office, quote, GIVEN, by="AMARA")
    with pytest.raises(Refused, match="recorded it yourself"):
        accept(office, row, by="AMARA")


def test_only_editors_and_administrators_record_that_consent_was_given(office, quote: int) -> None:
    for who in ("RUTH", "BORIS"):
        with pytest.raises(NotAllowed):
            say(office, quote, GIVEN, by=who)


@pytest.mark.parametrize("state", RESTRICTING)
def test_what_keeps_inside_works_at_once_and_is_anyones_to_say(
    office, quote: int, state: ConsentState
) -> None:
    agreed(office, quote)
    row = say(office, quote, Said(state), by="BORIS")
    assert not row.opens
    assert not leaves(office, quote)


def test_fewer_audiences_at_once_and_more_with_a_second_person(office, quote: int) -> None:
    agreed(office, quote, LIMITED)
    assert leaves(office, quote, "us")
    fewer = say(office, quote, replace(LIMITED, audiences=("eu",)), by="BORIS")
    assert not fewer.opens
    assert (leaves(office, quote, "eu"), leaves(office, quote, "us")) == (True, False)
    more = say(office, quote, LIMITED)
    assert more.opens
    assert not leaves(office, quote, "us")
    accept(office, more)
    assert leaves(office, quote, "us")


def test_what_a_waiting_word_takes_away_is_gone_at_once(office, quote: int) -> None:
    agreed(office, quote, LIMITED)
    other = say(office, quote, replace(LIMITED, audiences=("nug", "us")))
    assert other.opens
    assert [leaves(office, quote, code) for code in ("eu", "us", "nug")] == [False, True, False]
    accept(office, other)
    assert [leaves(office, quote, code) for code in ("eu", "us", "nug")] == [False, True, True]


def test_what_was_taken_away_comes_back_with_a_second_person_only(office, quote: int) -> None:
    agreed(office, quote, LIMITED)
    say(office, quote, replace(LIMITED, audiences=("nug", "us")))
    again = say(office, quote, replace(LIMITED, audiences=("eu",)))
    assert again.opens
    assert not leaves(office, quote, "eu")
    accept(office, again)
    assert leaves(office, quote, "eu")


@pytest.mark.parametrize(
    ("change", "narrower"),
    [
        ({}, True),
        ({"audiences": ("eu",)}, True),
        ({"audiences": ("eu", "nug")}, False),
        ({"state": ConsentState.GIVEN, "audiences": ()}, False),
        ({"attribution": Rung.OFFICER}, True),
        ({"attribution": Rung.DIRECT_KNOWLEDGE}, True),
        ({"attribution": Rung.MAJOR}, False),
        ({"with_region": True}, False),
        ({"review_on": NEXT_YEAR - timedelta(days=1)}, True),
        ({"review_on": NEXT_YEAR + timedelta(days=1)}, False),
        ({"purposes": "other sample purposes"}, False),
        ({"language": "Shan"}, True),
    ],
)
def test_what_counts_as_less_than_before(change: dict, narrower: bool) -> None:
    assert is_narrower(LIMITED, replace(LIMITED, **change)) is narrower
    assert not is_narrower(Said(ConsentState.UNKNOWN), replace(LIMITED, **change))


def test_consent_once_withdrawn_is_never_given_again(office, quote: int) -> None:
    waiting = say(office, quote, GIVEN)
    say(office, quote, Said(ConsentState.WITHDRAWN), by="BORIS")
    with pytest.raises(Refused, match="for good"):
        say(office, quote, GIVEN)
    accept(office, waiting)
    assert not leaves(office, quote)


def test_unknown_can_become_given_with_a_second_person(office, quote: int) -> None:
    say(office, quote, Said(ConsentState.UNKNOWN))
    row = say(office, quote, GIVEN)
    assert row.opens
    assert not leaves(office, quote)
    accept(office, row)
    assert leaves(office, quote)


def test_a_later_word_takes_the_place_of_one_that_waits(office, quote: int) -> None:
    first = say(office, quote, GIVEN)
    say(office, quote, Said(ConsentState.UNREACHABLE), by="RUTH")
    with office.reading() as session:
        assert [w for w in read_waiting(session) if "consent-" in w.name] == []
    accept(office, first, by="BORIS")
    assert not leaves(office, quote)


def test_consent_lapses_after_its_day_until_it_is_renewed(office, quote: int) -> None:
    agreed(office, quote)
    assert leaves(office, quote, today=NEXT_YEAR)
    assert not leaves(office, quote, today=NEXT_YEAR + timedelta(days=1))


def test_an_excerpt_of_words_whose_consent_was_withdrawn_stays_inside(office, quote: int) -> None:
    with office.writing() as session:
        source = session.get_one(Quote, quote).source
        part = quoting.quote_words(session, office["EDITH"], source, "sample gate stood open").key
    agreed(office, quote)
    agreed(office, part)
    assert leaves(office, part)
    say(office, quote, Said(ConsentState.WITHDRAWN))
    assert not leaves(office, part)
    assert not leaves(office, quote)


def test_consent_to_an_excerpt_opens_no_longer_quote(office, quote: int) -> None:
    with office.writing() as session:
        source = session.get_one(Quote, quote).source
        part = quoting.quote_words(session, office["EDITH"], source, "sample gate stood open").key
    agreed(office, part)
    assert leaves(office, part)
    assert not leaves(office, quote)


def test_what_is_missing_is_said_field_by_field_and_nothing_is_saved(office, quote: int) -> None:
    said = Said(ConsentState.LIMITED, review_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        say(office, quote, said)
    assert set(refused.value.sentences) == {
        "audiences", "attribution", "purposes", "language", "review_on",
    }  # fmt: skip
    with pytest.raises(Refused, match="no audience “junta”"):
        say(office, quote, replace(LIMITED, audiences=("junta",)))
    with pytest.raises(Refused, match="within a year: by 22 November 2027"):
        say(office, quote, replace(GIVEN, review_on=NEXT_YEAR + timedelta(days=1)))
    with pytest.raises(Refused, match="telephone number"):
        say(office, quote, replace(GIVEN, purposes="ask +95 9 123 456 789"))
    with office.reading() as session:
        assert session.exec(select(Consent)).all() == []


def test_nobody_is_asked_about_words_that_no_witness_said(office) -> None:
    news = office.quote(SourceKind.NEWS)
    with pytest.raises(NotFound):
        say(office, news, GIVEN)


def test_a_year_after_the_last_of_february_is_the_last_of_february() -> None:
    assert in_a_year(date(2028, 2, 29)) == date(2029, 2, 28)
    assert in_a_year(TODAY) == NEXT_YEAR


def speak(office, quote: int, code: str = NEW, rung=Rung.CAPTAIN, region=None, by="EDITH"):
    with office.writing() as session:
        return consenting.speak(session, office[by], quote, code, rung, region)


def test_a_code_is_made_here_and_reads_like_no_name() -> None:
    codes = [new_code(set()) for _ in range(200)]
    assert len(set(codes)) == 200
    assert all(re.fullmatch(f"[{LETTERS}]{{6}}", code) for code in codes)
    assert not {*LETTERS} & {*"AEIOU015BILOSUZ28"}


def test_a_code_that_was_typed_is_no_code(office, quote: int) -> None:
    with pytest.raises(Refused, match="no speaker by that code"):
        speak(office, quote, "U AUNG")
    with pytest.raises(Refused, match="Say what they were"):
        speak(office, quote, NEW, None)


def test_one_who_spoke_before_keeps_code_and_rung(office, quote: int) -> None:
    first = speak(office, quote, region=Region.CHIN)
    again = speak(office, heard(office, "a second sample was given"), first.code, None)
    assert (again.code, again.rung, again.region) == (first.code, Rung.CAPTAIN, Region.CHIN)
    assert speak(office, quote, first.code, None) is None


def test_a_speaker_counts_once_a_second_person_agreed(office, quote: int) -> None:
    rows = [speak(office, quote)]
    rows += [speak(office, heard(office, f"sample words number {n}")) for n in range(4)]
    agreed(office, quote)
    assert told_as(office, quote).rung is Rung.DIRECT_KNOWLEDGE
    accept(office, *rows[:4])
    assert told_as(office, quote).rung is Rung.DIRECT_KNOWLEDGE
    accept(office, rows[4])
    assert told_as(office, quote).rung is Rung.CAPTAIN


def test_who_took_their_words_back_stands_for_nobody_else(office, quote: int) -> None:
    others = [heard(office, f"sample words number {n}") for n in range(4)]
    accept(office, *(speak(office, q) for q in (quote, *others)))
    agreed(office, quote)
    assert told_as(office, quote).rung is Rung.CAPTAIN
    say(office, others[0], Said(ConsentState.WITHDRAWN))
    assert told_as(office, quote).rung is Rung.DIRECT_KNOWLEDGE


def test_a_coarser_attribution_holds_at_once(office, quote: int) -> None:
    others = [heard(office, f"sample words number {n}") for n in range(4)]
    accept(office, *(speak(office, q) for q in (quote, *others)))
    agreed(office, quote)
    row = say(office, quote, replace(GIVEN, attribution=Rung.OFFICER), by="BORIS")
    assert not row.opens
    assert told_as(office, quote).rung is Rung.OFFICER


def test_nobody_is_described_as_what_they_were_not(office, quote: int) -> None:
    speak(office, quote, rung=Rung.SERGEANT)
    with pytest.raises(Refused, match="on record as a former sergeant"):
        say(office, quote, GIVEN)
    assert say(office, quote, replace(GIVEN, attribution=Rung.MILITARY)).opens


def test_an_excerpt_has_the_speaker_of_the_words_around_it(office, quote: int) -> None:
    rows = [
        speak(office, q) for q in [quote, *(heard(office, f"sample {n} said") for n in range(4))]
    ]
    accept(office, *rows)
    with office.writing() as session:
        source = session.get_one(Quote, quote).source
        part = quoting.quote_words(session, office["EDITH"], source, "sample gate stood open").key
    agreed(office, quote)
    agreed(office, part)
    assert told_as(office, part).rung is Rung.CAPTAIN
    accept(office, speak(office, part, rung=Rung.MAJOR))
    assert told_as(office, part).rung is Rung.DIRECT_KNOWLEDGE, "two speakers, so neither"


def test_published_testimony_needs_no_code_and_keeps_its_attribution(office, quote: int) -> None:
    with office.writing() as session:
        source = session.get_one(Quote, quote).source
        decided = triage.decide_published(
            session, office["EDITH"], TODAY, source, "Sample board", TODAY, "Sample."
        )
    accept(office, decided)
    with pytest.raises(Refused, match="We have published this source"):
        speak(office, quote)
    assert told_as(office, quote) is None


def test_limited_consent_narrows_at_once_what_we_had_published(office, quote: int) -> None:
    with office.writing() as session:
        source = session.get_one(Quote, quote).source
        decided = triage.decide_published(
            session, office["EDITH"], TODAY, source, "Sample board", TODAY, "Sample."
        )
    accept(office, decided)
    assert leaves(office, quote, "us")
    say(office, quote, replace(LIMITED, audiences=("eu",)))
    assert (leaves(office, quote, "eu"), leaves(office, quote, "us")) == (True, False)


def test_consent_and_speaker_wait_as_one_thing_in_plain_words(office, quote: int) -> None:
    row = speak(office, quote, region=Region.CHIN)
    say(office, quote, replace(LIMITED, with_region=True))
    with office.reading() as session:
        (waiting,) = [w for w in read_waiting(session) if w.opens]
    assert waiting.about == "Consent limited and who spoke"
    assert len(waiting.items) == 2
    assert waiting.lines == (
        "For European Union, United States only",
        "At the most exact “a former captain”; the state or region may be named",
        "What for: sample briefings",
        "Asked in Burmese; to be asked again: by 22 November 2027",
        "In force so far: nothing on record",
        f"Speaker {row.code}: a former captain, Chin State",
    )


def test_a_speaker_has_no_field_that_could_hold_a_name() -> None:
    free = {name for name, f in Speaker.model_fields.items() if f.annotation is str}
    assert free == {"code"}
