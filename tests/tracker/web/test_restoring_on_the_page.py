"""Backups on the page: opened again, and put back with password and code."""

import fcntl
import threading
import time

import pyotp
import pyrage
import pytest
import structlog
from sqlmodel import select

from recommendations.models import Person
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tracker.accounts import passwords
from tracker.accounts.models import Account, CodeGiven, SecondFactor
from tracker.keeping import keys, ledger
from tracker.keeping.backup import make
from tracker.keeping.door import Shut
from tracker.keeping.running import serving
from tracker.service import Service

PASSWORD = "sample words to get in"
SEED = pyotp.random_base32()


@pytest.fixture
def amara(service, people, signed_in):
    """An administrator with a password and a phone, just asked for a code."""
    with service.database.writing() as session:
        session.add(
            Account(
                person=people["AMARA"],
                email="amara@example.org",
                password_hash=passwords.hashed(PASSWORD),
            )
        )
    return signed_in("AMARA")


def path_of(made) -> str:
    return f"/keeping/backups/{made.file.rpartition('/')[2]}"


def codes_in(service: Service) -> set[str]:
    with service.database.reading() as session:
        return set(session.exec(select(Person.code)).all())


def add(service: Service, code: str) -> None:
    with service.database.writing() as session:
        record(session, Person(code=code, role=Role.EDITOR), None)


def test_the_backups_are_listed_and_one_is_checked_again(service, amara) -> None:
    made = make(service.settings)
    assert path_of(made) in amara.get("/keeping").text
    assert "whole on" in amara.get(path_of(made)).text
    answer = amara.post(f"{path_of(made)}/check")
    assert answer.headers["location"] == f"{path_of(made)}?checked"
    assert "It is whole." in amara.get(f"{path_of(made)}?checked").text
    (service.settings.home / "backups" / path_of(made).rpartition("/")[2]).write_bytes(b"Sample")
    assert "not since it lies here" in amara.get(path_of(made)).text
    answer = amara.post(f"{path_of(made)}/check")
    assert (answer.status_code, "not a backup of the tracker" in answer.text) == (422, True)
    assert amara.get("/keeping/backups/tracker-20200101T000000Z.tar").status_code == 404
    assert amara.get("/keeping/backups/..%2Fsecret").status_code == 404


def test_a_backup_is_put_back_and_everybody_is_signed_out(
    service, amara, signed_in, content_of
) -> None:
    made, edith = make(service.settings), signed_in("EDITH")
    add(service, "LATER")
    asked = amara.get(f"{path_of(made)}/restore").text
    assert "Everything recorded since then is missing" in asked
    assert "Everybody is signed out" in asked
    answer = amara.post(f"{path_of(made)}/restore", {"current": PASSWORD})
    assert (answer.status_code, "The backup is back" in answer.text) == (200, True)
    assert "before-" in answer.text
    assert content_of(service.settings) == made.content
    assert "LATER" not in codes_in(service)
    for browsing in (amara, edith):
        assert browsing.get("/", follow=False).status_code == 303
    add(service, "NEXT")
    assert "NEXT" in codes_in(service)


def test_what_was_withdrawn_since_is_withdrawn_again_before_it_opens(
    service, amara, signed_in
) -> None:
    made = make(service.settings)
    signed_in("EDITH").post("/quotes/1/withdraw", {"why": "Sample: asked for."})
    answer = amara.post(f"{path_of(made)}/restore", {"current": PASSWORD})
    assert "says so: 1." in answer.text
    assert len(ledger.read(service.settings.home / ledger.NAME)) == 1


def test_without_password_or_code_nothing_is_put_back(service, people, amara) -> None:
    made = make(service.settings)
    add(service, "LATER")
    for password in ("", "sample words that are wrong"):
        answer = amara.post(f"{path_of(made)}/restore", {"current": password})
        assert (answer.status_code, "That is not your password." in answer.text) == (422, True)
    with service.database.writing() as session:
        for given in session.exec(select(CodeGiven)).all():
            session.delete(given)
        session.add(
            SecondFactor(
                person=people["AMARA"], seed=SEED, confirmed_at=service.closing(service.today())
            )
        )
    for path in ("/keeping/backup", f"{path_of(made)}/check", f"{path_of(made)}/restore"):
        answer = amara.post(path, {"current": PASSWORD, "code": "000000"})
        assert (answer.status_code, "That code is not right" in answer.text) == (422, True)
    assert "LATER" in codes_in(service)
    right = {"current": PASSWORD, "code": pyotp.TOTP(SEED).now()}
    assert amara.post(f"{path_of(made)}/restore", right).status_code == 200


