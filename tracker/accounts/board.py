"""Members of the board who have an account, and so an address."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from recommendations.models import Person
from recommendations.vocabulary import Role
from tracker.accounts.models import Account


@dataclass(frozen=True)
class Member:
    """`code` is all that pages show; the address is for the mail alone."""

    id: int
    code: str
    email: str


def board_members(session: Session) -> tuple[Member, ...]:
    """Who is active, in the order in which they came."""
    rows = session.exec(
        select(Person, Account.email)
        .join(Account, col(Account.person) == Person.id)
        .where(col(Person.active), Person.role == Role.BOARD)
        .order_by(col(Person.id))
    )
    return tuple(Member(person.key, person.code, email) for person, email in rows)
