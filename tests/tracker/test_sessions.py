"""Sessions: how they begin, how long they last, and how they end."""

import math
import re
from datetime import timedelta

import pytest
from sqlmodel import select

from recommendations.models import Person
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tracker.accounts import passwords, sessions
from tracker.accounts.hashing import token_hash
from tracker.accounts.models import Account, SignIn
from tracker.web.visitor import COOKIE


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Who is signed in does not depend on it."""
    return request.param


@pytest.fixture
def token(service, people) -> str:
    with service.database.writing() as session:
        return sessions.begin(session, people["EDITH"])


def age(service, **by: timedelta) -> None:
    with service.database.writing() as session:
        row = session.exec(select(SignIn)).one()
        for name, span in by.items():
            setattr(row, name, getattr(row, name) - span)


def who(service, token: str):
    with service.database.reading() as session:
        return sessions.visitor(session, token)[0]


def test_a_session_ends_after_thirty_idle_minutes(service, token) -> None:
    age(service, seen_at=timedelta(minutes=29))
    assert who(service, token).code == "EDITH"
    age(service, seen_at=timedelta(minutes=2))
    assert who(service, token) is None


def test_a_session_ends_after_twelve_hours_however_busy(service, token) -> None:
    age(service, began_at=timedelta(hours=11, minutes=59))
    assert who(service, token).code == "EDITH"
    age(service, began_at=timedelta(minutes=2))
    assert who(service, token) is None


def test_whoever_works_is_not_idle(service, signed_in) -> None:
    edith = signed_in("EDITH")
    age(service, seen_at=timedelta(minutes=20))
    assert edith.get("/account", follow=False).status_code == 200
    age(service, seen_at=timedelta(minutes=20))
    assert edith.get("/account", follow=False).status_code == 200


def test_a_token_is_long_new_each_time_and_stored_as_its_hash(service, people, token) -> None:
    with service.database.writing() as session:
        tokens = {sessions.begin(session, people["EDITH"]) for _ in range(50)} | {token}
        stored = set(session.exec(select(SignIn.token_hash)))
    assert len(tokens) == 51
    assert all(len(one) * math.log2(64) >= 256 for one in tokens)
    assert stored == {token_hash(one) for one in tokens}


def test_a_closed_account_has_no_session_from_that_moment(service, people, token) -> None:
    with service.database.writing() as session:
        session.get_one(Person, people["EDITH"]).active = False
    assert who(service, token) is None


def test_signing_in_makes_a_new_session_and_ends_the_one_before(service, signed_in, people) -> None:
    with service.database.writing() as session:
        stored = passwords.hashed("four or five sample words")
        session.add(Account(person=people["EDITH"], email="e@example.org", password_hash=stored))
    planted = signed_in("EDITH")
    before = planted.cookies[COOKIE]
    given = {"email": "e@example.org", "password": "four or five sample words"}
    assert planted.post("/sign-in", given).status_code == 303
    assert planted.cookies[COOKIE] != before
    assert who(service, before) is None
    stranger = signed_in("")
    stranger.cookies[COOKIE] = "chosen-by-somebody-else"
    stranger.post("/sign-in", given)
    assert stranger.cookies[COOKIE] != "chosen-by-somebody-else"


def test_after_signing_out_the_token_is_worth_nothing(service, signed_in) -> None:
    edith = signed_in("EDITH")
    kept = edith.cookies[COOKIE]
    answer = edith.post("/sign-out")
    assert answer.headers["clear-site-data"] == '"storage"'
    assert who(service, kept) is None


def test_every_page_of_somebody_signed_in_can_sign_them_out(signed_in) -> None:
    edith = signed_in("EDITH")
    for path in ("/", "/account", "/packs", "/people", "/account/code", "/nowhere"):
        page = edith.get(path).text
        shown = re.search(r'action="/sign-out".*?Sign out</button>', page, re.S)
        assert shown or path == "/nowhere"
