"""Settings, all from the environment as TRACKER_NAME."""

import re
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
REPORT = (
    Path(__file__).resolve().parents[1]
    / "recommendations/library/out-with-the-old-and-in-with-the-new-2024-10.md"
)


class Settings(BaseSettings):
    """`home` holds everything the service writes. `database_url` is a SQLite file in
    it unless it names a PostgreSQL database. A day ends at midnight in `time_zone`. Under
    `address`, e.g. https://tracker.example.org, people outside reach the service."""

    model_config = SettingsConfigDict(env_prefix="TRACKER_", frozen=True)

    home: Path = Path("var")
    database_url: str = ""
    time_zone: str = "UTC"
    organisation: str = "People's Goal"
    contact: str = ""
    address: str = ""
    sample: bool = False
    embed_data: bool = False
    pdf_certificate: str = ""
    pdf_key: str = ""
    secure_cookies: bool = False
    backup_keys: str = ""
    hosts: str = ""
    mail_host: str = ""
    mail_port: int = 587
    mail_tls: Literal["starttls", "tls", "none"] = "starttls"
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_from: str = ""

    @field_validator("time_zone")
    @classmethod
    def _exists(cls, name: str) -> str:
        ZoneInfo(name)
        return name

    @model_validator(mode="after")
    def _certificate_with_its_key(self) -> Self:
        if bool(self.pdf_certificate) != bool(self.pdf_key):
            raise ValueError("a certificate that files are signed with needs its key, and a key it")
        return self

    @field_validator("mail_from")
    @classmethod
    def _one_mailbox(cls, address: str) -> str:
        if address and not EMAIL.fullmatch(address):
            raise ValueError("not one e-mail address, as office@example.org")
        return address

    @field_validator("address")
    @classmethod
    def _without_slash(cls, address: str) -> str:
        return address.rstrip("/")

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def today(self) -> date:
        return datetime.now(self.zone).date()

    def closing(self, day: date) -> datetime:
        """The end of a day in the organisation's time zone."""
        return datetime.combine(day, time.max, self.zone)

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.home / 'tracker.db').resolve()}"

    @property
    def names(self) -> frozenset[str]:
        """Under which people reach the tracker."""
        return frozenset(name.strip().casefold() for name in self.hosts.split(",") if name.strip())

    @property
    def is_sample(self) -> bool:
        """A home made by `tracker demo` says so of itself, however it is served."""
        return self.sample or (self.home / "SAMPLE").exists()
