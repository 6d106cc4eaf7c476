"""`tracker discrepancies resolve`: what a person found out about something odd."""

from typing import Annotated

import typer

from recommendations.resolving import resolve as say
from tracker.commands.context import AsPerson, acting


def resolve(
    number: Annotated[int, typer.Argument(help="By its number in `tracker discrepancies`.")],
    what: Annotated[str, typer.Argument(help="What was found out, and how.")],
    as_person: AsPerson = "",
) -> None:
    """Say what was found out about something odd. The source stays as it was published."""
    with acting(as_person, writes=True) as who:
        say(who.session, who.somebody("Somebody with an account resolves it."), number, what)
    print(f"Recorded for {number}.")
