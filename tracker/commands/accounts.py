"""`tracker account`: inviting, a way back, and closing an account at once."""

from typing import Annotated

import typer

from recommendations.errors import Refused
from recommendations.records import people
from recommendations.vocabulary import Role
from tracker.accounts import invitations, members, ways_back
from tracker.commands.confirming import Code, PasswordFile, confirmed
from tracker.commands.context import Acting, AsPerson, acting

Address = Annotated[str, typer.Option(help="Where people reach the tracker.")]
HERE = "http://127.0.0.1:8000"
NOBODY = "There is nobody here yet whose account could be closed or opened."
Who = Annotated[str, typer.Argument(metavar="PERSON", help="Their short name.")]


def add(
    email: Annotated[str, typer.Argument(help="Address the person signs in with.")],
    role: Annotated[Role, typer.Option(help="editor, reviewer, board or administrator.")],
    as_person: AsPerson = "",
    address: Address = HERE,
) -> None:
    """Print a one-time link with which a person makes their account."""
    with acting(as_person, writes=True) as who:
        _refuse_unless_administers(who, "Administrators invite people.")
        token = invitations.invite(who.session, role, email, who.by)
    print(f"{address.rstrip('/')}/welcome/{token}")


def reset(
    email: Annotated[str, typer.Argument(help="Address the person signs in with.")],
    as_person: AsPerson = "",
    address: Address = HERE,
) -> None:
    """Print a one-time link to a new password, for who lost theirs or their phone."""
    with acting(as_person, writes=True) as who:
        _refuse_unless_administers(who, "Administrators make a way back.")
        token = ways_back.make(who.session, email, who.by)
    print(f"{address.rstrip('/')}/way-back/{token}")


def close(person: Who, as_person: AsPerson = "") -> None:
    """Close an account at once: every session of theirs ends, what they recorded stays."""
    with acting(as_person, writes=True) as who:
        members.close(who.session, who.somebody(NOBODY), _named(who, person))
    print(f"The account of {person} is closed.")


def reopen(
    person: Who, as_person: AsPerson = "", password_file: PasswordFile = None, code: Code = ""
) -> None:
    """Open a closed account again. Asks for your own password, and a code."""
    with confirmed(as_person, password_file, code, writes=True) as who:
        members.reopen(who.session, who.somebody(NOBODY), _named(who, person))
    print(f"The account of {person} is open again.")


def _named(who: Acting, code: str) -> int:
    found = people.named(who.session, code)
    if found is None:
        raise Refused(f"There is nobody here by the short name “{code}”.")
    return found.key


def _refuse_unless_administers(who: Acting, sentence: str) -> None:
    """Set-up may, before there is anybody."""
    if who.person is not None and who.person.role is not Role.ADMINISTRATOR:
        raise Refused(sentence)
