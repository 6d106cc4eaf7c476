"""Restoring: checked before anything is put in place, and nothing is ever deleted."""

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import text
from sqlmodel import select

from recommendations.errors import Refused
from recommendations.models import Person
from recommendations.records import chain
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tracker.accounts import invitations, sessions
from tracker.accounts.models import Invitation, SignIn
from tracker.database import Database
from tracker.keeping import copying
from tracker.keeping.backup import make
from tracker.keeping.restore import restore
from tracker.keeping.running import serving
from tracker.service import open_service
from tracker.settings import Settings

CUTS = 20


def untouched(settings: Settings) -> bool:
    """Nothing but the mark that says whether it is served."""
    left = {path.name for path in settings.home.rglob("*")} if settings.home.exists() else set()
    return left <= {"serving"} and not copying.is_there(settings.database)


def refused(settings: Settings, file: Path, identity: Path | None = None) -> str:
    with pytest.raises(Refused) as said:
        restore(settings, file, identity)
    assert untouched(settings)
    (sentence,) = said.value.sentences.values()
    assert sentence.endswith(".")
    return sentence


def packed_with(changes: dict[str, Callable[[bytes], bytes]], file: Path, out: Path) -> Path:
    """The same backup with some members changed."""
    with tarfile.open(file) as old, tarfile.open(out, "w") as new:
        for member in old:
            raw = changes.get(member.name, bytes)(old.extractfile(member).read())
            member.size = len(raw)
            new.addfile(member, io.BytesIO(raw))
    return out


def told(**changed) -> Callable[[bytes], bytes]:
    return lambda raw: json.dumps(json.loads(raw) | changed).encode()


