"""Backup, restore and lock, as someone at a terminal meets them."""

import pyrage
import pytest

from recommendations import triage
from recommendations.models import Person, Quote
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tests.terminal import Terminal
from tracker.service import open_service
from tracker.settings import Settings


@pytest.fixture
def terminal(tmp_path, monkeypatch, capsys) -> Terminal:
    return Terminal(monkeypatch, capsys).at(tmp_path / "home")


def test_a_drill_from_backup_to_a_working_record(terminal, tmp_path, monkeypatch) -> None:
    identities = [pyrage.x25519.Identity.generate() for _ in range(2)]
    monkeypatch.setenv("TRACKER_BACKUP_KEYS", ",".join(str(i.to_public()) for i in identities))
    (tmp_path / "key.txt").write_text(f"{identities[1]}\n")
    assert terminal.say("check")[0] == 0
    out = tmp_path / "sample.tar.age"
    status, said = terminal.say("backup", "--out", str(out))
    assert (status, "Encrypted to 2 keys" in said) == (0, True)
    content = said.split("Content ")[1][:16]
    terminal.at(tmp_path / "other")
    status, said = terminal.say("restore", str(out))
    assert (status, "--identity" in said) == (1, True)
    status, said = terminal.say("restore", str(out), "--identity", str(tmp_path / "key.txt"))
    assert (status, content in said) == (0, True)
    status, said = terminal.say("check")
    assert (status, "68 of 68 found again" in said) == (0, True)
    status, said = terminal.say("restore", str(out), "--identity", str(tmp_path / "key.txt"))
    assert (status, "--replace" in said) == (1, True)


def test_without_keys_the_command_says_that_nothing_is_encrypted(terminal, tmp_path) -> None:
    terminal.say("check")
    status, said = terminal.say("backup")
    assert (status, "NOT ENCRYPTED" in said) == (0, True)
    assert len(list((tmp_path / "home" / "backups").glob("tracker-*Z.tar"))) == 1


@pytest.mark.deep
def test_a_restore_is_somebodys(terminal, tmp_path) -> None:
    terminal.say("check")
    out = tmp_path / "sample.tar"
    terminal.say("backup", "--out", str(out))
    terminal.at(tmp_path / "other")
    status, said = terminal.say("restore", str(out), "--as", "NOBODY")
    assert (status, "NOBODY" in said) == (1, True)
    assert not (tmp_path / "other" / "tracker.db").exists()


@pytest.mark.deep
def test_a_new_key_of_the_forms_at_the_machine(terminal, tmp_path) -> None:
    assert "no home" in terminal.say("keys", "rotate")[1]
    terminal.say("check")
    terminal.say("keys", "rotate")
    first = (tmp_path / "home" / "secret").read_text()
    assert "from now on" in terminal.say("keys", "rotate")[1]
    assert (tmp_path / "home" / "secret").read_text() != first
    assert (tmp_path / "home" / "secret").stat().st_mode & 0o777 == 0o600


def test_lock_and_unlock_at_the_machine(terminal, tmp_path) -> None:
    assert "no home" in terminal.say("lock")[1]
    terminal.say("check")
    assert "Locked." in terminal.say("lock")[1]
    assert (tmp_path / "home" / "LOCKED").exists()
    assert "Unlocked." in terminal.say("unlock")[1]
    assert terminal.say("unlock") == (0, "It was not locked.\n")


def test_erasing_is_asked_for_at_the_machine_and_never_confirmed(terminal, tmp_path) -> None:
    terminal.say("check")
    assert "Administrators ask" in terminal.say("erase", "Q1", "--why", "Sample.")[1]
    service = open_service(Settings(home=tmp_path / "home"))
    with service.database.writing() as session:
        amara = record(session, Person(code="AMARA", role=Role.ADMINISTRATOR), None).key
        triage.withdraw(session, amara, 1, "Sample.")
        words = session.get(Quote, 1).exact
    assert "Name a quote as Q12" in terminal.say("erase", "all", "--why", "Sample.")[1]
    assert "Withdraw it first" in terminal.say("erase", "Q2", "--why", "Sample.")[1]
    status, said = terminal.say("erase", "q1", "--why", "Sample.")
    assert (status, "until a second person confirms" in said) == (0, True)
    with service.database.reading() as session:
        assert session.get(Quote, 1).exact == words
    service.close()


def test_the_backups_are_listed_and_opened_again_at_the_machine(terminal, tmp_path) -> None:
    assert terminal.say("backups") == (0, "There is no backup in the home.\n")
    terminal.say("check")
    terminal.say("backup")
    (file,) = (tmp_path / "home" / "backups").glob("tracker-*.tar")
    status, said = terminal.say("backups")
    assert (status, file.name in said, "NOT ENCRYPTED  whole" in said) == (0, True, True)
    status, said = terminal.say("verify", str(file))
    assert (status, "links, all verified" in said) == (0, True)
    file.write_bytes(file.read_bytes()[:-10_000])
    assert "not checked" in terminal.say("backups")[1]
    status, said = terminal.say("verify", str(file))
    assert (status, "damaged or was cut off" in said) == (1, True)
    assert "DAMAGED" in terminal.say("backups")[1]