def test_an_encrypted_one_opens_with_a_pasted_key_that_is_kept_nowhere(service, app, amara) -> None:
    one, two = (pyrage.x25519.Identity.generate() for _ in range(2))
    public = f"{one.to_public()},{two.to_public()}"
    settings = service.settings.model_copy(update={"backup_keys": public})
    app.state.service = Service(settings, service.database)
    made = make(settings)
    wrong = str(pyrage.x25519.Identity.generate())
    with structlog.testing.capture_logs() as logs:
        for said, sentence in (
            ("", "paste the key"),
            ("sample words", "has no age key in it"),
            (wrong, "does not open with that key"),
        ):
            answer = amara.post(f"{path_of(made)}/check", {"identity": said})
            assert (answer.status_code, sentence in answer.text) == (422, True)
            assert not said or said not in answer.text
        pasted = f"# created: sample\r\n# public key: {two.to_public()}\r\n{two}\r\n"
        assert amara.post(f"{path_of(made)}/check", {"identity": pasted}).status_code == 303
        answer = amara.post(f"{path_of(made)}/restore", {"identity": str(one), "current": PASSWORD})
    assert "The backup is back" in answer.text
    kept = b"".join(p.read_bytes() for p in settings.home.rglob("*") if p.is_file())
    for private in (str(one), str(two), wrong):
        assert private not in f"{logs}"
        assert private.encode() not in kept


def test_a_backup_in_which_i_am_nobody_locks_nobody_out(service, amara, people) -> None:
    made = make(service.settings)
    with service.database.writing() as session:
        person = session.get_one(Person, people["AMARA"])
        person.code = "OTHER"
        session.add(person)
    answer = amara.post(f"{path_of(made)}/restore", {"current": PASSWORD})
    assert (answer.status_code, "OTHER is no administrator" in answer.text) == (422, True)
    assert amara.get("/keeping").status_code == 200


def test_it_waits_for_who_is_inside_and_lets_nobody_in_meanwhile(service, amara) -> None:
    made, said = make(service.settings), []
    inside, leave = threading.Event(), threading.Event()

    def somebody() -> None:
        with service.door.through():
            inside.set()
            leave.wait()
            add(service, "INSIDE")

    def come() -> None:
        while not service.door._shut:
            time.sleep(0.005)
        try:
            with service.door.through():
                said.append("let in")
        except Shut as shut:
            said.append(str(shut))
        leave.set()

    threads = [threading.Thread(target=act) for act in (somebody, come)]
    threads[0].start()
    inside.wait()
    threads[1].start()
    answer = amara.post(f"{path_of(made)}/restore", {"current": PASSWORD})
    for thread in threads:
        thread.join()
    assert answer.status_code == 200
    assert said == ["A backup is being put back. Nothing was saved; come back in a minute."]
    assert "INSIDE" not in codes_in(service)


def test_nothing_is_put_under_another_process_that_serves(service, amara) -> None:
    made, home = make(service.settings), service.settings.home
    add(service, "LATER")
    with serving(home), (home / "serving").open() as other:
        fcntl.flock(other, fcntl.LOCK_SH)
        answer = amara.post(f"{path_of(made)}/restore", {"current": PASSWORD})
        assert (answer.status_code, "Another process serves" in answer.text) == (422, True)
        assert "LATER" in codes_in(service)
        fcntl.flock(other, fcntl.LOCK_UN)
        answer = amara.post(f"{path_of(made)}/restore", {"current": PASSWORD})
        assert answer.status_code == 200


def test_a_new_key_holds_at_once(service, signed_in) -> None:
    before = keys.secret(service.settings.home)
    current = keys.CurrentKey(service.settings.home)
    amara = signed_in("AMARA")
    assert amara.post("/keeping/key").headers["location"] == "/keeping?key"
    assert "A new key signs the forms." in amara.get("/keeping?key").text
    assert current() == keys.secret(service.settings.home) != before
