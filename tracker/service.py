"""Everything the service is put together from."""

import os
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from exports.printing import Press
from tracker.database import Database, migrate
from tracker.keeping import erasing, sweeping
from tracker.settings import Settings


@dataclass(frozen=True)
class Service:
    settings: Settings
    database: Database
    press: Press = field(default_factory=Press)

    def close(self) -> None:
        self.press.close()
        self.database.close()

    def today(self) -> date:
        return self.settings.today()

    def closing(self, day: date) -> datetime:
        return self.settings.closing(day)


def open_service(settings: Settings) -> Service:
    """Makes the home, brings the database to the newest schema, and withdraws and
    erases again what the ledger says."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.database)
    try:
        migrate(database)
        with database.writing() as session:
            erasing.keep_in_step(session, settings.home)
        sweeping.pay(database, settings.home)
    except BaseException:
        database.close()
        raise
    return Service(settings, database)


def secret(home: Path) -> str:
    """Signs forms; made once and readable by nobody else."""
    file = home / "secret"
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_hex(32))
    return file.read_text()
