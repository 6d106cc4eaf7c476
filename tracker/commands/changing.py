"""`tracker import`: a report, all of it or nothing."""

from pathlib import Path
from typing import Annotated, Any

import typer

from recommendations.arriving import Keep, offer
from recommendations.importing import as_chosen, import_report, read_for_import
from recommendations.reading.parts import ReadReport
from recommendations.records.people import refuse_unless_recorder
from tracker.commands.burmese import Burmese, refuse_unchosen
from tracker.commands.confirming import Code, PasswordFile, confirmed
from tracker.commands.context import (
    AsPerson,
    Json,
    earlier_version,
    print_json,
    read_bytes,
)
from tracker.keeping import erasing, restricting

STAYS = (
    "What it recommends stays inside until two people say that the report is published: "
    "/start/published"
)


def import_(
    file: Annotated[Path, typer.Argument(help="A report as Markdown or text, UTF-8.")],
    published_by: Annotated[
        str, typer.Option(help="Who decided that it is already published, and when.")
    ] = "",
    replaces: Annotated[str, typer.Option(help="The report whose newer version it is: S1.")] = "",
    burmese: Burmese = None,
    dry_run: Annotated[bool, typer.Option(help="Only say what would be imported.")] = False,
    as_person: AsPerson = "",
    password_file: PasswordFile = None,
    code: Code = "",
    as_json: Json = False,
) -> None:
    """Import a report: all of it or nothing. Importing it twice changes nothing."""
    raw = read_bytes(file)
    read = read_for_import(raw, file.name)
    kept = refuse_unchosen(offer(read.text), burmese)
    read = as_chosen(read, kept, file.name)
    if dry_run:
        _tell(read, "Would import", as_json)
        return
    with confirmed(as_person, password_file, code, writes=True) as who:
        by = refuse_unless_recorder(who.session, who.person.key).key if who.person else None
        earlier = earlier_version(replaces)
        as_it_is = Keep.AS_IT_IS if kept else ""
        done = import_report(who.session, raw, file.name, by, published_by, read, earlier, as_it_is)
        erasing.keep_in_step(who.session, who.service.settings.home)
        restricting.keep_in_step(who.session, who.service.settings.home, who.service.today())
    if done.read is None:
        if as_json:
            print_json({"source": f"S{done.source}", "title": done.title, "new": False})
        else:
            print(f"“{done.title}” was imported before; nothing changed.")
        return
    _tell(done.read, "Imported", as_json, source=f"S{done.source}", new=True)
    if not as_json:
        print(STAYS)


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
