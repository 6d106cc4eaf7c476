"""The full pack of the sample home and of the report fresh from import."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from exports.full_pack import FullPack
from exports.pack import quotes_in
from exports.profiles import shipped
from exports.publishing import Issuer, Moment, draft, full_draft
from exports.rendering import full_pack_body
from recommendations import assessing, reviewing
from recommendations.models import Assessment, Evidence, Ground, Person, Quote
from recommendations.profiling import ship_profiles
from recommendations.triage import keep_inside
from recommendations.vocabulary import Status, Supersession
from tracker.database import Database
from tracker.service import Service
from tracker.settings import Settings

ISSUER = Issuer("People's Goal", "sample@example.org", sample=True)


@pytest.fixture
def fresh(report_database: Database, tmp_path):
    """The report, fresh from import."""
    service = Service(Settings(home=tmp_path, database_url=report_database.url), report_database)
    with service.database.writing() as session:
        ship_profiles(session, shipped())
    yield service
    service.close()


@pytest.fixture
def sample(sample_database: Database, tmp_path):
    """With sample triage, positions and assessments."""
    service = Service(Settings(home=tmp_path, database_url=sample_database.url), sample_database)
    yield service
    service.close()


def moment(service: Service) -> Moment:
    today = service.today()
    return Moment(today, service.closing(today), today)


def full(service: Service, code: str, earlier: FullPack | None = None) -> FullPack:
    with service.database.reading() as session:
        return full_draft(session, code, moment(service), ISSUER, earlier=earlier)


def two_pages(service: Service, code: str):
    with service.database.reading() as session:
        return draft(session, code, moment(service), ISSUER)


@pytest.mark.parametrize("code", ["nug", "nucc", "us", "eu", "asean"])
def test_both_lengths_say_the_same(sample: Service, code: str) -> None:
    short, long = two_pages(sample, code), full(sample, code).brief
    assert long.citations[: len(short.citations)] == short.citations
    told = {"citations": (), "content_note": "", "title": ""}
    assert replace(long, **told) == replace(short, **told)


def test_testimony_stands_behind_a_recommendation_only_where_it_was_chosen(sample: Service) -> None:
    with sample.database.reading() as session:
        grounds = {f"Q{id}" for id in session.exec(select(Ground.quote))}
        testimony = {f"Q{id}" for id in session.exec(select(Quote.id).where(Quote.testimony))}
    support = full(sample, "eu").recommendations[0]
    (chosen,) = {q.ref for q in (*support.grounds, *support.testimony)} & testimony
    assert chosen == two_pages(sample, "eu").asks[0].testimony.ref
    assert {q.ref for q in support.grounds} <= grounds
    assert support.inside == "Kept inside: six quotations that bear on it."


def test_an_audience_without_testimony_is_not_told_how_much_there_is(sample: Service) -> None:
    pack = full(sample, "asean")
    with sample.database.reading() as session:
        testimony = {f"Q{id}" for id in session.exec(select(Quote.id).where(Quote.testimony))}
    assert {q.ref for q in quotes_in(pack)}.isdisjoint(testimony)
    assert [one.inside for one in pack.recommendations if "Kept" in one.inside] == []
    assert pack.brief.content_note == "No testimony is quoted in this pack."


def test_a_ground_that_is_kept_inside_leaves_the_next_pack_and_is_counted(sample: Service) -> None:
    before = full(sample, "eu").recommendations[0]
    with sample.database.writing() as session:
        editor = session.exec(select(Person.id)).first()
        keep_inside(session, editor, int(before.grounds[0].ref[1:]))
    after = full(sample, "eu").recommendations[0]
    assert before.grounds[0].words not in {quote.words for quote in after.grounds}
    assert after.inside == "Kept inside: seven quotations that bear on it."


def test_fresh_from_import_it_says_what_is_not_known(fresh: Service) -> None:
    pack = full(fresh, "eu")
    said = full_pack_body(pack)
    assert [one.cells[0].said for one in pack.recommendations] == ["no position on record"] * 2
    assert {f.status for one in pack.recommendations for f in one.cells[0].ask.findings} == {
        Status.NOT_YET_ASSESSED
    }
    assert pack.chronology() == []
    assert {one.inside for one in pack.recommendations} == {
        "No quotation that bears on it has been confirmed for this pack."
    }
    for sentence in (
        "Nothing has been assessed yet, so there is no evidence to set out, for or against.",
        "How this recommendation splits into measures is not confirmed yet.",
        "No search is on record yet.",
        "No position and no finding is on record yet.",
        "This is the first edition for this audience: nothing came before it.",
    ):
        assert sentence in said


def test_measures_have_the_position_and_the_finding_of_their_day(sample: Service) -> None:
    (cell,) = full(sample, "eu").recommendations[0].cells
    assert cell.said == "agreed in part"
    assert {measure.position.on for measure in cell.measures} == {date(2025, 3, 10)}
    assert [found.true_on for found in cell.ask.findings] == [None, date(2025, 3, 10), None, None]


def test_the_newest_stands_first_in_the_order_of_time(sample: Service) -> None:
    steps = full(sample, "eu").chronology()
    assert [(s.on, bool(s.position), s.number) for s in steps] == [
        (date(2026, 4, 28), False, 2),
        (date(2025, 3, 10), True, 1),
        (date(2025, 3, 10), False, 1),
    ]


def put_right(service: Service, status: Status, **more) -> None:
    """A reviewed correction of the finding that sanctions are in effect."""
    with service.database.writing() as session:
        editor, reviewer = session.exec(select(Person.id).order_by(Person.id)).all()[:2]
        found = session.exec(select(Assessment).where(Assessment.status == Status.IN_EFFECT)).one()
        rests_on = select(Evidence).where(Evidence.assessment == found.id)
        evidence = [(part.quote, part.stance) for part in session.exec(rests_on)]
        finding = assessing.Finding(
            status, "Sample: put right.", found.true_on, evidence=evidence, **more,
            supersession=Supersession.CORRECTION, bases={found.call: found.key},
        )  # fmt: skip
        (made,) = assessing.assess(session, editor, service.today(), [found.call], finding)
        reviewing.review_all(session, reviewer, [reviewing.Item("assessment", made.key)])


def test_what_changed_since_the_last_edition_is_said_with_what_stood_there(sample: Service) -> None:
    earlier = full(sample, "eu")
    assert earlier.since_last is None
    put_right(sample, Status.PARTLY_IN_EFFECT)
    last = full(sample, "eu", earlier).since_last
    (changed,) = last.findings
    assert (changed.number, changed.addressee) == (2, "European Union")
    assert changed.before_reading == "in effect until 30 April 2027"
    assert (changed.after, changed.corrected) == (Status.PARTLY_IN_EFFECT, True)
    assert (last.positions, last.told) == ((), ())
    assert "(corrected)" in full_pack_body(full(sample, "eu", earlier))


def test_words_about_their_powers_leave_only_through_the_gate(sample: Service) -> None:
    with sample.database.reading() as session:
        act = session.exec(select(Quote).where(Quote.exact.startswith("The sample measures")))
        powers = act.one().key
    put_right(sample, Status.PARTLY_IN_EFFECT, outside_powers_quote=powers)
    measure = full(sample, "eu").recommendations[1].cells[0].measures[0]
    assert measure.outside_powers.words == "The sample measures apply until 30 April 2027."
    register = sample.database.reading
    assert register
