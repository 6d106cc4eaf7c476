"""A letter from a private person is testimony and names nobody. All of it is a sample."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from recommendations import positioning, quoting
from recommendations.errors import Refused
from recommendations.models import Addressee, Call, Person
from recommendations.records.descriptions import Described
from recommendations.records.standing import standings
from recommendations.records.writing import record
from recommendations.vocabulary import PositionValue, Role, SourceKind

DAY = date(2026, 11, 1)
TEXT = "Sample letter, invented. We walked for two nights before anybody opened a door."
WORDS = "We walked for two nights"


def letter(session, by: int, **said):
    described = replace(Described(SourceKind.LETTER, "", "", DAY), **said)
    return quoting.add_source(session, by, DAY, described, text=TEXT)


def test_the_words_of_a_private_person_are_testimony_and_name_nobody(report_database) -> None:
    with report_database.writing() as session:
        edith = record(session, Person(code="EDITH", role=Role.EDITOR), None).key
        with pytest.raises(Refused) as refused:
            letter(session, edith, private=True, title="About my brother", publisher="Sample Name")
        assert {*refused.value.sentences} == {"title", "publisher"}
        with pytest.raises(Refused, match="Only a letter"):
            letter(session, edith, private=True, kind=SourceKind.NEWS)
        source = letter(session, edith, private=True)
        assert (source.title, source.publisher) == ("Letter to us", "a private person")
        quote = quoting.quote_words(session, edith, source.key, WORDS)
        assert standings(session, [quote])[quote.key].new_testimony
        call = session.exec(select(Call)).first()
        said = positioning.Said(PositionValue.AGREED, quote.key, DAY, [call.measure])
        whom = session.get_one(Addressee, call.addressee)
        with pytest.raises(Refused, match="A private person wrote this"):
            positioning.hold_position(session, edith, DAY, whom.key, said)


def test_a_letter_from_an_office_says_which(report_database) -> None:
    with report_database.writing() as session:
        edith = record(session, Person(code="EDITH", role=Role.EDITOR), None).key
        with pytest.raises(Refused, match="which office sent it"):
            letter(session, edith, title="Sample reply")
        source = letter(session, edith, title="Sample reply", publisher="Sample Ministry")
        quote = quoting.quote_words(session, edith, source.key, WORDS)
        assert not standings(session, [quote])[quote.key].testimony


def note(session, by: int, **said):
    described = replace(Described(SourceKind.MEETING_NOTE, "", "", DAY), **said)
    return quoting.add_source(session, by, DAY, described, text=TEXT)


def test_what_a_witness_told_us_names_nobody_either(report_database) -> None:
    """Its title and sender are made here; what was typed is refused, not kept."""
    with report_database.writing() as session:
        edith = record(session, Person(code="EDITH", role=Role.EDITOR), None).key
        typed = {"title": "Interview with Captain Sample", "publisher": "Sample Name"}
        with pytest.raises(Refused) as refused:
            note(session, edith, **typed, url="https://example.org/sample-name")
        assert {*refused.value.sentences} == {"title", "publisher", "url"}
        source = note(session, edith)
        assert (source.title, source.publisher) == ("What a witness told us", "a private person")
        quote = quoting.quote_words(session, edith, source.key, WORDS)
        assert standings(session, [quote])[quote.key].new_testimony


@pytest.mark.parametrize("sender", ["Daw Sample", "Ambassador Sample", "ဦးမောင်"])
def test_an_office_that_looks_like_a_person_is_refused(report_database, sender: str) -> None:
    with report_database.writing() as session:
        edith = record(session, Person(code="EDITH", role=Role.EDITOR), None).key
        with pytest.raises(Refused, match="looks like a person"):
            letter(session, edith, title="Sample reply", publisher=sender)
