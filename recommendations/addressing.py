"""Addressees, as they begin, end and come to speak for another; and passing a measure onward to
one that the source did not name."""

from datetime import date

from sqlmodel import Session, col, select

from recommendations.errors import NotFound, Refused
from recommendations.models import Addressee, Call, Measure, Quote
from recommendations.records.addressees import new_addressee, refuse_authorities
from recommendations.records.people import refuse_unless_recorder
from recommendations.records.sealing import refuse_sealed
from recommendations.records.writing import get, record, record_all, revise
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


def end_addressee(
    session: Session, by: int, addressee: int, until: date | None, successor: int | None = None
) -> Addressee:
    """Its last day; without one it goes on. From the day after, nothing is called for from it,
    and it speaks for nobody. What was called for from it is passed onward to its successor."""
    refuse_unless_recorder(session, by)
    row = get(session, Addressee, addressee, "addressee")
    if until is None and (row.until is None or successor is not None):
        raise Refused(until="Give its last day; about is good enough.")
    if until and row.since and until < row.since:
        raise Refused(until="It cannot end before it began.")
    if successor is not None:
        _refuse_successor(session, addressee, successor, until)
    elif until == row.until:
        raise Refused(until="That is its last day already.")
    if until != row.until:
        row.until = until
        revise(session, row, by)
    if successor is not None:
        _follow(session, by, addressee, successor)
    return row


def _refuse_successor(session: Session, before: int, after: int, until: date | None) -> None:
    whom = get(session, Addressee, after, "addressee")
    if after == before:
        raise Refused(successor="Nobody follows itself; choose who took its place.")
    if whom.until is not None and until is not None and whom.until <= until:
        raise Refused(successor=f"{whom.name} had ended by then; choose who took its place.")


def _follow(session: Session, by: int, before: int, after: int) -> None:
    """Nobody named the successor in the source, and a pack says so."""
    there = select(Call.measure).where(Call.addressee == after)
    measures = session.exec(
        select(Call.measure)
        .where(Call.addressee == before, col(Call.measure).not_in(there))
        .order_by(col(Call.measure))
    ).all()
    rows = [Call(measure=m, addressee=after, origin=CallOrigin.ONWARD) for m in measures]
    record_all(session, rows, by)


def speak_for_parent(session: Session, by: int, addressee: int, quote: int | None) -> Addressee:
    """What it says counts for the body it is part of, because these words say so; without
    words it speaks for itself alone again."""
    refuse_unless_recorder(session, by)
    row = get(session, Addressee, addressee, "addressee")
    if row.parent is None:
        raise Refused(quote="It is part of no other body, so there is none it could speak for.")
    if quote is not None:
        _refuse_unread(session, quote, by)
    if quote == row.speaks_for_quote:
        raise Refused(quote="Nothing would change; give the number of the quote that says so.")
    row.speaks_for_quote, row.speaks_for_parent = quote, quote is not None
    revise(session, row, by)
    return row


def _refuse_unread(session: Session, quote: int, by: int) -> None:
    try:
        refuse_sealed(session, get(session, Quote, quote, "quote"), by)
    except (NotFound, Refused):
        raise Refused(quote=f"There is no quote Q{quote}.") from None


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
