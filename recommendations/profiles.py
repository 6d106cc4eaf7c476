"""Profiles of audiences as data, and the rule by which one that is changed lets more out."""

from collections.abc import Mapping
from typing import Any

from recommendations.vocabulary import Order

EVERYBODY = "everybody"
"""In the place of addressees: all who are on record, now and later."""
LATER: Mapping[str, Any] = {"order": Order.AS_RECOMMENDED.value, "first": [], "decides": False}
"""What profiles that were stored before there were these fields say of them."""
CLOSED: Mapping[str, Any] = {
    "testimony": False,
    "graphic_up_to": 1,
    "operational": [],
    "reaches_authorities": True,
    "decides": False,
}
"""As a new audience begins: what lets more out than this waits for a second person."""


def complete(content: Mapping[str, Any]) -> dict[str, Any]:
    """With every field, whichever version of the tracker stored it."""
    languages = content.get("languages") or [content.get("language", "en")]
    told = {**LATER, **content, "languages": list(languages)}
    told.pop("language", None)
    return told


def held_back(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The profile `after` without whatever would let more out than `before`: whoever decides
    reads minutes of our board and what was handed to whom. Who is added
    to an audience that receives testimony would receive it as well."""
    held = {
        **after,
        "testimony": before["testimony"] and after["testimony"],
        "graphic_up_to": min(before["graphic_up_to"], after["graphic_up_to"]),
        "operational": [flag for flag in after["operational"] if flag in before["operational"]],
        "reaches_authorities": before["reaches_authorities"] or after["reaches_authorities"],
        "decides": before["decides"] and after["decides"],
    }
    if held["testimony"] and not held["reaches_authorities"]:
        stay = [code for code in after["addressees"] if code in before["addressees"]]
        held["addressees"] = stay or list(before["addressees"])
    return held
