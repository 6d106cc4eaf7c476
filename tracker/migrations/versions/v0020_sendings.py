"""Mails on their way, so that none goes twice"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "sending",
        sa.Column("once", sa.String(length=64), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("office", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("led_to", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("once", name=op.f("pk_sending")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{column}.id"], name=op.f(f"fk_sending_{column}_{column}")
            )
            for column in ("person", "edition", "office")
        ),
    )
    op.create_index(op.f("ix_sending_edition"), "sending", ["edition"], unique=False)
