"""Days on which addressees decide: each with its source, reviewed by a second person. All of
them are invented."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from recommendations import addressing, scheduling
from recommendations.errors import Changed, NotAllowed, NotFound, Refused
from recommendations.models import Addressee, Embargo, Quote
from recommendations.records.writing import record
from recommendations.register.waiting import read_waiting
from recommendations.register.year import (
    NOT_PUBLIC,
    REPEATS,
    UNREVIEWED,
    read_calendar,
    read_point,
    read_points,
)
from recommendations.reviewing import Item, review_item
from recommendations.scheduling import Told
from recommendations.triage import keep_inside, withdraw
from recommendations.vocabulary import Precision, SourceKind, Verdict
from tests.on_databases import ON_BOTH

TODAY = date(2026, 11, 22)


def whom(office, code: str = "eu") -> int:
    with office.reading() as session:
        return session.exec(select(Addressee.id).where(Addressee.code == code)).one()


def told(office, **more) -> Told:
    given = {"what": "Sample renewal of measures", "on": date(2027, 4, 30), **more}
    if not {"quote", "source"} & set(given):
        given["quote"] = office.quote(SourceKind.OFFICIAL_ACT, "Sample Journal")
    return Told(whom(office), **given)


def add(office, entered: Told, by: str = "EDITH") -> int:
    with office.writing() as session:
        return scheduling.add_point(session, office[by], TODAY, entered).key


def accept(office, point: int, by: str = "RUTH") -> None:
    with office.writing() as session:
        review_item(session, office[by], Item("decisionpoint", point), Verdict.ACCEPTED)


def calendar(office) -> list[str]:
    with office.reading() as session:
        return [one.what for one in read_calendar(session, TODAY)]


def inside(office, point: int) -> str:
    with office.reading() as session:
        return read_point(session, point, TODAY).kept_inside


@ON_BOTH
def test_a_date_is_in_calendars_once_a_second_person_agreed_to_it(office) -> None:
    point = add(office, told(office, note="Sample: by unanimity."))
    assert inside(office, point) == UNREVIEWED
    assert calendar(office) == []
    with office.reading() as session:
        (waits,) = [one for one in read_waiting(session) if one.name == f"decisionpoint-{point}"]
    assert waits.about == "EU: Sample renewal of measures"
    assert "30 April 2027" in waits.lines
    accept(office, point)
    assert (inside(office, point), calendar(office)) == ("", ["Sample renewal of measures"])


def test_nobody_reviews_their_own_date(office) -> None:
    point = add(office, told(office))
    with pytest.raises(Refused, match="a second person"):
        accept(office, point, "EDITH")


def test_after_an_editors_review_its_words_wait_for_someone_who_may_open_them(office) -> None:
    point = add(office, told(office))
    accept(office, point, "EMIL")
    assert inside(office, point) == NOT_PUBLIC
    of_a_source = add(office, _of_source(office, what="Sample summit"))
    accept(office, of_a_source, "EMIL")
    assert calendar(office) == []


def _of_source(office, kind: SourceKind = SourceKind.NEWS, **more) -> Told:
    quote = office.quote(kind, "Sample office", f"the {kind.value} names a sample day to come")
    with office.reading() as session:
        source = session.get_one(Quote, quote).source
    return told(office, source=source, **more)


def test_what_rests_on_words_that_may_not_leave_is_in_no_calendar(office) -> None:
    said = {
        name: add(office, entered)
        for name, entered in (
            ("letter", _of_source(office, SourceKind.LETTER, what="Sample of a letter")),
            ("news", _of_source(office, what="Sample of news")),
            ("withdrawn", told(office, what="Sample withdrawn")),
            ("inside", told(office, what="Sample kept inside")),
        )
    }
    for point in said.values():
        accept(office, point)
    assert set(calendar(office)) == {"Sample of news", "Sample withdrawn", "Sample kept inside"}
    with office.writing() as session:
        quotes = {one.id: one for one in read_points(session, TODAY)}
        withdraw(session, office["EDITH"], quotes[said["withdrawn"]].rests_on, "Sample.")
        keep_inside(session, office["EDITH"], quotes[said["inside"]].rests_on, "Sample.")
        source = quotes[said["news"]].source.id
        record(session, Embargo(source=source, until=date(2027, 1, 1)), office["EDITH"])
    assert calendar(office) == []
    assert inside(office, said["news"]) == NOT_PUBLIC


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 161}, "what"),
        ({"what": "Call +95 9 123 456 789"}, "what"),
        ({"note": "x" * 401}, "note"),
        ({"on": None}, "on"),
        ({"on": date(2026, 11, 21)}, "on"),
        ({"on": date(2037, 1, 1)}, "on"),
        ({"until": date(2027, 4, 29)}, "until"),
        ({"until": date(2029, 4, 29)}, "until"),
        ({"until": date(2027, 5, 1), "precision": Precision.MONTH}, "until"),
        ({"quote": None}, "rests_on"),
    ],
)
def test_a_date_says_what_when_and_where_it_stands(office, more: dict, field: str) -> None:
    with pytest.raises(Refused) as refused:
        add(office, told(office, **more))
    assert list(refused.value.sentences) == [field]
    with office.reading() as session:
        assert read_points(session, TODAY) == ()


def test_a_date_rests_on_words_of_others_and_never_on_testimony(office) -> None:
    with office.reading() as session:
        testimony = session.exec(select(Quote).where(Quote.testimony)).first()
        ours = testimony.source
    for given, said in (({"quote": testimony.id}, "Testimony"), ({"source": ours}, "our own")):
        with pytest.raises(Refused, match=said):
            add(office, told(office, **given))
    with pytest.raises(NotFound):
        add(office, told(office, quote=999))


def test_the_month_is_enough_where_no_more_is_known_and_the_state_of_myanmar_has_no_date(
    office,
) -> None:
    point = add(office, told(office, on=date(2026, 11, 3), precision=Precision.MONTH))
    with office.writing() as session:
        view = read_point(session, point, TODAY)
        state = addressing.add_addressee(
            session, office["EDITH"], name="Myanmar (as reviewed in 2011)", short="Sample state"
        ).key
    assert (view.when, view.first, view.last) == (
        "November 2026",
        date(2026, 11, 1),
        date(2026, 11, 30),
    )
    with pytest.raises(Refused) as refused:
        add(office, replace(told(office), addressee=state))
    assert list(refused.value.sentences) == ["addressee"]


def test_a_change_waits_while_the_reviewed_version_stays_in_calendars(office) -> None:
    entered = told(office)
    first = add(office, entered)
    accept(office, first)
    with pytest.raises(Refused, match="on that day already"):
        add(office, entered)
    with office.writing() as session:
        changed = replace(entered, what="Sample renewal, moved", on=date(2027, 5, 3))
        later = scheduling.change_point(session, office["EMIL"], TODAY, first, changed).key
        assert read_point(session, first, TODAY).id == later
        assert [one.root for one in read_points(session, TODAY)] == [first]
    assert calendar(office) == ["Sample renewal of measures"]
    accept(office, later)
    with office.reading() as session:
        (entry,) = read_calendar(session, TODAY)
    assert (entry.root, entry.version, entry.what) == (first, 1, "Sample renewal, moved")
    with office.writing() as session, pytest.raises(Changed, match="EMIL changed this date"):
        scheduling.change_point(session, office["EDITH"], TODAY, first, entered)


def test_what_was_taken_out_is_gone_at_once_and_what_it_replaced_is_not_reviewed(office) -> None:
    entered = told(office)
    first = add(office, entered)
    with office.writing() as session:
        later = scheduling.change_point(
            session, office["EDITH"], TODAY, first, replace(entered, what="Sample again")
        ).key
    with pytest.raises(Refused, match="took its place"):
        accept(office, first)
    accept(office, later)
    with office.writing() as session:
        scheduling.remove_point(session, office["EMIL"], later)
        assert read_points(session, TODAY) == ()
        assert [w.name for w in read_waiting(session) if "decisionpoint" in w.name] == []
        with pytest.raises(Changed, match="took this date out"):
            scheduling.remove_point(session, office["EDITH"], later)
    assert calendar(office) == []


def test_the_board_keeps_no_dates(office) -> None:
    with pytest.raises(NotAllowed):
        add(office, told(office), "BORIS")


@ON_BOTH
def test_the_database_changes_no_date(office, try_sql) -> None:
    add(office, told(office))
    for statement in ("UPDATE decisionpoint SET what = 'x'", "DELETE FROM decisionpoint"):
        assert "append-only" in try_sql(statement)


def test_words_that_stay_inside_are_in_no_calendar_even_where_somebody_typed_them(office) -> None:
    with office.reading() as session:
        said = session.exec(select(Quote).where(Quote.testimony).order_by(Quote.id)).first()
        words, number = " ".join(said.exact.split()[:16]), said.key
    point = add(office, told(office, what=words))
    accept(office, point)
    assert inside(office, point) == REPEATS
    assert calendar(office) == []
    with office.writing() as session:
        withdraw(session, office["EDITH"], number, "Sample.")
    with office.reading() as session:
        assert words not in read_point(session, point, TODAY).what
    with pytest.raises(Refused, match="withdrawn or sealed"):
        add(office, told(office, what=words, on=date(2027, 6, 1)))
