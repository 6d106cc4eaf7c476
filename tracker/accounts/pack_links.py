"""Links to packs, for an office that cannot take an attachment. A link is known by its hash
alone; it ends by its day, by its number of downloads, by a hand, by the lock, and by
whatever keeps the edition inside. Nobody learns which of these it was, or who opened it."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, select, update

from recommendations.errors import NotFound
from recommendations.models import Delivery
from recommendations.models.base import now
from recommendations.vocabulary import Channel
from tracker.accounts.hashing import token_hash
from tracker.clock import within

LASTS = timedelta(days=14)
DOWNLOADS = 20
BYTES = 16
"""128 bits."""
GONE = "This link leads nowhere. Perhaps it was cut off on its way, or has ended; ask its sender."


class PackLink(SQLModel, table=True):
    """To an edition, in one language, for the office of its delivery."""

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    delivery: int = Field(foreign_key="delivery.id", index=True)
    language: str = Field(max_length=35)
    made_by: int = Field(foreign_key="person.id")
    expires_at: datetime
    downloads_left: int = DOWNLOADS
    revoked_at: datetime | None = None

    @property
    def lives(self) -> bool:
        in_time = within(self.expires_at - LASTS, LASTS)
        return self.revoked_at is None and self.downloads_left > 0 and in_time


def make(session: Session, by: int, delivery: Delivery, language: str) -> str:
    """Returns the token. Earlier links to the same office for this edition end."""
    for earlier in of_edition(session, delivery.edition or 0):
        if session.get_one(Delivery, earlier.delivery).sent_to == delivery.sent_to:
            revoke(session, earlier)
    token = secrets.token_urlsafe(BYTES)
    row = PackLink(
        token_hash=token_hash(token),
        delivery=delivery.key,
        language=language,
        made_by=by,
        expires_at=now() + LASTS,
    )
    session.add(row)
    session.flush()
    return token


def find(session: Session, token: str) -> tuple[PackLink, Delivery]:
    """Raises NotFound, in the same words whatever the reason."""
    found = session.exec(select(PackLink).where(PackLink.token_hash == token_hash(token))).first()
    if found is None or not found.lives:
        raise NotFound(GONE)
    return found, session.get_one(Delivery, found.delivery)


def downloaded(session: Session, link: PackLink) -> None:
    """Counts one, however many come at once. Raises NotFound after the last."""
    done = session.exec(
        update(PackLink)
        .where(col(PackLink.id) == link.id, col(PackLink.downloads_left) > 0)
        .values(downloads_left=col(PackLink.downloads_left) - 1)
    )
    if done.rowcount != 1:
        raise NotFound(GONE)


def of_edition(session: Session, edition: int) -> Sequence[PackLink]:
    """The newest first."""
    return session.exec(
        select(PackLink)
        .join(Delivery, col(Delivery.id) == PackLink.delivery)
        .where(Delivery.edition == edition)
        .order_by(col(PackLink.id).desc())
    ).all()


def link_of(session: Session, edition: int, id: int) -> PackLink:
    found = next((one for one in of_edition(session, edition) if one.id == id), None)
    if found is None:
        raise NotFound("There is no such link.")
    return found


def revoke(session: Session, link: PackLink) -> None:
    """Works at once; doing it twice changes nothing."""
    if link.revoked_at is None:
        link.revoked_at = now()
        session.add(link)
        session.flush()


def same_day(session: Session, edition: int, office: Sequence[int], on: date) -> Delivery | None:
    """A link made again on one day is one delivery."""
    return session.exec(
        select(Delivery).where(
            Delivery.edition == edition,
            col(Delivery.sent_to).in_(office),
            Delivery.on == on,
            Delivery.channel == Channel.LINK,
        )
    ).first()
