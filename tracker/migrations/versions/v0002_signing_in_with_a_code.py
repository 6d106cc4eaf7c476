"""Codes from a phone, known devices, failed tries and ways back"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "secondfactor",
        _person(),
        sa.Column("seed", sa.String(length=64), nullable=False),
        _moment("confirmed_at", nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        _key("secondfactor", "person"),
        _to_person("secondfactor"),
    )
    op.create_table(
        "recoverycode",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        _person(),
        _moment("used_at", nullable=True),
        _key("recoverycode", "code_hash"),
        _to_person("recoverycode"),
    )
    op.create_table(
        "waitingsignin",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        _person(),
        _moment("began_at"),
        _key("waitingsignin", "token_hash"),
        _to_person("waitingsignin"),
    )
    op.create_table(
        "codegiven",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        _moment("at"),
        _key("codegiven", "token_hash"),
    )
    op.create_table(
        "knowndevice",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        _person(),
        _moment("made_at"),
        _key("knowndevice", "token_hash"),
        _to_person("knowndevice"),
    )
    op.create_table(
        "failedtry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("whose", sa.String(length=64), nullable=False),
        _moment("at"),
        _key("failedtry", "id"),
    )
    op.create_table(
        "wayback",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        _person(),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
        _key("wayback", "token_hash"),
        _to_person("wayback"),
    )
    for table in ("recoverycode", "knowndevice", "wayback"):
        op.create_index(op.f(f"ix_{table}_person"), table, ["person"], unique=False)
    op.create_index(op.f("ix_failedtry_whose"), "failedtry", ["whose"], unique=False)


def _person() -> sa.Column[int]:
    return sa.Column("person", sa.Integer(), nullable=False)


def _moment(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(table: str, column: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def _to_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person"], ["person.id"], name=op.f(f"fk_{table}_person_person")
    )
