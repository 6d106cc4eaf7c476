"""Editions: one person proposes, a second issues; everything here is a sample."""

from datetime import date

import pytest
from sqlmodel import Session, select

from recommendations import issuing
from recommendations.errors import Changed, NotAllowed, NotFound, Refused
from recommendations.issuing import File, Issue
from recommendations.models import EditionQuote, RawFile
from recommendations.records import chain
from recommendations.register.editions import (
    State,
    edition_with_file,
    file_of,
    read_edition,
    read_editions,
    read_proposal,
)
from recommendations.vocabulary import Length

DAY = date(2026, 11, 22)
PDF = b"%PDF sample"
CONTENT = {"en": {"sample": "One sentence."}}


def propose(office, content=CONTENT, hash="a" * 64, by="EDITH") -> int:
    with office.writing() as session:
        return issuing.propose(session, office[by], "eu", DAY, content, hash).key


def told(number: int = 1, raw: bytes = PDF, quotes=(1,)) -> Issue:
    file = File(Length.LEAVE_BEHIND, "en", raw)
    return Issue(number, {"en": f"Edition {number}"}, "b" * 64, "c" * 64, quotes, [file])


def issue(office, proposal: int, by: str = "RUTH", **more) -> int:
    with office.writing() as session:
        return issuing.issue(session, office[by], proposal, told(**more)).key


def test_a_second_person_issues_what_one_has_proposed(office) -> None:
    proposal = propose(office)
    with office.reading() as session:
        waits = read_proposal(session, "eu")
        assert (waits.id, waits.written_by, waits.content) == (proposal, "EDITH", CONTENT)
    edition = issue(office, proposal)
    with office.reading() as session:
        assert read_proposal(session, "eu") is None
        view = read_edition(session, edition)
        assert (view.number, view.written_by, view.issued_by) == (1, "EDITH", "RUTH")
        assert (view.state, view.quotes) == (State.CURRENT, {1})
        assert file_of(session, edition, Length.LEAVE_BEHIND, "en")[1] == PDF
        found = edition_with_file(session, view.files[0].sha256)
        assert found == (view, view.files[0])
        assert edition_with_file(session, "0" * 64) is None
        assert list(chain.verify(session)) == []


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("EDITH", "You recorded it yourself; a second person has to review it."),
        ("EMIL", "What opens words to the outside is confirmed by a reviewer, a board member"),
    ],
)
def test_neither_the_author_nor_another_editor_issues(office, by: str, said: str) -> None:
    who = "AMARA" if by == "EDITH" else "EDITH"
    proposal = propose(office, by=who if by == "EDITH" else "EDITH")
    with pytest.raises(Refused, match=said), office.writing() as session:
        issuing.issue(session, office[who if by == "EDITH" else by], proposal, told())
    with office.reading() as session:
        assert read_editions(session) == ()


def test_an_editor_proposes_and_a_reviewer_does_not(office) -> None:
    with pytest.raises(NotAllowed, match="Editors and administrators record"):
        propose(office, by="RUTH")


def test_what_was_sent_back_is_not_issued_and_says_what_should_change(office) -> None:
    proposal = propose(office)
    with pytest.raises(Refused, match="Say what should change"), office.writing() as session:
        issuing.send_back(session, office["RUTH"], proposal, " ")
    with office.writing() as session:
        issuing.send_back(session, office["RUTH"], proposal, "Name the instrument.")
    with pytest.raises(Changed, match="does not wait any more"):
        issue(office, proposal)


def test_a_later_proposal_takes_the_place_of_one_that_waits(office) -> None:
    first = propose(office)
    second = propose(office, {"en": "Another sample."}, "d" * 64)
    with pytest.raises(Changed, match="another took its place"):
        issue(office, first)
    issue(office, second)


def test_a_later_edition_supersedes_and_the_earlier_stays_as_it_was(office) -> None:
    first = issue(office, propose(office))
    second = issue(office, propose(office, hash="d" * 64), number=2, raw=b"%PDF another")
    with office.reading() as session:
        assert read_edition(session, first).state is State.SUPERSEDED
        assert read_edition(session, second).state is State.CURRENT
        assert file_of(session, first, Length.LEAVE_BEHIND, "en")[1] == PDF
        assert [view.number for view in read_editions(session, "eu")] == [2, 1]
        assert read_editions(session, "us") == ()


def test_nothing_is_proposed_where_nothing_has_changed(office) -> None:
    issue(office, propose(office))
    with pytest.raises(Refused, match="Nothing changed since edition 1"):
        propose(office)


def test_the_number_that_was_printed_is_the_number_that_is_recorded(office) -> None:
    proposal = propose(office)
    with pytest.raises(Changed, match="Another edition was issued meanwhile"):
        issue(office, proposal, number=2)
    with office.reading() as session:
        assert session.exec(select(EditionQuote)).all() == []
        assert read_proposal(session, "eu").id == proposal


def test_the_same_bytes_are_stored_once(office) -> None:
    def files(session: Session) -> int:
        return len(session.exec(select(RawFile)).all())

    with office.reading() as session:
        before = files(session)
    issue(office, propose(office))
    issue(office, propose(office, hash="d" * 64), number=2)
    with office.reading() as session:
        assert files(session) == before + 1


def test_one_person_withdraws_an_edition_at_once_and_says_why(office) -> None:
    edition = issue(office, propose(office))
    with pytest.raises(Refused, match="Say why"), office.writing() as session:
        issuing.withdraw_edition(session, office["EDITH"], edition, "")
    with office.writing() as session:
        issuing.withdraw_edition(session, office["EDITH"], edition, "A sample reason.")
    with office.reading() as session:
        view = read_edition(session, edition)
        assert (view.state, view.why) == (State.WITHDRAWN, "A sample reason.")
    with pytest.raises(Refused, match="withdrawn already"), office.writing() as session:
        issuing.withdraw_edition(session, office["EDITH"], edition, "Again.")
    with pytest.raises(NotFound, match="There is no edition 99"), office.writing() as session:
        issuing.withdraw_edition(session, office["EDITH"], 99, "None.")
