"""Erasing: that words are to be destroyed"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import ERASING, freeze

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.CheckConstraint("start >= 0", name=op.f("ck_erasure_starts_in_the_text")),
        sa.CheckConstraint('"end" > start', name=op.f("ck_erasure_has_words")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        *(_points_at(column, table) for column, table in POINTS),
    )
    for column, _ in POINTS:
        op.create_index(op.f(f"ix_erasure_{column}"), "erasure", [column], unique=False)
    freeze(op.get_bind(), ERASING)


POINTS = (("recorded_by", "person"), ("source", "source"), ("quote", "quote"))


def _points_at(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_erasure_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)
