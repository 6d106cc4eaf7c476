"""What leaves to an audience, on the real report with sample records."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from exports.composition import House, compose
from exports.datasets import dataset
from exports.full_composition import compose_full
from exports.pack import quotes_in
from exports.printing import Press
from exports.profiles import from_content, shipped
from exports.publishing import (
    Issuer,
    Moment,
    draft,
    draft_forms,
    print_two_pages,
    profile_named,
    selected,
)
from exports.rendering import full_pack_body, leave_behind_body
from exports.selection import Chosen
from exports.selection import select as select_for_audience
from recommendations.choosing import choose
from recommendations.errors import NotFound, Refused
from recommendations.models import Person, Quote, Recommendation, Source
from recommendations.profiling import ship_profiles
from recommendations.quotation import Span, fold
from recommendations.records.writing import record
from recommendations.register.quotes import quote_views
from recommendations.register.register import read_register
from recommendations.triage import embargo_source, keep_inside, withdraw
from recommendations.vocabulary import Role, Status
from tracker.database import Database
from tracker.service import Service
from tracker.settings import Settings

ISSUER = Issuer("People's Goal", "", sample=True)


@pytest.fixture
def fresh(report_database: Database, tmp_path: Path):
    """The report, fresh from import."""
    service = Service(Settings(home=tmp_path, database_url=report_database.url), report_database)
    with service.database.writing() as session:
        ship_profiles(session, shipped())
    yield service
    service.close()


@pytest.fixture
def sample(sample_database: Database, tmp_path: Path):
    """With sample triage, positions and assessments."""
    service = Service(Settings(home=tmp_path, database_url=sample_database.url), sample_database)
    yield service
    service.close()


def pack(service: Service, audience: str, day: date | None = None):
    day = day or service.today()
    with service.database.reading() as session:
        moment = Moment(day, service.closing(day), service.today())
        return draft(session, audience, moment, ISSUER)


@pytest.mark.parametrize("audience", ["nug", "nucc", "us", "eu", "asean"])
def test_fresh_from_import_a_pack_holds_only_the_recommendations(
    fresh: Service, audience: str
) -> None:
    leaves = pack(fresh, audience)
    assert len(leaves.asks) == 2
    assert all(ask.recommended.words for ask in leaves.asks)
    assert {f.status for ask in leaves.asks for f in ask.findings} == {Status.NOT_YET_ASSESSED}
    assert [ask.testimony for ask in leaves.asks] == [None, None]
    assert leaves.draft
    assert all("institution" in ask.missing and "date" in ask.missing for ask in leaves.asks)


def test_recommendations_made_to_others_are_left_out_and_only_counted(fresh: Service) -> None:
    leaves = pack(fresh, "eu")
    assert "armed campaign" not in leave_behind_body(leaves)
    assert "Recommendations of the report that were made to others (two)." in leaves.left_out


def test_every_printed_quote_stands_in_its_stored_source(sample: Service) -> None:
    with sample.database.reading() as session:
        texts = " ".join(fold(s.text) for s in session.exec(select(Source)))
    for audience in shipped():
        quotes = list(quotes_in(pack(sample, audience)))
        assert quotes
        for quote in quotes:
            assert fold(quote.words).strip() in texts


def test_testimony_leaves_only_once_it_is_chosen_and_never_to_asean(sample: Service) -> None:
    assert pack(sample, "eu").asks[0].testimony is not None
    assert all(ask.testimony is None for ask in pack(sample, "asean").asks)
    assert "Testimony: this audience receives none." in pack(sample, "asean").left_out


def test_testimony_is_cited_by_section_and_never_by_note_or_panel(sample: Service) -> None:
    leaves = pack(sample, "eu")
    testimony = leaves.asks[0].testimony
    cited = next(c.text for c in leaves.citations if c.number == testimony.citation)
    assert "section “" in cited
    assert "2023" not in cited
    assert "Defection and Defiance" not in leave_behind_body(leaves)


def test_a_quote_that_is_taken_back_leaves_every_later_pack_at_once(sample: Service) -> None:
    ref = pack(sample, "eu").asks[0].testimony.ref
    with sample.database.writing() as session:
        editor = session.exec(select(Person.id)).first()
        keep_inside(session, editor, int(ref[1:]))
    assert pack(sample, "eu").asks[0].testimony is None
    assert any("may not leave (one)" in said for said in pack(sample, "eu").left_out)


def test_a_source_under_embargo_is_not_said_to_recommend_nothing(fresh: Service) -> None:
    with fresh.database.writing() as session:
        anna = record(session, Person(code="ANNA", role=Role.BOARD), None).key
        embargo_source(session, anna, fresh.today(), 1, fresh.today())
    held = pack(fresh, "eu")
    assert held.asks == ()
    assert held.opening == "What was recommended to the European Union may not leave us today."
    assert "Recommendations whose words stay inside (two)." in held.left_out


def test_a_finding_whose_words_were_withdrawn_is_not_printed(sample: Service) -> None:
    findings = pack(sample, "eu").asks[1].findings
    assert findings[0].status is Status.IN_EFFECT
    against = next(e for e in findings[0].evidence if e.stance == "contradicts")
    with sample.database.writing() as session:
        editor = session.exec(select(Person.id)).first()
        withdraw(session, editor, int(against.quote.ref[1:]), "Sample reason")
    later = pack(sample, "eu").asks[1].findings[0]
    assert (later.status, later.reading) == (Status.NOT_YET_ASSESSED, "under review")
    assert later.evidence == ()


def test_contradicting_evidence_is_printed_beside_supporting_evidence(sample: Service) -> None:
    finding = pack(sample, "eu").asks[1].findings[0]
    assert [e.stance for e in finding.evidence] == ["supports", "contradicts"]


def test_a_draft_that_nobody_reviewed_does_not_leave(sample: Service) -> None:
    leaves = pack(sample, "us")
    assert {f.status for ask in leaves.asks for f in ask.findings} == {Status.NOT_YET_ASSESSED}
    assert "a bill was announced" not in leave_behind_body(leaves)


def test_a_past_day_shows_what_was_reviewed_by_then(sample: Service) -> None:
    yesterday = sample.today() - timedelta(days=1)
    leaves = pack(sample, "eu", yesterday)
    assert leaves.as_of == yesterday
    assert {f.status for ask in leaves.asks for f in ask.findings} == {Status.NOT_YET_ASSESSED}


def test_where_we_looked_and_found_nothing_is_said_with_its_day(sample: Service) -> None:
    leaves = pack(sample, "asean")
    assert all("2 October 2026" in said for said in leaves.searches)
    assert len(leaves.searches) == 2
    assert leaves.asks[0].positions[0].looked.endswith("on 2 October 2026")


def test_what_is_in_effect_until_a_date_is_no_longer_so_after_it(sample: Service) -> None:
    assert pack(sample, "eu").asks[1].findings[0].reading == "in effect until 30 April 2027"


def test_an_unknown_audience_is_told_which_there_are(fresh: Service) -> None:
    with fresh.database.reading() as session, pytest.raises(NotFound, match="nug, nucc, us"):
        profile_named(session, "mars")


def test_an_audience_that_reaches_the_authorities_gets_no_testimony_whatever_its_profile() -> None:
    content = {**shipped()["asean"], "testimony": True}
    assert not from_content(content).audience.testimony


def test_what_runs_over_loses_its_last_ask_and_says_nothing_more_of_it(sample: Service) -> None:
    day = sample.today()
    with sample.database.reading() as session:
        whole, shorter = draft_forms(session, "eu", Moment(day, sample.closing(day), day), ISSUER)
    assert whole == pack(sample, "eu")
    assert [len(form.asks) for form in (whole, shorter)] == [2, 1]
    last = "“Increase Targeted Sanctions”"
    assert last in whole.opening
    assert f"{last}, for length." not in whole.left_out
    assert last not in shorter.opening
    assert f"{last}, for length." in shorter.left_out
    numbers = {quote.citation for quote in quotes_in(shorter)}
    assert sorted(numbers) == [source.number for source in shorter.citations]
    with Press() as press:
        over = replace(whole, opening="sample " * 10_000)
        printed = print_two_pages(press, over, shorter)
        assert printed.pages == 2
        assert printed.pdf == print_two_pages(press, shorter).pdf


def test_recommendations_of_two_reports_are_not_all_of_the_first_ones_date(
    sample: Service,
) -> None:
    day = sample.today()
    moment = Moment(day, sample.closing(day), day)
    with sample.database.reading() as session:
        profile = profile_named(session, "eu")
        selection = selected(session, profile, moment)
    first, second = selection.selected
    source = first.recommendation.quote.source
    later = replace(source, id=source.id + 99, published_on=date(2026, 3, 31), caveat="A sample.")
    quote = replace(second.recommendation.quote, source=later)
    other = replace(second, recommendation=replace(second.recommendation, quote=quote))
    told = compose(
        replace(selection, selected=(other, first)), profile, House("Sample", "", day, True)
    )
    assert "of October 2024 and March 2026" in told.opening
    assert told.since == "Since October 2024"
    assert "The report of March 2026 itself says: “A sample.”" in told.caveat


def test_far_more_than_two_pages_hold_is_refused_before_the_press_is_asked(
    sample: Service,
) -> None:
    long = replace(pack(sample, "eu"), opening="sample " * 10_000)
    press = Press()
    with pytest.raises(Refused, match="does not fit"):
        print_two_pages(press, long)
    assert press.child.process is None


def test_flagged_testimony_that_a_profile_lets_in_is_warned_of_on_page_one(
    sample: Service,
) -> None:
    day = sample.today()
    with sample.database.reading() as session:
        register = read_register(session, day, sample.closing(day))
        rows = session.exec(select(Quote).where(Quote.testimony)).all()
        flagged = next(
            v
            for v in quote_views(session, rows).values()
            if v.standing.tier == "S0" and any(v.standing.flags.values())
        )
        told = session.exec(select(Recommendation).where(Recommendation.place == 3)).one()
        leaving = frozenset(r.quote.id for r in register.recommendations) | {flagged.id}
    profile = replace(from_content(shipped()["eu"]), graphic_up_to=3)
    chosen = Chosen({told.key: (flagged,)}, leaving)
    house = House("People's Goal", "", day, True)
    composed = compose(select_for_audience(register, profile, chosen, day), profile, house)
    assert composed.content_note.startswith("The testimony quoted here touches on")


def test_choosing_a_quote_for_an_audience_leaves_the_others_untouched(sample: Service) -> None:
    with sample.database.writing() as session:
        editor = session.exec(select(Person.id)).first()
        told = session.exec(select(Recommendation).where(Recommendation.place == 3)).one()
        quote = int(pack(sample, "us").asks[0].testimony.ref[1:])
    with sample.database.writing() as session:
        choose(session, editor, "us", told.key, quote, chosen=False)
    assert pack(sample, "us").asks[0].testimony is None
    assert pack(sample, "eu").asks[0].testimony is not None


def test_what_is_withheld_from_a_recommendation_is_in_none_of_our_words_about_it(
    fresh: Service,
) -> None:
    """Nor is the number of a note. Whatever the record says, it is looked for where it leaves."""
    day = fresh.today()
    with fresh.database.reading() as session:
        register = read_register(session, day, fresh.closing(day))
    first = next(r for r in register.recommendations if (r.id, 1) in register.cells)
    measure, said = first.measures[0], "quillback¹²"
    text = f"{first.quote.exact[:20]} {said} and more"
    start = first.quote.start + text.index(said)
    withheld = (Span(start, start + len("quillback"), "[place withheld]"),)
    quote = replace(first.quote, exact=text, withheld=withheld, notes=(12,))
    told = replace(
        first,
        title="Open the Quillback Road",
        quote=quote,
        measures=(
            replace(
                measure, words=text, start=quote.start, label="Quillback", done_when="quillback"
            ),
            *first.measures[1:],
        ),
    )
    others = tuple(told if r.id == first.id else r for r in register.recommendations)
    register = replace(register, recommendations=others)
    leaving = frozenset(r.quote.id for r in others)
    whom = next(a for a in register.addressees if a.id == 1)
    for reviewed in (False, True):
        measures = (replace(told.measures[0], reviewed=reviewed), *told.measures[1:])
        again = replace(told, measures=measures)
        recommendations = tuple(again if r.id == told.id else r for r in others)
        profile = replace(from_content(shipped()["nug"]), addressees=(whom.code,))
        selection = select_for_audience(
            replace(register, recommendations=recommendations), profile, Chosen({}, leaving), day
        )
        house = House("People's Goal", "", day, True)
        full = compose_full(selection, profile, house)
        data = dataset(selection, profile, "People's Goal", day, True, {})
        leave_behind = leave_behind_body(compose(selection, profile, house))
        out = full_pack_body(full) + leave_behind + str(data)
        assert "[place withheld]" in out
        assert "quillback" not in out.casefold()
        assert "¹²" not in out
