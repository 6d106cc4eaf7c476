"""Erasing that waits for a second person is a kind of work"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import freeze

revision = "0037"
down_revision = "0036"

KINDS = (
    "reply window", "act that expires", "consent to renew", "pack to refresh", "follow-up",
    "evidence withdrawn", "erasure to confirm", "sent back", "review waiting", "may have stalled",
    "finding to look at again", "search to repeat", "discrepancy", "measure without evidence",
    "quote without stance",
)  # fmt: skip
TABLES = ("assignment", "snooze")


def upgrade() -> None:
    connection = op.get_bind()
    on_sqlite = connection.dialect.name == "sqlite"
    for name in TABLES:
        check = op.f(f"ck_{name}_work_kind")
        with op.batch_alter_table(name) as table:
            if not on_sqlite:
                table.drop_constraint(check, type_="check")
            table.create_check_constraint(check, sa.column("kind").in_(KINDS))
    if on_sqlite:
        # The tables were made again there, and lost their triggers.
        freeze(connection, TABLES)
