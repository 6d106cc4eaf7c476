"""`tracker edition`: what was issued, and withdrawing one at once. Issuing takes two people on
the pages."""

from typing import Annotated, Any

import typer

from recommendations.issuing import withdraw_edition
from recommendations.register.editions import EditionView, read_editions
from tracker.commands.context import AsPerson, Json, acting, print_json
from tracker.logs import Event, say


def list_(as_person: AsPerson = "", as_json: Json = False) -> None:
    """What was issued, newest first."""
    with acting(as_person) as who:
        found = [_told(one) for one in read_editions(who.session)]
    if as_json:
        print_json(found)
        return
    for one in found:
        name = f"{one['audience']}, {one['name']}"
        print(f"{one['id']:>5}  {name}  {one['issued_on']}  {one['state']}")


def _told(one: EditionView) -> dict[str, Any]:
    return {
        "id": one.id,
        "audience": one.audience,
        "name": one.name,
        "issued_on": one.issued_at.date().isoformat(),
        "state": one.state.value,
        "sha256": one.hash,
    }


def withdraw(
    edition: Annotated[int, typer.Argument(help="By its id in `tracker edition list`.")],
    why: Annotated[str, typer.Option(help="Holders are told in these words or in others.")],
    as_person: AsPerson = "",
) -> None:
    """Withdraw an edition, at once."""
    with acting(as_person, writes=True) as who:
        by = who.somebody("Somebody with an account withdraws it.")
        withdraw_edition(who.session, by, edition, why)
    say(Event.EDITION_WITHDRAWN, by=by, edition=edition)
    print(f"It is withdrawn. Who holds it, and what to tell them: /editions/{edition}/holders")
