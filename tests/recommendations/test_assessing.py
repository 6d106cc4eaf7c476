"""Recording what we find: what each status needs, and nothing half-saved."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import func, select

from recommendations import assessing, reviewing, searching
from recommendations.assessing import Finding
from recommendations.errors import Changed, NotAllowed, NotFound, Refused
from recommendations.models import Assessment, Change, Evidence, Search, Withdrawal
from recommendations.records import chain
from recommendations.records.writing import record
from recommendations.register.story import read_story
from recommendations.reviewing import Item
from recommendations.vocabulary import SourceKind, Stance, Status, Supersession, Verdict

TODAY = date(2026, 11, 22)
SUPPORTED = {
    Status.NOT_BEGUN,
    Status.FIRST_STEP,
    Status.PARTLY_IN_EFFECT,
    Status.NARROWED_OR_UNDONE,
    Status.CONTRARY,
}
CONFIRMED = {Status.IN_EFFECT, Status.COMPLETED}


def finding(status=Status.FIRST_STEP, **more) -> Finding:
    return Finding(status, **{"reason": "Sample reason.", "true_on": date(2026, 11, 2), **more})


def assess(office, calls, what, by="EDITH") -> list[int]:
    with office.writing() as session:
        return [a.key for a in assessing.assess(session, office[by], TODAY, calls, what)]


def accept(office, assessment, by="RUTH") -> None:
    with office.writing() as session:
        item = Item("assessment", assessment)
        reviewing.review_item(session, office[by], item, Verdict.ACCEPTED)


def written(office) -> list[int]:
    with office.reading() as session:
        return [
            session.exec(select(func.count()).select_from(kind)).one()
            for kind in (Assessment, Evidence, Search, Change)
        ]


@pytest.mark.parametrize("status", sorted({*SUPPORTED, *CONFIRMED}))
def test_a_status_of_deeds_needs_words_that_support_it(office, status) -> None:
    call = office.call()
    quote = office.quote(SourceKind.OFFICIAL_ACT, "Sample Journal")
    before = written(office)
    for evidence in ((), [(quote, Stance.CONTEXT)], [(quote, Stance.CONTRADICTS)]):
        with pytest.raises(Refused) as refused:
            assess(office, [call], finding(status, evidence=evidence))
        assert list(refused.value.sentences) == ["evidence"]
    assert written(office) == before
    assert assess(office, [call], finding(status, evidence=[(quote, Stance.SUPPORTS)]))


def test_in_effect_needs_an_act_or_two_newsrooms_and_never_our_own_report(office) -> None:
    call = office.call()
    one = office.quote(publisher="Sample News")
    same = office.quote(publisher="Sample News", words="the sample doors stayed open")
    other = office.quote(publisher="Sample Times")
    with office.reading() as session:
        ours = read_story(session, 3, "eu", TODAY, _closing()).recommendation.quote.id
    for quotes in ([one], [one, same], [one, ours]):
        with pytest.raises(Refused, match="two news sources"):
            assess(
                office,
                [call],
                finding(Status.IN_EFFECT, evidence=[(q, Stance.SUPPORTS) for q in quotes]),
            )
    with pytest.raises(Refused, match="our own report"):
        assess(office, [call], finding(evidence=[(ours, Stance.SUPPORTS)]))
    both = [(one, Stance.SUPPORTS), (other, Stance.SUPPORTS)]
    assert assess(office, [call], finding(Status.IN_EFFECT, evidence=both))


def test_nothing_found_needs_that_we_looked_on_or_after_the_day(office) -> None:
    call = office.call()
    what = {"status": Status.NOTHING_FOUND, "true_on": TODAY - timedelta(days=5)}
    with pytest.raises(Refused) as refused:
        assess(office, [call], finding(**what))
    assert list(refused.value.sentences) == ["searched"]
    early = TODAY - timedelta(days=6)
    with pytest.raises(Refused) as refused:
        assess(office, [call], finding(**what, searched="the sample site", searched_on=early))
    assert set(refused.value.sentences) == {"searched", "searched_on"}
    late = TODAY + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        assess(office, [call], finding(**what, searched="the sample site", searched_on=late))
    assert "future" in refused.value.sentences["searched_on"]
    made = assess(office, [call], finding(**what, searched="the sample site", search_terms="aid"))
    accept(office, made[0])
    with office.reading() as session:
        told = read_story(session, 3, "eu", TODAY, _closing()).cell.calls[0]
    assert told.status is Status.NOTHING_FOUND
    assert [(s.on, s.places, s.terms) for s in told.assessment.searches] == [
        (TODAY, "the sample site", "aid")
    ]


def test_an_earlier_search_does_not_show_what_came_after_it(office) -> None:
    call = office.call()
    with office.writing() as session:
        searching.looked(
            session, office["EDITH"], TODAY, [call], on=date(2026, 3, 1), places="the sample site"
        )
    with pytest.raises(Refused, match="needs a search"):
        assess(office, [call], finding(Status.NOTHING_FOUND, true_on=date(2026, 9, 1)))
    assert assess(office, [call], finding(Status.NOTHING_FOUND, true_on=date(2026, 2, 1)))


def test_no_further_step_needs_an_earlier_step_and_a_search(office) -> None:
    call = office.call()
    stopped = finding(Status.NO_FURTHER_STEP, true_on=date(2026, 6, 1), searched="the sample site")
    with pytest.raises(Refused, match="earlier step"):
        assess(office, [call], stopped)
    step = finding(true_on=date(2026, 1, 1), evidence=[(office.quote(), Stance.SUPPORTS)])
    assess(office, [call], step)
    with pytest.raises(Refused, match="needs a search"):
        assess(office, [call], finding(Status.NO_FURTHER_STEP, true_on=date(2026, 6, 1)))
    assert assess(office, [call], stopped)


def test_what_is_wrong_is_said_beside_each_field_and_nothing_is_saved(office) -> None:
    before = written(office)
    with pytest.raises(Refused) as refused:
        assess(
            office,
            [],
            finding(reason=" ", true_on=TODAY + timedelta(days=1), until=date(2026, 1, 1)),
        )
    assert set(refused.value.sentences) == {"calls", "reason", "true_on", "until"}
    quote = office.quote()
    before = written(office)
    twice = [(quote, Stance.SUPPORTS), (quote, Stance.CONTRADICTS)]
    with pytest.raises(Refused) as refused:
        assess(office, [office.call()], finding(evidence=twice))
    assert list(refused.value.sentences) == ["evidence"]
    for call, quoted in ((office.call(), 10**6), (10**6, quote), (2**70, quote)):
        with pytest.raises(NotFound):
            assess(office, [call], finding(evidence=[(quoted, Stance.SUPPORTS)]))
    with pytest.raises(NotAllowed):
        assess(office, [office.call()], finding(evidence=[(quote, Stance.SUPPORTS)]), by="RUTH")
    assert written(office) == before


def test_one_source_serves_several_measures(office) -> None:
    quote = office.quote()
    calls = [office.call(measure=0), office.call(measure=1), office.call(measure=0)]
    made = assess(office, calls, finding(evidence=[(quote, Stance.SUPPORTS)]))
    assert len(made) == 2
    with office.reading() as session:
        assert session.exec(select(Evidence.quote)).all() == [quote, quote]


def test_evidence_that_was_withdrawn_supports_nothing(office) -> None:
    quote = office.quote()
    with office.writing() as session:
        record(session, Withdrawal(quote=quote, why="Sample."), office["AMARA"])
    with pytest.raises(Refused, match="needs at least one quote"):
        assess(office, [office.call()], finding(evidence=[(quote, Stance.SUPPORTS)]))


def test_a_draft_is_its_authors_to_edit_and_to_remove_until_it_is_reviewed(office) -> None:
    call, quote, other = office.call(), office.quote(), office.quote(publisher="Sample Times")
    (draft,) = assess(office, [call], finding(evidence=[(quote, Stance.SUPPORTS)]))
    better = finding(reason="A better sample.", evidence=[(other, Stance.SUPPORTS)])
    with office.writing() as session, pytest.raises(NotAllowed):
        assessing.revise_assessment(session, office["EMIL"], TODAY, draft, better)
    with office.writing() as session, pytest.raises(NotAllowed):
        assessing.drop_assessment(session, office["EMIL"], draft)
    with office.writing() as session:
        assessing.revise_assessment(session, office["EDITH"], TODAY, draft, better)
    with office.reading() as session:
        assert session.get_one(Assessment, draft).reason == "A better sample."
        assert session.exec(select(Evidence.quote)).all() == [other]
        assert list(chain.verify(session)) == []
    accept(office, draft)
    for act in (
        lambda s: assessing.revise_assessment(s, office["EDITH"], TODAY, draft, better),
        lambda s: assessing.drop_assessment(s, office["EDITH"], draft),
    ):
        with office.writing() as session, pytest.raises(Refused, match="reviewed and stays"):
            act(session)


def test_the_number_of_a_removed_draft_is_not_used_again(office) -> None:
    call, evidence = office.call(), [(office.quote(), Stance.SUPPORTS)]
    (draft,) = assess(office, [call], finding(evidence=evidence))
    with office.writing() as session:
        item = Item("assessment", draft)
        reviewing.review_item(session, office["RUTH"], item, Verdict.SENT_BACK, "Sample: no.")
    with office.writing() as session:
        assessing.drop_assessment(session, office["EDITH"], draft)
    (after,) = assess(office, [call], finding(evidence=evidence))
    assert after > draft
    with office.reading() as session:
        assert list(chain.verify(session)) == []


def test_who_writes_while_another_finding_comes_to_count_is_shown_both(office) -> None:
    call, evidence = office.call(), [(office.quote(), Stance.SUPPORTS)]
    (first,) = assess(office, [call], finding(evidence=evidence))
    accept(office, first)
    later = finding(evidence=evidence, bases={call: None}, true_on=date(2026, 11, 10))
    with pytest.raises(Changed, match="EDITH was reviewed"):
        assess(office, [call], later, by="EMIL")
    (second,) = assess(office, [call], finding(evidence=evidence, bases={call: first}), by="EMIL")
    with office.reading() as session:
        saved = session.get_one(Assessment, second)
        assert (saved.base, saved.supersession) == (first, Supersession.NEWS)


def test_a_correction_is_what_later_forms_build_on(office) -> None:
    call, evidence = office.call(), [(office.quote(), Stance.SUPPORTS)]
    (wrong,) = assess(office, [call], finding(evidence=evidence))
    accept(office, wrong)
    right = finding(
        evidence=evidence, true_on=date(2026, 1, 1), supersession=Supersession.CORRECTION
    )
    (corrected,) = assess(office, [call], right)
    accept(office, corrected)
    (news,) = assess(office, [call], finding(evidence=evidence, bases={call: corrected}))
    with office.reading() as session:
        assert session.get_one(Assessment, news).base == corrected
        told = read_story(session, 3, "eu", TODAY, _closing()).cell.calls[0]
    assert told.assessment.true_on == date(2026, 1, 1)


def _closing() -> datetime:
    return datetime(2099, 1, 1, tzinfo=UTC)
