"""What stands between us and an addressee: computed from deliveries, positions, notes of
meetings and the log. Ours and internal; it never says what anybody thinks or did."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations import rules
from recommendations.models import (
    Addressee,
    Conversation,
    Delivery,
    EditionQuote,
    Measure,
    Position,
    PositionMeasure,
    Recommendation,
)
from recommendations.records.engagements import spoke_on
from recommendations.records.writing import get
from recommendations.vocabulary import ContactStatus, Spoken


@dataclass(frozen=True)
class Contact:
    """`reply_by` is the end of the window that the last edition began; None before one."""

    status: ContactStatus
    last: date | None
    """When an edition last reached them."""
    reply_by: date | None


def read_contact(
    session: Session, addressee: int, day: date, recommendation: int | None = None
) -> Contact:
    """Over all recommendations, or over one: then editions count in which it stands, and
    positions on its measures. Whoever speaks for the addressee counts for it. A reminder
    begins no new window."""
    whom = get(session, Addressee, addressee, "addressee")
    ids = speakers(session, whom)
    window = timedelta(days=whom.reply_days)
    delivered = [on for on in _delivered(session, ids, recommendation) if on <= day]
    said = _said(session, ids, recommendation)
    spoke = session.exec(
        select(col(Conversation.on)).where(
            col(Conversation.addressee).in_(ids), Conversation.spoken != Spoken.QUOTABLE
        )
    )
    last = max(delivered, default=None)
    spoken = [*spoke, *spoke_on(session, ids)]
    return Contact(
        rules.contact(day, delivered, said, spoken, window), last, last + window if last else None
    )


def read_contacts(session: Session, day: date) -> dict[int, Contact]:
    """Of every addressee over all recommendations, as `read_contact` has it, by id; in four
    queries."""
    everyone = {row.key: row for row in session.exec(select(Addressee))}
    told = {
        "delivered": sa.select(col(Delivery.addressee), col(Delivery.on)).where(
            col(Delivery.edition).is_not(None), col(Delivery.on) <= day
        ),
        "said": sa.select(col(Position.addressee), col(Position.said_on)).distinct(),
        "spoke": sa.select(col(Conversation.addressee), col(Conversation.on)).where(
            col(Conversation.spoken) != Spoken.QUOTABLE
        ),
    }
    days = {what: _by_addressee(session.execute(asked)) for what, asked in told.items()}
    parts: dict[int, list[int]] = {}
    for row in everyone.values():
        if row.parent is not None and row.speaks_for_parent:
            parts.setdefault(row.parent, []).append(row.key)
    found = {}
    for whom in everyone.values():
        ids = [whom.key, *parts.get(whom.key, ())]
        delivered, said, spoke = ([on for i in ids for on in d.get(i, ())] for d in days.values())
        window, last = timedelta(days=whom.reply_days), max(delivered, default=None)
        status = rules.contact(day, delivered, said, spoke, window)
        found[whom.key] = Contact(status, last, last + window if last else None)
    return found


def _by_addressee(rows: Iterable[Any]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = {}
    for addressee, on in rows:
        found.setdefault(addressee, []).append(on)
    return found


def speakers(session: Session, whom: Addressee) -> list[int]:
    parts = select(Addressee.id).where(Addressee.parent == whom.id, Addressee.speaks_for_parent)
    return [whom.key, *(id for id in session.exec(parts) if id is not None)]


def _delivered(session: Session, ids: Collection[int], recommendation: int | None) -> list[date]:
    asked = select(col(Delivery.on)).where(
        col(Delivery.addressee).in_(ids), col(Delivery.edition).is_not(None)
    )
    if recommendation is not None:
        stands = (
            select(EditionQuote.edition)
            .join(Recommendation, col(Recommendation.quote) == EditionQuote.quote)
            .where(Recommendation.id == recommendation)
        )
        asked = asked.where(col(Delivery.edition).in_(stands))
    return list(session.exec(asked))


def _said(session: Session, ids: Collection[int], recommendation: int | None) -> list[date]:
    asked = select(col(Position.said_on)).where(col(Position.addressee).in_(ids))
    if recommendation is not None:
        on_it = (
            select(PositionMeasure.position)
            .join(Measure, col(Measure.id) == PositionMeasure.measure)
            .where(Measure.recommendation == recommendation)
        )
        asked = asked.where(col(Position.id).in_(on_it))
    return list(session.exec(asked))
