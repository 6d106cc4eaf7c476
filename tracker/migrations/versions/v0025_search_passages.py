"""The index of passages: words of the texts of sources, quoted or not"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

ON_SQLITE = (
    "CREATE VIRTUAL TABLE searchpassage USING fts5(words, starts UNINDEXED, ends UNINDEXED, "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* Co Pc So'\")",
)
ON_POSTGRESQL = (
    "CREATE TABLE searchpassage (key BIGINT NOT NULL, starts INTEGER NOT NULL, "
    "ends INTEGER NOT NULL, words TSVECTOR NOT NULL, "
    "CONSTRAINT pk_searchpassage PRIMARY KEY (key))",
    "CREATE INDEX ix_searchpassage_words ON searchpassage USING gin (words)",
)


def upgrade() -> None:
    """Empty: the service makes it from the records when it is opened."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in ON_SQLITE if sqlite else ON_POSTGRESQL:
        op.execute(statement)
    op.create_table("passagestate", sa.Column("made_as", sa.Integer(), nullable=False))
