"""What stands again in a source is found by its place, as quotes are"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

IS_LONG = sa.text('"end" - start > 1000')


def upgrade() -> None:
    for table in ("samewords", "ownwords"):
        op.drop_index(f"ix_{table}_source", table)
        op.create_index(f"ix_{table}_place", table, ["source", "start"], unique=False)
        op.create_index(
            f"ix_{table}_long",
            table,
            ["source", "start"],
            unique=False,
            sqlite_where=IS_LONG,
            postgresql_where=IS_LONG,
        )
