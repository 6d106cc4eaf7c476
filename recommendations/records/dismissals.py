"""Which quotes somebody said do not bear on a recommendation; the latest word counts."""

from sqlmodel import Session, col, select

from recommendations.models import Dismissal


def dismissed(session: Session) -> dict[tuple[int, int], Dismissal]:
    """By quote and recommendation."""
    rows = session.exec(select(Dismissal).order_by(col(Dismissal.id)))
    latest = {(row.quote, row.recommendation): row for row in rows}
    return {pair: row for pair, row in latest.items() if not row.again}
