"""What is learnt about a quote later than its words"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import DETAILS, freeze

revision = "0007"
down_revision = "0006"

POINTS = (("recorded_by", "person"), ("quote", "quote"), ("original", "quote"))
PRECISION = ("day", "month", "year")


def upgrade() -> None:
    op.create_table(
        "quotedetail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("official", sa.String(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=True),
        sa.Column("precision", _words("precision", *PRECISION), nullable=False),
        sa.Column("original", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "original is null or original <> quote",
            name=op.f("ck_quotedetail_translates_another"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotedetail")),
        *(_points_at(column, table) for column, table in POINTS),
    )
    for column, _ in POINTS:
        op.create_index(op.f(f"ix_quotedetail_{column}"), "quotedetail", [column], unique=False)
    freeze(op.get_bind(), DETAILS)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=64)


def _points_at(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_quotedetail_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)
