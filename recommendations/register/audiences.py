"""Audiences: their profiles, what people chose for them, and what may leave."""

from collections import defaultdict
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations.gate import Audience
from recommendations.models import AudienceProfile, BriefingPack, Choice, Quote
from recommendations.records.leaving import leaving
from recommendations.register.quotes import quote_views
from recommendations.register.views import QuoteView


def read_profiles(session: Session) -> dict[str, dict[str, Any]]:
    """The latest version of each, in the order in which they came."""
    rows = session.exec(
        select(AudienceProfile).order_by(col(AudienceProfile.version), col(AudienceProfile.id))
    )
    return {row.code: row.content for row in rows}


def read_choices(session: Session, audience: str) -> dict[int, tuple[QuoteView, ...]]:
    """By recommendation: the quotes that people chose for this audience."""
    latest = {
        (choice.recommendation or 0, choice.quote): choice.chosen
        for choice in session.exec(
            select(Choice)
            .join(BriefingPack, col(BriefingPack.id) == Choice.pack)
            .where(BriefingPack.profile == audience)
            .order_by(col(Choice.id))
        )
    }
    chosen = [pair for pair, still in latest.items() if still]
    quotes = quote_views(
        session, session.exec(select(Quote).where(col(Quote.id).in_({q for _, q in chosen})))
    )
    found: dict[int, list[QuoteView]] = defaultdict(list)
    for recommendation, quote in chosen:
        if quote not in quotes:
            continue
        found[recommendation].append(quotes[quote])
    return {recommendation: tuple(picked) for recommendation, picked in found.items()}


def read_leaving(session: Session, audience: Audience, today: date) -> frozenset[int]:
    """The ids that the gate lets out to this audience."""
    newest = (
        sa.select(sa.func.max(col(Choice.id)))
        .join(BriefingPack, col(BriefingPack.id) == col(Choice.pack))
        .where(col(BriefingPack.profile) == audience.code)
        .group_by(col(Choice.recommendation), col(Choice.quote))
    )
    chosen = sa.select(col(Choice.quote)).where(col(Choice.id).in_(newest), col(Choice.chosen))
    statement = leaving(audience, today, lambda quote: quote.id.in_(chosen))
    return frozenset(session.scalars(statement))
