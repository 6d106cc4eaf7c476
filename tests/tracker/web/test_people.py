"""People through their pages: inviting, roles, closing, and one's own account."""

import re

from sqlmodel import col, select

from recommendations.models import Change, Person
from recommendations.records import chain
from recommendations.vocabulary import Role
from tracker.accounts import invitations, passwords
from tracker.accounts.models import Account, Invitation, SignIn

PASSWORD = "four or five sample words"


def link_in(html: str) -> str:
    return re.search(r'value="http://[^"]+(/welcome/[^"]+)"', html)[1]


def test_an_invitation_is_a_link_that_is_shown_once_and_makes_one_account(
    service, signed_in
) -> None:
    amara, stranger = signed_in("AMARA"), signed_in("")
    sent = {"role": "reviewer", "email": "", "once": "sample-number"}
    page = amara.post("/people/invitations", sent)
    assert page.status_code == 200
    link = link_in(page.text)
    assert link not in amara.get("/people").text
    assert amara.post("/people/invitations", sent).status_code == 303
    with service.database.reading() as session:
        assert len(invitations.still_open(session)) == 1
    made = {"email": "someone@example.org", "code": "SAM", "password": PASSWORD}
    assert stranger.post(link, made).headers["location"] == "/start"
    assert "SAM" in amara.get("/people").text
    assert signed_in("").post(link, made).status_code == 404
    with service.database.reading() as session:
        assert session.exec(select(Person.role).where(Person.code == "SAM")).one() is Role.REVIEWER


def test_an_invitation_to_one_person_leaves_the_others_open(service, signed_in) -> None:
    amara = signed_in("AMARA")
    for email in ("", "", "a@example.org", "a@example.org", "b@example.org"):
        amara.post("/people/invitations", {"role": "editor", "email": email})
    with service.database.reading() as session:
        found = [one.email for one in invitations.still_open(session)]
    assert sorted(found) == ["", "", "a@example.org", "b@example.org"]


def test_a_new_link_for_the_first_account_replaces_the_one_before(service) -> None:
    with service.database.writing() as session:
        invitations.invite(session, Role.ADMINISTRATOR)
        invitations.invite(session, Role.ADMINISTRATOR)
        assert len(session.exec(select(Invitation)).all()) == 1


def test_a_revoked_invitation_opens_nothing(service, signed_in) -> None:
    amara = signed_in("AMARA")
    link = link_in(amara.post("/people/invitations", {"role": "board"}).text)
    stored = re.search(r'name="invitation" value="([^"]+)"', amara.get("/people").text)[1]
    amara.post("/people/invitations/revoke", {"invitation": stored})
    assert signed_in("").get(link).status_code == 404
    assert "<p>None.</p>" in amara.get("/people").text


def test_an_invitation_needs_a_role_and_an_address_that_is_one(signed_in) -> None:
    amara = signed_in("AMARA")
    unsaid = amara.post("/people/invitations", {"email": "kept@example.org"})
    assert unsaid.status_code == 422
    assert "Choose what they will do here." in unsaid.text
    assert 'value="kept@example.org"' in unsaid.text
    wrong = amara.post("/people/invitations", {"role": "editor", "email": "nobody"})
    assert "That is not an e-mail address." in wrong.text
    assert re.search(r'value="editor" checked', wrong.text)


def test_only_administrators_look_after_people(people, signed_in) -> None:
    for code in ("EDITH", "RUTH", "BORIS"):
        browsing = signed_in(code)
        page = browsing.get("/people")
        assert page.status_code == 200
        assert "Invite someone" not in page.text
        paths = ["/people/invitations", "/people/invitations/revoke"]
        paths += [f"/people/{people['EMIL']}/{act}" for act in ("role", "close", "reopen")]
        assert {browsing.post(p, {"role": "editor"}).status_code for p in paths} == {403}


def test_a_closed_account_is_signed_out_at_once_and_can_be_opened_again(
    service, people, signed_in
) -> None:
    amara, edith = signed_in("AMARA"), signed_in("EDITH")
    assert edith.get("/people").status_code == 200
    amara.post(f"/people/{people['EDITH']}/close")
    assert edith.get("/people", follow=False).status_code == 303
    with service.database.reading() as session:
        assert session.exec(select(SignIn).where(SignIn.person == people["EDITH"])).all() == []
        acts = select(Change.act, Change.by).where(
            Change.of_kind == "person", Change.of_id == people["EDITH"]
        )
        told = session.exec(acts.order_by(col(Change.seq))).all()
        assert told[-1] == ("edited", people["AMARA"])
        assert list(chain.verify(session)) == []
    amara.post(f"/people/{people['EDITH']}/reopen")
    assert signed_in("EDITH").get("/people").status_code == 200


def test_the_last_administrator_stays(service, people, signed_in) -> None:
    amara, who = signed_in("AMARA"), people["AMARA"]
    for path, fields in ((f"/people/{who}/close", {}), (f"/people/{who}/role", {"role": "board"})):
        answer = amara.post(path, fields)
        assert answer.status_code == 422
        assert "This is the last administrator" in answer.text
    amara.post(f"/people/{people['EMIL']}/role", {"role": "administrator"})
    assert amara.post(f"/people/{who}/close").status_code == 303
    assert amara.get("/people", follow=False).status_code == 303
    assert "Invite someone" in signed_in("EMIL").get("/people").text


def test_a_role_that_does_not_exist_is_refused(people, signed_in) -> None:
    answer = signed_in("AMARA").post(f"/people/{people['EMIL']}/role", {"role": "king"})
    assert answer.status_code == 422
    assert "Choose a role." in answer.text


def with_account(service, person: int) -> None:
    with service.database.writing() as session:
        stored = passwords.hashed(PASSWORD)
        session.add(Account(person=person, email="edith@example.org", password_hash=stored))


def test_a_new_password_ends_every_other_session(service, people, signed_in) -> None:
    with_account(service, people["EDITH"])
    here, elsewhere = signed_in("EDITH"), signed_in("EDITH")
    new = "other sample words that last"
    wrong = here.post("/account/password", {"current": "not it", "password": new})
    assert wrong.status_code == 422
    assert "That is not your password." in wrong.text
    short = here.post("/account/password", {"current": PASSWORD, "password": "short"})
    assert "Use at least 15 letters" in short.text
    saved = here.post("/account/password", {"current": PASSWORD, "password": new})
    assert saved.headers["location"] == "/account?saved"
    assert "edith@example.org" in here.get("/account?saved").text
    assert elsewhere.get("/account", follow=False).status_code == 303
    signing_in = {"email": "edith@example.org", "password": PASSWORD}
    assert signed_in("").post("/sign-in", signing_in).status_code == 422
    assert signed_in("").post("/sign-in", signing_in | {"password": new}).status_code == 303


def test_signing_out_everywhere_ends_this_session_too(signed_in) -> None:
    here, elsewhere = signed_in("EDITH"), signed_in("EDITH")
    assert here.post("/account/sign-out-everywhere").headers["location"] == "/sign-in"
    for browsing in (here, elsewhere):
        assert browsing.get("/account", follow=False).status_code == 303


def test_nobodys_address_is_shown_to_anybody_else(service, people, signed_in) -> None:
    with_account(service, people["EDITH"])
    paths = ("/people", "/account", "/review", "/keeping", "/")
    assert "edith@example.org" in signed_in("EDITH").get("/account").text
    assert [p for p in paths if "edith@example.org" in signed_in("AMARA").get(p).text] == []
