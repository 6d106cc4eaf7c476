"""Work on sources and quotes: consents to renew, what is odd, quotes that nothing rests on. No
words of any quote are read; what is sealed is not listed."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations.models import (
    Addressee,
    Ask,
    Assessment,
    Choice,
    Consent,
    DecisionPoint,
    Discrepancy,
    Evidence,
    Ground,
    Position,
    Quote,
    QuoteDetail,
    Recommendation,
    Resolution,
    Source,
    Withdrawal,
)
from recommendations.records.named import sealed_quotes
from recommendations.records.review_sql import in_force
from recommendations.register.work_items import WorkItem, facts_of
from recommendations.rules import spoken
from recommendations.urgency import RENEW_BEFORE
from recommendations.vocabulary import ConsentState, WorkKind


def work_on_words(session: Session, day: date) -> list[WorkItem]:
    return [*_consents(session, day), *_odd(session), *_unused(session)]


@cache
def _agreed() -> Any:
    """The word in force, where it lets a quote leave and is to be asked for again soon."""
    newest = (
        sa.select(sa.func.max(col(Consent.id)))
        .where(in_force(Consent))
        .group_by(col(Consent.quote))
    )
    taken_back = sa.select(col(Consent.quote)).where(col(Consent.state) == ConsentState.WITHDRAWN)
    return (
        sa.select(col(Consent.id), col(Consent.quote), col(Consent.review_on))
        .where(
            col(Consent.id).in_(newest),
            col(Consent.review_on) <= sa.bindparam("soon", type_=sa.Date),
            col(Consent.state).in_([state for state in ConsentState if state.lets_leave]),
            col(Consent.quote).not_in(taken_back),
            col(Consent.quote).not_in(sa.select(col(Withdrawal.quote))),
            col(Consent.quote).not_in(sealed_quotes()),
        )
        .order_by(col(Consent.id))
    )


def _consents(session: Session, day: date) -> Iterator[WorkItem]:
    for id, quote, until in session.execute(_agreed(), {"soon": day + RENEW_BEFORE}):
        over = "was" if until < day else "is"
        yield WorkItem(
            key=f"consent:{quote}",
            kind=WorkKind.CONSENT,
            words=f"Consent for Q{quote} {over} to be renewed by {spoken(until)}; after that day "
            "its words stay inside",
            where=f"/quotes/{quote}/consent",
            since=until - RENEW_BEFORE,
            due=until,
            facts=facts_of([id, until]),
        )


@cache
def _unresolved() -> Any:
    return (
        sa.select(
            col(Source.id),
            col(Source.title),
            sa.func.count(col(Discrepancy.id)),
            sa.func.max(col(Discrepancy.id)),
            sa.func.min(col(Discrepancy.recorded_at)),
        )
        .join(Source, col(Source.id) == col(Discrepancy.source))
        .where(col(Discrepancy.id).not_in(sa.select(col(Resolution.discrepancy))))
        .group_by(col(Source.id), col(Source.title))
    )


def _odd(session: Session) -> Iterator[WorkItem]:
    for source, title, number, newest, since in session.execute(_unresolved()):
        things = "1 thing" if number == 1 else f"{number} things"
        yield WorkItem(
            key=f"odd:{source}",
            kind=WorkKind.DISCREPANCY,
            words=f"{things} to resolve in “{title}”",
            where=f"/sources/{source}/discrepancies",
            since=_day(since),
            facts=facts_of([number, newest]),
        )


@cache
def _bare() -> Any:
    """Source by source: of quotes that people marked, those that nothing rests on."""
    used = sa.union_all(
        *(
            sa.select(column).where(column.is_not(None))
            for column in (
                col(Recommendation.quote),
                col(Ground.quote),
                col(Evidence.quote),
                col(Position.quote),
                col(Assessment.outside_powers_quote),
                col(Ask.quote),
                col(Choice.quote),
                col(Addressee.speaks_for_quote),
                col(DecisionPoint.quote),
                col(QuoteDetail.original),
            )
        )
    ).subquery("used")
    bare = (
        sa.select(
            col(Quote.source),
            sa.func.count(col(Quote.id)).label("number"),
            sa.func.min(col(Quote.id)).label("first"),
            sa.func.max(col(Quote.id)).label("newest"),
            sa.func.min(col(Quote.recorded_at)).label("since"),
        )
        .where(
            col(Quote.recorded_by).is_not(None),
            col(Quote.id).not_in(sa.select(used.c[0])),
            col(Quote.id).not_in(sa.select(col(Withdrawal.quote))),
            col(Quote.id).not_in(sealed_quotes()),
        )
        .group_by(col(Quote.source))
        .subquery("bare")
    )
    return sa.select(
        col(Source.id), col(Source.title), bare.c.number, bare.c.first, bare.c.newest, bare.c.since
    ).join(bare, bare.c.source == col(Source.id))


def _unused(session: Session) -> Iterator[WorkItem]:
    for source, title, number, first, newest, since in session.execute(_bare()):
        what = f"Q{first} of “{title}” is" if number == 1 else f"{number} quotes of “{title}” are"
        yield WorkItem(
            key=f"unused:{source}",
            kind=WorkKind.UNUSED,
            words=f"{what} used for nothing yet",
            where=f"/quotes/{first}",
            since=_day(since),
            facts=facts_of([number, newest]),
        )


def _day(at: Any) -> date:
    """SQLite gives the least of several moments as text."""
    return date.fromisoformat(at[:10]) if isinstance(at, str) else at.date()
