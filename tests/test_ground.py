"""What the other tests stand on: a database of their own, and a browser."""

from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, inspect, make_url, text


def table_names(url: str) -> list[str]:
    engine = create_engine(make_url(url))
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


def test_a_test_gets_a_database_with_its_tables(database_url: str) -> None:
    assert {"source", "quote", "alembic_version"} <= set(table_names(database_url))


def test_a_migration_can_start_from_nothing(empty_database_url: str) -> None:
    assert table_names(empty_database_url) == []


def test_what_one_test_wrote_the_next_does_not_see(databases) -> None:
    first, second = databases.make("tables"), databases.make("tables")
    engine = create_engine(first)
    with engine.begin() as connection:
        connection.execute(text("create table only_here (a integer)"))
    engine.dispose()
    assert "only_here" in table_names(first)
    assert "only_here" not in table_names(second)
    databases.drop(first)
    databases.drop(second)


def test_the_browser_shows_a_page(page: Page) -> None:
    page.set_content("<h1>Register</h1>")
    expect(page.get_by_role("heading")).to_have_text("Register")
