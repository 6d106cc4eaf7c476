"""`tracker tier`: named audiences and sealed words, switched on by two people and off by one, at
once."""

from dataclasses import asdict
from typing import Annotated

import typer

from recommendations import naming
from recommendations.register.tiers import Switch, read_switches, sealed_for
from recommendations.vocabulary import Tier
from tracker.commands.confirming import Code, PasswordFile, confirmed
from tracker.commands.context import AsPerson, Json, acting, print_json

Which = Annotated[
    Tier, typer.Argument(metavar="TIER", help="S1, named audiences; S3, sealed words.")
]


def list_(as_person: AsPerson = "", as_json: Json = False) -> None:
    """Whether each is switched on, what was said about that, and what is sealed for you."""
    with acting(as_person) as who:
        switches = read_switches(who.session)
        sealed = [f"Q{id}" for id in sealed_for(who.session, who.by)] if who.by else []
    if as_json:
        told = [asdict(one) | {"words": one.tier.words} for one in switches]
        print_json({"tiers": told, "sealed_for_you": sealed})
        return
    for one in switches:
        print(f"{one.tier.value}  {one.tier.words}: {_state(one)}")
        for said in one.said:
            signed = f"{said.signed.at.date()}  {said.signed.by}"
            agreed = f"; agreed by {said.signed.reviewed_by}" if said.signed.reviewed_by else ""
            what = "on" if said.on else "off"
            print(f"    {signed}  {what}{f': {said.why}' if said.why else ''}{agreed}")
    if sealed:
        print(f"Sealed for you: {', '.join(sealed)}")


def _state(switch: Switch) -> str:
    if switch.on:
        return "on"
    return "off; switching it on waits for a second person" if switch.waits else "off"


def on(
    tier: Which,
    why: Annotated[str, typer.Option(help="What it is needed for; stays in the record.")],
    as_person: AsPerson = "",
    password_file: PasswordFile = None,
    code: Code = "",
) -> None:
    """Propose to switch a tier on; a second person confirms it. Takes your password and a code."""
    with confirmed(as_person, password_file, code, writes=True, opens=True) as who:
        by = who.somebody("Somebody with an account proposes it.")
        naming.propose_switching_on(who.session, by, tier, why)
    print(f"Proposed. {tier.value} stays off until a second person confirms it: /review")


def off(
    tier: Which,
    why: Annotated[str, typer.Option(help="Stays in the record.")] = "",
    as_person: AsPerson = "",
) -> None:
    """Switch a tier off, at once: its words leave to nobody, sealed ones are read by nobody."""
    with acting(as_person, writes=True) as who:
        by = who.somebody("Somebody with an account switches it off.")
        naming.switch_off(who.session, by, tier, why)
    print(f"{tier.value} is switched off. Two people switch it on again: `tracker tier on`")
