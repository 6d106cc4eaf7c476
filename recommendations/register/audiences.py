"""Audiences: their profiles, what people chose for them, and what may leave."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations.gate import Audience
from recommendations.models import Addressee, AudienceProfile, BriefingPack, Choice
from recommendations.profiles import EVERYBODY, complete
from recommendations.records.found import still_found
from recommendations.records.leaving import leaving
from recommendations.records.near import QUOTES, about
from recommendations.records.pairs import everything
from recommendations.records.review_sql import in_force
from recommendations.register.quotes import quotes_by_id
from recommendations.register.views import QuoteView
from recommendations.rules import is_never_an_audience


def read_profiles(session: Session) -> dict[str, dict[str, Any]]:
    """The version of each that counts, in the order in which they came; none for who is
    never an audience. Who stands for everybody is put in the place of that word."""
    never = read_never(session)
    return {
        code: with_everybody(session, content)
        for code, content in _profiles(session).items()
        if not _is_for(content, never)
    }


def with_everybody(session: Session, content: dict[str, Any]) -> dict[str, Any]:
    """All who are on record in the place of the word for them; never Myanmar's current
    authorities."""
    if EVERYBODY not in content["addressees"]:
        return content
    never = read_never(session)
    codes = session.exec(
        select(Addressee.code).order_by(col(Addressee.place), col(Addressee.id))
    ).all()
    return {**content, "addressees": [code for code in codes if code not in never]}


def read_never(session: Session) -> frozenset[str]:
    """The codes of addressees that are on record and never an audience."""
    rows = session.exec(select(Addressee.code, Addressee.name, Addressee.short))
    return frozenset(
        code for code, *names in rows if any(is_never_an_audience(name) for name in names)
    )


def is_for_nobody(session: Session, code: str) -> bool:
    """There is such a profile, and nothing is ever made for it."""
    content = _profiles(session).get(code)
    return content is not None and _is_for(content, read_never(session))


def _profiles(session: Session) -> dict[str, dict[str, Any]]:
    rows = session.exec(
        select(AudienceProfile)
        .where(in_force(AudienceProfile))
        .order_by(col(AudienceProfile.version), col(AudienceProfile.id))
    )
    return {row.code: complete(row.content) for row in rows}


def _is_for(content: dict[str, Any], never: frozenset[str]) -> bool:
    named = (str(content.get("name", "")), str(content.get("office", "")))
    return any(map(is_never_an_audience, named)) or not never.isdisjoint(
        content.get("addressees", ())
    )


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
    quotes = quotes_by_id(session, (quote for _, quote in chosen))
    found: dict[int, list[QuoteView]] = defaultdict(list)
    for recommendation, quote in chosen:
        if quote not in quotes:
            continue
        found[recommendation].append(quotes[quote])
    return {recommendation: tuple(picked) for recommendation, picked in found.items()}


def read_leaving(
    session: Session, audience: Audience, today: date, among: Collection[int] | None = None
) -> frozenset[int]:
    """The ids that the gate lets out to this audience: of all quotes, or `among` those that
    are to be printed. Cost: that of the quotes asked about, however many others there are."""
    if among is None:
        allowed = set(session.scalars(_leaving(audience, today)))
    else:
        allowed = {id for (id,) in about(session, _leaving(audience, today, few=True), among)}
    return still_found(session, allowed)


@lru_cache(maxsize=256)
def _leaving(audience: Audience, today: date, few: bool = False) -> sa.CompoundSelect[Any]:
    """Kept, because building the gate's statement takes longer than asking it."""
    newest = (
        sa.select(sa.func.max(col(Choice.id)))
        .join(BriefingPack, col(BriefingPack.id) == col(Choice.pack))
        .where(col(BriefingPack.profile) == audience.code)
        .group_by(col(Choice.recommendation), col(Choice.quote))
    )
    chosen = sa.select(col(Choice.quote)).where(col(Choice.id).in_(newest), col(Choice.chosen))
    asked = (lambda quote: quote.id.in_(QUOTES)) if few else everything
    return leaving(audience, today, lambda quote: quote.id.in_(chosen), asked)
