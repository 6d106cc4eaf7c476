"""Addressees by name. Myanmar's current authorities are never one."""

import re

from sqlmodel import Session, col, func, select

from recommendations.errors import Refused
from recommendations.models import Addressee
from recommendations.reading.addressees import known_addressees
from recommendations.records.writing import record

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
