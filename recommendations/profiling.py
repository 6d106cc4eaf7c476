"""Audience profiles as records: each change is a new version. What restricts counts at once,
what lets more out once a second person agrees; so one saving may make two versions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from recommendations.arriving import refuse_turning
from recommendations.errors import NotFound, Refused
from recommendations.models import Addressee, AudienceProfile
from recommendations.private import refuse_pointers
from recommendations.profiles import CLOSED, EVERYBODY, complete, held_back
from recommendations.records.addressees import AUTHORITIES
from recommendations.records.people import person, refuse_unless_recorder, was_faster
from recommendations.records.profiles import counting_version, newest_version
from recommendations.records.writing import record
from recommendations.register.audiences import read_never
from recommendations.rules import is_never_an_audience
from recommendations.vocabulary import Flag, Order, Paper

BELOW = (
    "Nothing of yours is lost: what differs stands below; save yours all the same if it still"
    " holds."
)
LONGEST = {
    "name": 60,
    "office": 120,
    "country": 60,
    "about": 200,
    "asks_grouped_by": 200,
    "register": 120,
    "limits": 1_500,
}
NEEDED = {
    "name": "Give the audience a name.",
    "office": "Say to whom it is addressed, as it reads on after “For”.",
    "country": "Say what this audience calls the country.",
    "about": "Say who we are, in one line.",
    "limits": "Say what the brief does not know; every pack prints it.",
}
MOST_ASKS = 5
MOST_LIMITS = 8
LANGUAGES = ("en", "my")
"""In which the fixed text of a pack is there."""


@dataclass(frozen=True)
class Saved:
    """What a saving made: a version that counts at once, one that waits, or both."""

    code: str
    counts: int | None = None
    waits: int | None = None


def ship_profiles(session: Session, shipped: dict[str, dict[str, Any]]) -> int:
    """Stores the profiles that come with the product, where there are none by their
    codes. Returns how many were new."""
    there = set(session.exec(select(AudienceProfile.code)))
    new = [
        AudienceProfile(code=code, version=1, content=content)
        for code, content in shipped.items()
        if code not in there
    ]
    for row in new:
        record(session, row, None)
    return len(new)


def save_profile(
    session: Session, by: int, code: str, content: Mapping[str, Any], based_on: int
) -> Saved:
    """`content` is all of it; `based_on` the newest version when the form was opened, one
    that waits included. Raises Changed where there is a newer one by now."""
    refuse_unless_recorder(session, by)
    newest = newest_version(session, code)
    before = complete(counting_version(session, code).content)
    after = {**complete(content), "code": code}
    refuse_incomplete(session, after, before)
    if newest.version != based_on:
        _say_changed(session, newest)
    return _versions(session, by, newest.version, before, after)


def new_profile(session: Session, by: int, content: Mapping[str, Any]) -> Saved:
    """Its code is made from its name, or from the short name that is given as `code`."""
    refuse_unless_recorder(session, by)
    after = complete(content)
    refuse_incomplete(session, after, {})
    after["code"] = _free_code(session, after)
    return _versions(session, by, 0, {**after, **CLOSED}, after)


def take_back(session: Session, by: int, code: str) -> Saved:
    """That a version would let more out: what counts is said once more in its place. By
    anybody with an account, as everything that keeps inside."""
    person(session, by)
    newest, counts = newest_version(session, code), counting_version(session, code)
    if newest.version == counts.version:
        raise NotFound("Nothing waits there; it was confirmed, or taken back already.")
    row = _version(code, newest.version + 1, counts.content)
    return Saved(code, counts=record(session, row, by).version)


def _versions(
    session: Session, by: int, newest: int, before: Mapping[str, Any], after: dict[str, Any]
) -> Saved:
    held = held_back(before, after)
    if after == before and newest:
        raise Refused("Nothing was changed, so nothing was saved.")
    code, counts = after["code"], None
    if held != before or not newest:
        newest += 1
        counts = record(session, _version(code, newest, held), by).version
    if held == after:
        return Saved(code, counts)
    waits = record(session, _version(code, newest + 1, after, opens=True), by).version
    return Saved(code, counts, waits)


def _version(
    code: str, version: int, content: Mapping[str, Any], opens: bool = False
) -> AudienceProfile:
    return AudienceProfile(code=code, version=version, content=dict(content), opens=opens)


def _say_changed(session: Session, newest: AudienceProfile) -> None:
    raise was_faster(session, newest, f"saved version {newest.version}", BELOW)


def _free_code(session: Session, content: Mapping[str, Any]) -> str:
    """Never one that was ever used: consent and named audiences go by it."""
    said = str(content.get("code") or content["name"])
    code = re.sub(r"[^a-z0-9]+", "-", said.casefold()).strip("-")[:40].strip("-")
    taken = {*session.exec(select(AudienceProfile.code)), "new", "texts", "together", "drafts"}
    if not code:
        raise Refused(code="Give a short name in Latin letters; it stands in addresses.")
    if code in taken:
        raise Refused(code=f"“{code}” is taken; give another short name.")
    return code


def refuse_incomplete(
    session: Session, content: Mapping[str, Any], before: Mapping[str, Any]
) -> None:
    """`content` has every field; `before` is the profile that it takes the place of, empty
    for a new one."""
    refused = {
        **_refused_words(content),
        **_refused_choices(content),
        **_refused_addressees(session, content, before),
    }
    alike = (c for _, c in _others(session, content["code"]))
    if content["name"].strip().casefold() in alike:
        refused["name"] = "There is an audience by that name already."
    if refused:
        raise Refused(**refused)
    told = {name: _text(content[name]) for name in LONGEST}
    refuse_pointers(told)
    refuse_turning(told)


def _text(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value)


def _refused_words(content: Mapping[str, Any]) -> dict[str, str]:
    refused = {}
    for name, most in LONGEST.items():
        words = _text(content[name])
        if len(words) > most:
            refused[name] = f"{len(words)} letters are too many; at most {most}."
        elif not words.strip() and name in NEEDED:
            refused[name] = NEEDED[name]
    for name in ("name", "office"):
        if AUTHORITIES.search(content[name]) or is_never_an_audience(content[name]):
            refused[name] = (
                "Myanmar's current authorities are never an audience: whatever is sent to them "
                "can be used against the people quoted."
            )
    if len(content["limits"]) > MOST_LIMITS:
        refused["limits"] = f"At most {MOST_LIMITS} sentences, one on a line."
    return refused


def _refused_choices(content: Mapping[str, Any]) -> dict[str, str]:
    operational = {flag.value for flag in Flag if flag.is_operational}
    languages = content["languages"]
    right = {
        "languages": bool(languages)
        and len({*languages}) == len(languages)
        and {*languages} <= {*LANGUAGES},
        "paper": content["paper"] in {*Paper},
        "order": content["order"] in {*Order},
        "first": all(isinstance(place, int) and place > 0 for place in content["first"]),
        "graphic_up_to": content["graphic_up_to"] in range(4),
        "most_asks": content["most_asks"] in range(1, MOST_ASKS + 1),
        "operational": {*content["operational"]} <= operational,
    }
    said = {
        "languages": "Choose the language of the pack.",
        "first": "Give the numbers of recommendations, with commas between.",
        "most_asks": f"Choose from one to {MOST_ASKS}.",
    }
    return {
        name: said.get(name, "Choose one of those that are offered.")
        for name, well in right.items()
        if not well
    }


def _refused_addressees(
    session: Session, content: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, str]:
    chosen = content["addressees"]
    if not chosen:
        return {"addressees": "Choose whose recommendations the pack is about."}
    known = {*session.exec(select(Addressee.code)), *before.get("addressees", ()), EVERYBODY}
    if {*chosen} - known:
        return {"addressees": "One of them is not on record; add it first."}
    if {*chosen} & read_never(session):
        return {
            "addressees": "Myanmar's current authorities are never an audience, whatever they "
            "said in a past review."
        }
    return {}


def _others(session: Session, code: str) -> list[tuple[str, str]]:
    rows = session.exec(
        select(AudienceProfile)
        .where(AudienceProfile.code != code)
        .order_by(col(AudienceProfile.version))
    )
    names = {row.code: str(row.content.get("name", "")).strip().casefold() for row in rows}
    return list(names.items())
