"""Versions of sources are found without reading through their texts"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

IS_LATER = sa.text("replaces IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_source_replaces",
        "source",
        ["replaces"],
        unique=False,
        sqlite_where=IS_LATER,
        postgresql_where=IS_LATER,
    )
