"""`tracker addressee`: whom recommendations address, their days, and for whom they speak."""

from typing import Annotated, Any

import typer

from recommendations import addressing
from recommendations.register.addressees import Branch, read_addressee, read_addressees
from tracker.commands.context import (
    AsPerson,
    Json,
    acting,
    day_of,
    number_of,
    print_json,
    role_of,
)

NOBODY = "Somebody with an account looks after addressees; make one first."
Code = Annotated[str, typer.Argument(metavar="ADDRESSEE", help="By its code, for instance eu.")]


def list_(as_person: AsPerson = "", as_json: Json = False) -> None:
    """Every addressee, as the tree they stand in."""
    with acting(as_person) as who:
        found = [_told(one) for one in read_addressees(who.session, role_of(who))]
    if as_json:
        print_json(found)
        return
    for one in found:
        days = f"  until {one['until']}" if one["until"] else ""
        print(f"{one['code']:<16} {'  ' * one['depth']}{one['name']}{days}")


def _told(one: Branch) -> dict[str, Any]:
    whom = one.addressee
    return {
        "code": whom.code,
        "name": whom.name,
        "depth": one.depth,
        "since": whom.since and whom.since.isoformat(),
        "until": whom.until and whom.until.isoformat(),
        "speaks_for_parent": whom.speaks_for_parent,
        "by": one.says_so.ref if one.says_so else None,
    }


def end(
    addressee: Code,
    until: Annotated[
        str, typer.Option(metavar="DATE", help="Its last day; empty where it goes on after all.")
    ],
    successor: Annotated[str, typer.Option(help="By its code: who took its place.")] = "",
    as_person: AsPerson = "",
) -> None:
    """End an addressee; what was called for from it is passed onward to its successor."""
    with acting(as_person, writes=True) as who:
        by, whom = who.somebody(NOBODY), read_addressee(who.session, addressee).id
        after = read_addressee(who.session, successor).id if successor else None
        addressing.end_addressee(who.session, by, whom, day_of(until), after)
    print(f"Recorded for {addressee}.")


def speaks(
    addressee: Code,
    quote: Annotated[
        str, typer.Argument(help="The quote that says so, as Q12; left out, for itself alone.")
    ] = "",
    as_person: AsPerson = "",
) -> None:
    """Say that an addressee speaks for the body it is part of, because words say so."""
    with acting(as_person, writes=True) as who:
        by, whom = who.somebody(NOBODY), read_addressee(who.session, addressee).id
        number = number_of(quote, "Q") if quote else None
        addressing.speak_for_parent(who.session, by, whom, number)
    print(f"Recorded for {addressee}.")
