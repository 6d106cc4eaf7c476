"""Audience profiles: data, not code. Those that come with the product lie beside this
file; the latest version in the record counts."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from recommendations import rules
from recommendations.gate import Audience
from recommendations.profiles import EVERYBODY, complete
from recommendations.register.asks import AskView
from recommendations.vocabulary import Flag, Order

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Profile:
    """`asks_grouped_by` and `register` are for whoever writes the asks."""

    code: str
    name: str
    office: str
    addressees: tuple[str, ...]
    languages: tuple[str, ...]
    """BCP 47; the first is the main one. A pack is made in each of them."""
    paper: str
    country: str
    about: str
    asks_grouped_by: str
    register: str
    limits: tuple[str, ...]
    testimony: bool
    graphic_up_to: int
    operational: frozenset[Flag]
    reaches_authorities: bool
    most_asks: int
    order: Order
    first: tuple[int, ...]
    """Places of recommendations that stand before all others."""
    decides: bool
    """Its asks are decisions to take, on what others do: our board."""

    @property
    def language(self) -> str:
        return self.languages[0]

    @property
    def outside(self) -> tuple[str, ...]:
        """Whose offices its editions go to. What our board decides on goes to none of those whom
        it is about."""
        return () if self.decides else self.addressees

    @property
    def texts(self) -> tuple[str, ...]:
        """What is printed of it, and so is translated for its other languages."""
        return (self.name, self.office, self.country, self.about, *self.limits)

    @property
    def groups(self) -> tuple[str, ...]:
        """The institutions of this audience, in the order in which they are asked."""
        return tuple(part for said in self.asks_grouped_by.split(",") if (part := said.strip()))

    def place_of(self, ask: AskView) -> tuple[int, str, date, int]:
        """By which asks are sorted: those of one institution together, the earliest first. An
        institution belongs to the group of which it has a word: “the Council of the European
        Union” to “Council”."""
        named = ask.institution.casefold()
        groups = [{*group.casefold().split()} - {"and", "the"} for group in self.groups]
        group = next((n for n, words in enumerate(groups) if words & {*named.split()}), len(groups))
        return group, named, ask.by or date.max, ask.id

    @property
    def audience(self) -> Audience:
        return Audience(
            code=self.code,
            testimony=self.testimony and not self.reaches_authorities,
            graphic_up_to=self.graphic_up_to,
            operational=self.operational,
            reaches_authorities=self.reaches_authorities,
        )


@dataclass(frozen=True)
class LeavesOut:
    what: str
    why: str


def leaves_out(profile: Profile) -> tuple[LeavesOut, ...]:
    """What a profile keeps from its audience, whatever is on record, and why."""
    told = []
    if EVERYBODY not in profile.addressees:
        why = "What is right for one can be out of place with another."
        told.append(LeavesOut("Recommendations made to others", why))
    if profile.reaches_authorities:
        why = "Whatever is sent there is assumed to reach Myanmar's current authorities."
        told.append(LeavesOut("All testimony", why))
    elif not profile.testimony:
        told.append(LeavesOut("All testimony", "This profile lets none in."))
    else:
        told += _left_out_of_testimony(profile)
    for_length = f"Recommendations after the first {rules.counted(profile.most_asks)}"
    told.append(LeavesOut(for_length, "Two pages hold no more."))
    told.append(
        LeavesOut("What no second person has reviewed", "Nothing leaves on one person's word.")
    )
    return tuple(told)


def _left_out_of_testimony(profile: Profile) -> Iterator[LeavesOut]:
    yield LeavesOut("Testimony that nobody chose for it", "A person chooses each quote.")
    if profile.graphic_up_to < Flag.GRAPHIC.highest:
        level = profile.graphic_up_to + 1
        yield LeavesOut(
            f"What is graphic at level {level} and above",
            "Readers are spared such words, or warned before them.",
        )
    held = [flag for flag in Flag if flag.is_operational and flag not in profile.operational]
    if held:
        yield LeavesOut(
            f"What is flagged: {', '.join(held)}", "It could lead to people, places or money."
        )


def from_content(content: Mapping[str, Any]) -> Profile:
    """Of any version: what it does not say yet is completed."""
    content = complete(content)
    return Profile(
        code=content["code"],
        name=content["name"],
        office=content["office"],
        addressees=tuple(content["addressees"]),
        languages=tuple(content["languages"]),
        paper=content["paper"],
        country=content["country"],
        about=content["about"],
        asks_grouped_by=content["asks_grouped_by"],
        register=content["register"],
        limits=tuple(content["limits"]),
        testimony=content["testimony"],
        graphic_up_to=content["graphic_up_to"],
        operational=frozenset(Flag(flag) for flag in content["operational"]),
        reaches_authorities=content["reaches_authorities"],
        most_asks=content["most_asks"],
        order=Order(content["order"]),
        first=tuple(content["first"]),
        decides=content["decides"],
    )


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """By code, in the order in which they are offered."""
    found = {}
    for code in ("nug", "nucc", "us", "eu", "asean", "board"):
        with (FOLDER / f"{code}.toml").open("rb") as file:
            found[code] = tomllib.load(file)
    return found
