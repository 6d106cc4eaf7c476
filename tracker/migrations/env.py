"""Alembic's entry: runs on the connection that tracker.database opened."""

from alembic import context
from sqlmodel import SQLModel

import recommendations.models  # noqa: F401  (fills the metadata)
import tracker.accounts.models
import tracker.accounts.pack_links
import tracker.bringing
import tracker.sendings  # noqa: F401  (fills the metadata)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
context.run_migrations()