@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "encrypted"])
def test_half_a_backup_is_refused_wherever_it_ends(
    home, keys, empty_home, tmp_path, sealed: bool
) -> None:
    settings = home.model_copy(update={"backup_keys": keys.public if sealed else ""})
    whole = Path(make(settings).file).read_bytes()
    half, there, seen = tmp_path / "half.tar", empty_home(), []
    for cut in range(CUTS):
        half.write_bytes(whole[: len(whole) * cut // CUTS])
        seen.append(refused(there, half, keys.first))
    half.write_bytes(whole[:-1])
    seen.append(refused(there, half, keys.first))
    print(f"\n{len(seen)} cuts of {len(whole)} bytes: {len(seen)} refused")
    assert len(seen) == CUTS + 1


def test_a_program_of_its_own_puts_back_what_the_service_backed_up(
    home: Settings, empty_home, content_of
) -> None:
    """It has loaded less than the service, and finds the same content."""
    made, there = make(home), empty_home()
    told = {"TRACKER_HOME": str(there.home), "TRACKER_DATABASE_URL": there.database_url}
    done = subprocess.run(
        [Path(sys.executable).with_name("tracker"), "restore", made.file],
        env=os.environ | told, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert content_of(there) == made.content


def test_a_wrong_key_and_no_key_are_refused(home, keys, empty_home, tmp_path) -> None:
    made = Path(make(home.model_copy(update={"backup_keys": keys.public})).file)
    there, wrong = empty_home(), tmp_path / "wrong.txt"
    assert "--identity" in refused(there, made)
    wrong.write_text(f"{pyrage.x25519.Identity.generate()}\n")
    assert "does not open with that key" in refused(there, made, wrong)
    wrong.write_text("sample words\n")
    assert "no age key" in refused(there, made, wrong)
    assert "cannot be read as an age key" in refused(there, made, tmp_path / "nowhere.txt")


def test_a_foreign_file_is_refused(empty_home, tmp_path) -> None:
    there, file = empty_home(), tmp_path / "sample"
    assert "no file" in refused(there, file)
    for raw in (b"", b"sample words", b"\0" * 10240):
        file.write_bytes(raw)
        refused(there, file)
    with tarfile.open(file, "w") as tar:
        tar.add(__file__, "words.txt")
    assert "not a backup" in refused(there, file)


def test_a_backup_of_a_newer_version_is_refused(home, empty_home, tmp_path) -> None:
    made, there = Path(make(home).file), empty_home()
    for changed in ({"format": 99}, {"schema": "9999"}):
        newer = packed_with({"manifest.json": told(**changed)}, made, tmp_path / "newer.tar")
        assert "newer version" in refused(there, newer)


def test_a_part_that_was_changed_is_refused(home, empty_home, tmp_path) -> None:
    made, there = Path(make(home).file), empty_home()
    changed = {"secret": lambda raw: raw[::-1], "database": lambda raw: raw[:-1] + b"!"}
    for name, change in changed.items():
        file = packed_with({name: change}, made, tmp_path / "changed.tar")
        assert "damaged" in refused(there, file)


@pytest.mark.parametrize("field", ["content", "head"])
def test_a_record_that_is_not_what_its_manifest_says_is_refused(
    home, empty_home, tmp_path, field: str
) -> None:
    made = Path(make(home).file)
    file = packed_with({"manifest.json": told(**{field: "0" * 64})}, made, tmp_path / "x.tar")
    assert "damaged" in refused(empty_home(), file)


def test_a_member_that_would_leave_the_folder_is_refused(home, empty_home, tmp_path) -> None:
    made, file = Path(make(home).file), tmp_path / "leaves.tar"
    with tarfile.open(made) as old, tarfile.open(file, "w") as new:
        for member in old:
            new.addfile(member, old.extractfile(member))
        outside = tarfile.TarInfo("../outside")
        outside.size = 4
        new.addfile(outside, io.BytesIO(b"word"))
    refused(empty_home(), file)
    assert not (tmp_path / "outside").exists()


def test_a_home_with_a_record_in_it_is_not_written_over(home, content_of) -> None:
    made, before = make(home), content_of(home)
    with pytest.raises(Refused, match="--replace"):
        restore(home, Path(made.file))
    assert content_of(home) == before


def test_replacing_sets_the_present_record_aside_and_deletes_nothing(
    home, empty_home, content_of
) -> None:
    there, made = empty_home(), make(home)
    restore(there, Path(made.file))
    service = open_service(there)
    with service.database.writing() as session:
        record(session, Person(code="SAMPLE", role=Role.EDITOR), None)
    service.close()
    later = content_of(there)
    done = restore(there, Path(made.file), replace=True)
    assert content_of(there) == made.content != later
    assert set_aside(there, done.aside) == ["AMARA", "SAMPLE"]
    assert (there.home / f"secret.before-{done.aside}").exists()


def set_aside(settings: Settings, ending: str) -> list[str]:
    if copying.kind(settings.database) == "sqlite":
        path = settings.home / f"tracker.db.before-{ending}"
        database, table = Database(f"sqlite:///{path}"), "person"
    else:
        database, table = Database(settings.database), f'"before_{ending.lower()}".person'
    with database.engine.connect() as connection:
        codes = list(connection.scalars(text(f"SELECT code FROM {table} ORDER BY code")))
    database.close()
    return codes


def test_after_a_restore_sessions_and_links_are_gone_and_the_history_verifies(
    home, empty_home
) -> None:
    database = Database(home.database)
    with database.writing() as session:
        amara = session.exec(select(Person).where(Person.code == "AMARA")).one()
        sessions.begin(session, amara.key)
        invitations.invite(session, Role.EDITOR, by=amara.key)
    database.close()
    there = empty_home()
    restore(there, Path(make(home).file))
    service = open_service(there)
    with service.database.reading() as session:
        assert session.exec(select(SignIn)).all() == []
        assert session.exec(select(Invitation)).all() == []
        assert list(chain.verify(session)) == []
    with service.database.writing() as session:
        record(session, Person(code="NEXT", role=Role.EDITOR), None)
    service.close()


def test_whoever_may_not_restore_changes_nothing(home, empty_home) -> None:
    def nobody(_) -> None:
        raise Refused("Administrators restore.")

    there = empty_home()
    with pytest.raises(Refused, match="Administrators"):
        restore(there, Path(make(home).file), acting=nobody)
    assert untouched(there)


def test_nothing_is_put_under_a_service_that_runs(home, empty_home) -> None:
    made, there = Path(make(home).file), empty_home()
    there.home.mkdir()
    with serving(there.home):
        assert "stop it first" in refused(there, made)
    restore(there, made)
    assert not untouched(there)


@pytest.mark.postgresql
def test_a_backup_goes_back_into_the_kind_of_database_it_came_from(
    home, sqlite_files, postgresql_databases, database_kind, tmp_path
) -> None:
    other = {"sqlite": postgresql_databases, "postgresql": sqlite_files}[database_kind]
    there = Settings(home=tmp_path / "other", database_url=other.create(""))
    with pytest.raises(Refused, match="TRACKER_DATABASE_URL"):
        restore(there, Path(make(home).file))
