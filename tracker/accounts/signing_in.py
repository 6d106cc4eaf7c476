"""Signing in: an address and a password, and a code where the device is not known. A
stranger learns nothing from the answer or from the time it takes."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, delete, select

from recommendations.errors import Refused
from recommendations.models import Person
from recommendations.models.base import now
from tracker.accounts import confirming, devices, passwords, second_factor, tries
from tracker.accounts.hashing import token_hash
from tracker.accounts.models import Account, WaitingSignIn
from tracker.accounts.sessions import begin, sign_out
from tracker.clock import within
from tracker.database import Database
from tracker.logs import Event, say, say_once_saved

CODE_WITHIN = timedelta(minutes=10)
WRONG = "That address and password do not go together, or the account is closed."


class Started(Refused):
    """The sign-in has to start again."""


@dataclass(frozen=True)
class Browser:
    """`address` is its place on the network. `device` and `session` are the tokens it
    holds, empty where it holds none."""

    address: str
    device: str = ""
    session: str = ""


@dataclass(frozen=True)
class Entered:
    """`token` is for the session's cookie, unless a code is still to come: then it stands
    for the sign-in that waits for it."""

    token: str
    code_to_come: bool


def sign_in(database: Database, email: str, password: str, browser: Browser) -> Entered:
    """One sentence for every reason to refuse. The password takes its tenth of a second
    between two transactions, so that guessing holds up nobody's work."""
    with database.writing() as session:
        _count(session, email, browser)
        account, active = _account(session, email)
    right = passwords.matches(account.password_hash if account else None, password)
    if not right or account is None or not active:
        say(Event.SIGN_IN_REFUSED, person=account.person if account else None)
        raise Refused(password=WRONG)
    with database.writing() as session:
        tries.forget(session, tries.account(email))
        tries.take_back(session, tries.address(browser.address))
        sign_out(session, browser.session)
        _renew(session, account.person, password)
        return _enter(session, account.person, browser.device)


def _count(session: Session, email: str, browser: Browser) -> None:
    """Before it is known whether the password is right: guesses that are sent all at once
    count like any others. Somebody else's guessing keeps nobody out of their own device."""
    own = devices.belongs_to(session, email, browser.device)
    host, whose = tries.address(browser.address), tries.account(email)
    limits = {host: tries.FOR_AN_ADDRESS}
    try:
        tries.refuse_too_many(session, limits if own else limits | {whose: tries.FOR_AN_ACCOUNT})
    except tries.TooMany:
        say(Event.TOO_MANY)
        raise
    tries.failed(session, whose, host)


def _account(session: Session, email: str) -> tuple[Account | None, bool]:
    """One question for every address."""
    found = session.exec(
        select(Account, Person.active)
        .join(Person, col(Person.id) == col(Account.person))
        .where(Account.email == email.strip().casefold())
    ).one_or_none()
    return (found[0], found[1]) if found else (None, False)


def _renew(session: Session, person: int, password: str) -> None:
    """When what a hash costs has been raised, each password takes it over in passing."""
    account = session.get_one(Account, person)
    account.password_hash = passwords.renewed(account.password_hash, password)


def _enter(session: Session, person: int, device: str) -> Entered:
    codes = second_factor.confirmed(session, person)
    known = codes and devices.known(session, person, device)
    if codes and not known:
        say_once_saved(session, Event.CODE_TO_COME, person=person)
        return Entered(_wait(session, person), code_to_come=True)
    factor = "password on a known device" if known else "password alone"
    say_once_saved(session, Event.SIGNED_IN, person=person, factor=factor)
    return Entered(begin(session, person), code_to_come=False)


def _wait(session: Session, person: int) -> str:
    session.exec(delete(WaitingSignIn).where(col(WaitingSignIn.began_at) < now() - CODE_WITHIN))
    token = secrets.token_urlsafe(32)
    session.add(WaitingSignIn(token_hash=token_hash(token), person=person))
    session.flush()
    return token


def waiting(session: Session, token: str) -> int:
    """Who gave the right password a moment ago."""
    found = session.get(WaitingSignIn, token_hash(token)) if token else None
    person = session.get(Person, found.person) if found else None
    late = found is None or not within(found.began_at, CODE_WITHIN)
    if found is None or late or person is None or not person.active:
        raise Started("That took too long. Sign in again with your password.")
    return found.person


def enter_code(session: Session, token: str, code: str) -> str:
    """Ends the waiting and begins a session; returns its token."""
    person = waiting(session, token)
    factor = second_factor.take(session, person, code)
    session.exec(delete(WaitingSignIn).where(col(WaitingSignIn.token_hash) == token_hash(token)))
    begun = begin(session, person)
    confirming.given(session, begun)
    say_once_saved(session, Event.SIGNED_IN, person=person, factor=factor)
    return begun
