"""Meetings of the board, what it decided, and what it is asked to close"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import MEETINGS, freeze

revision = "0031"
down_revision = "0030"

DECIDED = ("noted", "approved", "not approved", "asked for")


def upgrade() -> None:
    # Nothing could be recorded in it before: no page and no command wrote any.
    op.drop_table("closure")
    _make(
        "boardmeeting",
        sa.Column("on", sa.Date(), nullable=False),
        _words("agenda"),
        _words("minutes"),
        checks={"has_an_agenda": "agenda <> ''"},
        points={},
    )
    what = sa.Enum(*DECIDED, name="decided", native_enum=False, create_constraint=True, length=64)
    _make(
        "decision",
        sa.Column("meeting", sa.Integer(), nullable=False),
        _words("minute"),
        sa.Column("what", what, nullable=False),
        _words("words"),
        sa.Column("call", sa.Integer(), nullable=True),
        checks={"has_a_minute": "minute <> ''", "has_words": "words <> ''"},
        points={"meeting": "boardmeeting", "call": "call"},
    )
    _make(
        "closureproposal",
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Boolean(), nullable=False),
        _words("reason"),
        checks={"has_a_reason": "reason <> ''"},
        points={"call": "call"},
    )
    _make(
        "closure",
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Boolean(), nullable=False),
        _words("reason"),
        _words("minute"),
        checks={"has_a_minute": "minute <> ''", "has_a_reason": "reason <> ''"},
        points={"call": "call", "meeting": "boardmeeting"},
    )
    freeze(op.get_bind(), MEETINGS)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _make(
    table: str,
    *columns: sa.schema.SchemaItem,
    checks: Mapping[str, str],
    points: Mapping[str, str],
) -> None:
    points_at = {"recorded_by": "person", **points, "supersedes": table}
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        *columns,
        *(
            sa.CheckConstraint(told, name=op.f(f"ck_{table}_{name}"))
            for name, told in checks.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
            for column, to in points_at.items()
        ),
        sa.UniqueConstraint("supersedes", name=op.f(f"uq_{table}_supersedes")),
    )
    for column in ("recorded_by", *points):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
