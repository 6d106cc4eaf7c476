"""An edition to an office by e-mail: composed as it will go, sent once, and recorded once the
server has accepted it."""

from dataclasses import dataclass
from hashlib import sha256

from exports import dispatch
from exports.dispatch import Outgoing
from exports.letters import Letter, Subject, covering_note
from exports.publishing import wording_for_letter
from recommendations import delivering
from recommendations.delivering import Handed, refuse_unlike_letter
from recommendations.errors import Refused
from recommendations.records.people import refuse_unless_recorder
from recommendations.register.addressees import read_addressee
from recommendations.register.deliveries import read_deliveries
from recommendations.register.editions import read_edition
from recommendations.register.offices import OfficeView, read_office
from recommendations.vocabulary import Channel, Length
from tracker import mail, sendings
from tracker.database import Session
from tracker.mail import Mail
from tracker.posting import post_once, sender
from tracker.sendings import Sending
from tracker.service import Service

AGAIN = "It went there by e-mail on {day}; it goes again only where you say that they asked for it."


@dataclass(frozen=True)
class Wanted:
    """`own` are words of one's own for the covering note."""

    edition: int
    office: int | None
    length: Length
    own: str


@dataclass(frozen=True)
class Composed:
    """A mail as it will go. `seen` stands for all of it, the file included."""

    edition: int
    office: OfficeView
    letter: Letter
    file: str
    size: int
    pdf: bytes
    of: int

    @property
    def seen(self) -> str:
        told = [self.office.email, self.letter.subject, self.letter.body, self.file]
        return sha256("\0".join(told).encode() + self.pdf).hexdigest()


def compose(session: Session, service: Service, wanted: Wanted) -> Composed:
    """Raises Refused beside the field, or where the edition may not go out."""
    own, today = wanted.own, service.today()
    mail.refuse_unready(service.settings)
    office = _office(session, wanted.office)
    language, length = office.language, wanted.length
    edition = read_edition(session, wanted.edition)
    spoken = {file.language for file in edition.files if file.length is length}
    language = language if language in spoken else next(iter(sorted(spoken)), language)
    out = dispatch.outgoing(session, wanted.edition, length, language, today)
    if office.addressee not in out.profile.outside:
        raise Refused(office=f"This edition is not for {office.of}: it stays with its audience.")
    refuse_unlike_letter("own", own)
    dispatch.refuse_inside(session, "own", own, edition.audience, today)
    letter = _letter(session, service, out, office, own)
    return Composed(wanted.edition, office, letter, out.name, out.file.size, out.raw, out.file.id)


def refuse_again(session: Session, composed: Composed) -> None:
    """Where it went to this office by e-mail before."""
    went = [
        one
        for one in read_deliveries(session, office=composed.office.id)
        if (one.edition, one.channel) == (composed.edition, Channel.EMAIL)
    ]
    if went:
        raise Refused(again=AGAIN.format(day=went[0].on))


def send(service: Service, by: int, composed: Composed, number: str, again: bool) -> str:
    """Where it was recorded. `number` is that of the form: the same one never sends twice. Sent
    to an office a second time only where somebody says `again`. Raises Refused, NotSent or
    InDoubt."""
    letter, office = composed.letter, composed.office
    today = service.today()
    with service.database.reading() as session:
        if not again and not sendings.led_to(session, number):
            refuse_again(session, composed)

    def record(session: Session) -> str:
        handed = Handed(
            composed.edition, office.id, today, Channel.EMAIL, letter.body, composed.of, sent=True
        )
        delivering.deliver(session, by, today, handed)
        return f"/editions/{composed.edition}/deliveries"

    sent = Mail(office.email, letter.subject, letter.body, composed.file, composed.pdf)
    return post_once(service, by, number, composed.edition, office.id, sent, record)


def settle(service: Service, session: Session, by: int, doubt: Sending, went: bool) -> None:
    """Somebody found out what became of a mail. Where it went, that is recorded on the day it
    was sent; its words are not known any more."""
    refuse_unless_recorder(session, by)
    sendings.forget(session, doubt.once)
    if went:
        on = doubt.began_at.astimezone(service.closing(service.today()).tzinfo).date()
        told = Handed(doubt.edition, doubt.office, on, Channel.EMAIL, sent=True)
        delivering.deliver(session, by, service.today(), told)


def _office(session: Session, number: int | None) -> OfficeView:
    if number is None:
        raise Refused(office="Choose the office that receives it.")
    office = read_office(session, number)
    if office.ended:
        raise Refused(office=f"“{office.name}” was ended; nothing is sent there any more.")
    if not office.email:
        raise Refused(office=f"“{office.name}” has no e-mail on record.")
    return office


def _letter(
    session: Session, service: Service, out: Outgoing, office: OfficeView, own: str
) -> Letter:
    whom = read_addressee(session, office.addressee)
    told = Subject(out.profile.office, out.edition.number, out.edition.as_of)
    reply_by = (
        None if out.profile.decides else delivering.reply_by(service.today(), whom.reply_days)
    )
    wording = wording_for_letter(session, office.language)
    return covering_note(
        sender(service), told, out.file.length, own, office.contact, reply_by, wording
    )
