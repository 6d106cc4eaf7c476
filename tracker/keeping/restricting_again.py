"""One restriction recorded again. Never in the place of something stricter: what was said
after it may be lost as well, and what the older record says may go further."""

from collections.abc import Iterator
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations.models import (
    Consent,
    Embargo,
    FlagChange,
    NamedAudience,
    NamedPerson,
    Person,
    PublishedDecision,
    Quote,
    Recorded,
    Revocation,
    Source,
    TierChange,
    TierSwitch,
)
from recommendations.records.decisions import taken_back
from recommendations.records.named import named_audiences
from recommendations.records.notes_of_meetings import again, conversation_of
from recommendations.records.review_sql import in_force
from recommendations.records.writing import record, record_with
from recommendations.vocabulary import ConsentState, Flag, Spoken, Tier
from tracker.keeping.restrictions import Restriction, What
from tracker.keeping.withdrawing import quote_at

AGAIN = "So before; the ledger of restrictions says so, and what was restored did not."
STRICTER = (Tier.OPEN, Tier.NAMED_AUDIENCES, Tier.INTERNAL, Tier.SEALED)


def record_again(session: Session, one: Restriction, today: date) -> bool:
    """Whether anything was to be recorded. A source that is not here is not asked for."""
    if one.what is What.SWITCH:
        record(session, TierSwitch(tier=Tier(one.value), opens=False, why=AGAIN), None)
        return True
    same = select(Source).where(Source.raw_sha256 == one.source).order_by(col(Source.id))
    fits = [source for source in session.exec(same).all() if one.end <= len(source.text)]
    return sum(_of_source(session, source, one, today) for source in fits) > 0


def _of_source(session: Session, source: Source, one: Restriction, today: date) -> bool:
    if one.what is What.DECISION:
        rows: Iterator[Recorded] = _taking_back(session, source, one)
    elif one.what is What.SPOKEN:
        rows = _stricter(session, source, Spoken(one.value))
    elif one.what is What.EMBARGO:
        rows = _embargo(session, source, one, today)
    elif one.end <= one.start:
        return False
    elif one.what is What.TIER:
        return _tier(session, quote_at(session, source, one.start, one.end), one)
    else:
        rows = _said(session, quote_at(session, source, one.start, one.end), one)
    made = [record(session, row, None) for row in rows]
    return bool(made)


def _taking_back(session: Session, source: Source, one: Restriction) -> Iterator[Recorded]:
    """Of a decision made since, people know that the one before was taken back."""
    before = select(PublishedDecision).where(
        PublishedDecision.source == source.id,
        col(PublishedDecision.recorded_by).is_not(None),
        col(PublishedDecision.recorded_at) < datetime.fromisoformat(one.at),
        ~taken_back(PublishedDecision),
    )
    for decision in session.exec(before).all():
        yield Revocation(decision=decision.key, why=AGAIN)


def _embargo(session: Session, source: Source, one: Restriction, today: date) -> Iterator[Recorded]:
    until = date.fromisoformat(one.value)
    if until >= today and one.end:
        yield Embargo(quote=quote_at(session, source, one.start, one.end).key, until=until)
    elif until >= today:
        yield Embargo(source=source.key, until=until)


def _stricter(session: Session, source: Source, spoken: Spoken) -> Iterator[Recorded]:
    now = conversation_of(session, source.key)
    if now is not None and now.spoken.strictness < spoken.strictness:
        yield again(now, spoken)


def _tier(session: Session, quote: Quote, one: Restriction) -> bool:
    tier, now = Tier(one.value), _newest(session, quote)
    before = now.tier if now else Tier.INTERNAL
    if STRICTER.index(tier) < STRICTER.index(before):
        return False
    names = set(one.names)
    if now and before is tier is Tier.NAMED_AUDIENCES:
        names &= named_audiences(session, now)
    change = TierChange(quote=quote.key, tier=tier, opens=False, why=AGAIN)
    if tier is Tier.NAMED_AUDIENCES and not names:
        change.tier = Tier.INTERNAL
    record_with(session, change, None, lambda id: _named(session, id, change.tier, names))
    return True


def _newest(session: Session, quote: Quote) -> TierChange | None:
    said = select(TierChange).where(TierChange.quote == quote.id, in_force(TierChange))
    return session.exec(said.order_by(col(TierChange.id).desc())).first()


def _named(
    session: Session, change: int, tier: Tier, names: set[str]
) -> list[NamedAudience | NamedPerson]:
    """People who are not in this record are left out: sealed words are then for fewer."""
    if tier is Tier.NAMED_AUDIENCES:
        return [NamedAudience(tierchange=change, audience=name) for name in sorted(names)]
    if tier is not Tier.SEALED:
        return []
    numbers = {int(name) for name in names if name.isdecimal()}
    there = session.exec(select(Person.id).where(col(Person.id).in_(numbers)))
    return [NamedPerson(tierchange=change, person=id) for id in there if id is not None]


def _said(session: Session, quote: Quote, one: Restriction) -> Iterator[Recorded]:
    if one.what is What.CONSENT:
        taken = select(Consent.id).where(
            Consent.quote == quote.id, Consent.state == ConsentState.WITHDRAWN
        )
        if session.exec(taken).first() is None:
            yield Consent(quote=quote.key, state=ConsentState(one.value), opens=False)
        return
    highest = sa.select(sa.func.max(col(FlagChange.level))).where(
        col(FlagChange.quote) == quote.id,
        col(FlagChange.flag) == Flag(one.value),
        ~col(FlagChange.proposed),
        in_force(FlagChange),
    )
    level = max(one.level, session.scalar(highest) or 0)
    yield FlagChange(quote=quote.key, flag=Flag(one.value), level=level, opens=False, because=AGAIN)
