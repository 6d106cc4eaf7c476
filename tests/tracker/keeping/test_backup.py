"""Backups: one consistent copy, checked, encrypted, whole or not there."""

import json
import os
import tarfile
import threading
from pathlib import Path

import pyrage
import pytest
from sqlalchemy.engine import make_url

from recommendations.errors import Refused
from recommendations.models import Person
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tracker.database import Database
from tracker.keeping.backup import last, make
from tracker.keeping.content import content_hash
from tracker.keeping.restore import restore
from tracker.settings import Settings


def files(home: Path) -> list[str]:
    """Without what a database leaves beside itself."""
    return sorted(p.name for p in home.rglob("*") if p.is_file())


def test_a_backup_restores_to_the_same_content(home, empty_home, content_of) -> None:
    made = make(home)
    there = empty_home()
    done = restore(there, Path(made.file))
    assert made.content == done.content == content_of(home) == content_of(there)
    assert (there.home / "secret").read_text() == (home.home / "secret").read_text()
    assert made.links == done.links > 100


@pytest.mark.postgresql
def test_the_content_is_the_same_on_either_database(sqlite_files, postgresql_databases) -> None:
    with_both = []
    for databases in (sqlite_files, postgresql_databases):
        database = databases.make("tables")
        with database.reading() as session:
            with_both.append(content_hash(session.connection()))
        databases.give_back(database)
    assert with_both[0] == with_both[1]


@pytest.mark.deep
def test_a_backup_taken_while_people_write_is_one_moment(home, empty_home) -> None:
    stop, written = threading.Event(), []

    def write() -> None:
        database = Database(home.database)
        while not stop.is_set():
            with database.writing() as session:
                code = f"SAMPLE{len(written)}"
                record(session, Person(code=code, role=Role.EDITOR), None)
            written.append(code)
        database.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = []
        while len(made) < 5:
            made.append(make(home, home.home / f"sample-{len(made)}.tar"))
    finally:
        stop.set()
        writer.join()
    print(f"\nbackups while {len(written)} records were written: {[b.links for b in made]} links")
    assert made[0].links < made[-1].links
    for one in (made[0], made[-1]):
        assert restore(empty_home(), Path(one.file)).links == one.links


def test_a_backup_without_keys_is_for_its_owner_and_says_so(home) -> None:
    made = make(home)
    assert (made.encrypted, Path(made.file).suffix) == (False, ".tar")
    assert Path(made.file).stat().st_mode & 0o777 == 0o600
    assert last(home.home) == made


def test_each_of_two_people_opens_an_encrypted_backup(home, keys, empty_home) -> None:
    made = make(home.model_copy(update={"backup_keys": keys.public}))
    assert (made.encrypted, made.recipients) == (True, 2)
    assert made.file.endswith(".tar.age")
    assert b"SQLite format" not in Path(made.file).read_bytes()
    for identity in (keys.first, keys.second):
        assert restore(empty_home(), Path(made.file), identity).content == made.content


@pytest.mark.parametrize("said", ["one", "one twice", "not a key"])
def test_keys_that_protect_nobody_are_refused_with_the_reason(home, said: str) -> None:
    one = str(pyrage.x25519.Identity.generate().to_public())
    named = {"one": one, "one twice": f"{one},{one}", "not a key": f"{one},sample"}[said]
    with pytest.raises(Refused, match="age1" if said == "not a key" else "whoever loses it"):
        make(home.model_copy(update={"backup_keys": named}))
    assert files(home.home) == ["secret"]


def test_nothing_is_written_over_and_no_half_file_has_the_final_name(home, tmp_path) -> None:
    out = tmp_path / "sample.tar"
    make(home, out)
    before = out.read_bytes()
    with pytest.raises(Refused, match="there already"):
        make(home, out)
    assert out.read_bytes() == before
    with pytest.raises(Refused, match="was not written"):
        make(home, out / "below-a-file.tar")
    assert files(home.home) == ["last-backup.json", "secret"]


def test_a_history_that_does_not_verify_is_not_backed_up(home) -> None:
    database = Database(home.database)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET code = 'SAMPLE' WHERE code = 'AMARA'")
    database.close()
    with pytest.raises(Refused, match="history does not verify"):
        make(home)
    assert files(home.home) == ["secret"]


def test_a_damaged_database_is_not_backed_up(tmp_path, sqlite_files) -> None:
    path = tmp_path / "tracker.db"
    path.write_bytes(Path(str(make_url(sqlite_files.create("report")).database)).read_bytes())
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(os.urandom(size // 4))
    with pytest.raises(Refused, match="damaged"):
        make(Settings(home=tmp_path, database_url=""))
    assert files(tmp_path) == ["tracker.db"]


def test_where_there_is_no_database_there_is_no_backup(tmp_path) -> None:
    with pytest.raises(Refused, match="no database yet"):
        make(Settings(home=tmp_path, database_url=""))


@pytest.mark.postgresql
def test_without_pg_dump_the_sentence_says_what_is_missing(
    postgresql_databases, tmp_path, monkeypatch
) -> None:
    database = postgresql_databases.make("tables")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="needs pg_dump"):
        make(Settings(home=tmp_path, database_url=database.url))
    monkeypatch.undo()
    postgresql_databases.give_back(database)


def test_what_is_in_a_backup_is_named_with_its_hash(home) -> None:
    with tarfile.open(make(home).file) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
        names = tar.getnames()
    assert names == ["manifest.json", "database", "secret"]
    assert set(manifest["parts"]) == {"database", "secret"}
    assert len(manifest["head"]) == len(manifest["content"]) == 64
    assert manifest["schema"]


def test_a_last_backup_that_cannot_be_read_is_none(home) -> None:
    (home.home / "last-backup.json").write_text('{"file": ')
    assert last(home.home) is None
