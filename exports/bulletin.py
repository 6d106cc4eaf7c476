"""What is told to people inside who are not signed in: the newest reviewed changes, through the
gate as it is at this moment."""

from datetime import date, datetime

from sqlmodel import Session, select

from exports.news import ANYBODY, News, news, quotes_of
from recommendations.gate import may_leave
from recommendations.models import Change as Link
from recommendations.register import windows
from recommendations.register.audiences import read_leaving
from recommendations.register.changes import read_changes
from recommendations.register.loading import load
from recommendations.register.register import register_of
from recommendations.register.views import QuoteView
from recommendations.vocabulary import Role

MOST = 50
"""Readers fetch every hour or so; what is older stands on the page."""


def read_news(
    session: Session,
    today: date,
    closing: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[News, ...]:
    """Newest first. `closing` is the end of today; what was reviewed in between, where a time
    is given."""
    about = windows.changed(session, since, MOST)
    if not about:
        return ()
    loaded = load(session, Role.EDITOR, about)
    register = register_of(session, loaded, today, closing)
    changes = read_changes(session, register, since, until or closing, loaded=loaded)[:MOST]
    leaving = read_leaving(session, ANYBODY, today, quotes_of(changes))

    def passes(quote: QuoteView) -> bool:
        return quote.id in leaving and may_leave(quote.standing, ANYBODY, today)

    return tuple(news(changes, passes))


def record_of(session: Session) -> tuple[str, datetime]:
    """What tells this record from every other, and when it began: its first link."""
    first = session.exec(select(Link).where(Link.seq == 1)).one()
    return first.hash[:16], first.at
