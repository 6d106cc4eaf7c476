"""The engagement log. Offices and what they said are invented."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from recommendations import engaging, triage
from recommendations.conversing import Meeting, add_meeting_note
from recommendations.engaging import Engaged
from recommendations.errors import Changed, NotAllowed, Refused
from recommendations.models import Addressee, Engagement, Quote
from recommendations.register.contacts import read_contact
from recommendations.register.engagements import (
    open_follow_ups,
    read_engagement,
    read_engagements,
    read_log,
)
from recommendations.vocabulary import ContactStatus, EngagedBy, Spoken
from tests.recommendations.conftest import TODAY

DAY = date(2026, 11, 2)
TALK = Engaged(
    addressee=None,
    on=DAY,
    how=EngagedBy.TELEPHONE,
    office="Sample desk, Sample Ministry",
    asked="Sample: whether a desk is named.",
    promised="Sample: an answer by spring.",
    follow_up="Sample: call again.",
    follow_up_by=DAY + timedelta(days=14),
)


@pytest.fixture
def whom(office) -> int:
    with office.reading() as session:
        return addressee(session)


@pytest.fixture
def talk(whom: int) -> Engaged:
    return replace(TALK, addressee=whom)


def addressee(session: Session, code: str = "eu") -> int:
    return session.exec(select(Addressee.id).where(Addressee.code == code)).one()


def test_who_records_writes_it_down_and_everybody_inside_reads_it(office, talk: Engaged) -> None:
    with office.writing() as session:
        made = engaging.engage(session, office["EDITH"], TODAY, talk).key
        with pytest.raises(NotAllowed):
            engaging.engage(session, office["BORIS"], TODAY, talk)
        told = read_engagement(session, made)
        assert (told.how, told.of, told.by) == (EngagedBy.TELEPHONE, "EU", "EDITH")
        assert told.promised == "Sample: an answer by spring."


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"addressee": None}, "addressee", "Choose whose office"),
        ({"on": None}, "on", "Give the day"),
        ({"on": TODAY + timedelta(days=1)}, "on", "in the future"),
        ({"how": None}, "how", "how you were in touch"),
        ({"office": " "}, "office", "Name the office"),
        ({"office": "Dr. Sample Desk"}, "office", "looks like a person"),
        ({"office": "State Administration Council"}, "office", "never an addressee"),
        ({"asked": "Sample: told Mr. Sampleton."}, "asked", "looks like a person"),
        ({"promised": "Sample: 09 123 456 789"}, "promised", "a telephone number"),
        ({"asked": "", "promised": "", "follow_up": ""}, "asked", "what was promised"),
        ({"follow_up": ""}, "follow_up", "what is to be done"),
        ({"follow_up_by": DAY - timedelta(days=1)}, "follow_up_by", "before 2 November 2026"),
        ({"follow_up": "", "follow_up_by": None, "done_on": DAY}, "done_on", "Nothing is to"),
        ({"done_on": DAY - timedelta(days=1)}, "done_on", "before 2 November 2026"),
        ({"source": 999_999}, "source", "no source S999999"),
        ({"asked": "a" * 4_001}, "asked", "too many"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    office, talk: Engaged, wrong: dict, field: str, sentence: str
) -> None:
    with office.writing() as session:
        with pytest.raises(Refused) as refused:
            engaging.engage(session, office["EDITH"], TODAY, replace(talk, **wrong))
        assert sentence in refused.value.sentences[field]
        assert read_engagements(session) == ()


def test_a_public_official_is_named_as_published_where_somebody_says_so(
    office, talk: Engaged
) -> None:
    named = replace(talk, asked="Sample: Ambassador Sampleton's speech.", officials=True)
    with office.writing() as session:
        made = engaging.engage(session, office["EDITH"], TODAY, named).key
        assert read_engagement(session, made).asked == named.asked


def test_a_change_takes_the_place_of_the_entry_and_two_at_once_are_told(
    office, talk: Engaged
) -> None:
    with office.writing() as session:
        first = engaging.engage(session, office["EDITH"], TODAY, talk).key
        with pytest.raises(Refused, match="Nothing was changed"):
            engaging.change(session, office["EMIL"], TODAY, first, talk)
        again = replace(talk, promised="Sample: an answer by March.")
        engaging.change(session, office["EMIL"], TODAY, first, again)
        with pytest.raises(Changed, match="EMIL changed this entry"):
            engaging.change(session, office["EDITH"], TODAY, first, replace(talk, asked="Sample?"))
        (told,) = read_engagements(session)
        assert (told.promised, told.by, told.changed) == (again.promised, "EMIL", True)
        assert len(session.exec(select(Engagement)).all()) == 2


def test_what_is_taken_out_says_why_and_stays_on_record(office, talk: Engaged) -> None:
    with office.writing() as session:
        first = engaging.engage(session, office["EDITH"], TODAY, talk).key
        with pytest.raises(Refused, match="Say why"):
            engaging.remove(session, office["EDITH"], first, " ")
        engaging.remove(session, office["EDITH"], first, "Sample: the wrong office.")
        assert read_engagements(session) == ()
        assert open_follow_ups(session, TODAY) == ()
        assert read_engagement(session, first).why == "Sample: the wrong office."
        with pytest.raises(Changed):
            engaging.change(session, office["EDITH"], TODAY, first, replace(talk, asked="A"))


def test_what_is_to_follow_is_open_until_it_is_done_the_earliest_day_first(
    office, talk: Engaged
) -> None:
    with office.writing() as session:

        def engage(**other) -> int:
            return engaging.engage(session, office["EDITH"], TODAY, replace(talk, **other)).key

        late, never = engage(follow_up_by=date(2026, 12, 1)), engage(follow_up_by=None)
        soon = engage()
        engage(follow_up="", follow_up_by=None)
        found = open_follow_ups(session, TODAY)
        assert [one.id for one in found] == [soon, late, never]
        assert [one.overdue(TODAY) for one in found] == [True, False, False]
        assert open_follow_ups(session, DAY - timedelta(days=1)) == ()
        engaging.follow_up_done(session, office["EMIL"], TODAY, soon)
        assert [one.id for one in open_follow_ups(session, TODAY)] == [late, never]
        with pytest.raises(Changed):
            engaging.follow_up_done(session, office["EMIL"], TODAY, soon)


@pytest.mark.parametrize(
    ("how", "status"),
    [
        (EngagedBy.TELEPHONE, ContactStatus.SPOKE),
        (EngagedBy.ONLINE, ContactStatus.SPOKE),
        (EngagedBy.LETTER, ContactStatus.NOT_SENT),
        (EngagedBy.EMAIL, ContactStatus.NOT_SENT),
    ],
)
def test_a_telephone_conversation_is_one_and_a_letter_of_ours_is_not(
    office, talk: Engaged, how: EngagedBy, status: ContactStatus
) -> None:
    assert talk.addressee is not None
    with office.writing() as session:
        made = engaging.engage(session, office["EDITH"], TODAY, replace(talk, how=how)).key
        assert read_contact(session, talk.addressee, TODAY).status is status
        engaging.remove(session, office["EDITH"], made, "Sample.")
        assert read_contact(session, talk.addressee, TODAY).status is ContactStatus.NOT_SENT


def test_of_a_meeting_with_a_note_the_word_of_the_note_counts(office, talk: Engaged) -> None:
    assert talk.addressee is not None
    meeting = Meeting(talk.addressee, DAY, "Sample desk", Spoken.QUOTABLE, "Sample: they met us.")
    with office.writing() as session:
        note = add_meeting_note(session, office["EDITH"], TODAY, meeting).key
        assert [one.note.source for one in read_log(session) if one.note] == [note]
        met = replace(talk, how=EngagedBy.MEETING, source=note)
        engaging.engage(session, office["EDITH"], TODAY, met)
        assert read_contact(session, talk.addressee, TODAY).status is ContactStatus.NOT_SENT
        (entry,) = read_log(session, how=EngagedBy.MEETING)
        assert entry.engagement is not None
        assert read_log(session, addressee="us") == ()


def test_words_that_not_everybody_may_read_are_not_written_and_not_shown(
    office, talk: Engaged
) -> None:
    words = "the sample office opened its doors to everyone"
    with office.writing() as session:
        made = engaging.engage(session, office["EDITH"], TODAY, replace(talk, asked=words)).key
    quote = office.quote(words=words)
    with office.writing() as session:
        triage.withdraw(session, office["RUTH"], quote, "Sample.")
        assert session.get_one(Quote, quote).exact == words
        assert read_engagement(session, made).asked == "[words withheld]"
        with pytest.raises(Refused, match="withdrawn or sealed"):
            engaging.engage(session, office["EDITH"], TODAY, replace(talk, promised=words))
