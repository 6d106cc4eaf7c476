"""Comments beside findings"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import COMMENTS, freeze

revision = "0030"
down_revision = "0029"

POINTS = (("recorded_by", "person"), ("assessment", "assessment"), ("takes_back", "comment"))


def upgrade() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assessment", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("takes_back", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(takes_back is null) = (words <> '')", name=op.f("ck_comment_says_or_takes_back")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("takes_back", name=op.f("uq_comment_takes_back")),
        *(_points_at(column, table) for column, table in POINTS),
    )
    for column in ("recorded_by", "assessment"):
        op.create_index(op.f(f"ix_comment_{column}"), "comment", [column], unique=False)
    freeze(op.get_bind(), COMMENTS)


def _points_at(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_comment_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)
