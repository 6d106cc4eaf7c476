"""Homes with a real record in them, empty ones to restore into, and real age keys."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest

from recommendations.models import Person
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tracker.database import Database
from tracker.keeping.keys import secret
from tracker.settings import Settings


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    return request.param


@dataclass(frozen=True)
class Keys:
    """Two people who can open backups: their public keys, and a key file of each."""

    public: str
    first: Path
    second: Path


def key_file(path: Path) -> str:
    key = pyrage.x25519.Identity.generate()
    path.write_text(f"# sample key, made for one test\n{key}\n")
    return str(key.to_public())


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    return Keys(f"{key_file(first)}, {key_file(second)}", first, second)


@pytest.fixture
def home(report_database: Database, tmp_path: Path) -> Settings:
    """The bundled report, a sample administrator, and a key of its forms."""
    path = tmp_path / "home"
    path.mkdir()
    secret(path)
    with report_database.writing() as session:
        record(session, Person(code="AMARA", role=Role.ADMINISTRATOR), None)
    return Settings(home=path, database_url=report_database.url)


@pytest.fixture
def empty_home(databases, database_kind: str, tmp_path: Path) -> Callable[[], Settings]:
    """Each call gives another one; what is restored may change its schema."""
    made = []

    def make() -> Settings:
        path = tmp_path / f"empty-{len(made)}"
        made.append(path)
        url = databases.create("") if database_kind == "postgresql" else ""
        return Settings(home=path, database_url=url)

    return make
