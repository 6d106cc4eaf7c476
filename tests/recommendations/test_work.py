"""The worklist is computed from the record: each kind of work, who does it, and what is put
off. Sample words are invented."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from recommendations import assigning, consenting, erasing, scheduling
from recommendations.assessing import Finding, assess
from recommendations.convening import Convened, convene
from recommendations.deciding import Taken, enter_decision
from recommendations.engaging import Engaged, change, engage, follow_up_done
from recommendations.errors import NotFound, Refused
from recommendations.models import Addressee, Discrepancy, Person, Quote, Review
from recommendations.records.meetings import closed_calls
from recommendations.register.desk import read_desk
from recommendations.register.waiting import count_for, read_waiting
from recommendations.register.work import Asked, compute, item_named, read_said, read_work, worklist
from recommendations.register.work_reviews import may_take
from recommendations.resolving import resolve
from recommendations.reviewing import Item, review_all, review_item
from recommendations.scheduling import Told
from recommendations.searching import looked
from recommendations.triage import withdraw
from recommendations.urgency import Urgency
from recommendations.vocabulary import (
    ConsentState,
    EngagedBy,
    Role,
    Rung,
    SearchFor,
    SourceKind,
    Stance,
    Status,
    Verdict,
    WorkKind,
)
from tests.on_databases import ON_BOTH, ON_BOTH_DEEP
from tests.sample_record import ROLES

TODAY = date(2026, 11, 22)
LATER = TODAY + timedelta(days=200)
EVERYTHING = Asked()


def items(office, kind: WorkKind, day: date = TODAY):
    with office.reading() as session:
        return [item for item in compute(session, day) if item.kind is kind]


def found(office, call: int, status: Status = Status.FIRST_STEP, accepted: bool = True, **more):
    """A finding of today, on a sample act unless it says what else."""
    kind = SourceKind.OFFICIAL_ACT
    quote = more.pop("quote", None) or office.quote(kind, words=f"a sample for call {call} began")
    told = Finding(
        status=status,
        reason="Sample.",
        true_on=more.pop("true_on", TODAY),
        evidence=[(quote, Stance.SUPPORTS)],
        **more,
    )
    with office.writing() as session:
        (row,) = assess(session, office["EDITH"], TODAY, [call], told)
        if accepted:
            review_all(session, office["RUTH"], [Item("assessment", row.key)])
    return quote


def lists(office, asked: Asked = EVERYTHING, code: str = "EDITH", day: date = TODAY):
    with office.reading() as session:
        everything = read_work(session, compute(session, day), day)
    return worklist(everything, office[code], code, ROLES[code], asked)


def witness_of(office) -> tuple[int, str]:
    with office.reading() as session:
        quote = session.exec(select(Quote).where(Quote.testimony).order_by(Quote.id)).first()
        return quote.key, quote.exact


@ON_BOTH_DEEP
def test_an_act_that_ends_is_work_sixty_days_before_and_late_after(office) -> None:
    call = office.call()
    until = TODAY + timedelta(days=90)
    found(office, call, Status.IN_EFFECT, until=until)
    assert items(office, WorkKind.EXPIRY) == []
    (item,) = items(office, WorkKind.EXPIRY, until - timedelta(days=60))
    assert (item.key, item.due, item.addressee, item.place) == (f"expiry:{call}", until, "eu", 3)
    assert item.where == "/recommendations/3/eu/update"
    day = until + timedelta(days=1)
    assert "renewal not assessed" in items(office, WorkKind.EXPIRY, day)[0].words
    (work,) = lists(office, Asked(WorkKind.EXPIRY), day=day).work
    assert work.urgency is Urgency.OVERDUE
    found(office, call, Status.IN_EFFECT, accepted=False, until=until, true_on=TODAY)
    assert items(office, WorkKind.EXPIRY, day) == []


@ON_BOTH_DEEP
def test_a_step_may_have_stalled_and_other_findings_grow_old(office) -> None:
    stalled, old = office.call(measure=0), office.call(measure=1)
    found(office, stalled, true_on=TODAY - timedelta(days=180))
    found(office, old)
    (item,) = items(office, WorkKind.STALLED)
    assert item.key == f"stalled:{stalled}"
    assert items(office, WorkKind.OLD) == []
    day = TODAY + timedelta(days=179)
    assert items(office, WorkKind.OLD, day) == []
    assert len(items(office, WorkKind.STALLED, LATER)) == 2
    found(office, old, Status.NOT_BEGUN, quote=office.quote(words="nothing has begun, they said"))
    (item,) = items(office, WorkKind.OLD, LATER)
    assert "1 finding last looked at on" in item.words
    with office.writing() as session:
        looked(
            session, office["EDITH"], LATER, [old], on=LATER, places="Sample gazette",
            looked_for=SearchFor.STEP,
        )  # fmt: skip
    assert items(office, WorkKind.OLD, LATER) == []


def test_what_is_completed_is_not_looked_at_again(office) -> None:
    found(office, office.call(), Status.COMPLETED)
    assert items(office, WorkKind.OLD, LATER) == []


@ON_BOTH_DEEP
def test_a_search_in_vain_is_repeated_after_half_a_year(office) -> None:
    call = office.call()
    with office.writing() as session:
        nothing = Finding(Status.NOTHING_FOUND, "Sample.", TODAY, searched="Sample gazette")
        (row,) = assess(session, office["EDITH"], TODAY, [call], nothing)
        review_all(session, office["RUTH"], [Item("assessment", row.key)])
        other = office.calls(session, 4, "asean")[0].key
        looked(
            session, office["EDITH"], TODAY, [other], on=TODAY,
            places="Sample statements", looked_for=SearchFor.POSITION,
        )  # fmt: skip
    assert items(office, WorkKind.SEARCH) == []
    again = items(office, WorkKind.SEARCH, LATER)
    assert {item.where for item in again} == {
        "/looked?recommendation=3&addressee=eu",
        "/looked?recommendation=4&addressee=asean",
    }


@ON_BOTH_DEEP
def test_measures_without_evidence_are_told_by_cell(office) -> None:
    before = {item.key: item for item in items(office, WorkKind.WITHOUT_EVIDENCE)}
    found(office, office.call(), accepted=False)
    after = {item.key: item for item in items(office, WorkKind.WITHOUT_EVIDENCE)}
    (changed,) = [key for key in before if before[key].facts != after[key].facts]
    assert after[changed].words.startswith("3 measures not yet assessed")
    assert before[changed].words.startswith("4 measures not yet assessed")


@ON_BOTH_DEEP
def test_a_finding_whose_words_were_withdrawn_is_work_for_safety(office) -> None:
    call = office.call()
    quote = found(office, call)
    assert items(office, WorkKind.LOST) == []
    with office.writing() as session:
        withdraw(session, office["EDITH"], quote, "Sample.")
    (item,) = items(office, WorkKind.LOST)
    assert item.key == f"lost:{call}"
    assert lists(office, Asked(WorkKind.LOST)).work[0].urgency is Urgency.SAFETY
    found(office, call, quote=office.quote(words="another sample step was made"))
    assert items(office, WorkKind.LOST) == []


@ON_BOTH_DEEP
def test_a_consent_is_asked_for_again_thirty_days_before_its_day(office) -> None:
    quote, words = witness_of(office)
    until = TODAY + timedelta(days=300)
    with office.writing() as session:
        said = consenting.Said(
            state=ConsentState.GIVEN,
            purposes="Sample",
            language="en",
            review_on=until,
            attribution=Rung.DIRECT_KNOWLEDGE,
        )
        consenting.say(session, office["EDITH"], TODAY, quote, said)
    assert items(office, WorkKind.CONSENT, until) == []
    with office.writing() as session:
        waiting = [w for w in read_waiting(session) if "consent" in w.name]
        review_all(session, office["RUTH"], [Item.parse(n) for w in waiting for n in w.items])
    assert items(office, WorkKind.CONSENT, until - timedelta(days=31)) == []
    (item,) = items(office, WorkKind.CONSENT, until - timedelta(days=30))
    assert (item.where, item.due) == (f"/quotes/{quote}/consent", until)
    assert words not in item.words
    with office.writing() as session:
        withdraw(session, office["EDITH"], quote, "Sample.")
    assert items(office, WorkKind.CONSENT, until) == []


@ON_BOTH_DEEP
def test_erasing_waits_for_a_second_person_who_may_and_for_no_other(office) -> None:
    quote, _ = witness_of(office)
    with office.writing() as session:
        withdraw(session, office["EDITH"], quote, "Sample.")
        asked = erasing.ask_for_quote(session, office["AMARA"], quote, "Sample.").key
    (item,) = items(office, WorkKind.ERASURE)
    assert item.where == f"/erasures/{asked}"
    assert item.words == "Destroying words of S1, asked for by AMARA"
    wanted = Asked(WorkKind.ERASURE)
    seen = {code: len(lists(office, wanted, code).work) for code in ROLES}
    assert {code for code, count in seen.items() if count} == {"RUTH", "BORIS"}
    with office.writing() as session:
        erasing.decline(session, office["RUTH"], asked, "Sample.")
    assert items(office, WorkKind.ERASURE) == []


@ON_BOTH_DEEP
def test_what_is_odd_and_what_is_used_for_nothing_is_told_by_source(office) -> None:
    (odd,) = items(office, WorkKind.DISCREPANCY)
    assert odd.where == "/sources/1/discrepancies"
    with office.writing() as session:
        for row in session.exec(select(Discrepancy)).all():
            resolve(session, office["EDITH"], row.key, "Sample.")
    assert items(office, WorkKind.DISCREPANCY) == []
    assert items(office, WorkKind.UNUSED) == []
    quote = office.quote()
    (item,) = items(office, WorkKind.UNUSED)
    assert (item.where, item.words) == (
        f"/quotes/{quote}",
        f"Q{quote} of “A sample of news” is used for nothing yet",
    )
    found(office, office.call(), quote=quote)
    assert items(office, WorkKind.UNUSED) == []


@ON_BOTH_DEEP
def test_a_pack_is_to_be_refreshed_before_its_addressee_decides(office) -> None:
    quote = office.quote()
    with office.writing() as session:
        eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
        point = scheduling.add_point(
            session, office["EDITH"], TODAY,
            Told(eu, "Sample renewal", TODAY + timedelta(days=40), quote=quote),
        ).key  # fmt: skip
    assert items(office, WorkKind.PACK) == []
    (item,) = items(office, WorkKind.PACK, TODAY + timedelta(days=5))
    assert (item.key, item.where) == (f"pack:{point}-eu", "/packs/eu")
    assert item.due == TODAY + timedelta(days=19)
    assert "no edition was issued yet" in item.words
    assert items(office, WorkKind.PACK, TODAY + timedelta(days=41)) == []


@ON_BOTH
def test_the_reviews_on_the_list_are_those_that_are_counted(office) -> None:
    """Of every kind, for every role."""
    found(office, office.call(), accepted=False)
    quote, for_it = witness_of(office)[0], office.quote(words="a sample day was named")
    with office.writing() as session:
        eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
        scheduling.add_point(
            session, office["EMIL"], TODAY,
            Told(eu, "Sample renewal", date(2027, 4, 30), quote=for_it),
        )  # fmt: skip
        said = consenting.Said(
            state=ConsentState.GIVEN,
            purposes="Sample",
            language="en",
            review_on=LATER,
            attribution=Rung.DIRECT_KNOWLEDGE,
        )
        consenting.say(session, office["EDITH"], TODAY, quote, said)
    with office.reading() as session:
        work, waiting = compute(session, TODAY), read_waiting(session)
        names = {w.name for w in waiting}
        for code, role in ROLES.items():
            mine = [
                i for i in work if i.kind is WorkKind.REVIEW and may_take(i, office[code], role)
            ]
            assert len(mine) == read_desk(session, office[code], role).waiting
            assert len(mine) == count_for(waiting, office[code], role)
            assert {item.key.removeprefix("review:") for item in mine} <= names


def test_what_was_sent_back_is_its_authors_without_being_assigned(office) -> None:
    found(office, office.call(), accepted=False)
    (item,) = items(office, WorkKind.REVIEW)
    with office.writing() as session:
        named = Item.parse(item.key.removeprefix("review:"))
        review_item(session, office["RUTH"], named, Verdict.SENT_BACK, "Sample comment.")
    (work,) = lists(office, Asked(mine=True)).work
    assert work.item.kind is WorkKind.SENT_BACK
    assert WorkKind.SENT_BACK not in lists(office, code="RUTH").kinds


def test_an_item_is_assigned_to_whoever_is_here_and_the_latest_word_counts(office) -> None:
    found(office, office.call(), accepted=False)
    (item,) = items(office, WorkKind.REVIEW)
    for to in ("EMIL", "RUTH"):
        with office.writing() as session:
            assigning.assign(session, office["EDITH"], item, office[to])
    assert lists(office, Asked(mine=True), "RUTH").mine == 1
    assert lists(office, Asked(mine=True), "EMIL").work == ()
    with office.writing() as session:
        assert [said.to for said in read_said(session, item.key)] == ["RUTH", "EMIL"]
        gone = session.exec(select(Person).where(Person.code == "EMIL")).one()
        gone.active = False
        session.add(gone)
    with office.writing() as session, pytest.raises(Refused, match="no account any more"):
        assigning.assign(session, office["EDITH"], item, office["EMIL"])
    with office.writing() as session, pytest.raises(NotFound):
        assigning.assign(session, office["EDITH"], item, 999)
    with office.writing() as session:
        assigning.assign(session, office["EDITH"], item, None)
    assert lists(office, Asked(mine=True), "RUTH").mine == 0


def test_what_is_put_off_comes_back_on_its_day_or_when_its_facts_change(office) -> None:
    call = office.call()
    (item,) = [i for i in items(office, WorkKind.WITHOUT_EVIDENCE) if i.key == "unassessed:3-4"]
    day = TODAY + timedelta(days=30)
    with office.writing() as session:
        assigning.snooze(session, office["EDITH"], TODAY, item, day, "Sample: they are away.")
    asked = Asked(WorkKind.WITHOUT_EVIDENCE, "eu")
    assert item.key not in [work.item.key for work in lists(office, asked).work]
    (put_off,) = lists(office, Asked(snoozed=True)).work
    assert (put_off.until, put_off.why) == (day, "Sample: they are away.")
    assert lists(office).snoozed == 1
    assert item.key in [work.item.key for work in lists(office, asked, day=day).work]
    found(office, call, accepted=False)
    assert item.key in [work.item.key for work in lists(office, asked).work]


@pytest.mark.parametrize(
    ("days", "why", "field"),
    [
        (30, " ", "why"),
        (30, "x" * 301, "why"),
        (30, "Ask at +95 9 123 456 789", "why"),
        (0, "Sample.", "until"),
        (-3, "Sample.", "until"),
        (400, "Sample.", "until"),
    ],
)
def test_nothing_is_put_off_without_a_reason_or_for_more_than_a_year(
    office, days: int, why: str, field: str
) -> None:
    item = items(office, WorkKind.DISCREPANCY)[0]
    with office.writing() as session, pytest.raises(Refused) as refused:
        assigning.snooze(session, office["EDITH"], TODAY, item, TODAY + timedelta(days=days), why)
    assert list(refused.value.sentences) == [field]
    assert lists(office).snoozed == 0


def test_the_list_is_narrowed_by_kind_and_addressee_and_shown_in_parts(office) -> None:
    whole = lists(office)
    assert whole.all == whole.found == len(whole.work)
    eu = lists(office, Asked(addressee="eu"))
    assert {work.item.of for work in eu.work} == {"EU"}
    assert ("eu", "EU") in eu.addressees
    assert eu.kinds == whole.kinds
    assert lists(office, Asked(part=99)).part == 1
    with office.reading() as session, pytest.raises(NotFound, match="not on the list any more"):
        item_named(compute(session, TODAY), "expiry:99")


def test_sealed_and_reviewed_words_are_not_on_the_list(office) -> None:
    with office.reading() as session:
        quotes = session.exec(select(Quote.exact).order_by(col(Quote.id))).all()
        words = " ".join(item.words for item in compute(session, LATER))
        assert session.exec(select(Review)).first() is None
    assert [said for said in quotes if said[:60] in words] == []


def test_a_reviewers_role_says_what_is_on_their_list(office) -> None:
    found(office, office.call(), accepted=False)
    assert WorkKind.REVIEW not in lists(office, code="EDITH").kinds
    assert lists(office, code="EDITH").others == 1
    assert lists(office, code="RUTH").kinds[WorkKind.REVIEW] == 1
    assert ROLES["RUTH"] is Role.REVIEWER


def test_what_the_board_closed_is_nobodys_work_until_it_is_opened_again(office) -> None:
    call = office.call()
    found(office, call, true_on=TODAY - timedelta(days=200))
    with office.writing() as session:
        met = convene(session, office["EDITH"], TODAY, Convened(TODAY, "Sample agenda", "B1")).key
    for closes, left in ((True, 0), (False, 1)):
        taken = Taken(f"B1/{closes}", "Sample reason.", closes=closes, calls=[call])
        with office.writing() as session:
            (row,) = enter_decision(session, office["EDITH"], TODAY, met, taken)
            assert closed_calls(session) == (set() if closes else {call})
            review_all(session, office["BORIS"], [Item("closure", row.key)])
            assert closed_calls(session) == ({call} if closes else set())
        assert len(items(office, WorkKind.STALLED)) == left


def test_what_was_to_follow_is_work_until_it_is_done(office) -> None:
    with office.writing() as session:
        eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
        told = Engaged(
            eu, TODAY, EngagedBy.MEETING, "Sample desk", follow_up="Send the sample text",
            follow_up_by=TODAY + timedelta(days=20),
        )  # fmt: skip
        row = engage(session, office["EDITH"], TODAY, told).key
    assert items(office, WorkKind.FOLLOW_UP) == []
    day = TODAY + timedelta(days=21)
    (work,) = lists(office, Asked(WorkKind.FOLLOW_UP), day=day).work
    assert (work.item.where, work.urgency) == (f"/engagements/{row}", Urgency.OVERDUE)
    assert "Send the sample text" in work.item.words
    with office.writing() as session:
        assigning.assign(session, office["EDITH"], work.item, office["EMIL"])
        row = change(session, office["EDITH"], day, row, replace(told, promised="Sample.")).key
    (work,) = lists(office, Asked(WorkKind.FOLLOW_UP), day=day).work
    assert work.to == "EMIL", "whose work it is stays, whatever else of the entry is changed"
    with office.writing() as session:
        follow_up_done(session, office["EDITH"], day, row)
    assert items(office, WorkKind.FOLLOW_UP, day) == []
