"""What every record has, and how words of the vocabulary are stored."""

from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def now() -> datetime:
    return datetime.now(UTC)


def words(vocabulary: type[StrEnum]) -> sa.Enum:
    """A column that holds the word itself and takes no other, by CHECK: native
    PostgreSQL enums drift unseen."""
    name = "".join("_" + c.lower() if c.isupper() else c for c in vocabulary.__name__)
    return sa.Enum(
        vocabulary,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=64,
        name=name.lstrip("_"),
        values_callable=lambda members: [member.value for member in members],
    )


IDS_USED_ONCE = {"sqlite_autoincrement": True}
"""For what may be removed while it is a draft: SQLite would otherwise give its number,
and with it its reviews, to the next record."""


class Recorded(SQLModel):
    """`recorded_by` is empty for set-up, which is nobody: whoever accepts one of its
    proposals becomes the author."""

    id: int | None = Field(default=None, primary_key=True)
    recorded_by: int | None = Field(default=None, foreign_key="person.id", index=True)
    recorded_at: datetime = Field(default_factory=now)

    @property
    def key(self) -> int:
        """The id of a record that has been stored."""
        if self.id is None:
            raise ValueError(f"{type(self).__name__} has not been stored yet")
        return self.id
