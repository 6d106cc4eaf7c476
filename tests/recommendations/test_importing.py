"""Importing a report."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import func, select

from recommendations.arriving import CONVERTED, Keep
from recommendations.errors import Refused, Unreadable
from recommendations.gate import Audience
from recommendations.importing import import_report
from recommendations.models import (
    Addressee,
    Call,
    Change,
    Discrepancy,
    FlagChange,
    Ground,
    Measure,
    Note,
    Person,
    PublishedDecision,
    Quote,
    Recommendation,
    Source,
)
from recommendations.records import chain
from recommendations.records.own_reports import BUNDLED
from recommendations.records.raw_files import hash_of
from recommendations.records.standing import standings
from recommendations.records.writing import record, review
from recommendations.register.audiences import read_leaving
from recommendations.register.beginning import read_decided
from recommendations.register.waiting import read_waiting
from recommendations.triage import take_back_published
from recommendations.vocabulary import Role, Tier, Verdict
from recommendations.zawgyi import to_unicode
from tracker.database import Database
from tracker.settings import REPORT

GOLD = Path(__file__).parents[1] / "gold" / "burmese"
SAMPLE = """# Sample report

Sample Organisation

March 2025

# Findings

A sample speaker said,

"We need a lamp on the road."

# Recommendations

## To the Sample Council

