"""`tracker tier off`: named audiences or sealed words switched off, at once. Switching them on
takes two people on the page."""

from typing import Annotated

import typer

from recommendations import naming
from recommendations.vocabulary import Tier
from tracker.commands.context import AsPerson, acting


def off(
    tier: Annotated[Tier, typer.Argument(help="S1, named audiences; S3, sealed words.")],
    why: Annotated[str, typer.Option(help="Stays in the record.")] = "",
    as_person: AsPerson = "",
) -> None:
    """Switch a tier off, at once: its words leave to nobody, sealed ones are read by nobody."""
    with acting(as_person, writes=True) as who:
        by = who.somebody("Somebody with an account switches it off.")
        naming.switch_off(who.session, by, tier, why)
    print(f"{tier.value} is switched off. Two people switch it on again: /tiers")
