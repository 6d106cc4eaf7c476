"""Codes from a phone (RFC 6238), and recovery codes for when the phone is gone."""

import re
import secrets
from datetime import datetime

import pyotp
from sqlmodel import Session, col, delete, select

from recommendations.errors import Refused
from recommendations.models.base import now
from tracker.accounts import passwords
from tracker.accounts.hashing import token_hash
from tracker.accounts.models import Account, RecoveryCode, SecondFactor

STEP = 30
"""Seconds that a code is shown."""
EARLY_OR_LATE = 1
"""Steps that a clock may be off."""
RECOVERY_CODES = 10
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""None that are taken for each other when read from paper."""
WRONG = "That code is not right, or was used already. Enter the one your phone shows now."


def confirmed(session: Session, person: int) -> bool:
    found = session.get(SecondFactor, person)
    return found is not None and found.confirmed_at is not None


def propose(session: Session, person: int, password: str) -> None:
    """A new seed, which counts once `confirm` has seen a code of it."""
    account = session.get(Account, person)
    if account is None or not passwords.matches(account.password_hash, password):
        raise Refused(current="That is not your password.")
    if confirmed(session, person):
        raise Refused("Codes are asked for already. Stop asking for them first.")
    take_away(session, person)
    session.add(SecondFactor(person=person, seed=pyotp.random_base32()))
    session.flush()


def proposed(session: Session, person: int) -> str:
    """The seed that waits for its first code, or nothing."""
    found = session.get(SecondFactor, person)
    return found.seed if found is not None and found.confirmed_at is None else ""


def address_of(seed: str, name: str, organisation: str) -> str:
    """What the picture says to the phone."""
    return pyotp.TOTP(seed, interval=STEP).provisioning_uri(name=name, issuer_name=organisation)


def confirm(session: Session, person: int, code: str) -> list[str]:
    """Returns the recovery codes, which are shown this once."""
    found = session.get(SecondFactor, person)
    if found is None or not _shown_by_the_phone(found, code):
        raise Refused(code=WRONG)
    found.confirmed_at = now()
    session.add(found)
    return new_recovery_codes(session, person)


def new_recovery_codes(session: Session, person: int) -> list[str]:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person) == person))
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all([RecoveryCode(code_hash=_code_hash(c), person=person) for c in codes])
    return codes


def accepts(session: Session, person: int, code: str) -> bool:
    """A code of the phone or a recovery code; either works once."""
    found = session.get(SecondFactor, person)
    if found is None or found.confirmed_at is None:
        return False
    if _shown_by_the_phone(found, code):
        session.add(found)
        return True
    spare = session.get(RecoveryCode, _code_hash(code))
    if spare is None or spare.person != person or spare.used_at is not None:
        return False
    spare.used_at = now()
    session.add(spare)
    return True


def take_away(session: Session, person: int) -> None:
    session.exec(delete(SecondFactor).where(col(SecondFactor.person) == person))
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person) == person))
    session.expire_all()


def spare_codes(session: Session, person: int) -> int:
    unused = select(RecoveryCode).where(
        RecoveryCode.person == person, col(RecoveryCode.used_at).is_(None)
    )
    return len(session.exec(unused).all())


def _shown_by_the_phone(factor: SecondFactor, code: str, at: datetime | None = None) -> bool:
    """Sets the step, so that the same code is not taken again."""
    digits = re.sub(r"\s", "", code)
    this = int((at or now()).timestamp()) // STEP
    phone = pyotp.TOTP(factor.seed, interval=STEP)
    for step in range(this - EARLY_OR_LATE, this + EARLY_OR_LATE + 1):
        if step > (factor.last_step or 0) and secrets.compare_digest(
            phone.generate_otp(step).encode(), digits.encode()
        ):
            factor.last_step = step
            return True
    return False


def _recovery_code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(15))
    return "-".join((letters[:5], letters[5:10], letters[10:]))


def _code_hash(code: str) -> str:
    return token_hash("recovery " + re.sub(r"[^a-z0-9]", "", code.casefold()))
