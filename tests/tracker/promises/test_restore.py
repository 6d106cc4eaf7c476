"""Whoever follows the README has the newest backup back as a working service within half an
hour. The commands are taken from the README itself: what it says is what is tested."""

import io
import json
import os
import re
import socket
import subprocess
import tarfile
import time
import urllib.request
from pathlib import Path

import pyrage
import pytest

from recommendations.errors import Refused
from tracker.commands.cli import app
from tracker.database import Database
from tracker.keeping.backup import make
from tracker.keeping.content import content_hash
from tracker.keeping.restore import restore
from tracker.settings import Settings

ROOT = Path(__file__).parents[3]
MOST = 30 * 60
"""Seconds."""
LISTENS = re.compile(r"The tracker is at (http://\S+)")


def commands() -> list[str]:
    """As they stand in the README, under where the data lies."""
    blocks = re.findall(r"^```sh restore\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S)
    assert len(blocks) == 1
    return blocks[0].splitlines()


def script(home: Path, file: Path, key: Path, port: int) -> str:
    """With names in the place of the README's, and the service on a free port."""
    lines = commands()
    assert lines[0] == "./run setup"
    assert [line for line in lines if "tracker restore FILE" in line]
    assert lines[-1] == "./run"
    told = "\n".join(lines[:-1]).replace("FILE", str(file)).replace("key.txt", str(key))
    told = told.replace('"$HOME/restored"', str(home))
    return f"set -e\n{told}\nexec ./run --port {port}\n"


def served(process: subprocess.Popen, out: Path) -> str:
    """Its address, once it answers."""
    while process.poll() is None:
        found = LISTENS.search(out.read_text())
        if found:
            try:
                address = found.group(1)
                with urllib.request.urlopen(f"{address}/health", timeout=5) as answer:
                    assert answer.status == 200
                return address
            except OSError:
                pass
        time.sleep(0.1)
    raise AssertionError(out.read_text())


def test_what_the_readme_tells_to_type_is_there() -> None:
    typed = [word for line in commands() for word in re.findall(r"tracker (\w+)", line)]
    known = {command.name for command in app.registered_commands}
    assert typed == ["restore", "check"]
    assert set(typed) <= known
    words = script(Path("home"), Path("sample.tar"), Path("mine.txt"), 8123)
    assert "tracker restore sample.tar --identity mine.txt" in words


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.mark.deep
def test_the_readme_restores_the_newest_backup_into_a_working_service(
    figure,
    sample_database: Database,
    databases,
    database_kind: str,
    tmp_path: Path,
    unused_port: int,
) -> None:
    home, key, out = tmp_path / "home", tmp_path / "key.txt", tmp_path / "out"
    home.mkdir()
    keys = [pyrage.x25519.Identity.generate() for _ in range(2)]
    key.write_text(f"{keys[1]}\n")
    public = ",".join(str(one.to_public()) for one in keys)
    made = make(Settings(home=home, database_url=sample_database.url, backup_keys=public))
    url = databases.create("") if database_kind == "postgresql" else ""
    there = Settings(home=tmp_path / "restored", database_url=url)
    words = script(there.home, Path(made.file), key, unused_port)
    env = os.environ | {"TRACKER_DATABASE_URL": url, "TRACKER_HOME": ""}
    began = time.monotonic()
    with out.open("w") as told:
        process = subprocess.Popen(["sh", "-c", words], cwd=ROOT, env=env, stdout=told, stderr=told)
    try:
        address = served(process, out)
        took = time.monotonic() - began
        with urllib.request.urlopen(f"{address}/sign-in", timeout=5) as page:
            assert b"Sign in" in page.read()
    finally:
        process.terminate()
        process.wait()
    said = out.read_text()
    assert f"Content {made.content[:16]}" in said
    assert "all verified" in said
    database = Database(there.database)
    with database.reading() as session:
        assert content_hash(session.connection()) == made.content
    database.close()
    figure(
        "restore", f"the README's commands: a working service in {took:.1f} s, content as it was"
    )
    assert took < MOST


def changed(file: Path, out: Path, **told: object) -> Path:
    """The same backup with another manifest."""
    with tarfile.open(file) as old, tarfile.open(out, "w") as new:
        for member in old:
            raw = old.extractfile(member).read()
            if member.name == "manifest.json":
                raw = json.dumps(json.loads(raw) | told).encode()
            member.size = len(raw)
            new.addfile(member, io.BytesIO(raw))
    return out


def test_a_backup_that_does_not_fit_is_refused_in_words_and_changes_nothing(
    figure, report_database: Database, database_kind: str, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path / "home", database_url=report_database.url)
    settings.home.mkdir()
    keys = [pyrage.x25519.Identity.generate() for _ in range(3)]
    public = ",".join(str(one.to_public()) for one in keys[:2])
    sealed = Path(make(settings.model_copy(update={"backup_keys": public})).file)
    made = make(settings, tmp_path / "sample.tar")
    file, raw = Path(made.file), Path(made.file).read_bytes()
    half, foreign = tmp_path / "half.tar", tmp_path / "foreign.tar"
    half.write_bytes(raw[: len(raw) // 2])
    foreign.write_bytes(b"Sample words.")
    other = "postgresql" if database_kind == "sqlite" else "sqlite"
    wrong = {
        "does not open with that key": (sealed, str(keys[2])),
        "is encrypted": (sealed, None),
        "damaged or was cut off": (half, None),
        "not a backup": (foreign, None),
        "this home uses": (changed(file, tmp_path / "kind.tar", database=other), None),
        "newer version": (changed(file, tmp_path / "newer.tar", schema="9999"), None),
    }
    for sentence, (backup, identity) in wrong.items():
        with pytest.raises(Refused, match=sentence):
            restore(settings, backup, identity, replace=True)
        with report_database.reading() as session:
            assert content_hash(session.connection()) == made.content, sentence
    figure("restore", f"{len(wrong)} backups that do not fit: {len(wrong)} sentences, 0 changes")
    assert not list(settings.home.glob("*before-*"))
