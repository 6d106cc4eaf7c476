"""What the other tests stand on: a database of their own, and a browser."""

import sqlite3

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, inspect, make_url
from sqlmodel import select

from recommendations.models import Person
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tracker.database import Database


def table_names(url: str) -> list[str]:
    engine = create_engine(make_url(url))
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


def test_a_test_gets_a_database_with_its_tables(database: Database) -> None:
    assert {"source", "quote", "alembic_version"} <= set(table_names(database.url))


def test_a_migration_can_start_from_nothing(empty_database_url: str) -> None:
    assert table_names(empty_database_url) == []


def people(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.exec(select(Person.code)))


def write_a_person(database: Database, code: str) -> int:
    with database.writing() as session:
        return record(session, Person(code=code, role=Role.EDITOR), None).key


def test_what_one_test_wrote_no_other_sees(databases) -> None:
    first, second = databases.make("report"), databases.make("report")
    as_prepared = people(first)
    number = write_a_person(first, "WANDA")
    assert people(first) == [*as_prepared, "WANDA"]
    assert people(second) == as_prepared
    databases.give_back(second)
    databases.give_back(first)
    again = databases.make("report")
    assert again is first
    assert people(again) == as_prepared
    assert write_a_person(again, "WILMA") == number
    databases.give_back(again)


def test_who_reads_while_the_database_is_closed_leaves_no_connection_open(database) -> None:
    """Two of one address share an engine, so that either closes it for both."""
    other = Database(database.url)
    assert other.engine is database.engine
    with database.reading() as session:
        held = session.connection().connection.driver_connection
        other.close()
        assert session.exec(select(Person.code)).all() == []
    if database.engine.dialect.name == "postgresql":
        assert held.closed
    else:
        with pytest.raises(sqlite3.ProgrammingError):
            held.execute("select 1")
    assert people(database) == []


def test_the_browser_shows_a_page(page: Page) -> None:
    page.set_content("<h1>Register</h1>")
    expect(page.get_by_role("heading")).to_have_text("Register")
