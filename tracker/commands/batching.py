"""The command that prints the packs of many audiences into a folder."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from recommendations.errors import Refused
from recommendations.register.audiences import read_profiles
from tracker.batches import WORKERS, Fate, Outcome, composed, names_for, presses, run
from tracker.commands.confirming import Code, PasswordFile, confirmed
from tracker.commands.context import AsOf, AsPerson, Json, day, print_json
from tracker.logs import Event, say


def packs(
    folder: Annotated[Path, typer.Argument(help="Where the PDFs go; made if it is not there.")],
    only: Annotated[str, typer.Option(help="These audiences, as eu,us; else all.")] = "",
    full: Annotated[bool, typer.Option("--full", help="The full packs as well.")] = False,
    workers: Annotated[
        int, typer.Option(min=1, max=16, help="How many are printed at the same time.")
    ] = WORKERS,
    as_of: AsOf = "",
    as_person: AsPerson = "",
    password_file: PasswordFile = None,
    code: Code = "",
    as_json: Json = False,
) -> None:
    """Print the packs of all audiences as drafts, in each of their languages. What a run that
    was stopped had printed is kept, as is what says the same as before."""
    with confirmed(as_person, password_file, code) as who:
        asked = only.split(",") if only else read_profiles(who.session)
        codes = [code.strip().casefold() for code in asked]
        when, issuer = who.service.moment(day(as_of, who.service)), who.service.issuer()
        names, by = names_for(who.session, codes, full), who.by
        # Printing takes minutes: nothing is held open in the database meanwhile.
        who.session.rollback()
        jobs = composed(who.service.database, codes, when, issuer, full)
        with presses(workers) as printing:
            found = list(_watched(run(jobs, folder, printing), len(names), as_json))
    for one in codes:
        say(Event.EXPORTED, by=by, audience=one)
    _tell(found, as_json)


def _watched(outcomes: Iterator[Outcome], number: int, as_json: bool) -> Iterator[Outcome]:
    """With a bar on the terminal of a person, and a line for each."""
    with Progress(
        TextColumn("Printing packs"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task("packs", total=number)
        for one in outcomes:
            bar.advance(task)
            if not as_json:
                print(f"{one.name}.pdf: {one.fate}{f'. {one.why}' if one.why else ''}")
            yield one


def _tell(found: Sequence[Outcome], as_json: bool) -> None:
    """Raises Refused where some could not be printed."""
    refused = [one for one in found if one.fate is Fate.REFUSED]
    if as_json:
        print_json([{"name": f"{o.name}.pdf", "fate": o.fate.name, "why": o.why} for o in found])
    if refused:
        raise Refused(f"{len(refused)} of {len(found)} packs were not printed; see above why.")
