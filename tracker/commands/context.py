"""What the commands share: the service, who acts, and how answers are printed."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from exports.profiles import shipped
from recommendations.errors import Refused, Unreadable
from recommendations.importing import import_report
from recommendations.models import Person
from recommendations.profiling import ship_profiles
from recommendations.reading.bytes import LARGEST, Encoding, encoding_named
from recommendations.records import people
from recommendations.vocabulary import Precision, Role
from tracker.accounts import invitations
from tracker.keeping import erasing, restricting, sweeping
from tracker.service import Service, open_service
from tracker.settings import REPORT, Settings

AsPerson = Annotated[
    str, typer.Option("--as", metavar="PERSON", help="Act as this person (their short name).")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="A past day, as 2026-11-22.")]


@dataclass(frozen=True)
class Acting:
    """`person` is None before there is an administrator: then set-up acts, which sees
    the imported report."""

    service: Service
    session: Session
    person: Person | None

    @property
    def by(self) -> int | None:
        return self.person.key if self.person else None

    def somebody(self, otherwise: str) -> int:
        """For what set-up never does; `otherwise` is then said."""
        if self.person is None:
            raise Refused(otherwise)
        return self.person.key


@contextmanager
def opened() -> Iterator[Service]:
    service = open_service(Settings())
    try:
        yield service
    finally:
        service.database.close()


@contextmanager
def acting(as_person: str = "", *, writes: bool = False) -> Iterator[Acting]:
    """By default the only administrator acts; with several the command needs --as."""
    with opened() as service:
        begin(service)
        opening = service.database.writing if writes else service.database.reading
        with opening() as session:
            yield Acting(service, session, who_acts(session, as_person))


def who_acts(session: Session, as_person: str) -> Person | None:
    if as_person:
        found = people.named(session, as_person)
        if found is None or not found.active:
            raise Refused(f"There is nobody here by the short name “{as_person}”.")
        return found
    administrators = invitations.administrators(session)
    if len(administrators) > 1:
        names = ", ".join(person.code for person in administrators)
        raise Refused(f"Say who you are with --as; administrators are {names}.")
    return administrators[0] if administrators else None


def begin(service: Service) -> None:
    """What a home starts with: the bundled report and the shipped profiles. Doing it
    again changes nothing."""
    with service.database.writing() as session:
        ship_profiles(session, shipped())
        imported = import_report(session, REPORT.read_bytes(), REPORT.name)
        if not imported.new:
            return
        erasing.keep_in_step(session, service.settings.home)
        restricting.keep_in_step(session, service.settings.home, service.today())
    sweeping.pay(service.database, service.settings.home)


def read_bytes(file: Path) -> bytes:
    """Raises Unreadable."""
    try:
        if file.stat().st_size > LARGEST:
            raise Unreadable(f"{file.name} is larger than {LARGEST // 2**20} MB.")
        return file.read_bytes()
    except OSError as error:
        raise Unreadable(f"{file} cannot be read: {error.strerror}.") from error


def day_of(given: str) -> date | None:
    """As it is written in an option; None where it is left out."""
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise Refused("Write the date as year-month-day, for instance 2026-11-22.") from None


def encoding_chosen(name: str) -> Encoding | None:
    """By any name it goes by; None where none was named."""
    chosen = encoding_named(name) if name else None
    if name and chosen is None:
        raise Refused(
            f"“{name}” is none of the encodings that can be chosen: {', '.join(Encoding)}."
        )
    return chosen


def known_day(given: str) -> tuple[date, Precision]:
    """A day, month or year, as far as it is known."""
    known = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}.get(len(given))
    try:
        if known:
            return date.fromisoformat(given + "-01-01"[len(given) - 4 :]), known
    except ValueError:
        pass
    raise Refused("Write the date as it is known: 2026, 2026-11 or 2026-11-22.")


def day(given: str, service: Service) -> date:
    """As of which something is read: today unless it is said. A date that is none is
    wrong usage."""
    try:
        asked = day_of(given) or service.today()
    except Refused as no_date:
        print(no_date, file=sys.stderr)
        raise typer.Exit(2) from None
    if asked > service.today():
        raise Refused("That day has not come yet.")
    return asked


def role_of(who: Acting) -> Role:
    """Set-up reads as an editor does."""
    return who.person.role if who.person else Role.EDITOR


def number_of(ref: str, letter: str) -> int:
    """Of a quote or source, as it is written: Q12."""
    number = ref.strip().upper().removeprefix(letter)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Refused(f"“{ref}” is no number; write it as {letter}12.")
    return int(number)


def earlier_version(ref: str) -> int | None:
    """A source that is replaced; None where none was named."""
    return number_of(ref, "S") if ref.strip() else None


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
