"""At the machine, too, what leaves takes the person's own password, and a code where their phone
shows codes. Before somebody has an account, there is nothing to ask for. What opens words takes
both, as on the pages."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

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


@contextmanager
def confirmed(
    as_person: str, file: Path | None, code: str, *, writes: bool = False, opens: bool = False
) -> Iterator[Acting]:
    """As `acting`, once it is clear that it is they. What `opens` takes a code, and is refused
    to who has no phone set up."""
    with opened() as service:
        begin(service)
        with service.database.reading() as session:
            person = who_acts(session, as_person)
        confirm(service, person, file, code, opens=opens)
        opening = service.database.writing if writes else service.database.reading
        with opening() as session:
            yield Acting(service, session, who_acts(session, as_person))


def confirm(
    service: Service, person: Person | None, file: Path | None, code: str, *, opens: bool = False
) -> None:
    """Raises Refused. What is wrong counts as a try, as it does on the pages."""
    if person is None:
        return
    with service.database.reading() as session:
        phone = second_factor.confirmed(session, person.key)
        if opens and not phone:
            raise Refused(code=confirming.NO_PHONE)
        if session.get(Account, person.key) is None:
            return
    password = _password(file, person)
    if phone and not code:
        code = _asked(f"Code from the phone of {person.code}", "--code")
    with confirming.counted(service.database, person.key) as session:
        passwords.refuse_wrong(session, person.key, password)
        if phone:
            second_factor.take(session, person.key, code)


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
