"""Where words of a quote stand again in another version of its source"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import VERSIONS, freeze

revision = "0012"
down_revision = "0011"

POINTS = (("recorded_by", "person"), ("quote", "quote"), ("source", "source"))


def upgrade() -> None:
    """No page and no command could add a version before this."""
    op.create_table(
        "samewords",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.CheckConstraint("start >= 0", name=op.f("ck_samewords_starts_in_the_text")),
        sa.CheckConstraint('"end" > start', name=op.f("ck_samewords_has_words")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samewords")),
        *(_points_at(column, table) for column, table in POINTS),
    )
    for column, _ in POINTS:
        op.create_index(op.f(f"ix_samewords_{column}"), "samewords", [column], unique=False)
    freeze(op.get_bind(), VERSIONS)


def _points_at(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_samewords_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)
