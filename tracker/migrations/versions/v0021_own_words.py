"""Where words that stay inside stand again in other sources, and the index by which they are
recognised"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import COPIES, freeze

revision = "0021"
down_revision = "0020"

POINTS = (("recorded_by", "person"), ("said_in", "source"), ("source", "source"))


def upgrade() -> None:
    """Both empty: the service fills them from the records when it is opened."""
    op.create_table(
        "ownwords",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_in", sa.Integer(), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("testimony", sa.Boolean(), nullable=False),
        sa.CheckConstraint("start >= 0", name=op.f("ck_ownwords_starts_in_the_text")),
        sa.CheckConstraint('"end" > start', name=op.f("ck_ownwords_has_words")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownwords")),
        *(_points_at(column, table) for column, table in POINTS),
    )
    for column, _ in POINTS:
        op.create_index(op.f(f"ix_ownwords_{column}"), "ownwords", [column], unique=False)
    freeze(op.get_bind(), COPIES)
    op.create_table(
        "wordrun",
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("mark", "source", "quote", name=op.f("pk_wordrun")),
        sqlite_with_rowid=False,
    )
    op.create_table("wordrunstate", sa.Column("made_as", sa.Integer(), nullable=False))


def _points_at(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_ownwords_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)
