"""Notes of meetings with an office. Offices, people and words are invented."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from exports.bibliography import entry_of_quote, entry_of_source
from exports.citations import AS_NOTED, Citations
from recommendations import conversing, gate, positioning, quoting, triage
from recommendations.arriving import Keep
from recommendations.conversing import Meeting
from recommendations.errors import NotAllowed, Refused
from recommendations.gate import Audience
from recommendations.models import Addressee, Call, Conversation, Quote, Source, TierChange
from recommendations.records import chain
from recommendations.records.notes_of_meetings import conversation_of
from recommendations.records.standing import standings
from recommendations.records.writing import record
from recommendations.register.annotations import write_annotations
from recommendations.register.audiences import read_leaving
from recommendations.register.quotes import quotes_by_id
from recommendations.register.sources import read_source, read_sources
from recommendations.register.story import read_story
from recommendations.reviewing import Item, review_all
from recommendations.vocabulary import (
    ContactStatus,
    Fidelity,
    PositionValue,
    Precision,
    Role,
    Spoken,
    Tier,
)

TODAY = date(2026, 11, 22)
SAID = "Sample notes. The desk said that the sample office would look at it in spring."
WORDS = "would look at it in spring"
AUDIENCE = Audience("eu")


@pytest.fixture
def meeting(office) -> Meeting:
    with office.reading() as session:
        whom = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
    return Meeting(whom, date(2026, 11, 2), "Sample desk, Sample Ministry", Spoken.QUOTABLE, SAID)


def noted(office, meeting: Meeting, fidelity=Fidelity.VERBATIM_ORIGINAL) -> int:
    """Its decisive words, quoted, and said to be free to leave as far as anybody can."""
    with office.writing() as session:
        source = conversing.add_meeting_note(session, office["EDITH"], TODAY, meeting)
        return quoting.quote_words(session, office["EDITH"], source.key, WORDS, fidelity).key


def opened(office, quote: int) -> None:
    with office.writing() as session:
        change = triage.say_may_leave(session, office["EDITH"], quote)
        review_all(session, office["RUTH"], [Item("tierchange", change.key)])


def leaves(office, quote: int) -> tuple[bool, bool]:
    """By the predicate, and by its SQL form."""
    with office.reading() as session:
        standing = standings(session, [session.get_one(Quote, quote)])[quote]
        by_sql = quote in read_leaving(session, AUDIENCE, TODAY)
        return gate.may_leave(standing, AUDIENCE, TODAY), by_sql


def test_what_may_be_quoted_leaves_as_the_office_s_once_two_people_say_so(office, meeting) -> None:
    quote = noted(office, meeting)
    assert leaves(office, quote) == (False, False)
    opened(office, quote)
    assert leaves(office, quote) == (True, True)
    with office.reading() as session:
        view = quotes_by_id(session, [quote])[quote]
        assert (view.testimony, view.official) == (False, "Sample desk, Sample Ministry")
        cited = Citations()
        assert cited.printed(view).fidelity == AS_NOTED
        (listed,) = cited.listed()
        assert listed.text == "Sample desk, Sample Ministry, in a meeting with us, 2 November 2026."
        assert entry_of_quote(view, "Us").author == "Sample desk, Sample Ministry"
        assert entry_of_source(view.source, "Us").author == ""
        assert not list(chain.verify(session))
    translated = noted(office, meeting, Fidelity.OUR_TRANSLATION)
    assert translated == quote, "the same words are the same quote"


@pytest.mark.parametrize("spoken", [Spoken.NOT_FOR_ATTRIBUTION, Spoken.INTERNAL])
def test_what_was_said_to_us_alone_never_leaves_and_no_tier_opens_it(
    office, meeting, spoken: Spoken
) -> None:
    quote = noted(office, replace(meeting, spoken=spoken))
    with office.writing() as session, pytest.raises(Refused, match="nothing opens it"):
        triage.say_may_leave(session, office["EDITH"], quote)
    with office.writing() as session:
        # Past the action, so that the gate itself is asked.
        change = record(session, TierChange(quote=quote, tier=Tier.OPEN), office["EDITH"])
        review_all(session, office["RUTH"], [Item("tierchange", change.key)])
        standing = standings(session, [session.get_one(Quote, quote)])[quote]
        (reason,) = gate.kept_inside(standing, TODAY)
        assert reason.needed == gate.ONCE_PUBLISHED
        view = quotes_by_id(session, [quote])[quote]
        assert "Sample desk" not in entry_of_quote(view, "Us").author
        cited = Citations()
        cited.printed(view)
        assert "Sample desk" not in cited.listed()[0].text
        with pytest.raises(Refused, match="None of its quotes may leave"):
            write_annotations(session, view.source.id, Role.ADMINISTRATOR, TODAY)
        told = read_source(session, view.source.id).conversation
        assert told
        assert (told.spoken, told.signed.by) == (spoken, "EDITH")
    assert leaves(office, quote) == (False, False)


def test_the_strictest_word_holds_for_all_of_a_note(office, meeting) -> None:
    quote = noted(office, meeting)
    opened(office, quote)
    with office.writing() as session:
        row = session.exec(select(Conversation).order_by(col(Conversation.id).desc())).one()
        later = row.model_dump(exclude={"id", "recorded_by", "recorded_at"})
        record(session, Conversation(**{**later, "spoken": Spoken.INTERNAL}), office["EMIL"])
    assert leaves(office, quote) == (False, False)


def test_a_spoken_promise_is_no_position_and_is_told_as_spoken(office, meeting) -> None:
    call = office.call()
    day = date(2026, 11, 30)

    def contact() -> ContactStatus:
        with office.reading() as session:
            return read_story(
                session, 3, "eu", day, datetime(2100, 1, 1, tzinfo=UTC)
            ).contact.status

    before = contact()
    quote = noted(office, meeting)
    assert contact() is before
    noted(office, replace(meeting, spoken=Spoken.INTERNAL))
    assert contact() is ContactStatus.SPOKE
    with office.writing() as session:
        row = session.get_one(Call, call)
        said = positioning.Said(PositionValue.AGREED, quote, TODAY, [row.measure])
        with pytest.raises(Refused, match="this is a meeting note"):
            positioning.hold_position(session, office["EDITH"], TODAY, row.addressee, said)


def test_a_note_names_no_person_and_says_what_is_missing(office, meeting) -> None:
    empty = Meeting(None, None, "", None, " ")
    with office.writing() as session, pytest.raises(Refused) as refused:
        conversing.add_meeting_note(session, office["EDITH"], TODAY, empty)
    assert set(refused.value.sentences) == {"addressee", "on", "office", "spoken", "text"}
    for named in (
        "Ms Sample, Sample desk",
        "Ambassador Sample",
        "Sample desk (Dr. Sample)",
        "U Sample",
        "H.E. Sample",
        "ဦးစမ်းပယ်",
    ):
        assert refusal(office, replace(meeting, office=named), "office").startswith("“"), named
    for fine in (
        "Office of the Secretary General",
        "U.S. Embassy",
        "Commissioner General's office",
    ):
        with office.writing() as session:
            note = replace(meeting, office=fine, on=date(2026, 10, len(fine)))
            conversing.add_meeting_note(session, office["EDITH"], TODAY, note)
    private = replace(meeting, text="Sample: call +95 9 123 456 789.")
    assert "telephone" in refusal(office, private, "text")
    assert "future" in refusal(office, replace(meeting, on=date(2026, 11, 23)), "on")
    assert "can hold" in refusal(office, replace(meeting, text="x" * 200_001), "text")
    assert "no text has" in refusal(office, replace(meeting, text="\ud800"), "text")
    assert "hidden sign" in refusal(office, replace(meeting, text="Sample\u202e"), "text")
    with office.writing() as session, pytest.raises(NotAllowed):
        conversing.add_meeting_note(session, office["RUTH"], TODAY, meeting)


def refusal(office, meeting: Meeting, field: str) -> str:
    with office.writing() as session, pytest.raises(Refused) as refused:
        conversing.add_meeting_note(session, office["EDITH"], TODAY, meeting)
    return refused.value.sentences[field]


def test_the_same_note_is_stored_once_and_zawgyi_as_a_person_chose(office, meeting) -> None:
    with office.writing() as session:
        first = conversing.add_meeting_note(session, office["EDITH"], TODAY, meeting).key
        again = conversing.add_meeting_note(session, office["EMIL"], TODAY, meeting).key
        assert first == again
    typed = replace(meeting, text="ျမန္မာႏိုင္ငံ ျပည္သူလူထု အဖြဲ႕အစည္း")
    assert "Zawgyi" in refusal(office, typed, "text-burmese")
    for choice, extractor in (
        (Keep.AS_IT_IS, "meeting note 1"),
        (Keep.CONVERTED, "meeting note 1, Zawgyi converted 1"),
    ):
        with office.writing() as session:
            note = replace(typed, choice=choice, spoken=Spoken(list(Spoken)[len(choice) % 2]))
            source = conversing.add_meeting_note(session, office["EDITH"], TODAY, note)
            assert source.extractor == extractor
            assert source.precision is Precision.DAY
    with office.reading() as session:
        texts = session.exec(select(Source.text).order_by(col(Source.id).desc()).limit(2)).all()
    assert texts[0].startswith("မြန်မာနိုင်ငံ")
    assert texts[1] == typed.text


def test_a_corrected_note_takes_the_place_of_the_other_under_the_same_word(office, meeting) -> None:
    quote = noted(office, meeting)
    opened(office, quote)
    with office.writing() as session:
        triage.withdraw(session, office["BORIS"], quote, "Sample.")
        before = session.get_one(Quote, quote).source
        with pytest.raises(NotAllowed, match="withheld from you"):
            conversing.correct_note(session, office["EDITH"], before, SAID.replace("desk", "Desk"))
        for text, said in (
            (" ", "Write down"),
            (SAID, "Nothing was changed"),
            (f"{SAID} Call +44 20 7946 0958.", "number"),
        ):
            with pytest.raises(Refused, match=said):
                conversing.correct_note(session, office["AMARA"], before, text)
        text = SAID.replace("The desk", "The Desk")
        note = conversing.correct_note(session, office["AMARA"], before, text)
        assert (note.replaces, note.text, note.title) == (before, text, "Meeting with EU")
        again = quoting.quote_words(
            session, office["AMARA"], note.key, "look at it in spring", Fidelity.VERBATIM_ORIGINAL
        )
        assert standings(session, [again])[again.key].withdrawn
        with pytest.raises(Refused, match="was corrected before"):
            conversing.correct_note(session, office["AMARA"], before, text + " More.")
        with pytest.raises(Refused, match="no note of a meeting"):
            conversing.correct_note(session, office["AMARA"], 1, text)
        lines = {line.source.id: line for line in read_sources(session)}
        assert before not in lines
        assert [one.id for one in lines[note.key].earlier] == [before]


def test_a_stricter_word_holds_for_every_version_of_a_note(office, meeting) -> None:
    quote = noted(office, meeting)
    with office.writing() as session:
        before = session.get_one(Quote, quote).source
        text = SAID.replace("The desk", "The Desk")
        later = conversing.correct_note(session, office["EDITH"], before, text).key
        assert conversation_of(session, later).spoken is Spoken.QUOTABLE
        conversing.say_stricter(session, office["BORIS"], before, Spoken.INTERNAL)
        assert conversation_of(session, later).spoken is Spoken.INTERNAL
        last = conversing.correct_note(session, office["EDITH"], later, SAID + " Sample.").key
        assert conversation_of(session, last).spoken is Spoken.INTERNAL
