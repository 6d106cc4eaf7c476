"""Deciding what may leave: restricting takes one person, opening takes two."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from recommendations import gate, grounding, reviewing, triage
from recommendations.errors import NotAllowed, NotFound, Refused
from recommendations.gate import Audience
from recommendations.importing import import_report
from recommendations.models import (
    FlagChange,
    Ground,
    Measure,
    Person,
    PublishedDecision,
    Quote,
    Recommendation,
    Source,
    TierChange,
)
from recommendations.records.standing import standings
from recommendations.records.writing import record
from recommendations.register.beginning import read_beginning
from recommendations.register.desk import read_desk
from recommendations.register.marked import marked
from recommendations.register.triage import (
    Triaged,
    next_untriaged,
    progress_of,
    read_progress,
    read_triage,
    read_triage_of,
)
from recommendations.register.waiting import count_for, read_waiting
from recommendations.reviewing import Item
from recommendations.vocabulary import Flag, Role, Tier, Verdict

TODAY = date(2026, 11, 22)
OPEN_TO_ALL = Audience("sample", testimony=True, graphic_up_to=3, operational=frozenset(Flag))


def reasons(session, quote: int) -> list[str]:
    """Why it stays inside even for an audience that takes anything and chose it."""
    standing = standings(session, [session.get(Quote, quote)])[quote]
    return [reason.why for reason in gate.stays_inside(standing, OPEN_TO_ALL, TODAY, True)]


def review_everything(office, reviewer: str) -> None:
    with office.writing() as session:
        waiting = read_waiting(session)
        items = [Item.parse(name) for one in waiting for name in one.items]
        reviewing.review_all(session, office[reviewer], items)


def decide(office, by: str = "AMARA", **more) -> int:
    told = {"decided_by": "the sample board", "decided_on": TODAY, "why": "It is public."}
    with office.writing() as session:
        source = session.exec(select(Source.id)).first()
        decision = triage.decide_published(
            session, office[by], TODAY, source=source, **(told | more)
        )
        return decision.key


def test_testimony_may_leave_once_it_is_answered_decided_and_reviewed(office) -> None:
    decide(office)
    with office.writing() as session:
        triage.answer(session, office["EDITH"], 1, {Flag.GRAPHIC: 1}, may_leave=True)
        assert len(reasons(session, 1)) == 3
    review_everything(office, "RUTH")
    with office.reading() as session:
        assert reasons(session, 1) == []


def test_every_answer_is_written_down_a_yes_as_much_as_a_no(office) -> None:
    with office.writing() as session:
        triage.answer(session, office["EDITH"], 1, {Flag.CHILD: 1}, may_leave=False)
        answers = session.exec(
            select(FlagChange).where(FlagChange.quote == 1, ~col(FlagChange.proposed))
        ).all()
    assert {a.flag: a.level for a in answers} == dict.fromkeys(Flag, 0) | {Flag.CHILD: 1}
    assert [a.flag for a in answers if not a.opens] == [Flag.CHILD]


def test_a_flag_restricts_at_once_and_taking_it_back_waits_for_a_second_person(office) -> None:
    decide(office)
    with office.writing() as session:
        triage.answer(session, office["EDITH"], 1, {}, may_leave=True)
    review_everything(office, "RUTH")
    with office.writing() as session:
        triage.answer(session, office["EMIL"], 1, {Flag.FUNDING: 1}, may_leave=True)
        standing = standings(session, [session.get(Quote, 1)])[1]
        assert standing.flags[Flag.FUNDING] == 1
    review_everything(office, "RUTH")
    with office.writing() as session:
        triage.answer(session, office["EDITH"], 1, {}, may_leave=True)
        standing = standings(session, [session.get(Quote, 1)])[1]
        assert standing.flags[Flag.FUNDING] == 1
    review_everything(office, "BORIS")
    with office.reading() as session:
        standing = standings(session, [session.get(Quote, 1)])[1]
    assert standing.flags[Flag.FUNDING] == 0


def test_anyone_keeps_a_quote_inside_at_once_whatever_was_agreed(office) -> None:
    decide(office)
    with office.writing() as session:
        triage.answer(session, office["EDITH"], 1, {}, may_leave=True)
    review_everything(office, "RUTH")
    with office.writing() as session:
        triage.keep_inside(session, office["BORIS"], 1, "Sample reason.")
    with office.reading() as session:
        assert reasons(session, 1) == ["It is kept for people inside (S2)."]


def test_an_agreement_that_was_given_before_does_not_open_what_was_kept_inside_since(
    office,
) -> None:
    decide(office)
    with office.writing() as session:
        triage.answer(session, office["EDITH"], 1, {}, may_leave=True)
        shown = [Item.parse(i) for one in read_waiting(session) for i in one.items]
    with office.writing() as session:
        triage.keep_inside(session, office["BORIS"], 1)
        assert not [one for one in read_waiting(session) if one.where == "/triage/1"]
    with office.writing() as session:
        for item in shown:
            reviewing.review_item(session, office["RUTH"], item, Verdict.ACCEPTED)
    with office.reading() as session:
        assert "It is kept for people inside (S2)." in reasons(session, 1)


def test_keeping_inside_does_not_bring_up_what_is_sealed(office) -> None:
    with office.writing() as session:
        record(session, TierChange(quote=1, tier=Tier.SEALED, opens=False), office["AMARA"])
        with pytest.raises(NotFound):
            triage.keep_inside(session, office["EDITH"], 1)
        assert standings(session, [session.get(Quote, 1)])[1].tier is Tier.SEALED


def test_an_excerpt_is_kept_inside_with_the_words_it_was_taken_from(office) -> None:
    decide(office)
    with office.writing() as session:
        whole = session.get(Quote, 1)
        told = whole.model_dump(include={"source", "prefix", "suffix", "fidelity", "testimony"})
        excerpt = record(
            session,
            Quote(**told, start=whole.start, end=whole.start + 20, exact=whole.exact[:20]),
            office["EDITH"],
        ).key
        triage.answer(session, office["EDITH"], excerpt, {}, may_leave=True)
        triage.answer(session, office["EDITH"], 1, {}, may_leave=True)
    review_everything(office, "RUTH")
    with office.writing() as session:
        assert reasons(session, excerpt) == reasons(session, 1) == []
        triage.keep_inside(session, office["EDITH"], 1)
        assert reasons(session, excerpt) == ["It is kept for people inside (S2)."]
        page = read_triage_of(session, excerpt, TODAY, Role.EDITOR)
        assert [quote.id for quote in page.overlapping] == [1]


def test_who_may_not_record_answers_no_flags_and_opens_nothing(office) -> None:
    for code in ("RUTH", "BORIS"):
        with office.writing() as session, pytest.raises(NotAllowed):
            triage.answer(session, office[code], 1, {}, may_leave=True)
        with office.writing() as session, pytest.raises(NotAllowed):
            triage.say_may_leave(session, office[code], 1)


def test_what_is_not_there_or_out_of_range_is_refused_and_nothing_is_saved(office) -> None:
    with office.writing() as session, pytest.raises(NotFound):
        triage.say_may_leave(session, office["EDITH"], 999)
    with office.writing() as session, pytest.raises(Refused, match="from 0 to 3"):
        triage.answer(session, office["EDITH"], 1, {Flag.GRAPHIC: 4}, may_leave=True)
    with office.reading() as session:
        assert session.exec(select(FlagChange).where(~col(FlagChange.proposed))).all() == []


def test_an_editor_does_not_confirm_what_opens_and_nobody_their_own(office) -> None:
    with office.writing() as session:
        triage.answer(session, office["AMARA"], 1, {}, may_leave=True)
        item = Item.parse(read_waiting(session)[0].items[0])
    for code in ("EDITH", "AMARA"):
        with office.writing() as session, pytest.raises(Refused):
            reviewing.review_item(session, office[code], item, Verdict.ACCEPTED)


def test_the_decision_says_who_when_and_why(office) -> None:
    with pytest.raises(Refused) as refused:
        decide(office, decided_by=" ", why="", decided_on=TODAY + timedelta(days=1))
    assert set(refused.value.sentences) == {"decided_by", "why", "decided_on"}
    with pytest.raises(NotAllowed):
        decide(office, by="BORIS")


def test_whoever_takes_over_the_decision_of_the_import_becomes_its_author(office) -> None:
    with office.writing() as session:
        source = session.exec(select(Source.id)).first()
        proposed = record(
            session,
            PublishedDecision(
                source=source, decided_by="the sample board", decided_on=TODAY, why="sample"
            ),
            None,
        ).key
        item = Item("publisheddecision", proposed)
        with pytest.raises(Refused, match="nobody has accepted"):
            reviewing.review_item(session, office["RUTH"], item, Verdict.ACCEPTED)
    with office.writing() as session:
        adopted = triage.adopt_published(session, office["AMARA"], proposed)
        assert adopted.recorded_by == office["AMARA"]
    with office.writing() as session, pytest.raises(Refused, match="proposed it already"):
        triage.adopt_published(session, office["EDITH"], proposed)


def test_the_68_quotes_of_the_report_are_triaged_and_its_recommendations_are_not(office) -> None:
    with office.reading() as session:
        waiting = read_triage(session, TODAY, Role.EDITOR)
        recommended = set(session.exec(select(Recommendation.quote)))
    assert len(waiting) == 68
    assert not recommended & {one.quote.id for one in waiting}
    assert {one.state for one in waiting} == {Triaged.NOT_ANSWERED}
    starts = [one.quote.start for one in waiting]
    assert starts == sorted(starts)


def test_triage_goes_on_with_the_next_and_comes_back_to_what_was_skipped(office) -> None:
    with office.writing() as session:
        order = [one.quote.id for one in read_triage(session, TODAY, Role.EDITOR)]
        assert next_untriaged(session) == order[0]
        assert next_untriaged(session, order[0]) == order[1]
        assert next_untriaged(session, order[-1]) == order[0]
        for quote in order[1:]:
            triage.keep_inside(session, office["EDITH"], quote)
        assert next_untriaged(session, order[-1]) == order[0]
        assert next_untriaged(session, order[0]) is None
        progress = progress_of(read_triage(session, TODAY, Role.EDITOR))
        assert (progress.all, progress.answered, progress.left) == (68, 67, 1)
        assert read_progress(session) == progress


def test_each_quote_says_what_it_waits_for(office) -> None:
    def state(quote: int) -> Triaged:
        with office.reading() as session:
            return read_triage_of(session, quote, TODAY, Role.EDITOR).one.state

    with office.writing() as session:
        triage.answer(session, office["EDITH"], 1, {}, may_leave=True)
        triage.answer(session, office["EDITH"], 2, {}, may_leave=False)
        triage.answer(session, office["EDITH"], 4, {}, may_leave=True)
    assert [state(q) for q in (1, 2, 4, 5)] == [
        Triaged.WAITS,
        Triaged.INSIDE,
        Triaged.WAITS,
        Triaged.NOT_ANSWERED,
    ]
    with office.writing() as session:
        by_quote = {one.where: one for one in read_waiting(session)}
        for name in by_quote["/triage/1"].items:
            reviewing.review_item(session, office["RUTH"], Item.parse(name), Verdict.ACCEPTED)
        for name in by_quote["/triage/4"].items:
            sent = Item.parse(name)
            reviewing.review_item(session, office["RUTH"], sent, Verdict.SENT_BACK, "A slur.")
    assert [state(q) for q in (1, 4)] == [Triaged.MAY_LEAVE, Triaged.SENT_BACK]


def test_what_stays_inside_waits_for_nobody(office) -> None:
    with office.writing() as session:
        triage.answer(session, office["EDITH"], 1, {}, may_leave=False)
        triage.answer(session, office["EDITH"], 2, {}, may_leave=True)
    with office.reading() as session:
        waiting = read_waiting(session)
        assert [one.where for one in waiting] == ["/triage/2"]
        for code, role in (("RUTH", Role.REVIEWER), ("EMIL", Role.EDITOR)):
            desk = read_desk(session, office[code], role)
            assert desk.waiting == count_for(waiting, office[code], role)


def test_words_are_marked_where_they_stand_and_parts_of_longer_words_are_not() -> None:
    runs = marked("Sons and a son\nin law; person.", [("son in  law", "kin"), ("SON", "one")])
    assert [(run.text, run.why) for run in runs if run.why] == [
        ("son", ("kin", "one")),
        ("\nin law", ("kin",)),
    ]
    assert "".join(run.text for run in runs) == "Sons and a son\nin law; person."
    assert marked("", [("x", "y")]) == ()


def test_the_first_hour_is_computed_from_the_records(office) -> None:
    def beginning(code: str = "AMARA"):
        with office.reading() as session:
            return read_beginning(session, office[code])

    fresh = beginning()
    assert fresh.done == (True, False, False, False, False, False)
    assert not fresh.alone
    assert fresh.confirmers == ("RUTH", "BORIS")
    assert len(fresh.without_grounds) == 4
    decide(office)
    assert beginning().decided[0].waits
    with office.writing() as session:
        for ground in session.exec(select(Ground)).all():
            grounding.accept_ground(session, office["EDITH"], ground.key)
    review_everything(office, "RUTH")
    later = beginning()
    assert later.done == (True, True, False, True, False, False)
    assert later.grounds.left == later.grounds.waiting == 0


WITHOUT_TESTIMONY = """# Sample report

