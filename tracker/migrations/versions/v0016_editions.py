"""Proposals, editions with their files, offices; asks that are never changed in place"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import EDITIONS, freeze

revision = "0016"
down_revision = "0015"

LENGTH = ("leave-behind", "full pack")
CHANNEL = ("e-mail", "by hand", "link", "post")


def upgrade() -> None:
    # Nothing could be recorded in these before: no page and no command wrote any.
    for table in ("delivery", "editionquote", "edition", "ask"):
        op.drop_table(table)
    _asks()
    _editions()
    _deliveries()
    _table("checkedtext", _text("language", 35), _text("text_hash", 64), index=("text_hash",))
    freeze(op.get_bind(), EDITIONS)


def _asks() -> None:
    _table(
        "ask",
        *map(_number, ("pack", "recommendation", "addressee")),
        *map(_text, ("institution", "instrument")),
        sa.Column("by", sa.Date(), nullable=True),
        _number("quote", True),
        *map(_text, ("risk", "safeguard")),
        sa.Column("removed", sa.Boolean(), nullable=False),
        _number("supersedes", True),
        sa.UniqueConstraint("supersedes", name=op.f("uq_ask_supersedes")),
        index=("pack",),
        points={
            "pack": "briefingpack",
            "recommendation": "recommendation",
            "addressee": "addressee",
            "quote": "quote",
            "supersedes": "ask",
        },
    )


def _editions() -> None:
    _table(
        "proposal",
        _number("pack"),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        _text("hash", 64),
        _number("supersedes", True),
        index=("pack",),
        points={"pack": "briefingpack"},
    )
    _table(
        "edition",
        *map(_number, ("pack", "proposal", "number")),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        _text("hash", 64),
        _text("history_head", 64),
        _number("supersedes", True),
        sa.UniqueConstraint("pack", "number", name=op.f("uq_edition_pack_number")),
        sa.UniqueConstraint("proposal", name=op.f("uq_edition_proposal")),
        index=("pack",),
        points={"pack": "briefingpack", "proposal": "proposal", "supersedes": "edition"},
    )
    _table(
        "editionquote",
        *map(_number, ("edition", "quote")),
        index=("edition", "quote"),
        points={"edition": "edition", "quote": "quote"},
    )
    _table(
        "editionfile",
        _number("edition"),
        _words("length", *LENGTH),
        _text("language", 35),
        _text("sha256", 64),
        _number("size"),
        _text("signature", 128),
        _text("signed_with", 64),
        sa.UniqueConstraint(
            "edition", "length", "language", name=op.f("uq_editionfile_edition_length_language")
        ),
        index=("edition", "sha256"),
        points={"edition": "edition"},
    )
    _table(
        "editionwithdrawal",
        _number("edition"),
        _text("why"),
        index=("edition",),
        points={"edition": "edition"},
    )


def _deliveries() -> None:
    _table(
        "office",
        _number("addressee"),
        _text("name"),
        _text("email", 254),
        _text("contact"),
        _text("language", 35),
        sa.Column("removed", sa.Boolean(), nullable=False),
        _number("supersedes", True),
        sa.UniqueConstraint("supersedes", name=op.f("uq_office_supersedes")),
        index=("addressee",),
        points={"addressee": "addressee", "supersedes": "office"},
    )
    _table(
        "delivery",
        _number("addressee"),
        _number("edition", True),
        _text("letter"),
        sa.Column("on", sa.Date(), nullable=False),
        _words("channel", *CHANNEL),
        _text("office"),
        _number("sent_to", True),
        _text("note"),
        _number("reminds_of", True),
        sa.CheckConstraint(
            "(edition is null) <> (letter = '')", name=op.f("ck_delivery_of_edition_or_letter")
        ),
        index=("addressee", "edition"),
        points={
            "addressee": "addressee",
            "edition": "edition",
            "sent_to": "office",
            "reminds_of": "delivery",
        },
    )


def _table(
    name: str,
    *columns: sa.schema.SchemaItem,
    index: tuple[str, ...] = (),
    points: dict[str, str] | None = None,
) -> None:
    """With what every record has; `points` are its foreign keys, by column."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}_{table}")
            )
            for column, table in {"recorded_by": "person", **(points or {})}.items()
        ),
    )
    for column in ("recorded_by", *index):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def _number(name: str, may_be_missing: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=may_be_missing)


def _text(name: str, longest: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(longest), nullable=False)


def _words(name: str, *words: str) -> sa.Column[str]:
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=64)
    return sa.Column(name, kind, nullable=False)
