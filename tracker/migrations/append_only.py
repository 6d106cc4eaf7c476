"""What the database itself refuses, whoever asks: changing what is append-only,
changing what has been reviewed, and adding to it afterwards."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

FIRST_FROZEN = (
    "audienceprofile", "change", "choice", "closure", "consent", "conversation", "delivery",
    "discrepancy", "edition", "editionquote", "embargo", "flagchange", "note",
    "publisheddecision", "quote", "rawfile", "recommendation", "resolution", "review", "section",
    "source", "tierchange", "variant", "withdrawal",
)  # fmt: skip
CONSENT = ("consent", "speaker")
VARIANTS_AND_TIERS = ("revocation", "tierswitch")
ERASING = ("erasure",)
PAGES = ("page",)
DETAILS = ("quotedetail",)
VERSIONS = ("samewords",)
DISMISSALS = ("dismissal",)
EDITIONS = (
    "ask", "proposal", "edition", "editionquote", "editionfile", "editionwithdrawal", "office",
    "delivery", "checkedtext",
)  # fmt: skip
TEXTS = ("checkedtext", "textcorrection")
DELIVERIES = ("delivery",)
COPIES = ("ownwords",)
COMMENTS = ("comment",)
ENGAGEMENTS = ("engagement",)
SHEETS = ("sheetcopy",)
MEETINGS = ("boardmeeting", "closure", "closureproposal", "decision")
WORK = ("assignment", "snooze", "decisionpoint")
LATER_FROZEN = (
    *CONSENT, *VARIANTS_AND_TIERS, *ERASING, *PAGES, *DETAILS, *VERSIONS, *DISMISSALS, *EDITIONS,
    *TEXTS, *DELIVERIES, *COPIES, *COMMENTS, *MEETINGS, *ENGAGEMENTS, *WORK, *SHEETS,
)  # fmt: skip
FROZEN = (*dict.fromkeys((*FIRST_FROZEN, *LATER_FROZEN)),)
FIRST_UNTIL_REVIEWED = ("ask", "assessment", "call", "ground", "measure", "position", "search")
TRANSCRIPTIONS = ("transcription",)
FROZEN_LATER = ("ask",)
"""Drafts once; now each change is a new row."""
UNTIL_REVIEWED = (*sorted({*FIRST_UNTIL_REVIEWED} - {*FROZEN_LATER}), *TRANSCRIPTIONS)
Parts = Mapping[str, tuple[str, str]]
FIRST_PARTS: Parts = {
    "evidence": ("assessment", "assessment"),
    "positionmeasure": ("position", "position"),
    "searchcall": ("search", "search"),
}
SCANNED: Parts = {"scannedpage": ("transcription", "transcription")}
PARTS: Parts = {**FIRST_PARTS, **SCANNED}
"""Rows that belong to a reviewed record: table, the column that points at it, its table."""
COMPLETE = {
    "withheldspan": "variant",
    "clearedflag": "variant",
    "namedaudience": "tierchange",
    "namedperson": "tierchange",
}
"""Rows that belong to a frozen record, whose table is also their column: once that stands
in the history, none is added."""

IS_FROZEN = "append-only: nothing here is ever changed or removed"
IS_REVIEWED = "append-only: it has been reviewed"
HEAD_ONLY_GROWS = "append-only: the history only grows"


def enforce(connection: sa.Connection) -> None:
    """On what the first migration makes; later ones guard their own tables."""
    write = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    freeze(connection, FIRST_FROZEN)
    until_reviewed(connection, FIRST_UNTIL_REVIEWED, FIRST_PARTS)
    write(connection, "chainhead", "UPDATE", "NEW.seq <= OLD.seq", HEAD_ONLY_GROWS)
    write(connection, "chainhead", "DELETE", "1 = 1", HEAD_ONLY_GROWS)
    _refuse_truncating(connection, ("chainhead",))


def until_reviewed(connection: sa.Connection, tables: Iterable[str], parts: Parts) -> None:
    """What is a draft until a second person accepts it, and the rows that belong to it."""
    write = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    for table in tables:
        for act in ("UPDATE", "DELETE"):
            write(connection, table, act, _accepted(table, "OLD.id"), IS_REVIEWED)
    for table, (column, parent) in parts.items():
        write(connection, table, "INSERT", _accepted(parent, f"NEW.{column}"), IS_REVIEWED)
        was, becomes = (_accepted(parent, f"{row}.{column}") for row in ("OLD", "NEW"))
        write(connection, table, "UPDATE", f"{was} OR {becomes}", IS_REVIEWED)
        write(connection, table, "DELETE", was, IS_REVIEWED)
    _refuse_truncating(connection, (*tables, *parts))


def freeze(connection: sa.Connection, tables: Iterable[str]) -> None:
    """For tables that are new or were made again, which lost their triggers."""
    write = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    for table in tables:
        for act in ("UPDATE", "DELETE"):
            write(connection, table, act, "1 = 1", IS_FROZEN)
    _refuse_truncating(connection, tables)


def complete(connection: sa.Connection) -> None:
    write = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    freeze(connection, COMPLETE)
    for table, record in COMPLETE.items():
        recorded = (
            f"EXISTS (SELECT 1 FROM change WHERE of_kind = '{record}' "  # noqa: S608 (our own names)
            f"AND of_id = NEW.{record})"
        )
        write(connection, table, "INSERT", recorded, IS_FROZEN)


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
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {when} THEN RAISE EXCEPTION '{why}'; END IF; RETURN {passing}; END $$"
    )
    connection.exec_driver_sql(
        f'CREATE TRIGGER {name} BEFORE {act} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()'
    )


def _refuse_truncating(connection: sa.Connection, tables: Iterable[str]) -> None:
    """TRUNCATE asks no trigger on rows. SQLite has none."""
    for table in tables if connection.dialect.name == "postgresql" else ():
        name = f"{table}_truncate_refused"
        connection.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{IS_FROZEN}'; END $$"
        )
        connection.exec_driver_sql(
            f'CREATE TRIGGER {name} BEFORE TRUNCATE ON "{table}" EXECUTE FUNCTION {name}()'
        )
