"""Sheets of meetings that went to members of the board by mail, none of them twice"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import SHEETS, freeze

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "sheetcopy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheetcopy")),
        sa.UniqueConstraint("edition", "person", name=op.f("uq_sheetcopy_edition_person")),
        _points("sheetcopy", "recorded_by", "person"),
        _points("sheetcopy", "edition", "edition"),
        _points("sheetcopy", "person", "person"),
    )
    for column in ("recorded_by", "edition", "person"):
        op.create_index(op.f(f"ix_sheetcopy_{column}"), "sheetcopy", [column], unique=False)
    freeze(op.get_bind(), SHEETS)
    op.create_table(
        "sheetsending",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("edition", "person", name=op.f("pk_sheetsending")),
        _points("sheetsending", "edition", "edition"),
        _points("sheetsending", "person", "person"),
    )


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)
