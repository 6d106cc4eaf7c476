"""Private addresses of feeds"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "feedaddress",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "changes",
                "calendar",
                name="feed_kind",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_feedaddress")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_feedaddress_person_person")
        ),
        sa.UniqueConstraint("person", "kind", name=op.f("uq_feedaddress_person_kind")),
    )
    op.create_index(op.f("ix_feedaddress_person"), "feedaddress", ["person"], unique=False)
