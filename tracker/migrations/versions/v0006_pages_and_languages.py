"""Pages of a source with their places, and the language it is in"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import PAGES, freeze

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # A column that is added, not a table made again: SQLite keeps its triggers.
    op.add_column("source", sa.Column("language", sa.String(length=35), nullable=True))
    op.create_table(
        "page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_page_counts_from_1")),
        sa.CheckConstraint('start >= 0 and "end" >= start', name=op.f("ck_page_lies_in_the_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
        sa.UniqueConstraint("source", "number", name=op.f("uq_page_source_number")),
        *(_points_at(column, table) for column, table in POINTS),
    )
    for column, _ in POINTS:
        op.create_index(op.f(f"ix_page_{column}"), "page", [column], unique=False)
    freeze(op.get_bind(), PAGES)


POINTS = (("recorded_by", "person"), ("source", "source"))


def _points_at(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_page_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)
