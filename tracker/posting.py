"""Mails that people send: claimed, sent, recorded, each by itself, so that none goes twice and
nobody's writing waits for a server."""

from collections.abc import Callable

from exports.letters import Sender
from recommendations.errors import Refused
from tracker import mail, sendings
from tracker.database import Session
from tracker.logs import Event, say
from tracker.mail import InDoubt, Mail, NotSent
from tracker.service import Service


def post_once(
    service: Service,
    by: int,
    number: str,
    edition: int,
    office: int,
    sent: Mail,
    record: Callable[[Session], str],
) -> str:
    """`number` is that of the form. `record` writes down that it went, once the server has
    accepted it, and says where that leads. Raises NotSent or InDoubt."""
    with service.database.writing() as session:
        led_to = sendings.claim(session, number, by, edition, office)
    if led_to:
        return led_to
    try:
        mail.send(service.settings, sent)
    except NotSent:
        with service.database.writing() as session:
            sendings.forget(session, number)
        say(Event.MAIL_REFUSED, by=by, edition=edition)
        raise
    except InDoubt:
        say(Event.MAIL_IN_DOUBT, by=by, edition=edition)
        raise
    try:
        with service.database.writing() as session:
            led_to = record(session)
            sendings.arrived(session, number, led_to)
    except Refused as refused:
        raise Refused(
            f"The mail went, and was not recorded: {refused} Record it by hand."
        ) from refused
    say(Event.MAILED, by=by, edition=edition)
    return led_to


def sender(service: Service) -> Sender:
    settings = service.settings
    return Sender(settings.organisation, settings.contact, settings.address, settings.is_sample)
