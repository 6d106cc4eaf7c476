"""What leaves, and what gives somebody access, takes a code given a short while ago."""

import re
from datetime import UTC, datetime

import pyotp
import pytest
from sqlmodel import delete, select

from recommendations.models import Person
from recommendations.vocabulary import Role
from tracker.accounts import invitations, passwords, second_factor, tries
from tracker.accounts.models import Account, CodeGiven, RecoveryCode, SecondFactor
from tracker.web.visitor import COOKIE

PDF = "/packs/eu/leave-behind.pdf"
NO_PHONE = "none is set up yet"


@pytest.fixture
def stale(service, signed_in):
    """stale("AMARA") is her in a session that was left open: no code for a while."""

    def enter(code: str):
        browsing = signed_in(code)
        with service.database.writing() as session:
            session.exec(delete(CodeGiven))
        return browsing

    return enter


@pytest.fixture
def phone(service, people):
    """phone("AMARA") sets up hers, and gives what shows its code."""

    def of(code: str):
        seed = pyotp.random_base32()
        with service.database.writing() as session:
            known = {"confirmed_at": datetime.now(UTC), "seed": seed}
            session.add(SecondFactor(person=people[code], **known))
        return lambda: pyotp.TOTP(seed).now()

    return of


@pytest.mark.pdf
def test_a_word_draft_takes_a_code_as_the_pdf_does(service, stale, phone) -> None:
    shows, boris = phone("BORIS"), stale("BORIS")
    for kind, page in (("leave-behind", "/packs/eu"), ("full-pack", "/packs/eu/full")):
        address = f"/packs/eu/word/{kind}"
        assert f'href="{address}"' in boris.get(page).text
    sent_on = boris.get(address, follow=False)
    assert sent_on.headers["location"] == f"/account/code?next={address}"
    boris.post("/account/code", {"next": address, "code": shows()})
    for kind in ("leave-behind", "full-pack"):
        answer = boris.get(f"/packs/eu/word/{kind}", follow=False)
        assert answer.content.startswith(b"PK")
        named = f'attachment; filename="eu-{service.today().isoformat()}-{kind}-draft.docx"'
        assert answer.headers["content-disposition"] == named
    assert boris.get("/packs/eu/word/poem", follow=False).status_code == 404
    service.press.close()


@pytest.mark.parametrize(("kind", "begins"), [("xlsx", b"PK\x03\x04"), ("zip", b"PK\x03\x04")])
def test_the_register_as_data_takes_a_code_as_a_pack_does(
    service, stale, phone, kind: str, begins: bytes
) -> None:
    shows, boris = phone("BORIS"), stale("BORIS")
    data = f"/packs/eu/register/{kind}"
    assert data in boris.get("/packs/eu").text
    sent_on = boris.get(data, follow=False)
    assert sent_on.headers["location"] == f"/account/code?next={data}"
    boris.post("/account/code", {"next": data, "code": shows()})
    answer = boris.get(data, follow=False)
    assert answer.content.startswith(begins)
    named = f'attachment; filename="eu-{service.today().isoformat()}-draft.{kind}"'
    assert answer.headers["content-disposition"] == named
    assert boris.get("/packs/eu/register/doc").status_code == 404


@pytest.mark.pdf
def test_a_pack_is_taken_out_with_a_code_that_holds_for_ten_minutes(service, stale, phone) -> None:
    shows, boris = phone("BORIS"), stale("BORIS")
    assert boris.get("/packs/eu").status_code == 200
    sent_on = boris.get(f"{PDF}?as-of=2026-11-01", follow=False)
    assert sent_on.status_code == 303
    where = sent_on.headers["location"]
    assert where == f"/account/code?next={PDF}%3Fas-of%3D2026-11-01"
    asked = boris.get(where)
    assert "It holds for ten minutes" in asked.text
    going = {"next": f"{PDF}?as-of=2026-11-01"}
    for code, sentence in (("", "Enter the code"), ("000000", "not right")):
        refused = boris.post("/account/code", {**going, "code": code})
        assert (refused.status_code, sentence in refused.text) == (422, True)
        assert going["next"] in refused.text
    done = boris.post("/account/code", {**going, "code": shows()})
    assert done.headers["location"] == going["next"]
    for _ in range(2):
        answer = boris.get(PDF, follow=False)
        assert answer.headers["content-type"] == "application/pdf"
        name = f"eu-{service.today().isoformat()}-draft.pdf"
        assert answer.headers["content-disposition"] == f'inline; filename="{name}"'
    service.press.close()


def test_who_has_no_phone_is_told_where_to_set_one_up(stale) -> None:
    edith = stale("EDITH")
    asked = edith.get(PDF)
    assert "Set up a phone" in asked.text
    assert 'href="/account/codes"' in asked.text
    assert 'name="code"' not in asked.text
    again = edith.post("/account/code", {"code": "1", "next": PDF})
    assert (again.status_code, "No phone of yours" in again.text) == (422, True)


def test_a_code_leads_nowhere_but_to_a_page_of_ours(signed_in) -> None:
    edith = signed_in("EDITH")
    for elsewhere in ("https://example.org/", "//example.org", "/\\example.org"):
        answer = edith.post("/account/code", {"next": elsewhere})
        assert answer.headers["location"] == "/"


