"""The bundled report, fresh from import, with people and sample sources."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session, col, select

from recommendations import quoting
from recommendations.models import Addressee, Call, Measure, Recommendation
from recommendations.records.descriptions import Described
from recommendations.vocabulary import SourceKind
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tests.sample_record import people_of
from tracker.database import Database

TODAY = date(2026, 11, 22)


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is written in the database's own words (searching, what restricts, what was
    copied) says itself that it runs on both every time."""
    return request.param


class Office:
    """Sample people by code, and what they need to record something."""

    def __init__(self, database: Database, people: dict[str, int]) -> None:
        self.database, self.people = database, people
        self.reading, self.writing = database.reading, database.writing

    def __getitem__(self, code: str) -> int:
        return self.people[code]

    def calls(self, session: Session, place: int = 3, addressee: str = "eu") -> list[Call]:
        """In the order of the measures."""
        return list(
            session.exec(
                select(Call)
                .join(Addressee, col(Addressee.id) == Call.addressee)
                .join(Measure, col(Measure.id) == Call.measure)
                .join(Recommendation, col(Recommendation.id) == Measure.recommendation)
                .where(Addressee.code == addressee, Recommendation.place == place)
                .order_by(col(Measure.place))
            )
        )

    def call(self, place: int = 3, addressee: str = "eu", measure: int = 0) -> int:
        with self.reading() as session:
            return self.calls(session, place, addressee)[measure].key

    def quote(
        self,
        kind: SourceKind = SourceKind.NEWS,
        publisher: str = "Sample News",
        words: str = "the sample office opened its doors",
    ) -> int:
        """Words of a new sample source, marked by Edith."""
        with self.writing() as session:
            names = f"A sample of {kind.value}", publisher
            if kind is SourceKind.MEETING_NOTE:
                names = "", ""
            described = Described(kind, *names, date(2026, 11, 2))
            text = f"This is an invented sample of {publisher}. It says that {words}. No more."
            source = quoting.add_source(session, self["EDITH"], TODAY, described, text=text)
            return quoting.quote_words(session, self["EDITH"], source.key, words).key


@pytest.fixture
def people(report_database: Database) -> dict[str, int]:
    with report_database.writing() as session:
        return people_of(session)


@pytest.fixture
def office(report_database: Database, people: dict[str, int]) -> Office:
    return Office(report_database, people)


@pytest.fixture
def try_sql(office: Office) -> Callable[[str], str]:
    """What the database itself says to a statement; empty when it lets it through."""

    def attempt(statement: str) -> str:
        try:
            with office.writing() as session:
                session.connection().exec_driver_sql(statement)
        except Exception as refused:
            return str(refused)
        return ""

    return attempt
