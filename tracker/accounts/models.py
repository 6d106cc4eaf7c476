"""Accounts, sessions and links. Secrets are stored hashed only."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from recommendations.models.base import now, words
from recommendations.vocabulary import Role


class Account(SQLModel, table=True):
    """The address stays here, apart from the record, where only a code stands."""

    person: int = Field(foreign_key="person.id", primary_key=True)
    email: str = Field(unique=True, max_length=254)
    password_hash: str
    made_at: datetime = Field(default_factory=now)


class SignIn(SQLModel, table=True):
    """A session: its cookie holds a token, this table only the hash."""

    token_hash: str = Field(primary_key=True, max_length=64)
    person: int = Field(foreign_key="person.id", index=True)
    began_at: datetime = Field(default_factory=now)
    seen_at: datetime = Field(default_factory=now)


class Invitation(SQLModel, table=True):
    """A one-time link that makes an account."""

    token_hash: str = Field(primary_key=True, max_length=64)
    email: str = Field(default="", max_length=254)
    role: Role = Field(sa_type=words(Role))
    made_by: int | None = Field(default=None, foreign_key="person.id")
    made_at: datetime = Field(default_factory=now)
    expires_at: datetime
    used_at: datetime | None = None


class Sent(SQLModel, table=True):
    """A form that was saved, by the once-only number it carried: sending it again
    after a dropped connection finds what the first sending saved."""

    once: str = Field(primary_key=True, max_length=64)
    person: int = Field(foreign_key="person.id")
    led_to: str = Field(max_length=400)
    at: datetime = Field(default_factory=now)


class SecondFactor(SQLModel, table=True):
    """A phone that shows codes. It counts once a code of it was entered. The seed has to
    be readable to check a code: whoever reads the database still lacks the password."""

    person: int = Field(foreign_key="person.id", primary_key=True)
    seed: str = Field(max_length=64)
    confirmed_at: datetime | None = None
    last_step: int | None = None
    """The half minute whose code was used last: no code works twice."""


class RecoveryCode(SQLModel, table=True):
    """In place of a code when the phone is gone; works once."""

    code_hash: str = Field(primary_key=True, max_length=64)
    person: int = Field(foreign_key="person.id", index=True)
    used_at: datetime | None = None


class WaitingSignIn(SQLModel, table=True):
    """The password was right and the code is still to come. It opens nothing."""

    token_hash: str = Field(primary_key=True, max_length=64)
    person: int = Field(foreign_key="person.id")
    began_at: datetime = Field(default_factory=now)


class CodeGiven(SQLModel, table=True):
    """When a session last gave a code: for what opens, a code has to be fresh."""

    token_hash: str = Field(primary_key=True, max_length=64)
    at: datetime = Field(default_factory=now)


class KnownDevice(SQLModel, table=True):
    """A browser that its owner said is theirs: no code is asked for there."""

    token_hash: str = Field(primary_key=True, max_length=64)
    person: int = Field(foreign_key="person.id", index=True)
    made_at: datetime = Field(default_factory=now)


class FailedTry(SQLModel, table=True):
    """A wrong password or code. `whose` is a hash: no address is kept."""

    id: int | None = Field(default=None, primary_key=True)
    whose: str = Field(index=True, max_length=64)
    at: datetime = Field(default_factory=now)


class WayBack(SQLModel, table=True):
    """A one-time link to a new password, made on the machine itself."""

    token_hash: str = Field(primary_key=True, max_length=64)
    person: int = Field(foreign_key="person.id", index=True)
    expires_at: datetime
    used_at: datetime | None = None
