"""Commands that take something out for an audience: a pack as PDF or Word draft, the register as
data."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from exports.printing import Press
from exports.publishing import (
    draft_forms,
    full_draft,
    full_pack_in_word,
    print_full_pack,
    print_two_pages,
    register_data,
    two_pages_in_word,
)
from exports.spreadsheets import csv_files, workbook
from recommendations.errors import Refused
from tracker.commands.confirming import Code, PasswordFile, confirmed
from tracker.commands.context import AsOf, AsPerson, day
from tracker.logs import Event, say

WRITERS = {".xlsx": workbook, ".zip": csv_files}
Audience = Annotated[
    str, typer.Argument(help="nug, nucc, us, eu, asean or board; others by their code.")
]


def pack(
    audience: Audience,
    out: Annotated[Path, typer.Option(help="FILE.pdf, or FILE.docx for comments.")],
    full: Annotated[bool, typer.Option("--full", help="Everything, not two pages.")] = False,
    language: Annotated[
        str, typer.Option(metavar="CODE", help="One of its languages; by default the main one.")
    ] = "",
    as_of: AsOf = "",
    as_person: AsPerson = "",
    password_file: PasswordFile = None,
    code: Code = "",
) -> None:
    """Print the two-page leave-behind for an audience, or the full pack, as a draft."""
    with confirmed(as_person, password_file, code) as who:
        when = who.service.moment(day(as_of, who.service))
        said = (who.session, audience, when, who.service.issuer(), language)
        whole, forms = (full_draft(*said), ()) if full else (None, draft_forms(*said))
    with Press() as press:
        if out.suffix.casefold() == ".docx":
            raw = full_pack_in_word(whole) if whole else two_pages_in_word(press, *forms)
            told = "a Word file"
        else:
            printed = print_full_pack(press, whole) if whole else print_two_pages(press, *forms)
            raw, told = printed.pdf, f"{printed.pages} page{'s' * (printed.pages != 1)}"
    write(out, raw)
    say(Event.EXPORTED, by=who.by, audience=audience)
    print(f"{out}: {told}, {len(raw) // 1024} KB, draft, not issued")


def export(
    audience: Audience,
    out: Annotated[Path, typer.Option(help="FILE.xlsx for Excel, FILE.zip for CSV files.")],
    as_of: AsOf = "",
    as_person: AsPerson = "",
    password_file: PasswordFile = None,
    code: Code = "",
) -> None:
    """Write the register as data, as far as it may leave to an audience."""
    writer = WRITERS.get(out.suffix.casefold())
    if writer is None:
        raise Refused("Name a file that ends in .xlsx (Excel) or .zip (CSV).")
    with confirmed(as_person, password_file, code) as who:
        when = who.service.moment(day(as_of, who.service))
        data = register_data(who.session, audience, when, who.service.issuer())
    write(out, writer(data))
    say(Event.EXPORTED, by=who.by, audience=audience)
    counts = ", ".join(f"{len(table.rows)} {table.name}" for table in data.tables)
    print(f"{out}: {counts}, draft")


def made(folder: Path) -> None:
    """A folder that nobody else here reads; raises Refused."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Refused(f"{folder} was not made: {error.strerror}.") from error


def write(out: Path, raw: bytes) -> None:
    """Whole or not at all: a full disk leaves no half file behind."""
    handle, name = -1, ""
    try:
        handle, name = tempfile.mkstemp(dir=out.parent or Path(), suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        Path(name).replace(out)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise Refused(f"{out} was not written: {error.strerror}.") from error
