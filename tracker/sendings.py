"""Mails on their way: claimed before the server is asked, so that none goes twice, and kept
where nobody can say whether it went. No address and no word of a mail."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from recommendations.errors import Refused
from recommendations.models.base import now

LONGEST = 64
UNDER_WAY = (
    "A mail with this edition to this office is on its way, or nobody knows whether it went. Say "
    "what became of it first, on the page that sends this edition by e-mail, or with “tracker "
    "delivery settle”."
)


class Sending(SQLModel, table=True):
    """`led_to` is where it was recorded; empty while it is on its way or in doubt."""

    once: str = Field(primary_key=True, max_length=LONGEST)
    person: int = Field(foreign_key="person.id")
    edition: int = Field(foreign_key="edition.id", index=True)
    office: int = Field(foreign_key="office.id")
    began_at: datetime = Field(default_factory=now)
    led_to: str = Field(default="", max_length=200)


def claim(session: Session, once: str, person: int, edition: int, office: int) -> str:
    """Where a form with this number led, if it was sent before. Raises Refused while one is
    on its way to the same office."""
    if not 0 < len(once) <= LONGEST:
        raise Refused("That could not be read; open the form again.")
    before = session.get(Sending, once)
    if before is not None and before.led_to:
        return before.led_to
    if before is not None or any(row.office == office for row in in_doubt(session, edition)):
        raise Refused(UNDER_WAY)
    session.add(Sending(once=once, person=person, edition=edition, office=office))
    session.flush()
    return ""


def led_to(session: Session, once: str) -> str:
    """Where a form with this number led; empty where it led nowhere yet."""
    row = session.get(Sending, once)
    return row.led_to if row else ""


def arrived(session: Session, once: str, path: str) -> None:
    row = session.get_one(Sending, once)
    row.led_to = path
    session.add(row)


def in_doubt(session: Session, edition: int) -> Sequence[Sending]:
    """Oldest first; a mail that is just being sent is among them."""
    return session.exec(
        select(Sending)
        .where(Sending.edition == edition, Sending.led_to == "")
        .order_by(col(Sending.began_at))
    ).all()


def forget(session: Session, once: str) -> None:
    """It did not go, or somebody found out what became of it."""
    row = session.get(Sending, once)
    if row is not None and not row.led_to:
        session.delete(row)


class SheetSending(SQLModel, table=True):
    """A sheet on its way to a member of the board; gone once it is recorded, or certainly did
    not go."""

    edition: int = Field(foreign_key="edition.id", primary_key=True)
    person: int = Field(foreign_key="person.id", primary_key=True)
    began_at: datetime = Field(default_factory=now)


def claim_sheet(session: Session, edition: int, person: int) -> bool:
    """False where it is on its way already, or nobody knows whether it went."""
    if session.get(SheetSending, (edition, person)) is not None:
        return False
    session.add(SheetSending(edition=edition, person=person))
    session.flush()
    return True


def sheets_in_doubt(session: Session, edition: int) -> frozenset[int]:
    """To whom, by their numbers."""
    return frozenset(
        session.exec(select(SheetSending.person).where(SheetSending.edition == edition))
    )


def settle_sheet(session: Session, edition: int, person: int) -> bool:
    """It arrived, did not go, or somebody found out. Whether there was any doubt."""
    row = session.get(SheetSending, (edition, person))
    if row is not None:
        session.delete(row)
    return row is not None
