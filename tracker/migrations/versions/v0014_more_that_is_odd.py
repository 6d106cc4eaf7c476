"""Two more kinds of what is odd in a source"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import freeze

revision = "0014"
down_revision = "0013"

KINDS = (
    "note nobody refers to",
    "reference without a note",
    "one panel, two dates",
    "titles a letter apart",
    "empty title",
    "impossible date",
    "quotation never closed",
    "nearly the same web address",
    "web address that looks dead",
    "date and address disagree",
    "one thing told in two ways",
)
CHECK = "ck_discrepancy_discrepancy_kind"


def upgrade() -> None:
    connection = op.get_bind()
    on_sqlite = connection.dialect.name == "sqlite"
    with op.batch_alter_table("discrepancy") as table:
        if not on_sqlite:
            table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), sa.column("kind").in_(KINDS))
    if on_sqlite:
        # The table was made again there, and lost its triggers.
        freeze(connection, ("discrepancy",))
