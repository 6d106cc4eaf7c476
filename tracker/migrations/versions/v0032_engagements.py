"""The engagement log"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import ENGAGEMENTS, freeze

revision = "0032"
down_revision = "0031"

POINTS = (
    ("recorded_by", "person"),
    ("addressee", "addressee"),
    ("source", "source"),
    ("supersedes", "engagement"),
)
CHECKS = {
    "names_the_office": "office <> ''",
    "says_what_it_was_about": "asked <> '' or promised <> '' or follow_up <> ''",
    "day_of_a_follow_up": "follow_up_by is null or follow_up <> ''",
    "follow_up_that_was_done": "done_on is null or follow_up <> ''",
    "removed_with_its_reason": "not removed or why <> ''",
}
WAYS = ("meeting", "online meeting", "telephone", "letter", "e-mail")


def upgrade() -> None:
    words = ("office", "asked", "promised", "follow_up")
    op.create_table(
        "engagement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("addressee", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(*WAYS, name="engaged_by", native_enum=False, create_constraint=True, length=64),
            nullable=False,
        ),
        *(sa.Column(name, sa.String(), nullable=False) for name in words),
        sa.Column("follow_up_by", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Integer(), nullable=True),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        *(
            sa.CheckConstraint(what, name=op.f(f"ck_engagement_{name}"))
            for name, what in CHECKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_engagement_supersedes")),
        *(_points_at(column, table) for column, table in POINTS),
    )
    for column in ("recorded_by", "addressee"):
        op.create_index(op.f(f"ix_engagement_{column}"), "engagement", [column], unique=False)
    freeze(op.get_bind(), ENGAGEMENTS)


def _points_at(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_engagement_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)