- **Light the Road:** Put up lamps. Keep them lit.
"""


def counts(session) -> dict[str, int]:
    tables = (Source, Quote, Note, Recommendation, Measure, Call, Ground, Discrepancy, FlagChange)
    return {t.__name__: session.exec(select(func.count()).select_from(t)).one() for t in tables}


def test_the_bundled_report_becomes_records_with_a_history(database: Database) -> None:
    with database.writing() as session:
        done = import_report(session, REPORT.read_bytes(), REPORT.name)
    assert done.new
    with database.reading() as session:
        found = counts(session)
        assert (found["Source"], found["Note"], found["Recommendation"]) == (1, 192, 4)
        assert found["Quote"] == 68 + 4
        assert list(chain.verify(session)) == []
        names = [a.name for a in session.exec(select(Addressee).order_by(Addressee.place))]
        assert names == [
            "National Unity Government",
            "National Unity Consultative Council",
            "United States",
            "European Union",
            "Association of Southeast Asian Nations",
        ]


def test_importing_twice_changes_nothing(report_database: Database) -> None:
    with report_database.reading() as session:
        before = counts(session), chain.head(session)
    with report_database.writing() as session:
        assert not import_report(session, REPORT.read_bytes(), REPORT.name).new
    with report_database.reading() as session:
        assert (counts(session), chain.head(session)) == before


def test_recommendations_are_open_at_once_and_testimony_stays_inside(
    report_database: Database,
) -> None:
    with report_database.reading() as session:
        own = set(session.exec(select(Recommendation.quote)))
        quotes = session.exec(select(Quote)).all()
        tiers = {id: s.tier for id, s in standings(session, quotes).items()}
        assert {tiers[q.id] for q in quotes if q.id in own} == {Tier.OPEN}
        assert {tiers[q.id] for q in quotes if q.testimony} == {Tier.INTERNAL}


def test_what_the_import_proposes_belongs_to_nobody(report_database: Database) -> None:
    with report_database.reading() as session:
        for kind in (Measure, Ground, FlagChange):
            assert {row.recorded_by for row in session.exec(select(kind))} == {None}
        assert all(f.proposed for f in session.exec(select(FlagChange)))


def test_what_is_proposed_belongs_to_nobody_even_when_a_person_imports(database: Database) -> None:
    with database.writing() as session:
        amara = record(session, Person(code="AMARA", role=Role.ADMINISTRATOR), None).key
        import_report(session, SAMPLE.encode(), "sample.md", amara)
        for table in (Measure, Call, Ground, FlagChange):
            authors = set(session.exec(select(table.recorded_by)))
            assert authors <= {None}, table
        assert set(session.exec(select(Source.recorded_by))) == {amara}
        assert read_waiting(session) == ()


def test_a_decision_named_at_import_is_only_proposed(database: Database) -> None:
    with database.writing() as session:
        import_report(session, SAMPLE.encode(), "sample.md", published_by="Sample board, May 2025")
    with database.reading() as session:
        decision = session.exec(select(PublishedDecision)).one()
        assert decision.decided_by == "Sample board, May 2025"
        assert decision.recorded_by is None


def test_another_report_leaves_once_two_people_say_that_it_is_published(
    report_database: Database,
) -> None:
    """The one that comes with the product is published, as everybody can see."""
    anybody, day = Audience("nug"), date(2026, 11, 22)
    assert hash_of(REPORT.read_bytes()) in BUNDLED
    with report_database.writing() as session:
        bundled = set(session.exec(select(Recommendation.quote)))
        assert bundled <= read_leaving(session, anybody, day)
        amara = record(session, Person(code="AMARA", role=Role.ADMINISTRATOR), None).key
        boris = record(session, Person(code="BORIS", role=Role.BOARD), None)
        other = import_report(session, SAMPLE.encode(), "sample.md", amara, "Sample board, 2025")
        quotes = set(session.exec(select(Recommendation.quote))) - bundled
        assert quotes
        assert read_leaving(session, anybody, day) == bundled
        (standing,) = standings(session, [session.get_one(Quote, *quotes)]).values()
        assert standing.unconfirmed
        assert {d.source.id for d in read_decided(session)} == {1, other.source}
        decided = session.exec(select(PublishedDecision)).one()
        review(session, decided, boris, Verdict.ACCEPTED)
        assert read_leaving(session, anybody, day) == bundled | quotes
        take_back_published(session, amara, other.source, "Sample.")
        assert read_leaving(session, anybody, day) == bundled


def test_a_second_report_goes_on_counting_and_shares_addressees(database: Database) -> None:
    with database.writing() as session:
        import_report(session, SAMPLE.encode(), "first.md")
        import_report(session, SAMPLE.replace("Light", "Mend").encode(), "second.md")
    with database.reading() as session:
        assert sorted(session.exec(select(Recommendation.place))) == [1, 2]
        assert len(session.exec(select(Addressee)).all()) == 1


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\x00\x01\x02binary", ""),
        ("Grüße".encode("latin-1"), ""),
        (SAMPLE.encode()[:-1] + "…".encode()[:2], ""),
        (b"A text. Nothing is recommended in it.\n", "no recommendations"),
        (SAMPLE.encode() + b"\n- A sample.\n" * 501, "recommendations, and a report may have 500"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence_and_leaves_nothing(
    database: Database, raw: bytes, said: str
) -> None:
    with pytest.raises((Unreadable, Refused)) as refused, database.writing() as session:
        import_report(session, raw, "sample.md")
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")
    with database.reading() as session:
        assert set(counts(session).values()) == {0}
        assert session.exec(select(func.count()).select_from(Change)).one() == 0


def test_myanmars_authorities_are_never_an_addressee(database: Database) -> None:
    hostile = SAMPLE.replace("Sample Council", "State Administration Council")
    with pytest.raises(Refused, match="never an addressee"), database.writing() as session:
        import_report(session, hostile.encode(), "sample.md")


def test_a_report_that_may_be_zawgyi_is_imported_as_a_person_chose(database: Database) -> None:
    was = (GOLD / "mmgov_zawgyi.txt").read_text().splitlines()[9]
    becomes = to_unicode(was)
    raw = SAMPLE.replace("Put up lamps.", was).encode()
    with pytest.raises(Refused, match="Zawgyi"), database.writing() as session:
        import_report(session, raw, "sample.md")
    for choice, words in ((Keep.CONVERTED, becomes), (Keep.AS_IT_IS, was)):
        with database.writing() as session:
            done = import_report(session, raw, "sample.md", burmese=choice)
            source = session.get_one(Source, done.source)
            (told,) = session.exec(
                select(Quote).join(Recommendation, Recommendation.quote == Quote.id)
            )
            assert words in told.exact
            assert source.text[told.start : told.end] == told.exact
            assert source.extractor.endswith(CONVERTED) is (choice is Keep.CONVERTED)
            session.rollback()


def test_what_a_hidden_sign_turns_is_not_imported(database: Database) -> None:
    for words in ("Put up lamps.", "We need a lamp"):
        raw = SAMPLE.replace(words, f"{words[:6]}\u202e{words[6:]}").encode()
        with (
            pytest.raises(Refused, match=r"line \d+, a hidden"),
            database.writing() as session,
        ):
            import_report(session, raw, "sample.md")
    with database.reading() as session:
        assert set(counts(session).values()) == {0}
