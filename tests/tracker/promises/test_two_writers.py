"""Two writers, and twenty: everyone's change is kept, and nobody is sent away."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from recommendations import searching
from recommendations.models import Person, Search
from recommendations.records import chain
from recommendations.records.writing import get, record, revise
from recommendations.vocabulary import Role
from tests.on_databases import BOTH
from tracker.database import Database
from tracker.service import Service
from tracker.settings import Settings


@pytest.fixture(params=BOTH)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Taking turns is the database's own work: both, every time."""
    return request.param


@pytest.mark.parametrize(
    ("clients", "writes"), [(4, 10), pytest.param(20, 50, marks=pytest.mark.deep)]
)
def test_no_change_is_lost_however_many_write_at_once(
    report_database: Database,
    tmp_path: Path,
    database_kind: str,
    figure: Callable[[str, str], None],
    clients: int,
    writes: int,
) -> None:
    """Each client records something of its own, and adds itself to a draft that all share:
    a lost update would be a name that is missing there."""
    service = Service(Settings(home=tmp_path, database_url=report_database.url), report_database)
    shared = begun(service)
    errors: list[BaseException] = []

    def client(name: int) -> None:
        own = Database(report_database.url)
        try:
            for n in range(writes):
                with own.writing() as session:
                    write(session, service, shared, f"{name}/{n}")
        except BaseException as error:
            errors.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=client, args=(name,)) for name in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wanted = {f"{name}/{n}" for name in range(clients) for n in range(writes)}
    with report_database.reading() as session:
        kept = set(get(session, Search, shared).terms.split())
        own = set(session.exec(select(Search.places).where(col(Search.id) != shared)))
        broken = list(chain.verify(session))
    lost = len(wanted - kept) + len(wanted - own)
    figure(
        "two writers",
        f"{clients} clients x {writes} writes: {len(errors)} errors, {lost} lost updates, "
        f"{len(broken)} broken records",
    )
    assert (errors, lost, broken) == ([], 0, [])


def begun(service: Service) -> int:
    with service.database.writing() as session:
        record(session, Person(code="EDITH", role=Role.EDITOR), None)
        today = service.today()
        return searching.looked(session, 1, today, [1], on=today, places="shared", terms="").key


def write(session: Session, service: Service, shared: int, told: str) -> None:
    today = service.today()
    searching.looked(session, 1, today, [1], on=today, places=told)
    draft = get(session, Search, shared)
    draft.terms = f"{draft.terms} {told}".strip()
    revise(session, draft, 1)
