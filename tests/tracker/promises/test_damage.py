"""A database file that is damaged, cut off, empty, gone or none at all: a sentence at the
start and on the page, and a restore gets out of it."""

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from sqlalchemy.engine import make_url

from tests.terminal import Terminal
from tracker.database import Database
from tracker.keeping.backup import make
from tracker.keeping.content import content_hash
from tracker.keeping.keys import secret
from tracker.service import Service
from tracker.settings import Settings

PAGES = ("/", "/sources", "/search?q=defectors", "/packs/eu", "/review", "/people", "/keeping")


@pytest.fixture
def database_kind() -> str:
    """A file is what can be damaged; PostgreSQL looks after its own."""
    return "sqlite"


def overwritten(file: Path) -> None:
    size, random = file.stat().st_size, Random(20241031)
    with file.open("r+b") as out:
        for _ in range(40):
            out.seek(random.randrange(100, size - 8000))
            out.write(random.randbytes(8000))


def header(file: Path) -> None:
    with file.open("r+b") as out:
        out.write(b"Sample words")


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 3 // 4096 * 4096 + 100)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "overwritten": overwritten,
    "another header": header,
    "cut off": cut,
    "empty": lambda file: os.truncate(file, 0),
    "no database": lambda file: file.write_bytes(b"Sample words, and no database.\n" * 1000),
    "gone": lambda file: file.unlink(),
}


@pytest.fixture
def home(tmp_path: Path, sqlite_files) -> Settings:
    """With the record in its own file, as it is served."""
    settings = Settings(home=tmp_path / "home", database_url="")
    settings.home.mkdir()
    prepared = Path(str(make_url(sqlite_files.create("report")).database))
    (settings.home / "tracker.db").write_bytes(prepared.read_bytes())
    secret(settings.home)
    return settings


@pytest.fixture
def service(home: Settings) -> Service:
    return Service(home, Database(home.database))


def content(settings: Settings) -> str:
    database = Database(settings.database)
    with database.reading() as session:
        found = content_hash(session.connection())
    database.close()
    return found


def test_a_damaged_database_is_said_at_the_start_and_a_restore_gets_out_of_it(
    figure, home: Settings, monkeypatch, capsys
) -> None:
    made, seen = make(home, home.home / "sample.tar"), {}
    terminal = Terminal(monkeypatch, capsys).at(home.home)
    for how, damage in DAMAGES.items():
        damage(home.home / "tracker.db")
        status, said = terminal.say("check")
        assert (status, "Traceback" in said) == (1, False), how
        assert "tracker restore FILE --replace" in said, how
        seen[how] = said
        status, said = terminal.say("restore", made.file, "--replace")
        assert (status, "all verified" in said) == (0, True), (how, said)
        assert content(home) == made.content, how
    figure(
        "damaged database",
        f"{len(seen)} kinds of damage at the start: {len(seen)} sentences, each restored",
    )
    assert len(seen) == len(DAMAGES)


@pytest.mark.deep
def test_a_database_damaged_while_people_read_gives_sentences_and_no_failure(
    figure, home: Settings, service: Service, signed_in
) -> None:
    made, whole = make(home, home.home / "sample.tar"), home.home / "tracker.db"
    service.database.close()
    asked, unavailable, wrong = 0, 0, []
    amara = signed_in("AMARA")
    service.database.close()
    kept = whole.read_bytes()
    for how, damage in DAMAGES.items():
        damage(whole)
        for path in PAGES:
            answer = amara.get(path, follow=False)
            asked, unavailable = asked + 1, unavailable + (answer.status_code == 503)
            if answer.status_code >= 500 and "database file is damaged" not in answer.text:
                wrong.append(f"{how} {path}: {answer.status_code}")
        service.database.close()
        for beside in home.home.glob("tracker.db-*"):
            beside.unlink()
        whole.write_bytes(kept)
        assert amara.get("/").status_code == 200, how
    figure(
        "damaged database",
        f"{asked} pages over damaged files: {unavailable} said so, {len(wrong)} failures",
    )
    assert wrong == []
    assert unavailable > len(DAMAGES)
    assert made.content
