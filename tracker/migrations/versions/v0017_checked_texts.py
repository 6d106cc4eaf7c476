"""Fixed texts that somebody found right, or put right"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import TEXTS, freeze

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    # Nothing could be recorded in it before: no page and no command wrote any.
    op.drop_table("checkedtext")
    _table(
        "checkedtext",
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
    )
    op.create_index(op.f("ix_checkedtext_text_hash"), "checkedtext", ["text_hash"], unique=False)
    _table(
        "textcorrection",
        sa.Column("original", sa.String(), nullable=False),
        sa.Column("translation", sa.String(), nullable=False),
    )
    freeze(op.get_bind(), TEXTS)


def _table(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f(f"fk_{name}_recorded_by_person")
        ),
    )
    op.create_index(op.f(f"ix_{name}_recorded_by"), name, ["recorded_by"], unique=False)
