"""Addressees, and passing a measure onward to one that the source did not name."""

from datetime import date

from sqlmodel import Session, col, select

from recommendations.errors import Refused
from recommendations.models import Addressee, Call, Measure, Quote
from recommendations.records.addressees import new_addressee, refuse_authorities
from recommendations.records.people import refuse_unless_recorder
from recommendations.records.writing import get, record, revise
from recommendations.vocabulary import CallOrigin

LONGEST_SHORT_NAME = 40
LONGEST_REPLY = 365


def add_addressee(
    session: Session,
    by: int,
    *,
    name: str,
    short: str,
    parent: int | None = None,
    since: date | None = None,
    until: date | None = None,
    speaks_for_quote: int | None = None,
) -> Addressee:
    """It speaks for its parent only where a quote says so."""
    refuse_unless_recorder(session, by)
    refused = {}
    if not name.strip():
        refused["name"] = "Give the name as the body itself writes it."
    if len(short.strip() or name.strip()) > LONGEST_SHORT_NAME:
        refused["short"] = f"Give a short name of at most {LONGEST_SHORT_NAME} letters."
    if session.exec(select(Addressee.id).where(Addressee.name == name.strip())).first():
        refused["name"] = "There is an addressee by that name already."
    if since and until and since > until:
        refused["until"] = "It cannot end before it began."
    if speaks_for_quote is not None and parent is None:
        refused["parent"] = "Choose the body it speaks for."
    if refused:
        raise Refused(**refused)
    if parent is not None:
        get(session, Addressee, parent, "addressee")
    if speaks_for_quote is not None:
        get(session, Quote, speaks_for_quote, "quote")
    refuse_authorities(short)
    row = new_addressee(session, name.strip(), short.strip())
    row.parent, row.since, row.until = parent, since, until
    row.speaks_for_quote = speaks_for_quote
    row.speaks_for_parent = speaks_for_quote is not None
    return record(session, row, by)


def set_reply_days(session: Session, by: int, addressee: int, days: int | None) -> None:
    """How long it has to reply, from the day an edition reaches one of its offices."""
    refuse_unless_recorder(session, by)
    whom = get(session, Addressee, addressee, "addressee")
    if days is None or not 7 <= days <= LONGEST_REPLY:
        raise Refused(reply_days=f"Give a number of days between 7 and {LONGEST_REPLY}.")
    if whom.reply_days != days:
        whom.reply_days = days
        revise(session, whom, by)


def pass_onward(session: Session, by: int, recommendation: int, addressee: int) -> list[Call]:
    """Every measure of the recommendation; a pack then says that the report did not
    name them."""
    refuse_unless_recorder(session, by)
    get(session, Addressee, addressee, "addressee")
    called = select(Call.measure).where(Call.addressee == addressee)
    measures = session.exec(
        select(Measure).where(
            Measure.recommendation == recommendation, col(Measure.id).not_in(called)
        )
    ).all()
    if not measures:
        raise Refused("Every measure of it is called for from them already.")
    return [
        record(
            session,
            Call(measure=m.key, addressee=addressee, origin=CallOrigin.ONWARD),
            by,
        )
        for m in measures
    ]
