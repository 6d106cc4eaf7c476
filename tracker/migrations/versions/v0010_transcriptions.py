"""Sources that came in as pictures, and what was typed from them"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import SCANNED, TRANSCRIPTIONS, until_reviewed

revision = "0010"
down_revision = "0009"

KINDS = (
    "report", "official act", "official statement", "independent report", "news", "letter",
    "panel", "meeting note",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "transcription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", _words("source_kind", *KINDS), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("precision", _words("precision", "day", "month", "year"), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("converted", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Integer(), nullable=True),
        sa.CheckConstraint("title <> ''", name=op.f("ck_transcription_has_a_title")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcription")),
        _to("transcription", "recorded_by", "person"),
        _to("transcription", "source", "source"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "scannedpage",
        sa.Column("transcription", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("media", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("transcription", "place", name=op.f("pk_scannedpage")),
        _to("scannedpage", "transcription", "transcription"),
    )
    for table, column in (
        ("transcription", "recorded_by"), ("transcription", "source"), ("scannedpage", "sha256"),
    ):  # fmt: skip
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    until_reviewed(op.get_bind(), TRANSCRIPTIONS, SCANNED)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=64)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )
