"""Profiles as they are read: their versions, what differs between two, and what waits for a
second person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from recommendations.errors import NotFound
from recommendations.languages import language_name
from recommendations.models import AudienceProfile
from recommendations.profiles import complete
from recommendations.records.profiles import counting_version, overtaken_profile
from recommendations.records.review_sql import reviewed
from recommendations.register.loading import Signatures
from recommendations.register.views import Signed
from recommendations.register.waits import Waiting, waits

FIELDS = {
    "name": "The audience is called",
    "office": "Addressed to",
    "addressees": "Recommendations made to",
    "languages": "Languages",
    "paper": "Paper",
    "country": "The country is called",
    "about": "Who we are",
    "register": "Tone",
    "decides": "Asks are decisions to take",
    "asks_grouped_by": "Institutions, in order",
    "order": "Order of recommendations",
    "first": "These first",
    "most_asks": "Recommendations on two pages",
    "limits": "Limits",
    "testimony": "Testimony may be in",
    "graphic_up_to": "Graphic, up to level",
    "operational": "Flags let in",
    "reaches_authorities": "Reaches Myanmar's authorities",
}
"""What of a profile is told, in the order in which it is asked for."""


@dataclass(frozen=True)
class Difference:
    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """`counts` is the one in force. One that `opens` counts once it is reviewed, unless
    another took its place before."""

    number: int
    content: Mapping[str, Any]
    opens: bool
    signed: Signed
    counts: bool
    waits: bool
    differences: tuple[Difference, ...]
    """From the version in force before it."""


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    return tuple(
        Difference(name, label, in_words(name, before[name]), in_words(name, after[name]))
        for name, label in FIELDS.items()
        if before[name] != after[name]
    )


def in_words(field: str, value: Any) -> str:
    if field == "languages":
        return ", ".join(map(language_name, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return (" " if field == "limits" else ", ").join(map(str, value)) or "none"
    return str(value) or "nothing"


def counting_content(session: Session, code: str) -> dict[str, Any]:
    """Who stands for everybody is still that word."""
    return complete(counting_version(session, code).content)


def read_versions(session: Session, code: str) -> tuple[Version, ...]:
    """Newest first. Raises NotFound where there is no such audience."""
    rows = session.exec(
        select(AudienceProfile, reviewed(AudienceProfile))
        .where(AudienceProfile.code == code)
        .order_by(col(AudienceProfile.version))
    ).all()
    if not rows:
        raise NotFound(f"There is no audience “{code}”.")
    signatures = Signatures(session, few=True)
    newest = rows[-1][0].version
    counting = max(row.version for row, agreed in rows if agreed or not row.opens)
    found: list[Version] = []
    before: dict[str, Any] | None = None
    for row, agreed in rows:
        content = complete(row.content)
        found.append(
            Version(
                number=row.version,
                content=content,
                opens=row.opens,
                signed=signatures.of(row),
                counts=row.version == counting,
                waits=row.opens and not agreed and row.version == newest,
                differences=differences(before, content) if before else (),
            )
        )
        if agreed or not row.opens:
            before = content
    return tuple(reversed(found))


def profiles_waiting(session: Session, signatures: Signatures) -> list[Waiting]:
    """Each with what it would let out beyond what counts."""
    rows = session.exec(
        select(AudienceProfile)
        .where(
            col(AudienceProfile.opens),
            ~reviewed(AudienceProfile),
            ~overtaken_profile(AudienceProfile),
        )
        .order_by(col(AudienceProfile.id))
    ).all()
    found = []
    for row in rows:
        newest = read_versions(session, row.code)[0]
        told = newest.differences
        where = f"/packs/{row.code}/profile"
        found.append(
            waits(
                signatures,
                [row],
                f"More may be in packs for {row.content['name']}",
                where,
                opens=True,
                lines=tuple(f"{one.label}: {one.before} → {one.after}" for one in told),
                edit=where,
            )
        )
    return found
