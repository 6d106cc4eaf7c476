"""Deciding what may leave. Restricting takes one person and works at once; opening
waits for a second."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, col, select

from recommendations.errors import Refused
from recommendations.models import (
    Embargo,
    FlagChange,
    PublishedDecision,
    Quote,
    Revocation,
    Source,
    TierChange,
    Withdrawal,
)
from recommendations.records.decisions import stands, taken_back
from recommendations.records.notes_of_meetings import conversation_of
from recommendations.records.people import person, refuse_unless_recorder
from recommendations.records.sealing import refuse_sealed, refuse_unless_named
from recommendations.records.standing import standings
from recommendations.records.writing import get, record, record_all
from recommendations.rules import in_time
from recommendations.vocabulary import Flag, Spoken, Tier


def answer(
    session: Session, by: int, quote: int, levels: Mapping[Flag, int], may_leave: bool
) -> None:
    """One person's triage of a quote: every flag answered, and whether it may leave. Flags
    apply to testimony only; a level that is not named is a no."""
    refuse_unless_recorder(session, by)
    row = get(session, Quote, quote, "quote")
    refuse_sealed(session, row, by)
    for flag, level in levels.items():
        if not 0 <= level <= flag.highest:
            raise Refused(flags=f"“{flag.value}” goes from 0 to {flag.highest}.")
    standing = standings(session, [row])[row.key]
    answers = [
        FlagChange(
            quote=quote,
            flag=flag,
            level=levels.get(flag, 0),
            opens=levels.get(flag, 0) < standing.flags.get(flag, flag.highest),
        )
        for flag in Flag
    ]
    if standing.testimony:
        record_all(session, answers, by)
    if may_leave:
        say_may_leave(session, by, quote)
    else:
        keep_inside(session, by, quote, "Triage: stays inside.")


def say_may_leave(session: Session, by: int, quote: int, why: str = "") -> TierChange:
    refuse_unless_recorder(session, by)
    row = get(session, Quote, quote, "quote")
    refuse_sealed(session, row, by)
    spoke = conversation_of(session, row.source)
    if spoke is not None and spoke.spoken is not Spoken.QUOTABLE:
        raise Refused(f"It was said to us as {spoke.spoken.value}, and nothing opens it.")
    change = TierChange(quote=quote, tier=Tier.OPEN, opens=True, why=why.strip())
    return record(session, change, by)


def keep_inside(session: Session, by: int, quote: int, why: str = "") -> TierChange:
    """One click, by anyone with an account. What is sealed stays sealed."""
    person(session, by)
    refuse_sealed(session, get(session, Quote, quote, "quote"), by)
    change = TierChange(quote=quote, tier=Tier.INTERNAL, opens=False, why=why.strip())
    return record(session, change, by)


def withdraw(session: Session, by: int, quote: int, why: str) -> Withdrawal:
    """In the same transaction it is out of every later pack."""
    person(session, by)
    refuse_unless_named(session, get(session, Quote, quote, "quote"), by)
    if not why.strip():
        raise Refused(why="Say why, for those who ask later; no names and no addresses.")
    return record(session, Withdrawal(quote=quote, why=why.strip()), by)


def embargo(session: Session, by: int, today: date, quote: int, until: date | None) -> Embargo:
    """One person's word, at once. It cannot be lifted early, only made longer."""
    person(session, by)
    refuse_unless_named(session, get(session, Quote, quote, "quote"), by)
    return record(session, Embargo(quote=quote, until=_last_day(until, today)), by)


def embargo_source(
    session: Session, by: int, today: date, source: int, until: date | None
) -> Embargo:
    """All of a source, quotes that are marked later included."""
    person(session, by)
    get(session, Source, source, "source")
    return record(session, Embargo(source=source, until=_last_day(until, today)), by)


def _last_day(until: date | None, today: date) -> date:
    if until is None:
        raise Refused(until="Give the last day on which it stays inside.")
    if until < today:
        raise Refused(until="That day is over; it would keep nothing inside.")
    return until


def decide_published(
    session: Session, by: int, today: date, source: int, decided_by: str, decided_on: date, why: str
) -> PublishedDecision:
    """The “already published” decision, proposed; a second person confirms it."""
    refuse_unless_recorder(session, by)
    get(session, Source, source, "source")
    refused = {}
    if not decided_by.strip():
        refused["decided_by"] = "Say who decided it: the body or the people, by office."
    if not why.strip():
        refused["why"] = "Say why, for those who ask later."
    if sentence := in_time(decided_on, today):
        refused["decided_on"] = sentence
    if refused:
        raise Refused(**refused)
    return record(
        session,
        PublishedDecision(
            source=source,
            decided_by=decided_by.strip(),
            decided_on=decided_on,
            why=why.strip(),
        ),
        by,
    )


def adopt_published(session: Session, by: int, decision: int) -> PublishedDecision:
    """Takes over the decision that was proposed at import, as its author."""
    refuse_unless_recorder(session, by)
    row = get(session, PublishedDecision, decision, "decision")
    theirs = select(PublishedDecision.id).where(
        PublishedDecision.source == row.source,
        col(PublishedDecision.recorded_by).is_not(None),
        ~taken_back(PublishedDecision),
    )
    if session.exec(theirs).first() is not None:
        raise Refused("Someone has proposed it already; a second person confirms it.")
    adopted = PublishedDecision(
        source=row.source, decided_by=row.decided_by, decided_on=row.decided_on, why=row.why
    )
    return record(session, adopted, by)


def take_back_published(session: Session, by: int, source: int, why: str) -> list[Revocation]:
    """One person's word, at once: no testimony of the source leaves on that ground any more.
    What was proposed and not confirmed goes with it; two people can decide it anew."""
    person(session, by)
    get(session, Source, source, "source")
    decided = session.exec(
        select(PublishedDecision).where(
            PublishedDecision.source == source,
            col(PublishedDecision.recorded_by).is_not(None),
            ~taken_back(PublishedDecision),
        )
    ).all()
    in_force = session.exec(
        select(PublishedDecision.id).where(
            PublishedDecision.source == source, stands(PublishedDecision)
        )
    ).all()
    if not in_force:
        raise Refused("No decision about it is in force, so there is none to take back.")
    if not why.strip():
        raise Refused(why="Say why, for those who decide it anew.")
    rows = [Revocation(decision=row.key, why=why.strip()) for row in decided]
    record_all(session, rows, by)
    return rows
