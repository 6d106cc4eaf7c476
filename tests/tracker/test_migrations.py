"""The tables as migrated are the tables of the code, and every record is guarded."""

import re

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from recommendations import models
from recommendations.models import Recorded
from recommendations.records import chain, indexing, passages, word_runs
from recommendations.records.writing import record
from recommendations.vocabulary import ConsentState
from tracker.accounts import models as accounts
from tracker.database import Database, broken_keys, is_current, migrate, upgrade
from tracker.migrations.append_only import FROZEN, PARTS, UNTIL_REVIEWED

EDITABLE = {"person", "addressee", "briefingpack"}
"""Records that live on: a person leaves, an addressee ends. What they were stays in the history."""


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """The indexes are made from the records; no record is in them."""
    made = (*indexing.TABLES, *passages.TABLES, *word_runs.TABLES)
    return kind != "table" or not str(name).startswith(made)


def test_the_migrations_make_the_tables_of_the_code(database: Database) -> None:
    assert accounts.Account.metadata is SQLModel.metadata
    with database.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "include_name": is_ours}
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


def test_a_consent_from_before_is_kept_waits_and_is_never_changed(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    with database.engine.execution_options(writes=True, migrates=True).begin() as connection:
        upgrade(connection, "0002")
        for statement in BEFORE_CONSENT_COULD_BE_RECORDED:
            connection.execute(sa.text(statement))
    migrate(database)
    kept = "SELECT state, attribution, opens, audiences FROM consent"
    with database.engine.begin() as connection:
        (row,) = connection.execute(sa.text(kept)).all()
        assert (row.state, row.attribution, bool(row.opens)) == ("withdrawn", None, True)
        assert broken_keys(connection) == []
    for refused in ("UPDATE consent SET state = 'given'", "DELETE FROM consent"):
        changing = database.engine.execution_options(writes=True).begin()
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), changing as connection:
            connection.execute(sa.text(refused))
    with database.writing() as session:
        later = models.Consent(quote=1, state=ConsentState.UNKNOWN, opens=False)
        assert record(session, later, None).key == 2
    database.close()


BEFORE_CONSENT_COULD_BE_RECORDED = (
    "INSERT INTO rawfile (sha256, raw) VALUES ('sample', '')",
    "INSERT INTO source (id, recorded_at, kind, title, publisher, url, precision, raw_sha256, text,"
    " extractor, caveat) VALUES (1, '2026-11-02 00:00:00', 'panel', 'Sample', '', '', 'day',"
    " 'sample', 'sample words', 'sample', '')",
    'INSERT INTO quote (id, recorded_at, source, start, "end", exact, prefix, suffix, fidelity,'
    " testimony, speaker_code, official, heading, attribution, section, notes) VALUES (1,"
    " '2026-11-02 00:00:00', 1, 0, 6, 'sample', '', '', 'verbatim original', true, '', '', '', '',"
    " '[]', '[]')",
    "INSERT INTO consent (id, recorded_at, quote, state, purposes, audiences, attribution,"
    " language) VALUES (1, '2026-11-02 00:00:00', 1, 'withdrawn', '', '[\"eu\"]', 'sample', '')",
)


def test_a_profile_from_before_counts_and_its_place_in_the_history_holds(
    empty_database_url: str,
) -> None:
    database = Database(empty_database_url)
    with database.engine.execution_options(writes=True, migrates=True).begin() as connection:
        upgrade(connection, "0016")
        connection.execute(
            sa.text(
                "INSERT INTO audienceprofile (id, recorded_at, code, version, content) VALUES "
                "(1, '2026-11-02 00:00:00', 'sample', 1, '{\"name\": \"Sample\"}')"
            )
        )
    migrate(database)
    with database.reading() as session:
        row = session.get_one(models.AudienceProfile, 1)
        assert (row.opens, row.content) == (False, {"name": "Sample"})
        assert "opens" not in chain.content(session, row)
        row.opens = True
        assert "opens" in chain.content(session, row)
        session.expunge_all()
    for refused in ("UPDATE audienceprofile SET opens = true", "DELETE FROM audienceprofile"):
        changing = database.engine.execution_options(writes=True).begin()
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), changing as connection:
            connection.execute(sa.text(refused))
    database.close()
