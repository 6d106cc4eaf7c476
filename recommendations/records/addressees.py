"""Addressees by name. Myanmar's current authorities are never one."""

import re

from sqlmodel import Session, col, func, select

from recommendations.errors import Refused
from recommendations.models import Addressee
from recommendations.reading.addressees import known_addressees
from recommendations.records.writing import record

LONGEST_NAME = 160
LONGEST_SHORT = 40

AUTHORITIES = re.compile(
    r"\b(SAC|State Administration Council|State Administrative Council|junta|tatmadaw|"
    r"State Security and Peace Commission|Myanmar military|Min Aung Hlaing)\b",
    re.IGNORECASE,
)


def refuse_authorities(name: str) -> None:
    if AUTHORITIES.search(name):
        raise Refused(
            name="Myanmar's current authorities are never an addressee or an audience: "
            "whatever is sent to them can be used against the people quoted."
        )


def addressee_named(session: Session, name: str, by: int | None) -> Addressee:
    """The addressee of that name, made if there is none yet."""
    found = session.exec(select(Addressee).where(Addressee.name == name)).one_or_none()
    return found or record(session, new_addressee(session, name), by)


def addressees_called(session: Session, said: str, by: int | None) -> list[Addressee]:
    """Those that a cell of a register names, one or several with semicolons or line ends
    between them; whoever is not known yet is made, by the name that stands there."""
    names = [" ".join(name.split()) for name in re.split(r"[;\n]", said)]
    found = [_called(session, name, by) for name in dict.fromkeys(names) if name]
    return list({whom.key: whom for whom in found}.values())


def _called(session: Session, name: str, by: int | None) -> Addressee:
    for known in known_addressees():
        if name in {known.name, known.short, known.code, *known.spellings}:
            return addressee_named(session, known.name, by)
    alike = func.lower(name)
    there = session.exec(
        select(Addressee).where(
            (func.lower(Addressee.name) == alike) | (func.lower(Addressee.short) == alike)
        )
    ).first()
    if there is None and len(name) > LONGEST_NAME:
        raise Refused(
            f"“{name[:60]}…” has {len(name)} letters, too many for the name of an addressee: is "
            "the column right?"
        )
    return there or record(session, new_addressee(session, name, name[:LONGEST_SHORT]), by)


def new_addressee(session: Session, name: str, short: str = "") -> Addressee:
    refuse_authorities(name)
    entry = next((known for known in known_addressees() if known.name == name), None)
    place = session.exec(select(func.coalesce(func.max(col(Addressee.place)), 0))).one()
    return Addressee(
        code=_free_code(session, entry.code if entry else short or name),
        name=name,
        short=short or (entry.short if entry else name),
        place=place + 1,
    )


def _free_code(session: Session, name: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:36] or "addressee"
    taken = set(session.exec(select(Addressee.code)))
    return next(
        code for n in range(1, 1000) if (code := base if n == 1 else f"{base}-{n}") not in taken
    )
