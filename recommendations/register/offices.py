"""Offices as they are read: those that packs may go to, and those that were ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from recommendations.models import Addressee, Office
from recommendations.records.offices import newest_office
from recommendations.records.writing import get
from recommendations.register.loading import Signatures
from recommendations.register.views import Signed


@dataclass(frozen=True)
class OfficeView:
    """`addressee` is its code. `contact` is a person, where they want their mail so
    addressed."""

    id: int
    addressee: str
    of: str
    """The addressee's short name."""
    name: str
    email: str
    contact: str
    language: str
    ended: bool
    signed: Signed


def read_offices(
    session: Session, addressees: Sequence[str] | None = None, ended: bool = False
) -> tuple[OfficeView, ...]:
    """As they are now, of these addressees by their codes or of all, in the order of the
    addressees; those that were ended only where they are asked for."""
    later: Any = aliased(Office)
    changed = select(later.id).where(later.supersedes == Office.id).exists()
    counting = (
        select(Office, Addressee)
        .join(Addressee, col(Addressee.id) == Office.addressee)
        .where(~changed)
        .order_by(col(Addressee.place), col(Office.name), col(Office.id))
    )
    if addressees is not None:
        counting = counting.where(col(Addressee.code).in_(addressees))
    signatures = Signatures(session, few=True)
    return tuple(
        _view(row, whom, signatures)
        for row, whom in session.exec(counting).all()
        if ended or not row.removed
    )


def read_office(session: Session, id: int) -> OfficeView:
    """As it is now, whoever changed it since it had this number. Raises NotFound."""
    row = newest_office(session, get(session, Office, id, "office"))
    return _view(row, get(session, Addressee, row.addressee), Signatures(session, few=True))


def _view(row: Office, whom: Addressee, signatures: Signatures) -> OfficeView:
    return OfficeView(
        id=row.key,
        addressee=whom.code,
        of=whom.short,
        name=row.name,
        email=row.email,
        contact=row.contact,
        language=row.language,
        ended=row.removed,
        signed=signatures.of(row),
    )
