"""The search index of PostgreSQL knows the source of a quote"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """The service makes the index again when it is opened."""
    if op.get_bind().dialect.name == "sqlite":
        return
    op.add_column("searchword", sa.Column("source", sa.Integer()))
    op.create_index("ix_searchword_source", "searchword", ["source"])
