"""Transcriptions that correct a source which was typed and checked before"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

NAME = "fk_transcription_replaces_source"


def upgrade() -> None:
    # A column that is added, not a table made again: SQLite keeps its triggers.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"ALTER TABLE transcription ADD COLUMN replaces INTEGER CONSTRAINT {NAME} "
            "REFERENCES source (id)"
        )
        return
    points = sa.ForeignKey("source.id", name=op.f(NAME))
    op.add_column("transcription", sa.Column("replaces", sa.Integer(), points, nullable=True))
