"""The plan of a pack as it is read: the asks that count."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recommendations.models import Ask, BriefingPack
from recommendations.records.plans import newest
from recommendations.records.writing import get
from recommendations.register.asks import AskView
from recommendations.register.loading import Signatures
from recommendations.register.quotes import quotes_by_id
from recommendations.vocabulary import Role


def read_asks(
    session: Session, audience: str, role: Role | None = Role.EDITOR
) -> tuple[AskView, ...]:
    """The latest of each, in the order in which they were recorded; none that was taken
    out. They are the plan of today, whichever day the register is read for."""
    later: Any = aliased(Ask)
    changed = select(later.id).where(later.supersedes == Ask.id).exists()
    counting = (
        select(Ask)
        .join(BriefingPack, col(BriefingPack.id) == Ask.pack)
        .where(BriefingPack.profile == audience, ~col(Ask.removed), ~changed)
        .order_by(col(Ask.id))
    )
    return _views(session, session.exec(counting).all(), audience, role)


def read_ask(session: Session, id: int, role: Role | None = Role.EDITOR) -> AskView:
    """As it stands now, whoever changed it since it had this number. Raises NotFound."""
    row = newest(session, get(session, Ask, id, "ask"))
    audience = get(session, BriefingPack, row.pack).profile
    (view,) = _views(session, [row], audience, role)
    return view


def _views(
    session: Session, rows: Sequence[Ask], audience: str, role: Role | None
) -> tuple[AskView, ...]:
    signatures = Signatures(session, few=True)
    quotes = quotes_by_id(session, [row.quote for row in rows if row.quote], role)
    return tuple(
        AskView(
            id=row.key,
            audience=audience,
            recommendation=row.recommendation,
            addressee=row.addressee,
            institution=row.institution,
            instrument=row.instrument,
            by=row.by,
            rests_on=row.quote,
            quote=quotes.get(row.quote or 0),
            risk=row.risk,
            safeguard=row.safeguard,
            removed=row.removed,
            signed=signatures.of(row),
        )
        for row in rows
    )
