"""Everything the service is put together from."""

from dataclasses import dataclass, field
from datetime import date, datetime

from exports.printing import Press
from tracker.database import Database, migrate
from tracker.keeping import withdrawing
from tracker.keeping.door import Door
from tracker.settings import Settings


@dataclass(frozen=True)
class Service:
    settings: Settings
    database: Database
    press: Press = field(default_factory=Press)
    door: Door = field(default_factory=Door)

    def close(self) -> None:
        self.press.close()
        self.database.close()

    def today(self) -> date:
        return self.settings.today()

    def closing(self, day: date) -> datetime:
        return self.settings.closing(day)


def open_service(settings: Settings) -> Service:
    """Makes the home, brings the database to the newest schema, and withdraws again what
    the ledger says."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.database)
    try:
        migrate(database)
        with database.writing() as session:
            withdrawing.keep_in_step(session, settings.home)
    except BaseException:
        database.close()
        raise
    return Service(settings, database)
