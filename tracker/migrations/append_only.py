"""What the database itself refuses, whoever asks: changing what is append-only,
changing what has been reviewed, and adding to it afterwards."""

import sqlalchemy as sa

FROZEN = (
    "audienceprofile", "change", "choice", "closure", "consent", "conversation", "delivery",
    "discrepancy", "edition", "editionquote", "embargo", "erasure", "flagchange", "note",
    "publisheddecision", "quote", "rawfile", "recommendation", "resolution", "review", "section",
    "source", "tierchange", "variant", "withdrawal",
)  # fmt: skip
UNTIL_REVIEWED = ("ask", "assessment", "call", "ground", "measure", "position", "search")
PARTS = {
    "evidence": ("assessment", "assessment"),
    "positionmeasure": ("position", "position"),
    "searchcall": ("search", "search"),
}
"""Rows that belong to a reviewed record: table, the column that points at it, its table."""

IS_FROZEN = "append-only: nothing here is ever changed or removed"
IS_REVIEWED = "append-only: it has been reviewed"
HEAD_ONLY_GROWS = "append-only: the history only grows"


def enforce(connection: sa.Connection) -> None:
    """For the tables of the first migration; a later one freezes what it adds."""
    write = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    there = set(sa.inspect(connection).get_table_names())
    for table in (table for table in FROZEN if table in there):
        freeze(connection, table)
    for table in UNTIL_REVIEWED:
        for act in ("UPDATE", "DELETE"):
            write(connection, table, act, _accepted(table, "OLD.id"), IS_REVIEWED)
    for table, (column, parent) in PARTS.items():
        write(connection, table, "INSERT", _accepted(parent, f"NEW.{column}"), IS_REVIEWED)
        was, becomes = (_accepted(parent, f"{row}.{column}") for row in ("OLD", "NEW"))
        write(connection, table, "UPDATE", f"{was} OR {becomes}", IS_REVIEWED)
        write(connection, table, "DELETE", was, IS_REVIEWED)
    write(connection, "chainhead", "UPDATE", "NEW.seq <= OLD.seq", HEAD_ONLY_GROWS)
    write(connection, "chainhead", "DELETE", "1 = 1", HEAD_ONLY_GROWS)
    if connection.dialect.name == "postgresql":
        for table in (*UNTIL_REVIEWED, *PARTS, "chainhead"):
            _refuse_truncating(connection, table)


def freeze(connection: sa.Connection, table: str) -> None:
    """Never changed, never removed."""
    write = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    for act in ("UPDATE", "DELETE"):
        write(connection, table, act, "1 = 1", IS_FROZEN)
    if connection.dialect.name == "postgresql":
        _refuse_truncating(connection, table)


def _accepted(kind: str, row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM review WHERE of_kind = '{kind}' "  # noqa: S608 (our own names)
        f"AND of_id = {row} AND verdict = 'accepted')"
    )


def _sqlite(connection: sa.Connection, table: str, act: str, when: str, why: str) -> None:
    name = f'"{table}"'
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_{act.lower()}_refused BEFORE {act} ON {name} "
        f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


def _postgresql(connection: sa.Connection, table: str, act: str, when: str, why: str) -> None:
    name = f"{table}_{act.lower()}_refused"
    passing = "OLD" if act == "DELETE" else "NEW"
    connection.exec_driver_sql(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {when} THEN RAISE EXCEPTION '{why}'; END IF; RETURN {passing}; END $$"
    )
    connection.exec_driver_sql(
        f'CREATE TRIGGER {name} BEFORE {act} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()'
    )


def _refuse_truncating(connection: sa.Connection, table: str) -> None:
    """TRUNCATE asks no trigger on rows."""
    name = f"{table}_truncate_refused"
    connection.exec_driver_sql(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{IS_FROZEN}'; END $$"
    )
    connection.exec_driver_sql(
        f'CREATE TRIGGER {name} BEFORE TRUNCATE ON "{table}" EXECUTE FUNCTION {name}()'
    )
