"""Commands for what was handed to whom."""

from dataclasses import asdict
from typing import Annotated

import typer

from exports.dispatch import is_numbered
from recommendations import delivering
from recommendations.delivering import Handed
from recommendations.errors import Refused
from recommendations.register.deliveries import read_deliveries
from recommendations.vocabulary import Channel
from tracker.commands.context import AsPerson, Json, acting, day_of, print_json


def list_(
    edition: Annotated[int | None, typer.Option(help="Only of this edition.")] = None,
    addressee: Annotated[str, typer.Option(help="Only to this addressee, by its code.")] = "",
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """What was handed to whom, newest first."""
    with acting(as_person) as who:
        editions = None if edition is None else [edition]
        found = read_deliveries(who.session, editions=editions, addressee=addressee.casefold())
    if as_json:
        print_json([{**asdict(one), "what": one.what} for one in found])
        return
    for one in found:
        print(f"{one.id:>5}  {one.on} {one.channel.value}: {one.what}, to {one.of}: {one.office}")


def add(
    edition: Annotated[int, typer.Argument(help="The edition, by its number in the address.")],
    office: Annotated[int, typer.Argument(help="The office, by its number in `office list`.")],
    on: Annotated[str, typer.Option(metavar="DATE", help="The day, as 2026-11-22.")],
    channel: Annotated[str, typer.Option(help="“by hand”, “post” or “e-mail”.")] = "by hand",
    note: Annotated[str, typer.Option(help="What stood on the covering note.")] = "",
    copy: Annotated[
        int | None, typer.Option(help="The number on it, where its copies are numbered.")
    ] = None,
    as_person: AsPerson = "",
) -> None:
    """Record that an edition reached an office."""
    with acting(as_person, writes=True) as who:
        by = who.somebody("Set-up delivers nothing; make an account first.")
        when, how, numbered = day_of(on), _channel(channel), is_numbered(who.session, edition)
        handed = Handed(edition, office, when, how, note, numbered=numbered, copy=copy)
        made = delivering.deliver(who.session, by, who.service.today(), handed).key
    print(f"Recorded as delivery {made}.")


def _channel(given: str) -> Channel:
    try:
        return Channel(given)
    except ValueError:
        named = ", ".join(f"“{one.value}”" for one in Channel)
        raise Refused(f"There is no such way; there are {named}.") from None
