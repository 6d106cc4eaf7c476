"""Conversations with our note of them, and under which word an office spoke"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import freeze

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    # Nothing could be recorded in it before: no page and no command wrote one.
    op.drop_table("conversation")
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("addressee", sa.Integer(), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("spoken", _words("spoken", *SPOKEN), nullable=False),
        sa.CheckConstraint("office <> ''", name=op.f("ck_conversation_names_the_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        *(_points_at(column, table) for column, table in POINTS),
    )
    for column, _ in POINTS:
        op.create_index(op.f(f"ix_conversation_{column}"), "conversation", [column], unique=False)
    freeze(op.get_bind(), ("conversation",))


SPOKEN = ("quotable", "not for attribution", "internal")
POINTS = (("recorded_by", "person"), ("addressee", "addressee"), ("source", "source"))


def _points_at(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_conversation_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=64)
