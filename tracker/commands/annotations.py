"""Commands that take the quotes of a source out as annotations, and bring annotations in."""

import json
from pathlib import Path
from typing import Annotated

import typer

from recommendations.errors import Refused
from recommendations.quoting import quote_spans
from recommendations.register.annotations import Plan, read_annotations, write_annotations
from tracker.commands.confirming import Code, PasswordFile, confirmed
from tracker.commands.context import AsPerson, acting, read_bytes
from tracker.commands.exporting import write
from tracker.logs import Event, say

OfSource = Annotated[int, typer.Option("--source", help="The number of the source.")]


def export(
    source: OfSource,
    out: Annotated[Path, typer.Option(help="The file to write, FILE.jsonld.")],
    as_person: AsPerson = "",
    password_file: PasswordFile = None,
    code: Code = "",
) -> None:
    """Write the quotes of a source that may leave as W3C Web Annotations."""
    with confirmed(as_person, password_file, code) as who:
        role = who.person.role if who.person else None
        told = write_annotations(who.session, source, role, who.service.today())
    write(out, json.dumps(told, ensure_ascii=False, indent=1).encode())
    say(Event.ANNOTATIONS, by=who.by)
    print(f"{out}: {told['total']} annotations")


def import_(
    file: Annotated[Path, typer.Argument(help="Web Annotations, as JSON.")],
    source: OfSource,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done.")] = False,
    leave_out: Annotated[
        bool, typer.Option("--leave-out-lost", help="Quote the others where some are not found.")
    ] = False,
    as_person: AsPerson = "",
) -> None:
    """Find annotations again in a source and make them quotes, all or none."""
    raw = read_bytes(file)
    with acting(as_person, writes=not dry_run) as who:
        plan = read_annotations(who.session, source, raw, who.person.role if who.person else None)
        _tell(plan)
        if dry_run:
            return
        if plan.lost and not leave_out:
            raise Refused("Nothing was quoted. To quote the others, say --leave-out-lost.")
        by = who.somebody("Somebody with an account quotes; make one first.")
        new = quote_spans(who.session, by, source, plan.spans)
    print(f"{new} new quotes.")


def _tell(plan: Plan) -> None:
    there = sum(1 for line in plan.lines if line.already)
    print(f"{len(plan.lines)} annotations: {len(plan.spans)} to quote, {there} quoted already.")
    for line in plan.lost:
        many = f" ({line.among})" if line.among else ""
        print(f"Annotation {line.number}: {line.outcome.value}{many}.")
    if plan.other_text:
        print(f"{plan.other_text} were made for another text.")
