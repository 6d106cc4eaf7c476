"""The weekly mail, sent on the organisation's Monday morning to who asked for it, if something
changed: by the running service, and by a command for cron. However many processes look, each
mail goes once, and one of which nobody knows whether it went is not sent again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from threading import Event as Flag
from threading import Thread

from exports.bulletin import MOST, read_news
from exports.digest import Digest, digest_text
from exports.rendering import digest_html
from recommendations.errors import Refused
from recommendations.models.base import now
from recommendations.register.desk import read_desk
from recommendations.vocabulary import Role
from tracker import mail
from tracker.accounts import weekly
from tracker.accounts.sessions import visitor_of
from tracker.accounts.weekly import Recipient
from tracker.database import Session, Unavailable
from tracker.keeping import lock
from tracker.logs import Event, place, say
from tracker.mail import InDoubt, Mail, NotSent
from tracker.service import Service

MORNING = time(7)
LOOKS_EVERY = timedelta(hours=1)
A_FIRST_LOOK = timedelta(minutes=1)
A_DAY = timedelta(days=1)
LOCKED = "The tracker is locked: nothing is sent."


@dataclass(frozen=True)
class Sent:
    """How many went, how many certainly did not, and of how many nobody knows."""

    went: int = 0
    refused: int = 0
    in_doubt: int = 0
    nothing_new: int = 0


def monday_morning(service: Service, at: datetime) -> datetime:
    """The last one up to then, in the organisation's time zone."""
    local = at.astimezone(service.settings.zone)
    monday = local.date() - timedelta(days=local.weekday())
    morning = datetime.combine(monday, MORNING, service.settings.zone)
    return morning if morning <= at else morning - timedelta(days=7)


def send_due(service: Service, at: datetime | None = None) -> Sent:
    """What changed up to the last Monday morning, to whoever was not told yet. Doing it again
    sends nothing again. Raises Refused where nothing can be sent at all."""
    mail.refuse_unready(service.settings)
    if lock.is_locked(service.settings.home):
        raise Refused(LOCKED)
    service.refuse_odd_clock()
    until = monday_morning(service, at or now())
    counts = {"went": 0, "refused": 0, "in_doubt": 0, "nothing_new": 0}
    for recipient, told in _due(service, until):
        counts[_send(service, recipient, told, until) if told else "nothing_new"] += 1
    return Sent(**counts)


def _due(service: Service, until: datetime) -> Iterator[tuple[Recipient, Digest | None]]:
    with service.database.reading() as session:
        waiting = weekly.recipients(session, until)
    for recipient in waiting:
        with service.database.reading() as session:
            let_in = not visitor_of(session, recipient.person).phone_due
            told = _digest(service, session, recipient, until) if let_in else None
        yield recipient, told


def _digest(service: Service, session: Session, to: Recipient, until: datetime) -> Digest | None:
    """None where nothing changed. What waits for somebody is no change."""
    settings, today = service.settings, service.today()
    news = read_news(session, today, service.closing(today), to.since, until)
    if not news:
        return None
    desk = read_desk(session, to.person.key, Role(to.person.role))
    return Digest(
        organisation=settings.organisation,
        address=settings.address,
        sample=settings.is_sample,
        since=to.since.astimezone(settings.zone).date(),
        until=until.date(),
        news=news,
        most=MOST,
        waiting=desk.waiting + desk.erasures,
    )


def _send(service: Service, to: Recipient, told: Digest, until: datetime) -> str:
    """Claimed, sent, and written down, each by itself: nobody's writing waits for a server."""
    person = to.person.key
    with service.database.writing() as session:
        if not weekly.claim(session, to, until):
            return "nothing_new"
    try:
        mail.send(
            service.settings,
            Mail(to.email, told.subject, digest_text(told), html=digest_html(told), by_itself=True),
        )
    except NotSent:
        with service.database.writing() as session:
            weekly.did_not_go(session, to)
        say(Event.WEEKLY_REFUSED, person=person)
        return "refused"
    except InDoubt:
        say(Event.WEEKLY_IN_DOUBT, person=person)
        return "in_doubt"
    with service.database.writing() as session:
        weekly.went(session, person)
    say(Event.WEEKLY_SENT, person=person)
    return "went"


class Mondays:
    """Looks once an hour, quietly, and sends on Mondays alone: what a server did not take then
    comes with the next week's. It never ends the service."""

    def __init__(self, service: Service) -> None:
        self._service, self._closing = service, Flag()
        self._thread = Thread(target=self._go, daemon=True)

    def __enter__(self) -> "Mondays":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._thread.join(mail.PATIENCE)

    def _go(self) -> None:
        wait = A_FIRST_LOOK
        while not self._closing.wait(wait.total_seconds()):
            self.look(now())
            wait = LOOKS_EVERY

    def look(self, at: datetime) -> Sent | None:
        """None where nothing could be sent, or it is no Monday."""
        settings = self._service.settings
        if not settings.mail_host or at - monday_morning(self._service, at) >= A_DAY:
            return None
        try:
            with self._service.door.through():
                return send_due(self._service, at)
        except (Refused, Unavailable):
            return None
        except Exception as error:
            say(Event.FAILED, error=type(error).__name__, at=place(error))
            return None
