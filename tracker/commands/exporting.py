"""The command that writes data files for an audience."""

from pathlib import Path
from typing import Annotated

import typer

from exports.publishing import Issuer, Moment, register_data
from exports.spreadsheets import csv_files, workbook
from recommendations.errors import Refused
from tracker.commands.changing import write_whole
from tracker.commands.confirming import Code, PasswordFile, taking_out
from tracker.commands.context import AsOf, AsPerson, day
from tracker.logs import Event, say

WRITERS = {".xlsx": workbook, ".zip": csv_files}


def export(
    audience: Annotated[str, typer.Argument(help="nug, nucc, us, eu or asean.")],
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
    with taking_out(as_person, password_file, code) as who:
        who.service.refuse_odd_clock()
        settings = who.service.settings
        on = day(as_of, who.service)
        moment = Moment(on, who.service.closing(on), who.service.today())
        issuer = Issuer(settings.organisation, settings.contact, settings.is_sample)
        data = register_data(who.session, audience, moment, issuer)
    write_whole(out, writer(data))
    say(Event.EXPORTED, by=who.by, audience=audience)
    counts = ", ".join(f"{len(table.rows)} {table.name}" for table in data.tables)
    print(f"{out}: {counts}, draft")
