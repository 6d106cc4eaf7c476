"""Everything the service is put together from."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Thread

from exports.certified import UNREADABLE, Certificate
from exports.printing import Press
from exports.proof import Seal
from exports.publishing import Issuer, Moment
from recommendations.errors import Refused
from recommendations.ranking import Index
from recommendations.records import chain, indexing, passages, versions
from recommendations.register.word_index import WordIndex
from recommendations.register.work import Worklists
from recommendations.register.work_items import WorkItem
from tracker.clock import Clock
from tracker.database import Database, Session, migrate
from tracker.keeping import erasing, present, restricting, signing, sweeping
from tracker.keeping.door import Door
from tracker.rounds import Rounds
from tracker.settings import Settings

PATIENCE = 0.5
"""Seconds that a page waits for the words of the quotes."""


REMEMBERING = {"recycle_mib": 400, "kept_sheets": 300}
"""The pages of about twenty packs, a third of a MiB each: what did not change since the last
draft is not laid out again."""


@dataclass(frozen=True)
class Service:
    settings: Settings
    database: Database
    press: Press = field(default_factory=lambda: Press(**REMEMBERING))
    door: Door = field(default_factory=Door)
    clock: Clock = field(default_factory=Clock)
    words: WordIndex = field(default_factory=WordIndex)
    worklists: Worklists = field(default_factory=Worklists)
    rounds: Rounds = field(default_factory=Rounds)
    """Of proposing."""
    drafting: Rounds = field(default_factory=Rounds)

    def close(self) -> None:
        self.rounds.close()
        self.drafting.close()
        self.press.close()
        self.database.close()

    def word_index(self, session: Session) -> Index | None:
        """For a page, which does not wait long: None while many quotes are still to be read,
        for which a thread is begun."""
        if self.words.takes_long(session):
            reading = Thread(target=self._read_words, daemon=True)
            reading.start()
            reading.join(PATIENCE)
        return self.words.soon(session, PATIENCE)

    def _read_words(self) -> None:
        with self.database.reading() as session:
            self.words.current(session)

    def work(self, session: Session, day: date) -> tuple[WorkItem, ...]:
        """What is to be done, as the record stands in this session."""
        return self.worklists.of(session, day)

    def odd_clock(self, session: Session) -> str:
        """Why the clock cannot be believed, or nothing."""
        return self.clock.odd(chain.lately(session))

    def refuse_odd_clock(self) -> None:
        """Before anything leaves."""
        with self.database.reading() as session:
            odd = self.odd_clock(session)
        if odd:
            raise Refused(odd)

    def moment(self, day: date) -> Moment:
        """As of a day, through today's gate. Nothing leaves while the clock cannot be
        believed: raises Refused."""
        self.refuse_odd_clock()
        return Moment(day, self.closing(day), self.today())

    def issuer(self) -> Issuer:
        settings = self.settings
        return Issuer(settings.organisation, settings.contact, settings.is_sample)

    def seal(self) -> Seal:
        """The organisation's signing key. Raises Refused where it cannot be read."""
        return signing.seal(self.settings.home)

    def certificate(self) -> Certificate | None:
        """What issued files are signed with inside, where the settings name one. Raises Refused
        where it cannot be read."""
        if not self.settings.pdf_certificate:
            return None
        files = (Path(self.settings.pdf_certificate), Path(self.settings.pdf_key))
        try:
            return Certificate(*(file.read_bytes() for file in files))
        except OSError as error:
            raise Refused(UNREADABLE) from error

    def today(self) -> date:
        return self.settings.today()

    def closing(self, day: date) -> datetime:
        return self.settings.closing(day)


def open_service(settings: Settings) -> Service:
    """Makes the home, brings the database to the newest schema, and withdraws, restricts
    and erases again what the ledgers say."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    present.refuse_lost(settings.database, settings.home)
    database = Database(settings.database)
    try:
        migrate(database)
        with database.writing() as session:
            indexing.catch_up(session)
            passages.catch_up(session)
            versions.tie_all(session)
            erasing.keep_in_step(session, settings.home)
            restricting.keep_in_step(session, settings.home, settings.today())
        database.watches.append(restricting.watching(settings.home))
        sweeping.pay(database, settings.home)
    except BaseException:
        database.close()
        raise
    return Service(settings, database)
