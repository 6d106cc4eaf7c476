"""The command that lists who holds an edition, or words, that were withdrawn."""

from typing import Annotated, Any

import typer

from exports.letters import Sender, Subject, notice
from exports.publishing import profile_named
from recommendations.errors import Refused
from recommendations.register.editions import State
from recommendations.register.holders import Holder, Recalled, read_recall, read_recalled
from recommendations.register.sheets import read_copies
from tracker.commands.context import Acting, AsPerson, Json, acting, number_of, print_json


def holders(
    of: Annotated[
        str, typer.Argument(metavar="EDITION", help="An edition by its number, or a quote (Q12).")
    ],
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """Who holds an edition, and the notice drafted for each where it was withdrawn."""
    with acting(as_person) as who:
        if of.strip().upper().startswith("Q"):
            found = read_recalled(who.session, number_of(of, "Q"))
        else:
            found = (read_recall(who.session, _number(of)),)
        told = [_told(who, recalled) for recalled in found]
    if as_json:
        print_json(told)
        return
    if not told:
        print("No edition with these words was withdrawn.")
    for one in told:
        print(f"{one['edition']}: {one['state']}; then {one['later'] or 'nothing yet'}")
        for holder in one["holders"]:
            copy = f", copy {holder['copy']}" if holder["copy"] else ""
            where = f"{holder['on']} {holder['channel']}: {holder['office']}{copy}"
            print(f"  {where}, {holder['told']}")
        for copy in one["board"]:
            print(f"  {copy['on']} e-mail: {copy['member']}, of our board")
        if one["notice"]:
            print("\n" + one["notice"])


def _number(of: str) -> int:
    if not of.isdecimal() or len(of) > 9:
        raise Refused(f"“{of}” is no edition; give its number, or a quote as Q12.")
    return int(of)


def _told(who: Acting, recalled: Recalled) -> dict[str, Any]:
    view, later = recalled.edition, recalled.later
    gone = recalled.words or view.state is State.WITHDRAWN
    return {
        "edition": f"{view.audience.upper()}, edition {view.number}",
        "state": "words in it were withdrawn" if recalled.words else view.state.value,
        "later": f"edition {later.number}" if later else None,
        "holders": [_holder(one) for one in recalled.holders],
        "board": [
            {"member": one.code, "on": one.on.date().isoformat()}
            for one in read_copies(who.session, view.id)
        ],
        "notice": _notice(who, recalled) if gone and recalled.holders else "",
    }


def _holder(holder: Holder) -> dict[str, Any]:
    sent, told = holder.delivery, holder.told
    return {
        "on": sent.on,
        "channel": sent.channel.value,
        "copy": sent.copy,
        "office": f"{sent.of}: {holder.office.name}",
        "told": f"told on {told.on}" if told else "not told",
    }


def _notice(who: Acting, recalled: Recalled) -> str:
    settings, view, later = who.service.settings, recalled.edition, recalled.later
    audience = profile_named(who.session, view.audience).office
    sender = Sender(settings.organisation, settings.contact, settings.address, settings.is_sample)
    by = Subject(audience, later.number, later.as_of) if later else None
    return notice(sender, Subject(audience, view.number, view.as_of), "", by).body
