"""Commands for the profiles of audiences. None of them lets more out: that waits for a second
person."""

from typing import Annotated, Any

import typer

from recommendations import profiling
from recommendations.errors import Refused
from recommendations.register.profiles import FIELDS, in_words, read_versions
from tracker.commands.context import AsPerson, Json, acting, print_json

Audience = Annotated[str, typer.Argument(help="The audience, by its code.")]


def show(audience: Audience, as_person: AsPerson = "", as_json: Json = False) -> None:
    """What the profile of an audience says, and what of it waits."""
    with acting(as_person) as who:
        versions = read_versions(who.session, audience.casefold())
    counts = next(version for version in versions if version.counts)
    waits = next((version for version in versions if version.waits), None)
    if as_json:
        print_json({**counts.content, "version": counts.number})
        return
    for name, label in FIELDS.items():
        print(f"{name:<20} {label}: {in_words(name, counts.content[name])}")
    for one in waits.differences if waits else ():
        print(f"Waits for a second person: {one.label}: {one.before} → {one.after}")


def set_(
    audience: Audience,
    pairs: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE …",
            help="Fields as `profile show` names them; lists with commas, limits one by one.",
        ),
    ],
    as_person: AsPerson = "",
) -> None:
    """Change fields of a profile: a new version. What would let more out waits."""
    with acting(as_person, writes=True) as who:
        if who.person is None:
            raise Refused("Set-up edits no profile; make an account first.")
        versions = read_versions(who.session, audience.casefold())
        content = dict(next(version.content for version in versions if version.counts))
        content |= _changed(content, pairs)
        saved = profiling.save_profile(
            who.session, who.person.key, audience.casefold(), content, versions[0].number
        )
    if saved.counts:
        print(f"Version {saved.counts} counts from now on.")
    if saved.waits:
        print(f"Version {saved.waits} would let more out; it waits for a second person.")


def _changed(content: dict[str, Any], pairs: list[str]) -> dict[str, Any]:
    given: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if name not in FIELDS or not equals:
            raise Refused(f"Write FIELD=VALUE; there are {', '.join(FIELDS)}.")
        given.setdefault(name, []).append(value.strip())
    return {name: _read(name, content[name], values) for name, values in given.items()}


def _read(name: str, before: Any, values: list[str]) -> Any:
    """As the field holds it now: yes or no, a number, a list, or words."""
    if isinstance(before, bool):
        if values[-1] not in {"yes", "no"}:
            raise Refused(**{name: f"{name} is yes or no."})
        return values[-1] == "yes"
    if isinstance(before, int):
        return _number(values[-1])
    if isinstance(before, list):
        parts = values if name == "limits" else ",".join(values).split(",")
        found = [part.strip() for part in parts if part.strip()]
        return [_number(part) for part in found] if name == "first" else found
    return values[-1]


def _number(said: str) -> int | str:
    """What is none stays as it is; the rules say what is wrong with it."""
    return int(said) if said.isdecimal() and len(said) < 10 else said
