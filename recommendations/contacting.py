"""Offices of an addressee, where packs for it go: a functional contact; a person's name only
where they want their mail so addressed. A change is a new row, and so is ending one."""

import re
from dataclasses import dataclass

from sqlmodel import Session, col, select

from recommendations.arriving import one_line, too_long
from recommendations.errors import Refused
from recommendations.languages import CODE
from recommendations.models import Addressee, Office
from recommendations.private import PRIVATE_MAILBOX, sentence_about
from recommendations.records.addressees import AUTHORITIES
from recommendations.records.offices import newest_office
from recommendations.records.people import refuse_unless_recorder, was_faster
from recommendations.records.writing import get, record
from recommendations.rules import is_never_an_audience

EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z]{2,63}"
)
"""As addresses of offices are written; nothing that could begin another line of a mail."""
LONGEST = {"name": 160, "email": 254, "contact": 120}
UNDER_THEIRS = ".mm"
NEVER = (
    "Myanmar's current authorities are never an addressee or an audience: whatever is sent to "
    "them can be used against the people quoted."
)


@dataclass(frozen=True)
class Told:
    """An office as a person enters it. `language` is that of its copies, as BCP 47."""

    name: str
    email: str = ""
    contact: str = ""
    language: str = "en"


def add_office(session: Session, by: int, addressee: int, told: Told) -> Office:
    refuse_unless_recorder(session, by)
    whom = get(session, Addressee, addressee, "addressee")
    _refuse_wrong(session, whom, told)
    return record(session, _row(whom.key, told), by)


def change_office(session: Session, by: int, base: int, told: Told) -> Office:
    """`base` is the office as it was shown. Raises Changed where somebody was faster."""
    refuse_unless_recorder(session, by)
    before = get(session, Office, base, "office")
    _refuse_changed(session, before)
    _refuse_wrong(session, get(session, Addressee, before.addressee), told, before)
    row = _row(before.addressee, told)
    row.supersedes = base
    return record(session, row, by)


def end_office(session: Session, by: int, base: int) -> Office:
    """Nothing is sent there any more; what was, stays on record."""
    refuse_unless_recorder(session, by)
    before = get(session, Office, base, "office")
    _refuse_changed(session, before)
    if before.removed:
        raise Refused("It is ended already.")
    told = Told(before.name, before.email, before.contact, before.language)
    row = _row(before.addressee, told)
    row.removed, row.supersedes = True, base
    return record(session, row, by)


def _row(addressee: int, told: Told) -> Office:
    return Office(
        addressee=addressee,
        name=one_line(told.name),
        email=told.email.strip(),
        contact=one_line(told.contact),
        language=told.language,
    )


def _refuse_changed(session: Session, before: Office) -> None:
    now = newest_office(session, before)
    if now is before:
        return
    raise was_faster(session, now, "changed this office")


def _refuse_wrong(
    session: Session, whom: Addressee, told: Told, before: Office | None = None
) -> None:
    refused = too_long(told, LONGEST)
    if is_never_an_audience(whom.name):
        refused[""] = NEVER
    if not told.name.strip():
        refused["name"] = "Name the office, for instance “Myanmar desk, Foreign Ministry”."
    elif AUTHORITIES.search(told.name) or is_never_an_audience(told.name):
        refused["name"] = NEVER
    elif _is_there(session, whom.key, one_line(told.name), before):
        refused["name"] = f"{whom.short} has an office by that name already."
    if sentence := _wrong_email(told.email.strip()):
        refused["email"] = sentence
    if not CODE.fullmatch(told.language):
        refused["language"] = "Choose the language of their copies."
    if refused:
        raise Refused(refused.pop("", ""), **refused)


def _is_there(session: Session, addressee: int, name: str, before: Office | None) -> bool:
    later = select(col(Office.supersedes)).where(col(Office.supersedes).is_not(None))
    same = select(Office.id).where(
        Office.addressee == addressee,
        Office.name == name,
        ~col(Office.removed),
        col(Office.id).not_in(later),
    )
    return any(id != (before.id if before else None) for id in session.exec(same))


def _wrong_email(email: str) -> str:
    if not email:
        return ""
    if PRIVATE_MAILBOX.fullmatch(email):
        return sentence_about("a private e-mail address", email)
    if not EMAIL.fullmatch(email):
        return "That is not one e-mail address, as office@example.org."
    if email.casefold().endswith(UNDER_THEIRS):
        return (
            "Addresses under .mm are in reach of Myanmar's current authorities; nothing is sent "
            "there."
        )
    return ""
