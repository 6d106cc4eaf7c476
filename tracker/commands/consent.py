"""The command that records what a speaker agreed to. It opens nothing: what lets more out
waits for a second person on the pages."""

from typing import Annotated

import typer

from recommendations import consenting
from recommendations.errors import Refused
from recommendations.ladder import TOP
from recommendations.records.consents import Said
from recommendations.vocabulary import ConsentState, Region, Rung
from tracker.commands.context import AsPerson, Json, acting, day_of, number_of, print_json


def consent(
    quote: Annotated[str, typer.Argument(help="The quote, for instance Q12.")],
    state: Annotated[
        ConsentState | None, typer.Argument(help="What the speaker says; leave it out for a code.")
    ] = None,
    audience: Annotated[
        list[str] | None, typer.Option(help="Limited to this one; may stand more than once.")
    ] = None,
    attribution: Annotated[Rung, typer.Option(help="The most exact they may be called.")] = TOP,
    with_region: Annotated[
        bool, typer.Option("--with-region", help="State or region may be named.")
    ] = False,
    purposes: Annotated[str, typer.Option(help="What for, in a few words.")] = "",
    language: Annotated[str, typer.Option(help="In which they were asked.")] = "",
    review_on: Annotated[
        str, typer.Option(metavar="DATE", help="To be asked again by; in a year unless said.")
    ] = "",
    speaker: Annotated[str, typer.Option(help="A code on record, or new.")] = "",
    rung: Annotated[Rung | None, typer.Option(help="What the speaker was.")] = None,
    region: Annotated[Region | None, typer.Option(help="The speaker's state or region.")] = None,
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """Record what a speaker agreed to: at once what keeps inside, waiting what opens."""
    if state is None and not speaker:
        raise Refused("Say what the speaker says, or by which code they are known.")
    with acting(as_person, writes=True) as who:
        by = who.somebody("Set-up records no consent; make an account first.")
        today, number = who.service.today(), number_of(quote, "Q")
        row = said = None
        if speaker:
            row = consenting.speak(who.session, by, number, speaker, rung, region)
        if state is not None:
            agreed = Said(
                state, tuple(audience or ()), attribution, with_region, purposes, language,
                day_of(review_on) or consenting.in_a_year(today),
            )  # fmt: skip
            said = consenting.say(who.session, by, today, number, agreed)
        waits = row is not None or (said is not None and said.opens)
        told = {
            "quote": f"Q{number}",
            "consent": said.state.value if said else None,
            "speaker": row.code if row else None,
            "waits": waits,
        }
    if as_json:
        print_json(told)
        return
    print(f"Recorded for Q{number}." + (f" The speaker is {row.code}." if row else ""))
    print("It waits for a second person." if waits else "It holds from now on.")
