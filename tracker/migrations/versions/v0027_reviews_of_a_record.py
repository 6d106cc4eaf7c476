"""Reviews that say anything but yes are found by their record as well"""

from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_index("ix_review_of", "review", ["of_kind", "of_id"], unique=False)
