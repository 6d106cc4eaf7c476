"""Who is told weekly by mail, and up to when each of them has been told: nobody is told twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Field, Session, SQLModel, col, delete, select, update

from recommendations.errors import Refused
from recommendations.models import Person
from recommendations.models.base import now
from tracker.accounts.models import Account

NO_MAILBOX = "There is no address of yours on record, so there is nowhere to send it."


class WeeklyMail(SQLModel, table=True):
    """There for who wants it. `since` is up to when they were told, or when they asked for it;
    `began_at` is when the last mail to them was begun, `went_at` when a server last took one."""

    person: int = Field(foreign_key="person.id", primary_key=True)
    since: datetime
    began_at: datetime | None = None
    went_at: datetime | None = None

    @property
    def in_doubt(self) -> bool:
        """One was begun, and nobody can say whether it went; or it is going just now."""
        return self.began_at is not None and (self.went_at is None or self.went_at < self.began_at)


@dataclass(frozen=True)
class Recipient:
    person: Person
    email: str
    since: datetime


def want(session: Session, person: int) -> None:
    """From now on. Wanting it twice changes nothing. Raises Refused for who has no mailbox."""
    if session.get(Account, person) is None:
        raise Refused(NO_MAILBOX)
    if of_person(session, person) is None:
        session.add(WeeklyMail(person=person, since=now()))
        session.flush()


def stop(session: Session, person: int) -> None:
    session.exec(delete(WeeklyMail).where(col(WeeklyMail.person) == person))


def of_person(session: Session, person: int) -> WeeklyMail | None:
    return session.get(WeeklyMail, person)


def recipients(session: Session, until: datetime) -> Sequence[Recipient]:
    """Who wants it and has not been told up to that time."""
    rows = session.exec(
        select(Person, Account.email, WeeklyMail.since)
        .join(WeeklyMail, col(WeeklyMail.person) == Person.id)
        .join(Account, col(Account.person) == Person.id)
        .where(Person.active, col(WeeklyMail.since) < until.astimezone(UTC))
        .order_by(col(Person.id))
    )
    return [Recipient(*row) for row in rows]


def claim(session: Session, told: Recipient, until: datetime) -> bool:
    """Whether it is ours to send. Of any number of processes one gets it."""
    done = session.exec(
        update(WeeklyMail)
        .where(col(WeeklyMail.person) == told.person.key, col(WeeklyMail.since) == told.since)
        .values(since=until.astimezone(UTC), began_at=now())
    )
    return done.rowcount == 1


def went(session: Session, person: int) -> None:
    _set(session, person, went_at=now())


def did_not_go(session: Session, told: Recipient) -> None:
    """It certainly did not: the same is told again."""
    _set(session, told.person.key, since=told.since, began_at=None)


def begin_anew(session: Session) -> None:
    """After a restore: what had been told since the backup is known to nobody."""
    session.exec(update(WeeklyMail).values(since=now(), began_at=None))


def _set(session: Session, person: int, **values: datetime | None) -> None:
    session.exec(update(WeeklyMail).where(col(WeeklyMail.person) == person).values(**values))
