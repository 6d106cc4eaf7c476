"""What somebody brought and has not stored yet"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "brought",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("encoding", sa.String(length=40), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("read", sa.String(), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brought")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_brought_person_person")),
        sa.ForeignKeyConstraint(
            ["replaces"], ["source.id"], name=op.f("fk_brought_replaces_source")
        ),
    )
    op.create_index(op.f("ix_brought_person"), "brought", ["person"], unique=False)
