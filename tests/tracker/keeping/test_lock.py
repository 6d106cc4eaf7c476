"""The lock: everything ends at once, and nobody is let in until it is opened at the machine."""

import pytest

from recommendations.vocabulary import Role
from tracker.accounts import invitations, passwords, sessions
from tracker.accounts.models import Account
from tracker.database import Database
from tracker.keeping import lock
from tracker.web.visitor import COOKIE

PASSWORD = "four or five sample words"


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return request.param


def test_the_lock_ends_sessions_at_once_and_says_who_opens_it(service, signed_in) -> None:
    edith = signed_in("EDITH")
    assert edith.get("/").status_code == 200
    lock.lock(service.database, service.settings.home, "AMARA")
    for browsing, path in ((edith, "/"), (edith, "/review"), (signed_in(""), "/sign-in")):
        answer = browsing.get(path, follow=False)
        assert answer.status_code == 503
        assert "The tracker is locked" in answer.text
        assert "AMARA" not in answer.text
        assert "tracker unlock" in answer.text
    assert edith.client.get("/health").status_code == 200


def test_while_it_is_locked_no_password_no_link_and_no_form_is_taken(
    service, people, signed_in
) -> None:
    stranger, edith = signed_in(""), signed_in("EDITH")
    stranger.get("/sign-in"), edith.get("/")
    with service.database.writing() as session:
        stored = passwords.hashed(PASSWORD)
        session.add(Account(person=people["RUTH"], email="r@example.org", password_hash=stored))
        link = invitations.invite(session, Role.EDITOR, by=people["AMARA"])
    lock.lock(service.database, service.settings.home)
    entering = {"email": "r@example.org", "password": PASSWORD}
    assert stranger.post("/sign-in", entering).status_code == 503
    assert stranger.get(f"/welcome/{link}").status_code == 503
    assert edith.post("/quotes/1/keep-inside", {"why": "Sample."}).status_code == 503
    assert lock.unlock(service.database, service.settings.home)
    assert edith.get("/", follow=False).status_code == 303
    assert stranger.get(f"/welcome/{link}").status_code == 404
    assert stranger.post("/sign-in", entering).status_code == 303
    assert not lock.unlock(service.database, service.settings.home)


def test_a_session_that_outlived_the_lock_is_refused_all_the_same(
    service, people, signed_in
) -> None:
    ruth = signed_in("RUTH")
    lock.lock(service.database, service.settings.home)
    with service.database.writing() as session:
        ruth.cookies[COOKIE] = sessions.begin(session, people["RUTH"])
    assert ruth.get("/").status_code == 503
    lock.unlock(service.database, service.settings.home)
    assert ruth.get("/", follow=False).status_code == 303


def test_it_locks_even_where_the_database_does_not_answer(tmp_path) -> None:
    away = Database(f"sqlite:///{tmp_path}/not-there/tracker.db")
    lock.lock(away, tmp_path)
    away.close()
    assert lock.is_locked(tmp_path)
    assert lock.read(tmp_path).at


def test_an_empty_lock_file_locks_too(service, signed_in) -> None:
    (service.settings.home / "LOCKED").touch()
    answer = signed_in("EDITH").get("/")
    assert answer.status_code == 503
    assert "tracker unlock" in answer.text
