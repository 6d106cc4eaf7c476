"""Versions of a profile that let more out, and wait for a second person"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import freeze

revision = "0018"
down_revision = "0017"

TABLE = "audienceprofile"


def upgrade() -> None:
    """Every version that is there came with the product, and counts."""
    connection = op.get_bind()
    before: sa.Column[bool] = sa.Column(
        "opens", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column(TABLE, before)
    with op.batch_alter_table(TABLE) as table:
        table.alter_column("opens", server_default=None)
    if connection.dialect.name == "sqlite":
        # The table was made again there, and lost its triggers.
        freeze(connection, (TABLE,))
