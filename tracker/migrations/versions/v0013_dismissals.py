"""That a quote was suggested for a recommendation and does not bear on it"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import DISMISSALS, freeze

revision = "0013"
down_revision = "0012"

POINTS = (("recorded_by", "person"), ("quote", "quote"), ("recommendation", "recommendation"))


def upgrade() -> None:
    op.create_table(
        "dismissal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.Column("recommendation", sa.Integer(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissal")),
        *(_points_at(column, table) for column, table in POINTS),
    )
    for column, _ in POINTS:
        op.create_index(op.f(f"ix_dismissal_{column}"), "dismissal", [column], unique=False)
    freeze(op.get_bind(), DISMISSALS)


def _points_at(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_dismissal_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)
