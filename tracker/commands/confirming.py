"""At the machine, too, what leaves takes the person's own password, and a code where their phone
shows codes. Before somebody has an account, there is nothing to ask for. What opens words takes
both, as on the pages."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from recommendations.errors import Refused
from recommendations.models import Person
from tracker.accounts import confirming, passwords, second_factor
from tracker.accounts.models import Account
from tracker.commands.context import Acting, begin, opened, who_acts
from tracker.service import Service

PasswordFile = Annotated[
    Path | None,
    typer.Option(help="A file with your password in its first line, where nobody is to be asked."),
]
Code = Annotated[str, typer.Option(help="The code that your phone shows now.")]


@dataclass(frozen=True)
class Proof:
    """What somebody gave to show that it is they; without `code` where no phone is set up."""

    person: int
    password: str
    code: str

    def take(self, session: Session) -> None:
        """Raises tries.Wrong or TooMany; to be asked within `counted`."""
        passwords.refuse_wrong(session, self.person, self.password)
        if self.code:
            second_factor.take(session, self.person, self.code)


@contextmanager
def confirmed(
    as_person: str, file: Path | None, code: str, *, writes: bool = False, opens: bool = False
) -> Iterator[Acting]:
    """As `acting`, once it is clear that it is they. What `opens` takes a code, and is refused
    to who has no phone set up. What `writes` takes the code in its own transaction: where it
    is refused, the code can be given again."""
    with opened() as service:
        begin(service)
        with service.database.reading() as session:
            person = who_acts(session, as_person)
        proof = _asked_for(service, person, file, code, opens)
        if writes and proof:
            with confirming.counted(service.database, proof.person) as session:
                proof.take(session)
                yield Acting(service, session, who_acts(session, as_person))
            return
        _take(service, proof)
        opening = service.database.writing if writes else service.database.reading
        with opening() as session:
            yield Acting(service, session, who_acts(session, as_person))


def confirm(
    service: Service, person: Person | None, file: Path | None, code: str, *, opens: bool = False
) -> None:
    """Raises Refused. What is wrong counts as a try, as it does on the pages."""
    _take(service, _asked_for(service, person, file, code, opens))


def _take(service: Service, proof: Proof | None) -> None:
    if proof:
        with confirming.counted(service.database, proof.person) as session:
            proof.take(session)


def _asked_for(
    service: Service, person: Person | None, file: Path | None, code: str, opens: bool
) -> Proof | None:
    """None where there is nothing to ask for."""
    if person is None:
        return None
    with service.database.reading() as session:
        phone = second_factor.confirmed(session, person.key)
        if opens and not phone:
            raise Refused(code=confirming.NO_PHONE)
        if session.get(Account, person.key) is None:
            return None
    password = _password(file, person)
    if phone and not code:
        code = _asked(f"Code from the phone of {person.code}", "--code")
    return Proof(person.key, password, code if phone else "")


def _password(file: Path | None, person: Person) -> str:
    if file is None:
        return _asked(f"Password of {person.code}", "--password-file", hidden=True)
    try:
        return file.read_text().split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file} cannot be read.") from error


def _asked(words: str, option: str, hidden: bool = False) -> str:
    if not sys.stdin.isatty():
        raise Refused(f"{words} is needed; where nobody can be asked, give it with {option}.")
    return str(typer.prompt(words, hide_input=hidden, err=True))
