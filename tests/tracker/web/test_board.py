"""The board's view."""

import re
from datetime import date, timedelta

import pytest
from sqlmodel import select

from recommendations import convening, naming
from recommendations.models import Call, Quote, Source
from recommendations.positioning import Said, hold_position
from recommendations.quoting import quote_words
from recommendations.reviewing import Item, review_all
from recommendations.triage import withdraw
from recommendations.vocabulary import PositionValue, Tier


def seen(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


@pytest.fixture
def board(signed_in, sample_record):
    """board("as-of=...") is what a member of the board reads."""
    reader = signed_in("BORIS")

    def read(asked: str = "", path: str = "/board") -> str:
        answer = reader.get(f"{path}?{asked}")
        assert answer.status_code == 200
        return seen(answer.text)

    return read


def test_the_board_reads_what_we_claim_what_we_do_not_know_and_what_was_handed_over(board) -> None:
    page = board()
    assert "2 findings that a second person reviewed, for 28 measures called for" in page
    assert "26 are not yet assessed" in page
    assert "nobody has looked for a position" in page
    assert "Nothing was handed over since" in page
    assert "Never anything: NUG, NUCC" in page
    assert "%" not in page


def test_both_days_stand_side_by_side_and_positions_apart_from_findings(board) -> None:
    page = board()
    cell = "not yet assessed, then → 2 first step, 1 not yet assessed before: 3 not yet assessed"
    assert "2 first step, 1 not yet assessed" in page
    assert cell.split(" before", maxsplit=1)[0].removeprefix("not yet assessed, then") in page
    assert "2 agreed in part, 1 none found" not in page, "nobody reviewed that search"
    assert "2 agreed in part, 1 nobody has looked" in page


def test_each_change_is_told_with_its_reason_and_evidence(board) -> None:
    page = board()
    assert "Sample: the bill was introduced on 2 March, not on 1 March." in page
    assert "correction" in page
    assert "Evidence: 1 for, 1 against" in page
    assert "put right since" in page, "what the correction took the place of says so"
    assert "Their words" in page
    assert re.search("They say: nobody has looked → agreed in part", page)
    assert "Sample: nothing either way" not in page, "a draft is no change"


def test_a_position_on_sealed_words_is_nothing_that_was_said_before(
    board, service, people, sample_record
) -> None:
    with service.database.writing() as session:
        call = session.get_one(Call, sample_record["call"])
        bill = session.get_one(Quote, sample_record["bill"])
        text = session.get_one(Source, bill.source).text
        other = quote_words(session, people["EDITH"], bill.source, text[: bill.start].strip()).key
        said = Said(PositionValue.ACKNOWLEDGED, other, date(2025, 4, 1), [call.measure])
        row = hold_position(session, people["EDITH"], service.today(), call.addressee, said)
        review_all(session, people["RUTH"], [Item("position", row.key)])
    assert "agreed in part → acknowledged" in board()
    with service.database.writing() as session:
        switch = naming.propose_switching_on(session, people["BORIS"], Tier.SEALED, "Sample.")
        review_all(session, people["RUTH"], [Item("tierswitch", switch.key)])
        two = [people["EDITH"], people["RUTH"]]
        naming.seal(session, people["EDITH"], bill.key, two)
    page = board()
    assert "nobody has looked → acknowledged" in page
    assert "agreed in part →" not in page


def test_evidence_against_makes_a_finding_contested_and_a_first_step_grows_old(board) -> None:
    page = board()
    assert "Contested: 2" in page
    assert "Stalled: 2" in page
    assert "Without evidence: none" in page


def test_what_lost_its_evidence_is_said_to_be_under_review(board, service, people, sample_record):
    with service.database.writing() as session:
        withdraw(session, people["EDITH"], sample_record["bill"], "Sample.")
    page = board()
    assert "Without evidence: 2" in page
    assert "under review" in page
    assert "28 are not yet assessed" in page


def test_a_day_before_the_first_entry_is_said_to_be_one(board) -> None:
    page = board("as-of=2020-01-01")
    assert "The record begins on" in page
    assert "on 1 January 2020 nothing was on record yet" in page
    assert "28 are not yet assessed" in page
    assert "nothing was on record yet, so everything below is new since" in board()


def test_days_that_make_no_sense_are_refused_in_a_sentence(board, service) -> None:
    today = service.today()
    assert "has not come yet" in board(f"as-of={today + timedelta(days=1)}")
    assert "year-month-day" in board("since=yesterday")
    assert "has to be before the later one" in board(f"since={today}&as-of={today}")
    assert "has to be before the later one" in board(f"since={today}", "/board/changes")


def test_one_addressee_is_read_by_itself_and_an_unknown_one_is_said_to_be_unknown(
    board, signed_in
) -> None:
    page = board("addressee=nug")
    assert "The board's view: National Unity Government" in page
    assert "European Union" not in page
    answer = signed_in("BORIS").get("/board?addressee=nowhere")
    assert answer.status_code == 404
    assert "There is no addressee “nowhere”" in answer.text


def test_all_changes_are_there_in_parts(board) -> None:
    page = board("part=1", "/board/changes")
    assert "Sample: the bill was introduced on 2 March" in page
    assert "Nothing was recorded and reviewed in that part" in board("part=7", "/board/changes")


def test_a_withheld_quote_stays_withheld_on_the_board(board, service, people, sample_record):
    with service.database.writing() as session:
        withdraw(session, people["EDITH"], sample_record["against"], "Sample.")
        words = session.exec(select(Quote.exact).where(Quote.id == sample_record["against"])).one()
    assert words not in board()


def test_the_last_meeting_is_what_the_board_compares_with(board, service, people) -> None:
    day = service.today() - timedelta(days=17)
    with service.database.writing() as session:
        told = convening.Convened(day, "Sample agenda", "Sample minutes 1")
        convening.convene(session, people["EDITH"], service.today(), told)
    assert f"What changed since {day.day} {day:%B %Y}" in board()


def test_the_map_says_in_words_what_it_shows(board, signed_in) -> None:
    page = board(path="/board/pictures")
    assert "1 Strengthen Support for Defectors 2 first step, 1 not yet assessed" in page
    html = signed_in("BORIS").get("/board/pictures").text
    assert 'role="img"' in html
    assert html.count('href="#s-first-step"') == 2, "one cell, and the key"


def test_a_lane_shows_when_a_finding_counted(board, signed_in) -> None:
    page = board(path="/board/pictures/nug")
    assert "first step from 2 March 2025" in page, "the correction, not what it put right"
    assert "first step from 1 March 2025" in page
    assert "not yet assessed" in page
    assert signed_in("BORIS").get("/board/pictures/nowhere").status_code == 404


def test_pictures_of_a_day_before_the_record_show_that_nothing_was_known(board) -> None:
    assert "first step from" not in board("as-of=2020-01-01", "/board/pictures/nug")
    assert "has not come yet" in board("as-of=2999-01-01", "/board/pictures")
