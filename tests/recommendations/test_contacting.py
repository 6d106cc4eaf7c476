"""Offices, where packs go. All of them are invented."""

import pytest
from sqlmodel import select

from recommendations import addressing, contacting
from recommendations.contacting import Told
from recommendations.errors import Changed, NotAllowed, NotFound, Refused
from recommendations.models import Addressee, Office
from recommendations.register.offices import read_office, read_offices

DESK = Told("Sample desk", "desk@example.org")


def whom(office, code="eu") -> int:
    with office.reading() as session:
        return session.exec(select(Addressee.id).where(Addressee.code == code)).one()


def add(office, told=DESK, by="EDITH", code="eu") -> int:
    addressee = whom(office, code)
    with office.writing() as session:
        return contacting.add_office(session, office[by], addressee, told).key


def named(office) -> list[str]:
    with office.reading() as session:
        return [one.name for one in read_offices(session)]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (Told(" "), "name"),
        (Told("x" * 161), "name"),
        (Told("Liaison office of the Tatmadaw"), "name"),
        (Told("Permanent Mission of Myanmar"), "name"),
        (Told("Sample", "no address"), "email"),
        (Told("Sample", "two@example.org, other@example.org"), "email"),
        (Told("Sample", "desk@example.org\nBcc: other@example.org"), "email"),
        (Told("Sample", "someone@gmail.com"), "email"),
        (Told("Sample", "desk@mofa.gov.mm"), "email"),
        (Told("Sample", contact="+95 9 123 456 789"), "contact"),
        (Told("Sample", language="Burmese!"), "language"),
    ],
)
def test_an_office_has_a_functional_contact_and_is_never_in_reach_of_the_junta(
    office, told: Told, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        add(office, told)
    assert list(refused.value.sentences) == [field]
    assert named(office) == []


def test_the_state_of_myanmar_has_no_office_here(office) -> None:
    with office.writing() as session:
        addressing.add_addressee(
            session, office["EDITH"], name="Myanmar (as reviewed in 2011)", short="Sample state"
        )
    with pytest.raises(Refused, match="never an addressee"):
        add(office, code="sample-state")


def test_a_change_takes_the_place_of_what_was_shown_and_whoever_came_later_is_told(office) -> None:
    first = add(office)
    with pytest.raises(Refused, match="by that name already"):
        add(office)
    with office.writing() as session:
        renamed = Told("Sample section", "desk@example.org")
        second = contacting.change_office(session, office["EMIL"], first, renamed).key
    with office.writing() as session, pytest.raises(Changed, match="EMIL changed this office"):
        contacting.change_office(session, office["EDITH"], first, DESK)
    assert named(office) == ["Sample section"]
    with office.reading() as session:
        assert read_office(session, first).id == second


def test_an_ended_office_is_offered_no_more_and_stays_on_record(office) -> None:
    first = add(office)
    with office.writing() as session, pytest.raises(NotAllowed):
        contacting.end_office(session, office["RUTH"], first)
    with office.writing() as session:
        ended = contacting.end_office(session, office["EDITH"], first).key
    assert named(office) == []
    with office.writing() as session, pytest.raises(Refused, match="ended already"):
        contacting.end_office(session, office["EDITH"], ended)
    with office.reading() as session:
        assert read_offices(session, ["eu"], ended=True)[0].ended
        assert session.get_one(Office, first).email == "desk@example.org"
        with pytest.raises(NotFound):
            read_office(session, 10**6)
    add(office)
