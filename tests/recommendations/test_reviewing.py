"""The second person."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from recommendations import assessing, positioning, reviewing, searching, triage
from recommendations.assessing import Finding
from recommendations.errors import Changed, NotFound, Refused
from recommendations.models import (
    Assessment,
    PublishedDecision,
    Quote,
    Review,
    Source,
    TierChange,
    Withdrawal,
)
from recommendations.positioning import Said
from recommendations.records.findings import counting_assessment
from recommendations.records.standing import standings
from recommendations.records.writing import record
from recommendations.register.desk import read_desk
from recommendations.register.register import read_register
from recommendations.register.waiting import count_for, read_others, read_waiting
from recommendations.reviewing import Item
from recommendations.vocabulary import (
    Flag,
    PositionValue,
    Role,
    SourceKind,
    Stance,
    Status,
    Tier,
    Verdict,
)

TODAY = date(2026, 11, 22)
ROLES = {
    "EDITH": Role.EDITOR,
    "EMIL": Role.EDITOR,
    "RUTH": Role.REVIEWER,
    "BORIS": Role.BOARD,
    "AMARA": Role.ADMINISTRATOR,
}


def draft(office, by="EDITH", call=None, **more) -> int:
    entered = {
        "status": Status.FIRST_STEP,
        "reason": "Sample reason.",
        "true_on": date(2026, 11, 2),
        **more,
    }
    if "evidence" not in entered:
        entered["evidence"] = [(office.quote(), Stance.SUPPORTS)]
    with office.writing() as session:
        calls = [call or office.call()]
        return assessing.assess(session, office[by], TODAY, calls, Finding(**entered))[0].key


def review(office, by, *items, verdict=Verdict.ACCEPTED, comment="") -> None:
    with office.writing() as session:
        reviewing.review_all(
            session, office[by], [Item.parse(item) for item in items], verdict, comment
        )


def waiting(office) -> dict[str, str]:
    """What waits, by name: the items its form sends."""
    with office.reading() as session:
        return {w.name: " ".join(w.items) for w in read_waiting(session)}


def counted(office, code) -> int:
    """For one person; both ways of counting have to agree."""
    with office.reading() as session:
        desk = read_desk(session, office[code], ROLES[code]).waiting
        assert desk == count_for(read_waiting(session), office[code], ROLES[code])
    return desk


def tier(office, quote) -> Tier:
    with office.reading() as session:
        return standings(session, [session.get_one(Quote, quote)])[quote].tier


def test_of_two_findings_of_one_day_the_one_reviewed_later_counts_on_pages_and_in_forms(
    office,
) -> None:
    """A correction has to take the place of the one that the pages show."""
    first, second = draft(office, reason="Sample first."), draft(office, reason="Sample second.")
    for one in (second, first):
        with office.writing() as session:
            reviewing.review_item(
                session, office["RUTH"], Item("assessment", one), Verdict.ACCEPTED
            )
    with office.reading() as session:
        call = session.get_one(Assessment, first).call
        day = read_register(session, TODAY, datetime.max.replace(tzinfo=UTC))
        shown = [c.assessment for cell in day.cells.values() for c in cell.calls if c.id == call]
        assert [found.id for found in shown if found] == [first]
        assert counting_assessment(session, call) == first


def test_the_author_cannot_review_and_anyone_else_can_once(office) -> None:
    name = f"assessment-{draft(office)}"
    with pytest.raises(Refused, match="second person"):
        review(office, "EDITH", name)
    assert [counted(office, code) for code in ROLES] == [0, 1, 1, 1, 1]
    review(office, "BORIS", name)
    with pytest.raises(Refused, match="already"):
        review(office, "RUTH", name)
    assert counted(office, "RUTH") == 0


def test_a_draft_that_was_sent_back_waits_for_its_author_and_can_be_accepted_later(office) -> None:
    id = draft(office)
    name = f"assessment-{id}"
    with pytest.raises(Refused) as refused:
        review(office, "RUTH", name, verdict=Verdict.SENT_BACK)
    assert list(refused.value.sentences) == ["comment"]
    review(office, "RUTH", name, verdict=Verdict.SENT_BACK, comment="Sample: which office?")
    assert counted(office, "RUTH") == counted(office, "EMIL") == 0
    with office.reading() as session:
        (told,) = read_waiting(session)
        assert (told.sent_back, told.signed.sent_back) == (True, "Sample: which office?")
    better = Finding(
        Status.FIRST_STEP,
        "Sample: the office in the capital.",
        date(2026, 11, 2),
        evidence=[(office.quote(), Stance.SUPPORTS)],
    )
    with office.writing() as session:
        assessing.revise_assessment(session, office["EDITH"], TODAY, id, better)
    assert counted(office, "RUTH") == counted(office, "EMIL") == 1
    with office.reading() as session:
        assert read_waiting(session)[0].signed.sent_back == ""
    review(office, "RUTH", name)


def test_what_changed_since_it_was_shown_is_not_accepted_unseen(office) -> None:
    id = draft(office)
    shown = waiting(office)[f"assessment-{id}"]
    changed = Finding(
        Status.FIRST_STEP,
        "Sample: another reason.",
        date(2026, 11, 2),
        evidence=[(office.quote(), Stance.SUPPORTS)],
    )
    with office.writing() as session:
        assessing.revise_assessment(session, office["EDITH"], TODAY, id, changed)
    with pytest.raises(Changed, match="edited while you were reading"):
        review(office, "RUTH", shown)
    review(office, "RUTH", waiting(office)[f"assessment-{id}"])


def test_all_or_nothing(office) -> None:
    one, two = draft(office), draft(office, call=office.call(measure=1), by="EMIL")
    with pytest.raises(Refused):
        review(office, "EDITH", f"assessment-{two}", f"assessment-{one}")
    with office.reading() as session:
        assert session.exec(select(Review)).all() == []
    review(office, "RUTH", f"assessment-{two}", f"assessment-{one}", f"assessment-{one}")
    with pytest.raises(Refused, match="Nothing was chosen"):
        review(office, "RUTH")


@pytest.mark.parametrize(
    "named", ["", "assessment", "assessment-", "assessment-²", "person-1", "assessment-1@x"]
)
def test_nothing_by_that_name(named) -> None:
    with pytest.raises(NotFound):
        Item.parse(named)


def test_two_drafts_from_one_state_are_shown_together_and_the_second_is_sent_back(office) -> None:
    call = office.call()
    one, two = draft(office, call=call), draft(office, by="EMIL", call=call)
    with office.reading() as session:
        rivals = {w.name: w.rivals for w in read_waiting(session)}
    assert rivals == {
        f"assessment-{one}": (f"assessment-{two}",),
        f"assessment-{two}": (f"assessment-{one}",),
    }
    review(office, "RUTH", f"assessment-{one}")
    with pytest.raises(Refused, match="same state"):
        review(office, "RUTH", f"assessment-{two}")
    built_on = Finding(
        Status.FIRST_STEP,
        "Sample: mine all the same.",
        date(2026, 11, 3),
        evidence=[(office.quote(), Stance.SUPPORTS)],
        bases={call: one},
    )
    with office.writing() as session:
        assessing.revise_assessment(session, office["EMIL"], TODAY, two, built_on)
    review(office, "RUTH", f"assessment-{two}")


def test_one_person_may_record_several_steps_before_any_is_reviewed(office) -> None:
    call = office.call()
    one, two = draft(office, call=call), draft(office, call=call, true_on=date(2026, 11, 9))
    with office.reading() as session:
        assert {w.rivals for w in read_waiting(session)} == {()}
    review(office, "RUTH", f"assessment-{one}", f"assessment-{two}")


def test_two_positions_from_one_state_are_a_conflict_as_well(office) -> None:
    quote = office.quote(SourceKind.OFFICIAL_STATEMENT, "Sample Council")
    with office.writing() as session:
        calls = office.calls(session)
        measures = [call.measure for call in calls]
        said = Said(PositionValue.AGREED, quote, date(2026, 11, 2), measures)
        one, two = (
            positioning.hold_position(session, office[by], TODAY, calls[0].addressee, said).key
            for by in ("EDITH", "EMIL")
        )
    with office.reading() as session:
        assert {w.rivals for w in read_waiting(session)} == {
            (f"position-{one}",),
            (f"position-{two}",),
        }
    review(office, "RUTH", f"position-{one}")
    with pytest.raises(Refused, match="Another position"):
        review(office, "RUTH", f"position-{two}")


def test_published_words_open_with_the_review_of_a_reviewer_but_not_of_an_editor(office) -> None:
    first, second = office.quote(), office.quote(publisher="Sample Times")
    one = draft(office, evidence=[(first, Stance.SUPPORTS)])
    two = draft(office, evidence=[(second, Stance.SUPPORTS)], call=office.call(measure=1))
    assert {tier(office, first), tier(office, second)} == {Tier.INTERNAL}
    review(office, "RUTH", f"assessment-{one}")
    review(office, "EMIL", f"assessment-{two}")
    assert (tier(office, first), tier(office, second)) == (Tier.OPEN, Tier.INTERNAL)
    assert (counted(office, "EMIL"), counted(office, "BORIS")) == (0, 1)
    review(office, "BORIS", *waiting(office).popitem()[1].split())
    assert tier(office, second) is Tier.OPEN


def test_a_letter_to_us_and_a_meeting_note_do_not_open_by_review(office) -> None:
    letter = office.quote(SourceKind.LETTER, "Sample ministry")
    id = draft(office, evidence=[(letter, Stance.SUPPORTS)])
    review(office, "RUTH", f"assessment-{id}")
    assert tier(office, letter) is Tier.INTERNAL
    assert waiting(office) == {}


def test_words_that_show_outside_powers_open_with_the_finding(office) -> None:
    quote = office.quote(SourceKind.OFFICIAL_ACT, "Sample Journal")
    id = draft(office, outside_powers_quote=quote)
    review(office, "RUTH", f"assessment-{id}")
    assert tier(office, quote) is Tier.OPEN


def test_what_opens_is_confirmed_by_a_reviewer_the_board_or_an_administrator(office) -> None:
    with office.writing() as session:
        source = session.exec(select(Source)).first().key
        decision = triage.decide_published(
            session, office["EDITH"], TODAY, source, "Sample board", TODAY, "Sample."
        ).key
    assert [counted(office, code) for code in ROLES] == [0, 0, 1, 1, 1]
    with pytest.raises(Refused, match="opens words"):
        review(office, "EMIL", f"publisheddecision-{decision}")
    review(office, "BORIS", f"publisheddecision-{decision}")


def test_triage_is_one_thing_to_review_and_a_later_answer_takes_its_place(office) -> None:
    with office.writing() as session:
        one, two = session.exec(
            select(Quote.id).where(Quote.testimony).order_by(col(Quote.start)).limit(2)
        ).all()
        for quote in (one, two):
            triage.answer(session, office["EDITH"], quote, {}, may_leave=True)
    assert [counted(office, code) for code in ROLES] == [0, 0, 2, 2, 2]
    with office.writing() as session:
        triage.answer(session, office["AMARA"], one, dict.fromkeys(Flag, 0), may_leave=True)
    assert [counted(office, code) for code in ROLES] == [0, 0, 2, 2, 1]
    with office.writing() as session:
        triage.keep_inside(session, office["EMIL"], two)
    review(office, "RUTH", *" ".join(waiting(office).values()).split())
    assert (tier(office, one), tier(office, two)) == (Tier.OPEN, Tier.INTERNAL)
    assert waiting(office) == {}


def test_an_assessment_that_lost_its_evidence_cannot_be_reviewed(office) -> None:
    quote = office.quote()
    id = draft(office, evidence=[(quote, Stance.SUPPORTS)])
    with office.writing() as session:
        record(session, Withdrawal(quote=quote, why="Sample."), office["AMARA"])
    with pytest.raises(Refused, match="lost what it needs"):
        review(office, "RUTH", f"assessment-{id}")


def test_searches_are_accepted_with_the_finding_they_were_saved_with(office) -> None:
    call = office.call()
    id = draft(
        office,
        call=call,
        status=Status.NOTHING_FOUND,
        true_on=TODAY,
        evidence=(),
        searched="the sample site",
    )
    shown = waiting(office)
    assert list(shown) == [f"assessment-{id}"]
    with office.writing() as session:
        searching.looked(
            session, office["EDITH"], TODAY, [call], on=TODAY, places="another sample site"
        )
    review(office, "RUTH", shown[f"assessment-{id}"])
    with office.reading() as session:
        assert [w.lines[0] for w in read_waiting(session)] == ["In another sample site"]
    assert counted(office, "RUTH") == 1


def test_a_reviewed_record_cannot_be_changed_by_sql_either(office, try_sql) -> None:
    id = draft(office)
    assert try_sql(f"UPDATE assessment SET reason = 'Sample: edited' WHERE id = {id}") == ""
    review(office, "RUTH", f"assessment-{id}")
    for statement in (
        f"UPDATE assessment SET reason = 'x' WHERE id = {id}",
        f"DELETE FROM assessment WHERE id = {id}",
        f"DELETE FROM evidence WHERE assessment = {id}",
        f"UPDATE evidence SET stance = 'context' WHERE assessment = {id}",
        f"INSERT INTO evidence (recorded_at, assessment, quote, stance) "
        f"SELECT recorded_at, {id}, (SELECT max(id) - 1 FROM quote), 'context' FROM evidence",
        "DELETE FROM review",
        "UPDATE review SET verdict = 'sent back'",
    ):
        assert "append-only" in try_sql(statement), statement
    with office.reading() as session:
        assert session.get_one(Assessment, id).reason == "Sample: edited"


def test_who_is_alone_is_known_to_be_alone(office) -> None:
    with office.reading() as session:
        others = read_others(session, office["EDITH"])
    assert (others.anyone, others.opener) == (True, True)
    assert {PublishedDecision, TierChange} < set(reviewing.OPENING)
