"""Translations that somebody has to find right before an edition in them is issued."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, select

from exports.editions import compose_proposed, not_ready
from exports.profiles import shipped
from exports.publishing import Issuer, Moment, draft, profile_named, wording_for
from exports.texts import FixedText, check_texts, correct_text, read_texts, unchecked
from recommendations.errors import Changed, NotAllowed, NotFound, Refused
from recommendations.models import AudienceProfile, CheckedText
from recommendations.records.writing import record
from tests.sample_record import people_of
from tracker.database import Database

DAY = date(2026, 11, 22)
MOMENT = Moment(DAY, datetime(2026, 11, 22, 23, 59, tzinfo=UTC), DAY)
ISSUER = Issuer("Sample organisation", "sample@example.org", sample=True)


@pytest.fixture
def office(report_database: Database) -> Iterator[tuple[Session, dict[str, int]]]:
    """A transaction over the report, and sample people by code."""
    with report_database.writing() as session:
        people = people_of(session)
        yield session, people


def text(session: Session, original: str) -> FixedText:
    return next(text for text in read_texts(session, "my") if text.original == original)


def right(session: Session, by: int, *originals: str) -> int:
    hashes = [text(session, original).hash for original in originals]
    return check_texts(session, by, "my", hashes)


def test_a_text_is_unchecked_until_somebody_finds_it_right_and_again_once_it_changed(
    office,
) -> None:
    session, people = office
    before = len(unchecked(session, "my"))
    assert before == len(read_texts(session, "my"))
    assert right(session, people["RUTH"], "Sources", "Limits") == 2
    assert right(session, people["BORIS"], "Sources") == 0
    assert len(unchecked(session, "my")) == before - 2
    assert text(session, "Sources").checked.by == "RUTH"
    was = text(session, "Sources").translation
    correct_text(session, people["EDITH"], "my", text(session, "Sources").ref, was, "နမူနာစာသား")
    assert text(session, "Sources").checked is None
    assert text(session, "Sources").corrected.by == "EDITH"
    assert text(session, "Limits").checked


def test_who_wrote_a_wording_does_not_find_it_right(office) -> None:
    session, people = office
    told = text(session, "Sources")
    correct_text(session, people["EDITH"], "my", told.ref, told.translation, "နမူနာစာသား")
    with pytest.raises(NotAllowed, match="You wrote this wording"):
        right(session, people["EDITH"], "Sources")
    right(session, people["BORIS"], "Sources")
    assert text(session, "Sources").checked


def test_anyone_takes_back_that_a_text_is_right(office) -> None:
    session, people = office
    right(session, people["RUTH"], "Sources")
    told = text(session, "Sources")
    check_texts(session, people["BORIS"], "my", [told.hash], right=False)
    assert text(session, "Sources").checked is None


def test_texts_that_changed_meanwhile_are_not_found_right(office) -> None:
    session, people = office
    stale = [text(session, "Limits").hash, text(session, "Sources").hash]
    told = text(session, "Sources")
    correct_text(session, people["EDITH"], "my", told.ref, told.translation, "နမူနာစာသား")
    with pytest.raises(Changed):
        check_texts(session, people["RUTH"], "my", stale)
    assert session.exec(select(CheckedText)).all() == []


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        ("", "Write the wording"),
        ("{day} {month}", "Keep the places in braces as they are: {day} {month} {year}"),
        ("{day} {month} {year} {hash}", "Keep the places in braces"),
        ("{day} {month} {year} \u202eက", "sign"),
    ],
)
def test_a_wording_that_cannot_be_printed_is_refused_beside_its_field(
    office, wording: str, said: str
) -> None:
    session, people = office
    told = text(session, "{day} {month} {year}")
    with pytest.raises(Refused) as refused:
        correct_text(session, people["EDITH"], "my", told.ref, told.translation, wording)
    assert said in refused.value.sentences["translation"]


def test_two_who_write_at_once_do_not_overwrite_each_other(office) -> None:
    session, people = office
    told = text(session, "Sources")
    correct_text(session, people["EDITH"], "my", told.ref, told.translation, "နမူနာစာသား")
    with pytest.raises(Changed):
        correct_text(session, people["EMIL"], "my", told.ref, told.translation, "အခြားနမူနာ")


def test_what_staff_write_in_a_profile_waits_for_a_translation(office) -> None:
    session, people = office
    content = {**shipped()["nug"], "about": "A sample line about us."}
    record(session, AudienceProfile(code="nug", version=2, content=content), people["EDITH"])
    told = text(session, "A sample line about us.")
    assert (told.translation, told.checked) == ("", None)
    profile = profile_named(session, "nug")
    assert wording_for(session, profile, "my").translated(profile.about) == profile.about
    correct_text(session, people["EDITH"], "my", told.ref, "", "နမူနာစာကြောင်း")
    assert wording_for(session, profile, "my").translated(profile.about) == "နမူနာစာကြောင်း"


def test_a_pack_in_a_language_with_unchecked_texts_is_a_draft_and_is_not_issued(
    office,
) -> None:
    session, people = office
    when = MOMENT
    told = draft(session, "nug", when, ISSUER, "my")
    assert told.unchecked == len(unchecked(session, "my"))
    assert draft(session, "nug", when, ISSUER).unchecked == 0
    says = f"{told.unchecked} of its texts in Burmese have not been checked"
    assert any(
        says in sentence for sentence in not_ready(compose_proposed(session, "nug", when, ISSUER))
    )
    check_texts(session, people["RUTH"], "my", [one.hash for one in unchecked(session, "my")])
    contents = compose_proposed(session, "nug", when, ISSUER)
    assert list(contents) == ["en", "my"]
    assert not any("have not been checked" in sentence for sentence in not_ready(contents))


def test_packs_are_made_in_the_languages_of_their_profile_alone(office) -> None:
    session, _ = office
    with pytest.raises(NotFound, match="are made in English and Burmese"):
        draft(session, "nug", MOMENT, ISSUER, "fr")
    with pytest.raises(NotFound, match="are made in English"):
        draft(session, "eu", MOMENT, ISSUER, "my")
    assert wording_for(session, profile_named(session, "eu")).language == "en"
    with pytest.raises(NotFound):
        read_texts(session, "en")
