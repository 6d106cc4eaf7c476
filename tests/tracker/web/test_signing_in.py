"""Signing in: a code on a device that is not known, guessing, and the way back."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlmodel import col, delete, select

from recommendations import triage
from recommendations.models import Person
from recommendations.register.decisions import read_decision
from recommendations.register.waiting import read_waiting
from tracker.accounts import passwords, second_factor, sessions, signing_in, tries, ways_back
from tracker.accounts.models import (
    Account,
    CodeGiven,
    FailedTry,
    KnownDevice,
    RecoveryCode,
    SecondFactor,
    SignIn,
)
from tracker.web.visitor import COOKIE, DEVICE, ENTERING

HASH = passwords.hashed("four or five sample words")
EMAIL, PASSWORD = "edith@example.org", "four or five sample words"
WRONG = "do not go together"


@pytest.fixture
def edith(service, people) -> int:
    with service.database.writing() as session:
        session.add(Account(person=people["EDITH"], email=EMAIL, password_hash=HASH))
    return people["EDITH"]


@pytest.fixture
def phone(service, edith):
    """Hers, set up a minute ago: phone() is the code it shows, phone(1) the next one."""
    with service.database.writing() as session:
        second_factor.propose(session, edith, PASSWORD)
        seed = second_factor.proposed(session, edith)

    def shows(later: int = 0) -> str:
        return pyotp.TOTP(seed).at(datetime.now(UTC) + later * timedelta(seconds=30))

    with service.database.writing() as session:
        shows.codes = second_factor.confirm(session, edith, shows(-1))
    return shows


def test_an_account_without_a_phone_is_led_to_set_one_up_after_its_first_week(
    signed_in, edith, monkeypatch
) -> None:
    browsing = signed_in("EDITH")
    assert "set them up" in browsing.get("/").text
    assert browsing.get("/sources", follow=False).status_code == 200
    monkeypatch.setattr(sessions, "WITHOUT_PHONE", timedelta(0))
    for path in ("/", "/sources", "/search?q=sample", "/account"):
        answer = browsing.get(path, follow=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/account/codes")
    assert "Set up your phone now" in browsing.get("/account/codes").text
    typed = browsing.post("/quotes/4/withdraw", {"why": "Sample words that I typed."})
    assert typed.status_code == 403
    assert "Sample words that I typed." in typed.text
    assert browsing.post("/sign-out", {}).status_code == 303


def test_once_the_phone_is_set_up_the_tracker_opens_again(
    signed_in, edith, phone, monkeypatch
) -> None:
    monkeypatch.setattr(sessions, "WITHOUT_PHONE", timedelta(0))
    browsing = signed_in("EDITH")
    assert browsing.get("/sources", follow=False).status_code == 200
    assert "set them up" not in browsing.get("/").text


def give_password(browsing, password: str = PASSWORD, **more):
    return browsing.post("/sign-in", {"email": EMAIL, "password": password, **more})


def is_in(browsing) -> bool:
    return browsing.get("/account", follow=False).status_code == 200


def test_without_a_phone_the_password_signs_in(signed_in, edith) -> None:
    browsing = signed_in("")
    assert give_password(browsing).status_code == 303
    assert is_in(browsing)


def test_on_a_new_device_the_password_alone_opens_nothing(signed_in, phone) -> None:
    browsing = signed_in("")
    answer = give_password(browsing, next="/packs")
    assert "Code from your phone" in answer.text
    assert COOKIE not in browsing.cookies
    assert not is_in(browsing)
    done = browsing.post("/sign-in/code", {"code": phone(), "next": "/packs"})
    assert done.headers["location"] == "/packs"
    assert ENTERING not in browsing.cookies
    assert is_in(browsing)


def test_a_code_works_once_and_a_wrong_one_never(signed_in, phone) -> None:
    first, second = signed_in(""), signed_in("")
    for browsing in (first, second):
        give_password(browsing)
    used = phone()
    assert first.post("/sign-in/code", {"code": used}).status_code == 303
    for code in (used, "000000", "", "not a code", "၁၂၃၄၅၆"):
        answer = second.post("/sign-in/code", {"code": code})
        assert answer.status_code == 422
        assert "not right, or was used already" in answer.text
    assert not is_in(second)


def test_a_clock_may_be_half_a_minute_off_and_no_more(service, phone, edith) -> None:
    with service.database.writing() as session:
        with pytest.raises(tries.WrongCode):
            second_factor.take(session, edith, phone(3))
        assert second_factor.take(session, edith, phone(1)) == "code"


def test_a_recovery_code_signs_in_once(signed_in, phone) -> None:
    spare = phone.codes[3]
    for expected in (303, 422):
        browsing = signed_in("")
        give_password(browsing)
        answer = browsing.post("/sign-in/code", {"code": f" {spare.upper()} "})
        assert answer.status_code == expected


def test_a_device_of_ones_own_is_not_asked_again_until_the_password_changes(
    service, signed_in, phone
) -> None:
    browsing = signed_in("")
    give_password(browsing)
    browsing.post("/sign-in/code", {"code": phone(), "mine": "yes"})
    device = browsing.cookies[DEVICE]
    browsing.post("/sign-out")
    browsing.cookies[DEVICE] = device
    assert give_password(browsing).status_code == 303
    assert is_in(browsing)
    changed = {"current": PASSWORD, "password": PASSWORD + " more"}
    assert browsing.post("/account/password", changed).status_code == 303
    with service.database.reading() as session:
        assert session.exec(select(KnownDevice)).all() == []


def test_another_persons_device_is_no_help(service, signed_in, phone, people) -> None:
    from tracker.accounts import devices  # noqa: PLC0415

    with service.database.writing() as session:
        theirs = devices.remember(session, people["EMIL"])
    browsing = signed_in("")
    browsing.cookies[DEVICE] = theirs
    assert "Code from your phone" in give_password(browsing).text


def test_what_was_typed_goes_through_password_and_code(signed_in, phone) -> None:
    browsing = signed_in("")
    kept = {"kept.why": "Sample: typed before the session ended.", "next": "/quotes/1/withdraw"}
    asked = give_password(browsing, **kept)
    assert "typed before the session ended" in asked.text
    done = browsing.post("/sign-in/code", {"code": phone(), **kept})
    assert "Save it now" in done.text
    assert "typed before the session ended" in done.text


def test_a_code_that_comes_too_late_starts_again(service, signed_in, phone, monkeypatch) -> None:
    browsing = signed_in("")
    give_password(browsing)
    monkeypatch.setattr(signing_in, "CODE_WITHIN", timedelta(0))
    answer = browsing.post("/sign-in/code", {"code": phone()})
    assert answer.status_code == 422
    assert "Sign in again with your password" in answer.text


def test_guessing_a_password_is_slowed_down_and_says_the_same_of_every_address(
    signed_in, edith
) -> None:
    said = {}
    for email in (EMAIL, "nobody@example.org"):
        browsing = signed_in("")
        for _ in range(tries.FOR_AN_ACCOUNT):
            answer = browsing.post("/sign-in", {"email": email, "password": "a wrong guess again"})
            assert WRONG in answer.text
        answer = browsing.post("/sign-in", {"email": email, "password": PASSWORD})
        assert answer.status_code == 429
        said[email] = re.findall(r'class="said"[^>]*>([^<]+)', answer.text)
    assert said[EMAIL] == said["nobody@example.org"]
    assert "Wait a quarter of an hour" in str(said[EMAIL])


def test_somebody_elses_guessing_does_not_keep_a_person_out_of_their_own_device(
    signed_in, phone
) -> None:
    own, guesser = signed_in(""), signed_in("")
    give_password(own)
    own.post("/sign-in/code", {"code": phone(), "mine": "yes"})
    for _ in range(tries.FOR_AN_ACCOUNT):
        give_password(guesser, "a wrong guess again")
    assert give_password(guesser).status_code == 429
    assert give_password(own).status_code == 303


def test_guessing_a_code_is_slowed_down(signed_in, phone) -> None:
    browsing = signed_in("")
    give_password(browsing)
    for _ in range(tries.FOR_AN_ACCOUNT):
        assert browsing.post("/sign-in/code", {"code": "000000"}).status_code == 422
    assert browsing.post("/sign-in/code", {"code": phone()}).status_code == 429


def test_guesses_are_forgotten_after_a_while_and_name_no_address(service, signed_in, edith) -> None:
    for _ in range(tries.FOR_AN_ACCOUNT):
        give_password(signed_in(""), "a wrong guess again")
    with service.database.writing() as session:
        for row in session.exec(select(FailedTry)):
            assert re.fullmatch("[0-9a-f]{64}", row.whose)
            row.at -= tries.WITHIN
    assert give_password(signed_in("")).status_code == 303


def test_a_phone_is_set_up_with_the_password_and_its_first_code(service, signed_in, edith) -> None:
    browsing = signed_in("EDITH")
    assert browsing.post("/account/codes/propose", {"current": "not mine"}).status_code == 422
    browsing.post("/account/codes/propose", {"current": PASSWORD})
    page = browsing.get("/account/codes").text
    assert "<svg" in page
    seed = re.search(r"Key: <code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    assert browsing.post("/account/codes/confirm", {"code": "000000"}).status_code == 422
    done = browsing.post("/account/codes/confirm", {"code": pyotp.TOTP(seed).now()})
    codes = re.findall("<code>([a-z0-9-]{17})</code>", done.text)
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    again = browsing.get("/account/codes").text
    assert seed not in again
    assert not any(code in again for code in codes)
    with service.database.reading() as session:
        stored = str(session.exec(select(RecoveryCode.code_hash)).all())
    assert not any(code in stored for code in codes)


def test_doing_without_codes_takes_a_code(service, signed_in, phone, edith) -> None:
    browsing = signed_in("EDITH")
    assert browsing.post("/account/codes/remove", {"code": "000000"}).status_code == 422
    new = browsing.post("/account/codes/recovery", {"code": phone()})
    codes = re.findall("<code>([a-z0-9-]{17})</code>", new.text)
    assert set(codes).isdisjoint(phone.codes)
    assert browsing.post("/account/codes/remove", {"code": codes[0]}).status_code == 303
    with service.database.reading() as session:
        assert not second_factor.confirmed(session, edith)


def test_a_way_back_sets_a_new_password_once_and_forgets_everything_else(
    service, signed_in, phone, edith
) -> None:
    elsewhere = signed_in("EDITH")
    with service.database.writing() as session:
        used_before = ways_back.make(session, EMAIL)
        token = ways_back.make(session, EMAIL)
    browsing = signed_in("")
    assert browsing.get(f"/way-back/{used_before}").status_code == 404
    path = f"/way-back/{token}"
    assert "A new password" in browsing.get(path).text
    assert browsing.post(path, {"password": "short"}).status_code == 422
    assert browsing.post(path, {"password": "other words than before"}).status_code == 303
    assert is_in(browsing)
    assert not is_in(elsewhere)
    assert signed_in("").get(path).status_code == 404
    with service.database.reading() as session:
        assert not second_factor.confirmed(session, edith)
        assert len(session.exec(select(SignIn).where(SignIn.person == edith)).all()) == 1
    assert give_password(signed_in("")).status_code == 422


def test_no_way_back_leads_into_a_closed_account(service, signed_in, edith) -> None:
    with service.database.writing() as session:
        token = ways_back.make(session, EMAIL)
        session.exec(select(Person).where(col(Person.id) == edith)).one().active = False
    assert signed_in("").get(f"/way-back/{token}").status_code == 404


def test_what_opens_takes_a_fresh_code_and_keeps_what_was_ticked(
    service, signed_in, people
) -> None:
    with service.database.writing() as session:
        session.add(Account(person=people["RUTH"], email="r@example.org", password_hash=HASH))
        triage.decide_published(
            session, people["EDITH"], service.today(), 1, "the board", service.today(), "A sample."
        )
        phone = SecondFactor(person=people["RUTH"], seed=pyotp.random_base32())
        session.add(phone)
        seed = phone.seed
    ruth = signed_in("RUTH")
    with service.database.writing() as session:
        session.exec(delete(CodeGiven))
        item = next(w for w in read_waiting(session) if w.opens).items[0]
    ticked = {"item": item, "once": "sample"}
    answer = ruth.post("/review", ticked)
    assert answer.status_code == 422
    assert "none is set up yet" in answer.text
    with service.database.writing() as session:
        session.get(SecondFactor, people["RUTH"]).confirmed_at = datetime.now(UTC)
    for code, sentence in (("", "Enter the code"), ("000000", "not right")):
        answer = ruth.post("/review", {**ticked, "code": code})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'value="{item}" checked' in answer.text
    code = pyotp.TOTP(seed).now()
    assert ruth.post("/review", {**ticked, "code": code}).status_code == 303
    assert "Code from your phone" not in ruth.get("/review").text
    with service.database.reading() as session:
        assert read_decision(session, 1).in_force
