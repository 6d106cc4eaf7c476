"""Places of quotes: those that share words are found without reading all of a source's"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

IS_LONG = sa.text('"end" - start > 10000')
IS_SEALED = sa.text("tier = 'S3'")


def upgrade() -> None:
    op.drop_index("ix_quote_source", "quote")
    op.create_index("ix_quote_place", "quote", ["source", "start"], unique=False)
    _create_partial("ix_quote_long", "quote", ["source", "start"], IS_LONG)
    _create_partial("ix_tierchange_sealed", "tierchange", ["quote"], IS_SEALED)


def _create_partial(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, unique=False, sqlite_where=where, postgresql_where=where)
