"""Commands that change or make something: import, pack, account add."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from exports.printing import Press
from exports.publishing import Issuer, Moment, draft, print_two_pages
from recommendations.errors import Refused, Unreadable
from recommendations.importing import import_report, read_for_import
from recommendations.reading.parts import ReadReport
from recommendations.records.people import refuse_unless_recorder
from recommendations.vocabulary import Role
from tracker.accounts import invitations, ways_back
from tracker.commands.confirming import Code, PasswordFile, taking_out
from tracker.commands.context import AsOf, AsPerson, Json, acting, day, print_json
from tracker.keeping import erasing
from tracker.logs import Event, say

LARGEST = 20 * 1024 * 1024


def import_(
    file: Annotated[Path, typer.Argument(help="A report as Markdown or text, UTF-8.")],
    published_by: Annotated[
        str, typer.Option(help="Who decided that it is already published, and when.")
    ] = "",
    dry_run: Annotated[bool, typer.Option(help="Only say what would be imported.")] = False,
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """Import a report: all of it or nothing. Importing it twice changes nothing."""
    raw = _bytes(file)
    read = read_for_import(raw, file.name)
    if dry_run:
        _tell(read, "Would import", as_json)
        return
    with acting(as_person, writes=True) as who:
        by = refuse_unless_recorder(who.session, who.person.key).key if who.person else None
        done = import_report(who.session, raw, file.name, by, published_by, read)
        erasing.keep_in_step(who.session, who.service.settings.home)
    if done.read is None:
        if as_json:
            print_json({"source": f"S{done.source}", "title": done.title, "new": False})
        else:
            print(f"“{done.title}” was imported before; nothing changed.")
        return
    _tell(done.read, "Imported", as_json, source=f"S{done.source}", new=True)


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise Unreadable(f"{file.name} is larger than 20 MB; nothing was imported.")
        return file.read_bytes()
    except OSError as error:
        raise Unreadable(f"{file} cannot be read: {error.strerror}.") from error


def _tell(read: ReadReport, act: str, as_json: bool, **more: Any) -> None:
    counts = {
        "sections": len(read.sections),
        "quotes": len(read.quotes),
        "note_references": len(read.references),
        "notes": len(read.notes),
        "recommendations": len(read.recommendations),
        "discrepancies": len(read.discrepancies),
    }
    if as_json:
        print_json({"title": read.title, "publisher": read.publisher, **more, **counts})
        return
    print(f"{act} “{read.title}”, {read.publisher}:")
    for name, count in counts.items():
        print(f"{count:6} {name.replace('_', ' ')}")


def pack(
    audience: Annotated[str, typer.Argument(help="nug, nucc, us, eu or asean.")],
    out: Annotated[Path, typer.Option(help="The PDF to write.")],
    as_of: AsOf = "",
    as_person: AsPerson = "",
    password_file: PasswordFile = None,
    code: Code = "",
) -> None:
    """Print the two-page leave-behind for an audience, as a draft."""
    with taking_out(as_person, password_file, code) as who:
        who.service.refuse_odd_clock()
        settings = who.service.settings
        on = day(as_of, who.service)
        moment = Moment(on, who.service.closing(on), who.service.today())
        issuer = Issuer(settings.organisation, settings.contact, settings.is_sample)
        body = draft(who.session, audience, moment, issuer)
    with Press() as press:
        printed = print_two_pages(press, body)
    write_whole(out, printed.pdf)
    say(Event.EXPORTED, by=who.by, audience=audience)
    print(f"{out}: {printed.pages} pages, {len(printed.pdf) // 1024} KB, {body.edition.lower()}")


def write_whole(out: Path, pdf: bytes) -> None:
    """Whole or not at all: a full disk leaves no half file behind."""
    handle, name = -1, ""
    try:
        handle, name = tempfile.mkstemp(dir=out.parent or Path(), suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(pdf)
        Path(name).replace(out)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise Refused(f"{out} was not written: {error.strerror}.") from error


def account_add(
    email: Annotated[str, typer.Argument(help="Address the person signs in with.")],
    role: Annotated[Role, typer.Option(help="editor, reviewer, board or administrator.")],
    as_person: AsPerson = "",
    address: Annotated[str, typer.Option(help="Where people reach the tracker.")] = (
        "http://127.0.0.1:8000"
    ),
) -> None:
    """Print a one-time link with which a person makes their account."""
    with acting(as_person, writes=True) as who:
        if who.person is not None and who.person.role is not Role.ADMINISTRATOR:
            raise Refused("Administrators invite people.")
        token = invitations.invite(who.session, role, email, who.by)
    print(f"{address.rstrip('/')}/welcome/{token}")


def account_reset(
    email: Annotated[str, typer.Argument(help="Address the person signs in with.")],
    as_person: AsPerson = "",
    address: Annotated[str, typer.Option(help="Where people reach the tracker.")] = (
        "http://127.0.0.1:8000"
    ),
) -> None:
    """Print a one-time link to a new password, for who lost theirs or their phone."""
    with acting(as_person, writes=True) as who:
        if who.person is not None and who.person.role is not Role.ADMINISTRATOR:
            raise Refused("Administrators make a way back.")
        token = ways_back.make(who.session, email, who.by)
    print(f"{address.rstrip('/')}/way-back/{token}")
