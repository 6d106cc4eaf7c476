"""What counts on a day is found without reading what came before it"""

from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_index("ix_assessment_latest", "assessment", ["call", "true_on", "id"])
    op.create_index("ix_assessment_put_right", "assessment", ["supersession", "base"])
    op.create_index("ix_review_when", "review", ["of_kind", "recorded_at"])
