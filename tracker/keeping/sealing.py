"""Encryption with age: to two people or more, so that one lost key loses nothing."""

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from recommendations.errors import Refused

HEADER = b"age-encryption.org/v1"
PRIVATE = "AGE-SECRET-KEY-"
WRITTEN = re.compile(rf"{PRIVATE}1\w+")
Identity = Path | str
"""A key file as age-keygen writes it, or its text."""
ONE_ONLY = (
    "TRACKER_BACKUP_KEYS names one key. Name two or more: with a single key, whoever loses it "
    "loses every backup."
)


def recipients(keys: str) -> list[Any]:
    """From the setting; empty where backups are not encrypted. Raises Refused."""
    named = list(dict.fromkeys(key.strip() for key in keys.split(",") if key.strip()))
    if not named:
        return []
    if len(named) == 1:
        raise Refused(ONE_ONLY)
    age = _age()
    try:
        return [age.x25519.Recipient.from_str(key) for key in named]
    except age.RecipientError as error:
        raise Refused(
            "A key in TRACKER_BACKUP_KEYS is not a public age key; each begins with age1."
        ) from error


def seal(plain: Path, sealed: Path, to: list[Any]) -> None:
    _age().encrypt_file(str(plain), str(sealed), to)


def is_sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(HEADER)) == HEADER


def unseal(sealed: Path, plain: Path, identity: Identity | None) -> None:
    """Raises Refused."""
    if identity is None:
        raise Refused("This backup is encrypted; name the file with your key by --identity.")
    age = _age()
    keys = _private_keys(identity, age)
    try:
        age.decrypt_file(str(sealed), str(plain), keys)
    except (age.DecryptError, OSError) as error:
        raise Refused(
            identity="This backup does not open with that key, or it is damaged. Nothing was "
            "changed."
        ) from error


def _private_keys(identity: Identity, age: ModuleType) -> list[Any]:
    """What was pasted is never repeated, in no sentence and in no log."""
    where = str(identity) if isinstance(identity, Path) else "What was pasted"
    try:
        text = identity.read_text() if isinstance(identity, Path) else identity
        keys = [age.x25519.Identity.from_str(one) for one in WRITTEN.findall(text)]
    except (OSError, UnicodeDecodeError, age.IdentityError) as error:
        raise Refused(identity=f"{where} cannot be read as an age key.") from error
    if not keys:
        raise Refused(identity=f"{where} has no age key in it; its line begins with {PRIVATE}1.")
    return keys


def _age() -> ModuleType:
    """There is not a wheel of it for every machine."""
    try:
        return import_module("pyrage")
    except ImportError as error:
        raise Refused("Encrypted backups need pyrage, which is not installed here.") from error
