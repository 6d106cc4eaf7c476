"""Who is told weekly by mail"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "weeklymail",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("went_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_weeklymail")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_weeklymail_person_person")
        ),
    )
