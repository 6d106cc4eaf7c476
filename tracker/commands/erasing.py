"""The command that asks for erasing. It never confirms: a second person does, on the page,
with a code from the phone."""

import re
from typing import Annotated

import typer

from recommendations import erasing
from recommendations.errors import Refused
from tracker.commands.context import AsPerson, acting

REFERENCE = re.compile(r"([QS])([1-9][0-9]{0,8})", re.IGNORECASE)


def erase(
    what: Annotated[str, typer.Argument(help="A quote as Q12, or all of a source as S3.")],
    why: Annotated[str, typer.Option(help="Stays in the record: no names, none of the words.")],
    as_person: AsPerson = "",
) -> None:
    """Ask that words be destroyed; a second person confirms it on the page."""
    named = REFERENCE.fullmatch(what.strip())
    if named is None:
        raise Refused("Name a quote as Q12, or a source as S3.")
    with acting(as_person, writes=True) as who:
        by = who.somebody("Administrators ask for erasing.")
        ask = erasing.ask_for_quote if named[1].upper() == "Q" else erasing.ask_for_source
        asked = ask(who.session, by, int(named[2]), why).key
    typer.echo(f"Asked. Nothing is destroyed until a second person confirms it: /erasures/{asked}")
