"""Commands by which the board is asked to close what is finished, or to open it again."""

from dataclasses import asdict
from typing import Annotated

import typer

from recommendations.closing import propose_closing, take_proposal_back
from recommendations.errors import NotFound
from recommendations.register.meetings import read_proposed_closures
from recommendations.register.story import Story, read_story
from tracker.commands.context import AsPerson, Json, acting, print_json, role_of

NOBODY = "Set-up asks the board nothing; make an account first."


def list_(as_person: AsPerson = "", as_json: Json = False) -> None:
    """What the board is asked to close, or to open again, and has not decided."""
    with acting(as_person) as who:
        found = read_proposed_closures(who.session)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        print(f"{one.id:>5}  {'close' if one.closes else 'open again'}: {one.about}")
        print(f"       {one.reason}")
    if not found:
        print("The board is asked nothing.")


def propose(
    recommendation: Annotated[int, typer.Argument(help="By its number in the report.")],
    addressee: Annotated[str, typer.Argument(help="The addressee, by its code.")],
    because: Annotated[str, typer.Option(help="Why; it stands on the board's sheet.")],
    measure: Annotated[
        list[int] | None, typer.Option(help="Counted from 1, as the story has them; else all.")
    ] = None,
    open_again: Annotated[
        bool, typer.Option("--open-again", help="Ask to open again what it closed.")
    ] = False,
    as_person: AsPerson = "",
) -> None:
    """Ask the board to close calls on a recommendation, or to open them again."""
    with acting(as_person, writes=True) as who:
        by, today = who.somebody(NOBODY), who.service.today()
        closing, code = who.service.closing(today), addressee.casefold()
        story = read_story(who.session, recommendation, code, today, closing, role_of(who))
        calls = _calls(story, measure or [])
        rows = propose_closing(who.session, by, calls, because, not open_again)
        numbers = [str(row.key) for row in rows]
    print(f"The board is asked; recorded as {', '.join(numbers)}.")


def _calls(story: Story, measures: list[int]) -> list[int]:
    calls = [call.id for call in story.cell.calls]
    for number in measures:
        if not 0 < number <= len(calls):
            raise NotFound(f"It has no measure {number}; there are {len(calls)}.")
    return [calls[number - 1] for number in measures] or calls


def take_back(
    proposal: Annotated[int, typer.Argument(help="By its number in `closure list`.")],
    as_person: AsPerson = "",
) -> None:
    """The board is not asked that any more."""
    with acting(as_person, writes=True) as who:
        take_proposal_back(who.session, who.somebody(NOBODY), proposal)
    print(f"{proposal} is taken back.")