Sample Organisation

March 2025

# Recommendations

## To the Sample Council

- **Light the Road:** Put up lamps. Keep them lit.
"""


def test_a_report_without_testimony_has_a_first_hour_that_ends(database) -> None:
    with database.writing() as session:
        anna, berta = (
            record(session, Person(code=code, role=Role.ADMINISTRATOR), None).key
            for code in ("ANNA", "BERTA")
        )
        import_report(session, WITHOUT_TESTIMONY.encode(), "sample.md")
        source = session.exec(select(Source.id)).one()
        decision = triage.decide_published(
            session, anna, TODAY, source, "the board", TODAY, "A sample."
        )
        reviewing.review_item(
            session, berta, Item("publisheddecision", decision.key), Verdict.ACCEPTED
        )
        assert read_desk(session, anna, Role.ADMINISTRATOR).first_hour
        for measure in session.exec(select(Measure)).all():
            measure.recorded_by = anna
        session.flush()
        assert all(read_beginning(session, anna).done)
        assert not read_desk(session, anna, Role.ADMINISTRATOR).first_hour


def test_one_person_takes_a_decision_back_at_once_and_two_decide_it_anew(office) -> None:
    decide(office)
    review_everything(office, "RUTH")
    pending = "Neither consent nor a decision that we have already published it is on record."
    with office.reading() as session:
        source = session.exec(select(Source.id)).first()
        assert pending not in reasons(session, 1)
    with office.writing() as session:
        with pytest.raises(Refused) as refused:
            triage.take_back_published(session, office["BORIS"], source, " ")
        assert list(refused.value.sentences) == ["why"]
        triage.take_back_published(session, office["BORIS"], source, "Sample doubt.")
    with office.reading() as session:
        assert pending in reasons(session, 1)
        assert read_beginning(session, office["RUTH"]).published is False
    again = decide(office, by="EDITH")
    with office.reading() as session:
        assert pending in reasons(session, 1)
    with office.writing() as session:
        item = Item("publisheddecision", again)
        reviewing.review_item(session, office["RUTH"], item, Verdict.ACCEPTED)
    with office.reading() as session:
        assert pending not in reasons(session, 1)


def test_what_was_proposed_before_it_was_taken_back_is_not_confirmed_any_more(office) -> None:
    decide(office)
    review_everything(office, "RUTH")
    proposed = decide(office, by="EDITH")
    with office.writing() as session:
        source = session.exec(select(Source.id)).first()
        triage.take_back_published(session, office["BORIS"], source, "Sample doubt.")
        assert read_waiting(session) == ()
    item = Item("publisheddecision", proposed)
    with office.writing() as session, pytest.raises(Refused, match="taken back"):
        reviewing.review_item(session, office["RUTH"], item, Verdict.ACCEPTED)


def test_a_decision_that_nobody_confirmed_is_not_taken_back(office) -> None:
    decide(office)
    with office.writing() as session:
        source = session.exec(select(Source.id)).first()
        with pytest.raises(Refused, match="none to take back"):
            triage.take_back_published(session, office["BORIS"], source, "Sample.")