def test_inviting_and_giving_roles_take_a_code_and_keep_what_was_typed(
    service, people, stale, phone
) -> None:
    amara = stale("AMARA")
    invited = {"role": "reviewer", "email": "new@example.org"}
    alone = amara.post("/people/invitations", invited)
    assert (alone.status_code, 'href="/account/codes">Set up a phone' in alone.text) == (422, True)
    row = amara.post(f"/people/{people['EMIL']}/role", {"role": "board"}).text
    assert NO_PHONE in row
    shows = phone("AMARA")
    again = amara.post("/people/invitations", invited)
    assert again.status_code == 422
    assert "Enter the code that your phone shows now." in again.text
    assert re.search(r'value="reviewer" checked', again.text)
    assert 'value="new@example.org"' in again.text
    role = amara.post(f"/people/{people['EMIL']}/role", {"role": "administrator"})
    assert role.status_code == 422
    row = re.search(rf'id="person-{people["EMIL"]}".*?</tr>', role.text, re.S)[0]
    assert "<option selected>administrator" in row
    assert 'name="code"' in row
    assert not re.search(r'type="radio"[^>]*checked', role.text)
    with service.database.reading() as session:
        assert list(invitations.still_open(session)) == []
        assert session.get(Person, people["EMIL"]).role == Role.EDITOR
    fields = {"role": "administrator", "code": shows()}
    assert amara.post(f"/people/{people['EMIL']}/role", fields).status_code == 303
    assert amara.post("/people/invitations", invited).status_code == 200


def test_closing_an_account_takes_no_code_and_opening_it_again_does(people, stale, phone) -> None:
    amara, shows = stale("AMARA"), phone("AMARA")
    emil = f"/people/{people['EMIL']}"
    assert amara.post(f"{emil}/close").status_code == 303
    refused = amara.post(f"{emil}/reopen")
    assert (refused.status_code, "Enter the code" in refused.text) == (422, True)
    assert amara.post(f"{emil}/reopen", {"code": shows()}).status_code == 303


def test_wrong_codes_are_counted_wherever_they_are_entered(people, stale, phone) -> None:
    shows, amara = phone("AMARA"), stale("AMARA")
    doors = [
        ("/account/code", {}),
        ("/people/invitations", {"role": "editor"}),
        (f"/people/{people['EMIL']}/role", {"role": "board"}),
        ("/account/codes/recovery", {}),
        ("/account/codes/remove", {}),
        ("/account/code", {}),
    ]
    assert len(doors) == tries.FOR_AN_ACCOUNT
    for path, fields in doors:
        assert amara.post(path, {**fields, "code": "000000"}).status_code == 422
    for path, fields in doors:
        assert amara.post(path, {**fields, "code": shows()}).status_code == 429


def test_guessing_the_password_in_a_session_that_was_left_open_is_slowed_down(
    service, people, signed_in
) -> None:
    with service.database.writing() as session:
        stored = passwords.hashed("four or five sample words")
        session.add(Account(person=people["EDITH"], email="e@example.org", password_hash=stored))
    edith = signed_in("EDITH")
    guess = {"current": "a wrong guess again", "password": "other sample words that last"}
    for _ in range(tries.FOR_AN_ACCOUNT):
        assert edith.post("/account/password", guess).status_code == 422
    right = guess | {"current": "four or five sample words"}
    assert edith.post("/account/password", right).status_code == 429
    assert edith.post("/account/codes/propose", right).status_code == 429


def test_another_phone_ends_every_other_session(service, people, signed_in, phone) -> None:
    shows = phone("EDITH")
    here, elsewhere = signed_in("EDITH"), signed_in("EDITH")
    assert "Elsewhere: signed in" in here.get("/account").text
    assert here.post("/account/codes/remove", {"code": shows()}).status_code == 303
    assert here.get("/account", follow=False).status_code == 200
    assert elsewhere.get("/account", follow=False).status_code == 303
    assert "Elsewhere: signed in" not in here.get("/account").text
    assert here.cookies[COOKIE] != elsewhere.cookies[COOKIE]


def test_recovery_codes_are_stored_so_that_searching_for_them_is_costly(
    service, people, phone
) -> None:
    phone("EDITH")
    with service.database.writing() as session:
        codes = second_factor.new_recovery_codes(session, people["EDITH"])
        stored = session.exec(select(RecoveryCode.code_hash)).all()
        assert {len(one) for one in stored} == {64}
        assert len({one[: second_factor.SALT] for one in stored}) == 1
        assert len(set(stored)) == len(codes)
        again = second_factor.new_recovery_codes(session, people["EDITH"])
        salts = {one[: second_factor.SALT] for one in session.exec(select(RecoveryCode.code_hash))}
        assert salts.isdisjoint({stored[0][: second_factor.SALT]})
        assert second_factor.take(session, people["EDITH"], again[0]) == "recovery code"
        with pytest.raises(tries.WrongCode):
            second_factor.take(session, people["EDITH"], codes[0])
