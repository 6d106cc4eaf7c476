"""What is due: editions that reached an office and have had no reply, and the next letter of
the ladder for each."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from recommendations.errors import NotFound
from recommendations.models import Addressee, Conversation, Position
from recommendations.records.engagements import spoke_on
from recommendations.register.addressees import read_addressee
from recommendations.register.audiences import read_profiles
from recommendations.register.contacts import speakers
from recommendations.register.deliveries import DeliveryView, read_deliveries
from recommendations.register.holders import read_recalled
from recommendations.register.offices import OfficeView, read_office
from recommendations.register.views import AddresseeView
from recommendations.rules import REMINDERS, next_reminder


@dataclass(frozen=True)
class Due:
    """`reminders` went, oldest first; the next one is proposed from `next_on` on, and none
    after the last."""

    delivery: DeliveryView
    office: OfficeView
    addressee: AddresseeView
    reply_by: date
    reminders: tuple[DeliveryView, ...]
    next_on: date | None

    def is_due(self, day: date) -> bool:
        return self.next_on is not None and self.next_on <= day

    @property
    def number(self) -> int:
        """Of the next letter, counted from one."""
        return min(len(self.reminders) + 1, REMINDERS)


def read_due(session: Session, day: date) -> tuple[Due, ...]:
    """The latest edition that each office has, as long as nobody of the addressee has
    answered since and nothing in it was withdrawn; what is due first. The board is asked for
    no reply."""
    letters = [one for one in read_deliveries(session) if one.reminds_of]
    recalled = {one.edition.id for one in read_recalled(session)}
    boards = {code for code, told in read_profiles(session).items() if told.get("decides")}
    latest: dict[int, DeliveryView] = {}
    for one in read_deliveries(session):
        if one.edition and one.sent_to and one.on <= day and one.audience not in boards:
            latest.setdefault(read_office(session, one.sent_to).id, one)
    found = [
        _due(session, one, [letter for letter in letters if letter.reminds_of == one.id])
        for one in latest.values()
        if one.edition not in recalled and not _answered(session, one, day)
    ]
    open_ones = [one for one in found if not one.office.ended]
    return tuple(sorted(open_ones, key=lambda one: (one.next_on or date.max, one.delivery.id)))


def read_one_due(session: Session, delivery: int, day: date) -> Due:
    """Raises NotFound where nothing is awaited any more."""
    found = next((one for one in read_due(session, day) if one.delivery.id == delivery), None)
    if found is None:
        raise NotFound("No reply is awaited to that any more.")
    return found


def _due(session: Session, one: DeliveryView, letters: list[DeliveryView]) -> Due:
    whom = read_addressee(session, one.addressee)
    reply_by = one.on + timedelta(days=whom.reply_days)
    went = tuple(sorted(letters, key=lambda letter: (letter.on, letter.id)))
    return Due(
        delivery=one,
        office=read_office(session, one.sent_to or 0),
        addressee=whom,
        reply_by=reply_by,
        reminders=went,
        next_on=next_reminder(reply_by, [letter.on for letter in went]),
    )


def _answered(session: Session, one: DeliveryView, day: date) -> bool:
    """What they said or wrote since, on whatever, and every talk with them."""
    whom = session.exec(select(Addressee).where(Addressee.code == one.addressee)).one()
    ids = speakers(session, whom)
    said = select(Position.id).where(
        col(Position.addressee).in_(ids), Position.said_on >= one.on, Position.said_on <= day
    )
    spoke = select(Conversation.id).where(
        col(Conversation.addressee).in_(ids), Conversation.on >= one.on, Conversation.on <= day
    )
    if session.exec(said).first() is not None or session.exec(spoke).first() is not None:
        return True
    return any(one.on <= on <= day for on in spoke_on(session, ids))
