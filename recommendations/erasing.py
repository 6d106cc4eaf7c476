"""Asking that words be destroyed, and a second person's word on it. Destroying evidence is
an attack as well: what is asked for waits, and only words that were withdrawn go."""

from sqlmodel import Session, col, select

from recommendations.errors import NotAllowed, NotFound, Refused
from recommendations.models import Erasure, Quote, Review, Source, Withdrawal
from recommendations.records import tombstones
from recommendations.records.blanking import Passages
from recommendations.records.named import is_on
from recommendations.records.people import person
from recommendations.records.sealing import sealed_for
from recommendations.records.standing import standings
from recommendations.records.tombstones import Plan
from recommendations.records.writing import (
    get,
    is_reviewed,
    record,
    record_all,
    refuse_unless_opener,
    review,
    reviews,
)
from recommendations.vocabulary import Role, Tier, Verdict

WITHDRAW_FIRST = "Withdraw it first: what is to be destroyed must be in no pack any more."
GONE_ALREADY = "These words are erased already."
WAITS = "Someone has asked for it already; a second person confirms it."
WITH_ITS_SOURCE = "All of its source is erased."
SEALED = "It was sealed, and the two people it was sealed for have it erased."


def ask_for_quote(session: Session, by: int, quote: int, why: str) -> Erasure:
    """An administrator, once it is withdrawn; of sealed words one of the two people they
    were sealed for, whoever they are."""
    row = get(session, Quote, quote, "quote")
    source = get(session, Source, row.source, "source")
    asked = Erasure(source=row.source, quote=quote, start=row.start, end=row.end, why=why.strip())
    return _ask(session, by, source, asked)


def ask_for_source(session: Session, by: int, source: int, why: str) -> Erasure:
    row = get(session, Source, source, "source")
    whole = Erasure(source=source, start=0, end=len(row.text), why=why.strip())
    return _ask(session, by, row, whole)


def _ask(session: Session, by: int, source: Source, asked: Erasure) -> Erasure:
    _refuse_who_may_not_ask(session, by, asked)
    if not asked.why:
        raise Refused(why="Say why, for those who ask later; no names and none of the words.")
    told = source.text[asked.start : asked.end]
    if Passages.of([told]).out_of(asked.why) != asked.why:
        raise Refused(why="This repeats the words that are to be destroyed. Say it without them.")
    _refuse_unfit(session, asked)
    if any(_covers(one, asked) for one in waiting(session)):
        raise Refused(WAITS)
    return record(session, asked, by)


def _refuse_who_may_not_ask(session: Session, by: int, asked: Erasure) -> None:
    who = person(session, by)
    if asked.quote is None or named_for(session, asked.quote) is None:
        if who.role is not Role.ADMINISTRATOR:
            raise NotAllowed("Administrators ask for erasing.")
    else:
        refuse_unless_named(session, asked.quote, by)


def named_for(session: Session, quote: int) -> frozenset[int] | None:
    """The two people it is sealed for; None where it is not sealed, nobody while sealing is
    switched off."""
    named = sealed_for(session, get(session, Quote, quote, "quote"))
    return frozenset() if named is not None and not is_on(session, Tier.SEALED) else named


def refuse_unless_named(session: Session, quote: int | None, by: int) -> None:
    """Sealed words are not there for anybody else, nor is a request about them."""
    named = named_for(session, quote) if quote is not None else None
    if named is not None and by not in named:
        raise NotFound(f"There is no quote {quote}.")


def _refuse_unfit(session: Session, asked: Erasure) -> None:
    if any(_covers(one, asked) for one in done(session)):
        raise Refused(GONE_ALREADY)
    if asked.quote is not None:
        quote = get(session, Quote, asked.quote, "quote")
        sealed = named_for(session, asked.quote) is not None
        if not sealed and not standings(session, [quote])[quote.key].withdrawn:
            raise Refused(WITHDRAW_FIRST)


def planned(session: Session, asked: Erasure) -> Plan:
    """What it reaches; nothing is written."""
    source = get(session, Source, asked.source, "source")
    return tombstones.plan(session, source, asked.start, asked.end)


def agree(session: Session, by: int, erasure: int) -> Erasure:
    """The second person's word, of sealed words the other one's of the two. In the same
    transaction the words have to be destroyed; the quotes of a whole source, and sealed
    ones, are withdrawn first."""
    asked = _still_waiting(session, erasure)
    refuse_unless_named(session, asked.quote, by)
    who = person(session, by)
    refuse_unless_opener(who)
    _refuse_unfit(session, asked)
    review(session, asked, who, Verdict.ACCEPTED)
    if asked.quote is None:
        withdraw_all(session, asked.source, by)
    elif named_for(session, asked.quote) is not None:
        record(session, Withdrawal(quote=asked.quote, why=SEALED), by)
    return asked


def withdraw_all(session: Session, source: int, by: int | None) -> None:
    gone = select(Withdrawal.quote)
    left = session.exec(
        select(Quote.id).where(Quote.source == source, col(Quote.id).not_in(gone))
    ).all()
    rows = [Withdrawal(quote=quote, why=WITH_ITS_SOURCE) for quote in left if quote]
    record_all(session, rows, by)


def decline(session: Session, by: int, erasure: int, why: str) -> None:
    """By anyone who could confirm it, and by who asked: nothing is destroyed."""
    asked = _still_waiting(session, erasure)
    refuse_unless_named(session, asked.quote, by)
    who = person(session, by)
    refuse_unless_opener(who)
    if not why.strip():
        raise Refused(comment="Say why not, for those who ask later.")
    said = Review(
        of_kind="erasure", of_id=asked.key, verdict=Verdict.SENT_BACK, comment=why.strip()
    )
    record(session, said, by)


def _still_waiting(session: Session, erasure: int) -> Erasure:
    asked = get(session, Erasure, erasure, "request")
    if asked.recorded_by is None or reviews(session, asked):
        raise Refused("It has been decided already.")
    return asked


def done(session: Session) -> list[Erasure]:
    rows = session.exec(select(Erasure).order_by(col(Erasure.id))).all()
    return [row for row in rows if row.recorded_by is None or is_reviewed(session, row)]


def waiting(session: Session) -> list[Erasure]:
    rows = session.exec(select(Erasure).order_by(col(Erasure.id))).all()
    return [row for row in rows if row.recorded_by is not None and not reviews(session, row)]


def _covers(one: Erasure, other: Erasure) -> bool:
    return one.source == other.source and one.start <= other.start and other.end <= one.end
