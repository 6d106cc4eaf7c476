"""The search index; what shares words with a quote is found in fewer steps"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

IS_LONG = sa.text('"end" - start > 1000')
ON_SQLITE = (
    'CREATE VIRTUAL TABLE searchword USING fts5(words, tokenize="unicode61 remove_diacritics 0 '
    "categories 'L* N* M* Co Pc So'\")",
)
ON_POSTGRESQL = (
    "CREATE TABLE searchword (key BIGINT NOT NULL, words TSVECTOR NOT NULL, "
    "CONSTRAINT pk_searchword PRIMARY KEY (key))",
    "CREATE INDEX ix_searchword_words ON searchword USING gin (words)",
)


def upgrade() -> None:
    """Empty: the service makes it from the records when it is opened."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in ON_SQLITE if sqlite else ON_POSTGRESQL:
        op.execute(statement)
    op.execute("CREATE TABLE searchstate (made_as INTEGER NOT NULL)")
    op.drop_index("ix_quote_long", "quote")
    op.create_index(
        "ix_quote_long",
        "quote",
        ["source", "start"],
        unique=False,
        sqlite_where=IS_LONG,
        postgresql_where=IS_LONG,
    )
