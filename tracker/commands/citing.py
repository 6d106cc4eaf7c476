"""The command that cites: one quote, one source, or all that may leave to an audience."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from exports.bibliography import Entry, entry_of_quote, entry_of_source
from exports.bibliography_files import FORMATS, FileFormat
from exports.citations import citation
from exports.publishing import audience_bibliography
from recommendations.errors import Refused
from recommendations.register.quote_record import read_readable
from recommendations.register.sources import read_cited
from tracker.commands.confirming import Code, PasswordFile, confirmed
from tracker.commands.context import Acting, AsOf, AsPerson, acting, day, number_of, role_of
from tracker.commands.exporting import write
from tracker.logs import Event, say

NOTE = "note"
Which = Annotated[
    str, typer.Option("--format", help="note (as packs print it, for a quote), csl, bibtex or ris.")
]


def cite(
    quote: Annotated[str, typer.Option(metavar="Q12", help="One quote.")] = "",
    source: Annotated[str, typer.Option(metavar="S3", help="One source.")] = "",
    audience: Annotated[str, typer.Option(help="All that may leave to it; needs --out.")] = "",
    file_format: Which = "",
    out: Annotated[Path | None, typer.Option(help="The file to write, else it is printed.")] = None,
    as_of: AsOf = "",
    as_person: AsPerson = "",
    password_file: PasswordFile = None,
    code: Code = "",
) -> None:
    """Cite for a reference manager: as CSL-JSON, BibTeX or RIS."""
    if sum(map(bool, (quote, source, audience))) != 1:
        raise Refused("Say what to cite: --quote, --source or --audience.")
    kind = file_format or (NOTE if quote else "csl")
    if kind == NOTE and quote:
        with acting(as_person) as who:
            print(citation(read_readable(who.session, number_of(quote, "Q"), role_of(who))))
        return
    if kind not in FORMATS:
        raise Refused(f"There is {', '.join(FORMATS)}, and note for one quote.")
    if not audience:
        with acting(as_person) as who:
            entries: tuple[Entry, ...] = (_one(who, quote, source),)
    elif out is None:
        raise Refused("Name the file to write with --out.")
    else:
        with confirmed(as_person, password_file, code) as who:
            service = who.service
            entries = audience_bibliography(
                who.session, audience, service.moment(day(as_of, service)), service.issuer()
            )
        say(Event.EXPORTED, by=who.by, audience=audience)
    _print(FORMATS[kind], entries, out)


def _one(who: Acting, quote: str, source: str) -> Entry:
    organisation = who.service.settings.organisation
    if quote:
        view = read_readable(who.session, number_of(quote, "Q"), role_of(who))
        return entry_of_quote(view, organisation)
    return entry_of_source(read_cited(who.session, number_of(source, "S")), organisation)


def _print(file: FileFormat, entries: tuple[Entry, ...], out: Path | None) -> None:
    raw = file.write(entries)
    if out is None:
        sys.stdout.write(raw.decode())
        return
    write(out, raw)
    print(f"{out}: {len(entries)} {'entry' if len(entries) == 1 else 'entries'}, {file.name}")
