"""Commands that send an issued edition by e-mail: to an office, or the sheet of a meeting to the
board. What will go is printed first with --dry-run; sending takes a password and a code."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_urlsafe
from typing import Annotated

import typer

from exports.letters import Letter
from recommendations.errors import NotFound, Refused
from recommendations.records.people import refuse_unless_recorder
from recommendations.vocabulary import Length
from tracker import edition_mail, mail, sendings, sheet_mail
from tracker.accounts.board import board_members
from tracker.commands.confirming import Code, PasswordFile, confirm
from tracker.commands.context import Acting, AsPerson, acting, begin, opened, who_acts
from tracker.commands.editions import Id
from tracker.edition_mail import Wanted
from tracker.service import Service

NOBODY = "Set-up sends nothing; make an account first."
Long = Annotated[bool, typer.Option("--full", help="The full pack instead of the short one.")]
Went = Annotated[
    bool, typer.Option("--went/--did-not-go", help="What somebody found out about it.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the mail; send nothing.")]


def to_office(
    edition: Id,
    office: Annotated[int, typer.Argument(help="The office, by its number in `office list`.")],
    full: Long = False,
    own: Annotated[str, typer.Option(help="Words of your own for the covering note.")] = "",
    again: Annotated[bool, typer.Option(help="It went there before, and they asked.")] = False,
    dry_run: DryRun = False,
    as_person: AsPerson = "",
    password_file: PasswordFile = None,
    code: Code = "",
) -> None:
    """Send an edition to an office by e-mail, and record that it went."""
    wanted = Wanted(edition, office, _length(full), own)
    with opened() as service:
        with _recorder(service, as_person) as who:
            composed = edition_mail.compose(who.session, service, wanted)
            if not again and not dry_run:
                edition_mail.refuse_again(who.session, composed)
        if dry_run:
            _print(composed.office.email, composed.letter, composed.file, composed.size)
            return
        confirm(service, who.person, password_file, code)
        edition_mail.send(service, who.somebody(NOBODY), composed, token_urlsafe(12), again)
    print(f"Sent to {composed.office.name} and recorded.")


def to_board(
    edition: Id,
    member: Annotated[
        list[str] | None, typer.Option(help="Only to them, by their short names.")
    ] = None,
    full: Long = False,
    dry_run: DryRun = False,
    as_person: AsPerson = "",
    password_file: PasswordFile = None,
    code: Code = "",
) -> None:
    """Send the sheet of a meeting to the members of the board who do not have it yet."""
    with opened() as service:
        with _recorder(service, as_person) as who:
            out, letter = sheet_mail.outgoing(who.session, service, edition, _length(full))
            members = sheet_mail.chosen(who.session, edition, _persons(who, member))
        if dry_run:
            _print(", ".join(one.code for one in members), letter, out.name, out.file.size)
            return
        confirm(service, who.person, password_file, code)
        sheet_mail.send(service, who.somebody(NOBODY), out, letter, members)
    print(f"Sent to {', '.join(one.code for one in members)} and recorded.")


def settle_office(
    edition: Id,
    office: Annotated[int, typer.Argument(help="The office, by its number in `office list`.")],
    went: Went,
    as_person: AsPerson = "",
) -> None:
    """Say what became of a mail to an office of which nobody knows whether it went."""
    with acting(as_person, writes=True) as who:
        by = who.somebody(NOBODY)
        found = sendings.in_doubt(who.session, edition)
        doubts = [one for one in found if one.office == office]
        if not doubts:
            raise Refused("No mail with this edition to this office is in doubt.")
        for doubt in doubts:
            edition_mail.settle(who.service, who.session, by, doubt, went)
    _say_settled(went)


def settle_board(
    edition: Id,
    member: Annotated[str, typer.Argument(help="The member, by their short name.")],
    went: Went,
    as_person: AsPerson = "",
) -> None:
    """Say what became of a mail to a member of the board of which nobody knows whether it went."""
    with acting(as_person, writes=True) as who:
        (person,) = _persons(who, [member])
        if not sheet_mail.settle(who.session, who.somebody(NOBODY), edition, person, went):
            raise Refused("No mail with this sheet to this member is in doubt.")
    _say_settled(went)


def _say_settled(went: bool) -> None:
    print("Recorded that it went." if went else "It can be sent again.")


@contextmanager
def _recorder(service: Service, as_person: str) -> Iterator[Acting]:
    """What is read is closed before anything is sent: sending writes. Raises Refused before
    anybody is asked for a password."""
    begin(service)
    service.refuse_odd_clock()
    with service.database.reading() as session:
        who = Acting(service, session, who_acts(session, as_person))
        refuse_unless_recorder(session, who.somebody(NOBODY))
        mail.refuse_unready(service.settings)
        yield who


def _persons(who: Acting, named: list[str] | None) -> set[int]:
    """All of the board where nobody is named."""
    board = {one.code.casefold(): one.id for one in board_members(who.session)}
    if not board:
        raise Refused("No member of the board has an account; there is nobody to send it to.")
    for name in named or []:
        if name.casefold() not in board:
            raise NotFound(f"No member of the board with an account is called “{name}”.")
    return {board[name.casefold()] for name in named} if named else set(board.values())


def _length(full: bool) -> Length:
    return Length.FULL_PACK if full else Length.LEAVE_BEHIND


def _print(to: str, letter: Letter, file: str, size: int) -> None:
    print(f"To: {to}\nSubject: {letter.subject}\n\n{letter.body}\n")
    print(f"Attached: {file}, {-(-size // 1024)} KB. Nothing was sent.")
