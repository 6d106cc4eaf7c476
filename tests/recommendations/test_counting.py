"""What counts on a day, read narrowly, agrees with the register."""

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col, select

from recommendations.addressing import add_addressee
from recommendations.assessing import Finding, assess
from recommendations.errors import Refused
from recommendations.models import Call
from recommendations.positioning import Said, hold_position
from recommendations.quoting import add_source, quote_words
from recommendations.records import chain
from recommendations.records.chain import Head, Link
from recommendations.records.descriptions import Described
from recommendations.register import board_changes, counting, drafts, overview
from recommendations.register.board_changes import BEGINNING, read_told
from recommendations.register.counting import read_counting
from recommendations.register.drafts import read_drafts
from recommendations.register.loading import load
from recommendations.register.overview import read_overview
from recommendations.register.register import read_register, register_of
from recommendations.register.touched import read_touched
from recommendations.reviewing import Item, review_all
from recommendations.searching import looked
from recommendations.triage import withdraw
from recommendations.vocabulary import (
    PositionValue,
    Role,
    SearchFor,
    SourceKind,
    Stance,
    Status,
    Supersession,
)

TODAY = date(2026, 11, 20)
KINDS = (
    SourceKind.OFFICIAL_ACT,
    SourceKind.NEWS,
    SourceKind.NEWS,
    SourceKind.INDEPENDENT_REPORT,
    SourceKind.OFFICIAL_STATEMENT,
)
STATUSES = [status for status in Status if status is not Status.NOT_YET_ASSESSED]


def _compared(session, days: list[date], closing: datetime) -> None:
    for day in days:
        counted = read_counting(session, day, closing)
        register = read_register(session, day, closing)
        calls = [call for cell in register.cells.values() for call in cell.calls]
        assert calls
        for call in calls:
            told = counted[call.id]
            found = call.assessment
            assert (told.status, told.under_review) == (call.status, call.under_review)
            assert told.assessment == (found.id if found else None)
            assert told.until == (found.until if found else None)
            assert told.value == call.position_value
            assert told.position == (call.position.id if call.position else None)
            against = found is not None and any(
                e.stance is Stance.CONTRADICTS and not e.quote.standing.withdrawn
                for e in found.evidence
            )
            assert told.against == against


def _source(session, by: int, n: int, kind: SourceKind) -> int:
    words = f"Sample words number {n} of an invented source."
    told = Described(kind, f"Sample {n}", f"Sample publisher {n}", date(2025, 1, 1))
    source = add_source(session, by, TODAY, told, text=f"Before. {words} After.")
    return quote_words(session, by, source.key, words).key


def _record(session, people: dict[str, int], chance: random.Random) -> Iterator[None]:
    """What was found, said and searched, in any order, some of it corrected; step by step."""
    by, second = people["EDITH"], people["RUTH"]
    quotes = [_source(session, by, n, kind) for n, kind in enumerate(KINDS)]
    calls = list(session.exec(select(Call).order_by(col(Call.id)).limit(6)))
    latest: dict[int, Finding] = {}
    items = []
    for _ in range(60):
        call = chance.choice(calls)
        on = TODAY - timedelta(days=chance.randrange(500))
        if chance.random() < 0.2:
            for_what = chance.choice(list(SearchFor))
            row = looked(
                session, by, TODAY, [call.key], on=on, places="Sample", looked_for=for_what
            )
            items.append(Item("search", row.key))
        elif chance.random() < 0.2:
            value = chance.choice([PositionValue.AGREED, PositionValue.NOT_ACCEPTED])
            said = Said(value, quotes[-1], on, [call.measure])
            row = hold_position(session, by, TODAY, call.addressee, said)
            items.append(Item("position", row.key))
        else:
            right = (
                Supersession.CORRECTION if call.key in latest and chance.random() < 0.3 else None
            )
            found = Finding(
                chance.choice(STATUSES),
                "Sample reason.",
                on,
                None,
                [
                    (quote, chance.choice([Stance.SUPPORTS, Stance.SUPPORTS, Stance.CONTRADICTS]))
                    for quote in chance.sample(quotes, chance.randint(0, 3))
                ],
                supersession=right,
                searched="Sample" if chance.random() < 0.3 else "",
            )
            try:
                with session.begin_nested():
                    rows = assess(session, by, TODAY, [call.key], found)
            except Refused:
                continue
            latest[call.key] = found
            items += [Item("assessment", row.key) for row in rows]
        if items and chance.random() < 0.6:
            _review(session, second, items)
        yield
    withdraw(session, people["EDITH"], chance.choice(quotes), "Sample.")


