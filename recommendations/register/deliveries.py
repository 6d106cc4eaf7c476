"""What was handed to whom, as it is read, newest first; and who holds an edition."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from recommendations.models import (
    Addressee,
    BriefingPack,
    Delivery,
    Edition,
    EditionFile,
    Office,
    Person,
)
from recommendations.records.offices import versions_of
from recommendations.records.writing import get
from recommendations.vocabulary import Channel, Length


@dataclass(frozen=True)
class DeliveryView:
    """Of an edition, or of a `letter`: then a reminder or a notice of a delivery."""

    id: int
    on: date
    channel: Channel
    office: str
    """As it was called then."""
    sent_to: int | None
    addressee: str
    """Its code."""
    of: str
    """Its short name."""
    edition: int | None
    audience: str
    number: int | None
    length: Length | None
    language: str
    copy: int | None
    """Its number, where the copies of the edition are numbered."""
    letter: str
    note: str
    by: str
    reminds_of: int | None
    notice_of: int | None

    @property
    def what(self) -> str:
        if self.edition is None:
            return "notice of withdrawal" if self.notice_of else "reminder"
        length = f", {self.length.value}" if self.length else ""
        copy = f", copy {self.copy}" if self.copy else ""
        return f"{self.audience.upper()}, edition {self.number}{length}{copy}"


def read_deliveries(
    session: Session,
    *,
    editions: Collection[int] | None = None,
    addressee: str = "",
    office: int | None = None,
) -> tuple[DeliveryView, ...]:
    """Of these editions, to this addressee by its code, to this office in any of its
    versions; without any of them, all."""
    asked = (
        select(Delivery, Addressee, Person)
        .join(Addressee, col(Addressee.id) == Delivery.addressee)
        .join(Person, col(Person.id) == Delivery.recorded_by)
        .order_by(col(Delivery.on).desc(), col(Delivery.id).desc())
    )
    if editions is not None:
        asked = asked.where(col(Delivery.edition).in_(editions))
    if addressee:
        asked = asked.where(Addressee.code == addressee)
    if office is not None:
        ids = versions_of(session, get(session, Office, office, "office"))
        asked = asked.where(col(Delivery.sent_to).in_(ids))
    rows = session.exec(asked).all()
    numbers = _numbers(session, {row.edition for row, *_ in rows if row.edition})
    wanted = {row.file for row, *_ in rows if row.file}
    files = {
        file.key: file
        for file in session.exec(select(EditionFile).where(col(EditionFile.id).in_(wanted)))
    }
    return tuple(
        _view(
            row,
            whom,
            who.code,
            numbers.get(row.edition or 0),
            files.get(row.file or 0),
        )
        for row, whom, who in rows
    )


def next_copy(session: Session, edition: int) -> int:
    """The number of its next numbered copy."""
    last = session.exec(
        select(func.max(Delivery.numbered)).where(Delivery.edition == edition)
    ).one()
    return (last or 0) + 1


def _numbers(session: Session, editions: Collection[int]) -> dict[int, tuple[str, int]]:
    """By edition: its audience and number."""
    rows = session.exec(
        select(Edition, BriefingPack.profile)
        .options(defer(Edition.frozen))  # type: ignore[arg-type]
        .join(BriefingPack, col(BriefingPack.id) == Edition.pack)
        .where(col(Edition.id).in_(editions))
    )
    return {row.key: (audience, row.number) for row, audience in rows}


def _view(
    row: Delivery,
    whom: Addressee,
    by: str,
    of: tuple[str, int] | None,
    file: EditionFile | None,
) -> DeliveryView:
    audience, number = of or ("", None)
    return DeliveryView(
        id=row.key,
        on=row.on,
        channel=row.channel,
        office=row.office,
        sent_to=row.sent_to,
        addressee=whom.code,
        of=whom.short,
        edition=row.edition,
        audience=audience,
        number=number,
        length=file.length if file else None,
        language=file.language if file else "",
        copy=row.numbered,
        letter=row.letter,
        note=row.note,
        by=by,
        reminds_of=row.reminds_of,
        notice_of=row.notice_of,
    )
