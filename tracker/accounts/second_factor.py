"""Codes from a phone (RFC 6238), and recovery codes for when the phone is gone."""

import re
import secrets
from datetime import datetime

import pyotp
from argon2.low_level import Type, hash_secret_raw
from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from recommendations.errors import Refused
from recommendations.models.base import now
from tracker.accounts import passwords, tries
from tracker.accounts.hashing import token_hash
from tracker.accounts.models import RecoveryCode, SecondFactor
from tracker.logs import Event, say_once_saved

STEP = 30
"""Seconds that a code is shown."""
EARLY_OR_LATE = 1
"""Steps that a clock may be off."""
AHEAD = 20
"""Steps, ten minutes: no clock that is right was so far ahead of itself."""
RECOVERY_CODES = 10
SALT = 8
"""Letters of a stored recovery code that are its salt."""
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""None that are taken for each other when read from paper."""
WRONG = "That code is not right, or was used already. Enter the one your phone shows now."


def confirmed(session: Session, person: int) -> bool:
    found = session.get(SecondFactor, person)
    return found is not None and found.confirmed_at is not None


def propose(session: Session, person: int, password: str) -> None:
    """A new seed, which counts once `confirm` has seen a code of it."""
    passwords.refuse_wrong(session, person, password)
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
    tries.refuse_too_many_of(session, person)
    found = session.get(SecondFactor, person)
    if found is None or not _shown_by_the_phone(found, code):
        raise tries.WrongCode(code=WRONG)
    found.confirmed_at = now()
    session.add(found)
    say_once_saved(session, Event.PHONE_SET_UP, person=person)
    return new_recovery_codes(session, person)


def new_recovery_codes(session: Session, person: int) -> list[str]:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person) == person))
    codes, salt = [_recovery_code() for _ in range(RECOVERY_CODES)], secrets.token_hex(4)
    session.add_all([RecoveryCode(code_hash=_code_hash(c, salt), person=person) for c in codes])
    say_once_saved(session, Event.RECOVERY_CODES, person=person)
    return codes


def take(session: Session, person: int, code: str) -> str:
    """A code of the phone or a recovery code; either works once. Says which it was, and
    raises WrongCode or TooMany."""
    tries.refuse_too_many_of(session, person)
    found = session.get(SecondFactor, person)
    if found is None or found.confirmed_at is None:
        raise tries.WrongCode(code=WRONG)
    if _shown_by_the_phone(found, code):
        session.add(found)
        took = "code"
    else:
        _use_up(session, person, code)
        took = "recovery code"
    tries.forget(session, tries.code_of(person))
    return took


def _use_up(session: Session, person: int, code: str) -> None:
    unused = session.exec(_unused(person)).all()
    salts = {one.code_hash[:SALT] for one in unused}
    hashes = {_plain_hash(code), *(_code_hash(code, salt) for salt in salts if len(salts) == 1)}
    spare = next((one for one in unused if one.code_hash in hashes), None)
    if spare is None:
        raise tries.WrongCode(code=WRONG)
    spare.used_at = now()
    session.add(spare)


def take_away(session: Session, person: int) -> None:
    session.exec(delete(SecondFactor).where(col(SecondFactor.person) == person))
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person) == person))
    session.expire_all()


def stop(session: Session, person: int) -> None:
    """No code is asked for any more."""
    take_away(session, person)
    say_once_saved(session, Event.PHONE_REMOVED, person=person)


def spare_codes(session: Session, person: int) -> int:
    return len(session.exec(_unused(person)).all())


def _unused(person: int) -> SelectOfScalar[RecoveryCode]:
    return select(RecoveryCode).where(
        RecoveryCode.person == person, col(RecoveryCode.used_at).is_(None)
    )


def _shown_by_the_phone(factor: SecondFactor, code: str, at: datetime | None = None) -> bool:
    """Sets the step, so that the same code is not taken again."""
    digits = re.sub(r"\s", "", code)
    this = int((at or now()).timestamp()) // STEP
    # A step far ahead was taken under a wrong clock, and would refuse every code for years.
    last = factor.last_step or 0
    last = last if last <= this + AHEAD else 0
    phone = pyotp.TOTP(factor.seed, interval=STEP)
    for step in range(max(this - EARLY_OR_LATE, 0), this + EARLY_OR_LATE + 1):
        if step > last and secrets.compare_digest(
            phone.generate_otp(step).encode(), digits.encode()
        ):
            factor.last_step = step
            return True
    return False


def _recovery_code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(15))
    return "-".join((letters[:5], letters[5:10], letters[10:]))


def _code_hash(code: str, salt: str) -> str:
    """Of what is short enough to write down, a plain hash could be searched. All codes of
    one making share the salt, so that one costly hash finds which it is."""
    raw = hash_secret_raw(_letters(code).encode(), salt.encode(), 2, 19 * 1024, 1, 28, Type.ID)
    return salt + raw.hex()


def _plain_hash(code: str) -> str:
    """As codes were stored at first; those still work."""
    return token_hash(f"recovery {_letters(code)}")


def _letters(code: str) -> str:
    return re.sub(r"[^a-z0-9]", "", code.casefold())
