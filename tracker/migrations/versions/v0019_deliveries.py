"""Deliveries that say which file went, and of which delivery a letter is"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import DELIVERIES, freeze

revision = "0019"
down_revision = "0018"

CHANNEL = ("e-mail", "by hand", "link", "post")
POINTS = {
    "recorded_by": "person",
    "addressee": "addressee",
    "edition": "edition",
    "file": "editionfile",
    "sent_to": "office",
    "reminds_of": "delivery",
    "notice_of": "delivery",
}
CHECKS = {
    "of_edition_or_letter": "(edition is null) <> (letter = '')",
    "file_of_edition": "file is null or edition is not null",
    "letter_about": "letter = '' or (reminds_of is null) <> (notice_of is null)",
}


def upgrade() -> None:
    # Nothing could be recorded in it before: no page and no command wrote any.
    op.drop_table("delivery")
    channel = sa.Enum(
        *CHANNEL, name="channel", native_enum=False, create_constraint=True, length=64
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("addressee", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("file", sa.Integer(), nullable=True),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("channel", channel, nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("sent_to", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("reminds_of", sa.Integer(), nullable=True),
        sa.Column("notice_of", sa.Integer(), nullable=True),
        *(
            sa.CheckConstraint(told, name=op.f(f"ck_delivery_{name}"))
            for name, told in CHECKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_delivery_{column}_{table}")
            )
            for column, table in POINTS.items()
        ),
    )
    for column in ("recorded_by", "addressee", "edition", "reminds_of", "notice_of"):
        op.create_index(op.f(f"ix_delivery_{column}"), "delivery", [column], unique=False)
    freeze(op.get_bind(), DELIVERIES)
