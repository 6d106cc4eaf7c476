"""Whether words are part of what was recommended."""

from sqlmodel import Session, col, select

from recommendations.models import Quote, Recommendation


def is_recommended(session: Session, quote: Quote) -> bool:
    """Some of its words are: those of another quote over them count as well."""
    over = (
        select(Recommendation.id)
        .join(Quote, col(Quote.id) == Recommendation.quote)
        .where(
            Quote.source == quote.source,
            col(Quote.start) < quote.end,
            quote.start < col(Quote.end),
        )
    )
    return session.exec(over).first() is not None