def _review(session, second: int, items: list[Item]) -> None:
    """One after the other, as far as they can still be reviewed."""
    for item in items:
        try:
            with session.begin_nested():
                review_all(session, second, [item])
        except Refused:
            continue
    items.clear()


@pytest.mark.parametrize("seed", [1, 2, pytest.param(3, marks=pytest.mark.deep)])
def test_it_agrees_with_the_register_on_every_day(report_database, people, seed: int) -> None:
    closing = datetime.fromisoformat("2100-01-01T00:00:00+00:00")
    with report_database.writing() as session:
        for _ in _record(session, people, random.Random(seed)):
            pass
        _compared(session, [TODAY - timedelta(days=n) for n in (0, 90, 250, 480)], closing)


@pytest.mark.parametrize("seed", [6, pytest.param(7, marks=pytest.mark.deep)])
def test_the_overview_agrees_with_the_register(report_database, people, seed: int) -> None:
    closing = datetime.fromisoformat("2100-01-01T00:00:00+00:00")
    with report_database.writing() as session:
        for _ in _record(session, people, random.Random(seed)):
            pass
        call = session.exec(select(Call).order_by(col(Call.id).desc())).first()
        draft = Finding(Status.NOTHING_FOUND, "Sample.", TODAY, searched="Sample")
        assess(session, people["EDITH"], TODAY, [call.key], draft)
        for day in (TODAY, TODAY - timedelta(days=250)):
            view = read_overview(session, day, lambda _: closing)
            register = read_register(session, day, closing)
            assert view.cells.keys() == register.cells.keys()
            assert view.addressees == register.addressees
            assert view.last_change == register.last_change
            for key, cell in register.cells.items():
                told = view.cells[key]
                assert [c.status for c in told.calls] == [c.status for c in cell.calls]
                assert [c.value for c in told.calls] == [c.position_value for c in cell.calls]
                assert (told.words, told.closed) == (cell.words, cell.closed)
                assert (told.under_review, told.draft) == (cell.under_review, cell.draft)
            assert any(cell.draft for cell in register.cells.values())
            assert [(r.id, r.title, r.measures, r.grounds) for r in view.rows] == [
                (r.id, r.title, len(r.measures), len(r.grounds)) for r in register.recommendations
            ]


@pytest.mark.parametrize("seed", [8, pytest.param(9, marks=pytest.mark.deep)])
def test_a_reading_of_one_recommendation_says_what_a_whole_reading_says_of_it(
    report_database, people, seed: int
) -> None:
    closing = datetime.fromisoformat("2100-01-01T00:00:00+00:00")
    with report_database.writing() as session:
        for _ in _record(session, people, random.Random(seed)):
            pass
        whole = load(session, Role.EDITOR)
        days = [TODAY, TODAY - timedelta(days=250)]
        registers = [register_of(session, whole, day, closing) for day in days]
        for told in registers[0].recommendations:
            some = load(session, Role.EDITOR, frozenset({told.id}))
            assert some.quotes.keys() <= whole.quotes.keys()
            for of_each in ("findings", "positions", "searches"):
                wanted = getattr(whole, of_each)
                for call, views in getattr(some, of_each).items():
                    assert views == wanted[call], of_each
            for day, register in zip(days, registers, strict=True):
                alone = register_of(session, some, day, closing)
                assert alone.recommendations == (register.recommendation(told.id),)
                cells = {key: cell for key, cell in register.cells.items() if key[0] == told.id}
                assert alone.cells == cells


