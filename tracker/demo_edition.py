"""What the sample home has issued: a first edition for the European Union, an invented office,
and the delivery to it, so that none of their pages is empty."""

from contextlib import suppress

from sqlmodel import col, select

from exports.editions import compose_again, compose_forms, fitted, issue, prepare, propose
from recommendations.contacting import Told, add_office
from recommendations.delivering import Handed, deliver
from recommendations.errors import Refused
from recommendations.models import Addressee, Person, Proposal
from recommendations.vocabulary import Channel, Role
from tracker.service import Service

AUDIENCE = "eu"
OFFICE = Told("Sample desk, invented", "sample-desk@example.org", "Sample Name")
NOTE = "Sample, invented: handed over at a sample meeting."


def issue_sample(service: Service) -> None:
    """As people do it: proposed by one, issued by another, handed over. Nothing where something
    was proposed before, where this machine makes no PDF, or where people changed the sample
    home so that it cannot be issued."""
    with service.database.reading() as session:
        if session.exec(select(Proposal)).first():
            return
        rows = session.exec(select(Person).order_by(col(Person.id).desc()))
        people = {row.role: row.key for row in rows}
    with suppress(Refused, KeyError):
        _issue(service, people[Role.EDITOR], people[Role.REVIEWER])


def _issue(service: Service, editor: int, reviewer: int) -> None:
    today, issuer, address = service.today(), service.issuer(), service.settings.address
    with service.database.reading() as session:
        forms = compose_forms(session, AUDIENCE, service.moment(today), issuer)
    fitting = fitted(service.press, forms, address)
    with service.database.writing() as session:
        proposal = propose(session, editor, AUDIENCE, today, fitting).key
    with service.database.reading() as session:
        composed = compose_again(session, reviewer, proposal, service.moment, issuer)
    prepared = prepare(service.press, composed, address, service.seal())
    with service.database.writing() as session:
        edition = issue(session, reviewer, prepared).key
        whom = session.exec(select(Addressee.id).where(Addressee.code == AUDIENCE)).one()
        office = add_office(session, editor, whom or 0, OFFICE).key
        deliver(session, editor, today, Handed(edition, office, today, Channel.BY_HAND, NOTE))
