"""The bytes that sources came in as: kept once, and not taken again after they were destroyed."""

import hashlib

from sqlmodel import Session, func, select

from recommendations.errors import Refused
from recommendations.models import RawFile


def hash_of(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def is_erased(session: Session, sha256: str) -> bool:
    """Asked without reading the bytes, which may be many."""
    length = select(func.length(RawFile.raw)).where(RawFile.sha256 == sha256)
    return session.exec(length).first() == 0


def not_again(what: str) -> str:
    return f"This very {what} was erased here, and is not taken again."


def keep_bytes(session: Session, raw: bytes, what: str, field: str = "") -> str:
    """Gives the hash they are kept under. Raises Refused, beside the field, for bytes that
    were destroyed here."""
    sha256 = hash_of(raw)
    if is_erased(session, sha256):
        raise Refused(**{field: not_again(what)})
    if session.get(RawFile, sha256) is None:
        session.add(RawFile(sha256=sha256, raw=raw))
        session.flush()
    return sha256