@pytest.mark.parametrize("seed", [4, pytest.param(5, marks=pytest.mark.deep)])
def test_what_is_moved_by_a_write_is_what_would_be_read_anew(
    report_database, people, seed: int, monkeypatch
) -> None:
    closing = datetime.fromisoformat("2100-01-01T00:00:00+00:00")
    days = [TODAY - timedelta(days=n) for n in (0, 250)]
    anew = []
    fresh = counting._read
    monkeypatch.setattr(counting, "_read", lambda *told: anew.append(1) or fresh(*told))
    with report_database.writing() as session:
        steps = 0
        for _ in _record(session, people, random.Random(seed)):
            steps += 1
            for day in days:
                weak = counting.read_weak(session)
                assert read_counting(session, day, closing) == fresh(session, day, closing, weak)
            assert read_drafts(session) == drafts._all(session)
            told = read_told(session, BEGINNING, closing, TODAY, (), (), Role.EDITOR, most=1)
            told_of = board_changes._between(session, BEGINNING, closing, None).values()
            assert told.count == sum(board_changes._count(session, one) for one in told_of)
    assert told.count > 10
    assert steps > 30
    assert len(anew) == len(days), "only the first time"


def test_whatever_may_move_anything_is_read_anew(office) -> None:
    quote = office.quote(SourceKind.NEWS)
    with office.writing() as session:
        before = chain.head(session)
        add_addressee(session, office["AMARA"], name="Sample addressee", short="Sample")
        links = chain.since(session, before, 10)
        assert links
        assert read_touched(session, links) is None
        assert read_touched(session, [Link("erased", "quote", quote)]) is None
        assert read_touched(session, [Link("recorded", "quote", quote)]).nothing
        assert chain.since(session, before, 0) is None, "more than that"
        assert chain.since(session, chain.head(session), 10) == []
        assert chain.since(session, Head(before.seq, "0" * 64), 10) is None


def test_what_was_taken_back_with_its_transaction_is_not_kept(office) -> None:
    closing = datetime.fromisoformat("2100-01-01T00:00:00+00:00")
    bill = office.quote(SourceKind.OFFICIAL_ACT)
    call = office.call()
    found = Finding(Status.COMPLETED, "Sample.", TODAY, None, [(bill, Stance.SUPPORTS)])
    with suppress(ZeroDivisionError), office.writing() as session:
        rows = assess(session, office["EDITH"], TODAY, [call], found)
        review_all(session, office["RUTH"], [Item("assessment", rows[0].key)])
        assert read_counting(session, TODAY, closing)[call].status is Status.COMPLETED
        raise ZeroDivisionError
    office.quote(SourceKind.NEWS)
    with office.reading() as session:
        assert read_counting(session, TODAY, closing)[call].status is Status.NOT_YET_ASSESSED


def test_what_is_kept_is_right_after_every_write(office) -> None:
    """Withdrawn words support nothing from the next reading on."""
    closing = datetime.fromisoformat("2100-01-01T00:00:00+00:00")
    bill = office.quote(SourceKind.OFFICIAL_ACT)
    call = office.call()
    with office.writing() as session:
        found = Finding(Status.COMPLETED, "Sample.", TODAY, None, [(bill, Stance.SUPPORTS)])
        rows = assess(session, office["EDITH"], TODAY, [call], found)
    with office.reading() as session:
        assert read_counting(session, TODAY, closing)[call].status is Status.NOT_YET_ASSESSED
    with office.writing() as session:
        review_all(session, office["RUTH"], [Item("assessment", rows[0].key)])
    with office.reading() as session:
        assert read_counting(session, TODAY, closing)[call].status is Status.COMPLETED
        assert read_counting(session, TODAY, closing) is read_counting(session, TODAY, closing)
    with office.writing() as session:
        withdraw(session, office["EDITH"], bill, "Sample.")
    with office.reading() as session:
        told = read_counting(session, TODAY, closing)[call]
        assert (told.status, told.under_review) == (Status.NOT_YET_ASSESSED, True)


@pytest.mark.parametrize(("addressees", "rows"), [(0, 100), (5, 100), (20, 25), (900, 10)])
def test_a_part_of_the_overview_is_as_long_as_a_slow_line_carries(
    addressees: int, rows: int
) -> None:
    assert overview._rows_each(addressees) == rows
