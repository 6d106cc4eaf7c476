"""The tables as migrated are the tables of the code, and every record is guarded."""

import re

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from recommendations import models
from recommendations.models import Recorded
from tracker.accounts import models as accounts
from tracker.database import Database, broken_keys, is_current
from tracker.migrations.append_only import FROZEN, PARTS, UNTIL_REVIEWED

EDITABLE = {"person", "addressee", "briefingpack"}
"""Records that live on: a person leaves, an addressee ends. What they were stays in the history."""


def test_the_migrations_make_the_tables_of_the_code(database: Database) -> None:
    assert accounts.Account.metadata is SQLModel.metadata
    with database.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []
        assert broken_keys(connection) == []
    assert is_current(database)


def test_a_column_takes_the_words_of_the_vocabulary_and_no_others(database: Database) -> None:
    wanted = {
        (table.name, column.type.name): set(column.type.enums)
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Enum)
    }
    stored = sa.inspect(database.engine)
    taken = {
        (table, name): set(re.findall(r"'([^']*)'", check["sqltext"]))
        for table, name in wanted
        for check in stored.get_check_constraints(table)
        if check["name"] == f"ck_{table}_{name}"
    }
    assert wanted
    assert taken == wanted


def test_every_record_is_append_only_or_named_as_editable() -> None:
    recorded = {
        str(table.__tablename__)
        for table in (getattr(models, name) for name in models.__all__)
        if issubclass(table, Recorded) and table is not Recorded
    }
    guarded = {*FROZEN, *UNTIL_REVIEWED, *PARTS}
    assert recorded - guarded == EDITABLE
    assert guarded & EDITABLE == set()


def test_every_table_of_the_record_is_known_to_the_history() -> None:
    ours = {
        mapper.class_.__name__
        for mapper in SQLModel._sa_registry.mappers
        if mapper.class_.__module__.startswith("recommendations.models")
    }
    assert ours == set(models.__all__) - {"Recorded"}
