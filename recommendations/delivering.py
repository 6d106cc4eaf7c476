"""That an edition or a letter reached an office. What went is never taken back; recording it
takes one person, because it opens nothing."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from recommendations import rules
from recommendations.arriving import refuse_turning
from recommendations.errors import Refused
from recommendations.models import Delivery, Edition, EditionFile, Office, SheetCopy
from recommendations.private import refuse_pointers
from recommendations.records.offices import newest_office, versions_of
from recommendations.records.people import refuse_unless_recorder
from recommendations.records.writing import LARGEST, get, record
from recommendations.vocabulary import Channel

LONGEST = 4_000
"""Letters of what somebody writes themselves."""
IN_PERSON = frozenset({Channel.BY_HAND, Channel.POST})


@dataclass(frozen=True)
class Handed:
    """`on` is the day it went; `note` what stood on the covering note, or what was said."""

    edition: int
    office: int | None
    on: date | None
    channel: Channel | None
    note: str = ""
    file: int | None = None
    numbered: bool = False
    """The edition has words for named audiences: each copy has a number."""
    copy: int | None = None
    """That number."""
    sent: bool = False
    """It went from here: `note` is the mail, whose words were looked through before. Whatever
    happened meanwhile, that is written down, and once more where it went that day already."""


def deliver(session: Session, by: int, today: date, handed: Handed) -> Delivery:
    refuse_unless_recorder(session, by)
    edition = get(session, Edition, handed.edition, "edition")
    _refuse_wrong(session, today, edition, handed)
    assert handed.office and handed.on and handed.channel  # noqa: PT018
    office = newest_office(session, get(session, Office, handed.office, "office"))
    _refuse_copy(session, handed)
    if not handed.sent:
        refuse_unlike_letter("note", handed.note)
        _refuse_ended(office)
        _refuse_twice(session, office, handed)
    row = Delivery(
        addressee=office.addressee,
        edition=edition.key,
        file=_file(session, edition, handed.file),
        numbered=handed.copy,
        on=handed.on,
        channel=handed.channel,
        office=office.name,
        sent_to=office.key,
        note=handed.note.strip(),
    )
    return record(session, row, by)


def reply_by(day: date, days: int) -> date:
    return day + timedelta(days=days)


def refuse_unlike_letter(field: str, words: str) -> None:
    """What somebody types into a letter: not endless, no lead to a person, nobody there."""
    refuse_pointers({field: words})
    refuse_turning({field: words})
    if len(words) > LONGEST:
        raise Refused(**{field: f"{len(words)} letters are too many; at most {LONGEST}."})


@dataclass(frozen=True)
class Written:
    """A letter about a delivery: the notice that its edition was withdrawn, or a reminder."""

    of: int
    words: str
    on: date
    channel: Channel
    notice: bool


def write_to(session: Session, by: int, today: date, written: Written) -> Delivery:
    """To the office of that delivery, also where it has ended: it holds a copy."""
    refuse_unless_recorder(session, by)
    of = get(session, Delivery, written.of, "delivery")
    if of.edition is None or of.sent_to is None:
        raise Refused("A letter is about an edition that reached an office.")
    if sentence := rules.in_time(written.on, today):
        raise Refused(on=sentence)
    if written.on < of.on:
        raise Refused(on=f"The edition reached them on {rules.spoken(of.on)}, not before.")
    office = newest_office(session, get(session, Office, of.sent_to, "office"))
    row = Delivery(
        addressee=of.addressee,
        letter=written.words.strip(),
        on=written.on,
        channel=written.channel,
        office=office.name,
        sent_to=office.key,
        notice_of=of.key if written.notice else None,
        reminds_of=None if written.notice else of.key,
    )
    return record(session, row, by)


def _refuse_wrong(session: Session, today: date, edition: Edition, handed: Handed) -> None:
    refused = {}
    if handed.office is None:
        refused["office"] = "Choose the office that received it."
    if handed.channel is None:
        refused["channel"] = "Say how it reached them."
    if handed.on is None:
        refused["on"] = "Give the day on which it reached them."
    elif sentence := rules.in_time(handed.on, today):
        refused["on"] = sentence
    elif handed.on < edition.as_of:
        refused["on"] = (
            f"The edition is as of {rules.spoken(edition.as_of)}; it cannot have gone out before."
        )
    if refused:
        raise Refused(**refused)


def _refuse_copy(session: Session, handed: Handed) -> None:
    if not handed.numbered:
        if handed.copy is not None:
            raise Refused(copy="The copies of this edition have no numbers.")
        return
    if handed.channel not in IN_PERSON:
        raise Refused(channel="Its copies are numbered: they go by hand or by post.")
    if handed.copy is None or handed.copy < 1 or handed.copy >= LARGEST:
        raise Refused(copy="Say which number was written on the copy: 1, 2, 3 and so on.")
    there = session.exec(
        select(Delivery).where(Delivery.edition == handed.edition, Delivery.numbered == handed.copy)
    ).first()
    if there is not None:
        raise Refused(
            copy=f"Copy {handed.copy} went to “{there.office}” on {rules.spoken(there.on)}."
        )


def _refuse_ended(office: Office) -> None:
    if office.removed:
        raise Refused(office=f"“{office.name}” was ended; nothing is sent there any more.")


def _refuse_twice(session: Session, office: Office, handed: Handed) -> None:
    there = session.exec(
        select(Delivery.id).where(
            Delivery.edition == handed.edition,
            col(Delivery.sent_to).in_(versions_of(session, office)),
            Delivery.on == handed.on,
            Delivery.channel == handed.channel,
        )
    ).first()
    if there is not None:
        raise Refused("That it went there on that day, and how, is on record already.")


def _file(session: Session, edition: Edition, file: int | None) -> int | None:
    if file is not None and get(session, EditionFile, file, "file").edition != edition.key:
        raise Refused("That is a file of another edition.")
    return file


def copy_sheet(session: Session, by: int, edition: int, person: int) -> SheetCopy:
    """That the sheet of a meeting went to a member of the board; each has it once."""
    refuse_unless_recorder(session, by)
    get(session, Edition, edition, "edition")
    there = session.exec(
        select(SheetCopy).where(SheetCopy.edition == edition, SheetCopy.person == person)
    ).first()
    return there or record(session, SheetCopy(edition=edition, person=person), by)
