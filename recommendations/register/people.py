"""People as they are shown: short name and role, nothing that identifies them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from recommendations.models import Person
from recommendations.vocabulary import Role


@dataclass(frozen=True)
class PersonView:
    id: int
    code: str
    role: Role
    active: bool
    since: datetime


def read_people(session: Session) -> tuple[PersonView, ...]:
    """Who is here first, then whose account was closed."""
    rows = session.exec(select(Person).order_by(col(Person.active).desc(), col(Person.id)))
    return tuple(PersonView(p.key, p.code, Role(p.role), p.active, p.recorded_at) for p in rows)
