"""Who does what and until when it is put off; days on which addressees decide"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import WORK, freeze

revision = "0033"
down_revision = "0032"

WORK_KIND = (
    "reply window", "act that expires", "consent to renew", "pack to refresh", "follow-up",
    "evidence withdrawn", "sent back", "review waiting", "may have stalled",
    "finding to look at again", "search to repeat", "discrepancy", "measure without evidence",
    "quote without stance",
)  # fmt: skip
PRECISION = ("day", "month", "year")


def upgrade() -> None:
    _table(
        "assignment",
        _item(),
        _word("kind", "work_kind", WORK_KIND),
        sa.Column("person", sa.Integer(), nullable=True),
        checks={"names_an_item": "item <> ''"},
        points={"person": "person"},
        indexes=("item", "person"),
    )
    _table(
        "snooze",
        _item(),
        _word("kind", "work_kind", WORK_KIND),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("facts", sa.String(length=64), nullable=False),
        checks={"names_an_item": "item <> ''", "says_why": "why <> ''"},
        points={},
        indexes=("item",),
    )
    _table(
        "decisionpoint",
        sa.Column("addressee", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=160), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        _word("precision", "precision", PRECISION),
        sa.Column("quote", sa.Integer(), nullable=True),
        sa.Column("source", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.UniqueConstraint("supersedes", name=op.f("uq_decisionpoint_supersedes")),
        checks={
            "says_what": "what <> ''",
            "in_order": 'until is null or until >= "on"',
            "has_one_source": "(quote is null) <> (source is null)",
        },
        points={
            "addressee": "addressee",
            "quote": "quote",
            "source": "source",
            "supersedes": "decisionpoint",
        },
        indexes=("addressee", "quote", "source"),
    )
    freeze(op.get_bind(), WORK)


def _item() -> sa.Column[str]:
    return sa.Column("item", sa.String(length=80), nullable=False)


def _word(column: str, name: str, words: tuple[str, ...]) -> sa.Column[str]:
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=64)
    return sa.Column(column, kind, nullable=False)


def _table(
    name: str,
    *columns: sa.Column[Any] | sa.UniqueConstraint,
    checks: dict[str, str],
    points: dict[str, str],
    indexes: tuple[str, ...],
) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *columns,
        *(
            sa.CheckConstraint(told, name=op.f(f"ck_{name}_{check}"))
            for check, told in checks.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}_{table}")
            )
            for column, table in {"recorded_by": "person", **points}.items()
        ),
    )
    for column in ("recorded_by", *indexes):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)
