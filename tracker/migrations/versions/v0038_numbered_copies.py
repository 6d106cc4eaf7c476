"""Which of the numbered copies of an edition went where"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.add_column("delivery", sa.Column("numbered", sa.Integer(), nullable=True))
