"""What a new database of a test may come with: each is made once in a run, and copied."""

import tempfile
from pathlib import Path

from exports.profiles import shipped
from recommendations.importing import import_report
from recommendations.profiling import ship_profiles
from recommendations.records import indexing, passages, versions
from tests.sample_record import people_of, record_of
from tracker.database import Database, migrate
from tracker.demo import fill
from tracker.service import Service
from tracker.settings import REPORT, Settings


def with_tables(url: str) -> None:
    database = Database(url)
    migrate(database)
    with database.writing() as session:
        indexing.catch_up(session)
        passages.catch_up(session)
        versions.tie_all(session)
    database.close()


def with_report(url: str) -> None:
    """The bundled report and the shipped profiles, and nothing decided about them."""
    with_tables(url)
    database = Database(url)
    with database.writing() as session:
        ship_profiles(session, shipped())
        import_report(session, REPORT.read_bytes(), REPORT.name)
    database.close()


def with_people(url: str) -> None:
    """The report, and sample people who did nothing yet."""
    with_report(url)
    database = Database(url)
    with database.writing() as session:
        people_of(session)
    database.close()


def with_record(url: str) -> None:
    """And what they recorded."""
    with_people(url)
    database = Database(url)
    with database.writing() as session:
        record_of(session, people_of(session), Settings().today())
    database.close()


def with_sample(url: str) -> None:
    """The sample home's record: everything people would decide, invented."""
    with_report(url)
    with tempfile.TemporaryDirectory() as home:
        service = Service(Settings(home=Path(home), database_url=url), Database(url))
        fill(service)
        service.close()


PREPARED = {
    "tables": with_tables,
    "report": with_report,
    "people": with_people,
    "record": with_record,
    "sample": with_sample,
}
