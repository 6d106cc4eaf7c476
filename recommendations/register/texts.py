"""Fixed texts of packs as people found them: right, or in need of other words."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, col, select

from recommendations.models import CheckedText, Person, TextCorrection


@dataclass(frozen=True)
class Correction:
    original: str
    translation: str
    author: int
    by: str
    at: datetime


@dataclass(frozen=True)
class Check:
    by: str
    at: datetime


def hash_of(original: str, translation: str) -> str:
    """What a check is of: another original or another translation is another text."""
    return sha256(f"{original}\0{translation}".encode()).hexdigest()


def read_corrections(session: Session, language: str) -> dict[str, list[Correction]]:
    """By original, the oldest first; the last counts."""
    rows = session.exec(
        select(TextCorrection, Person.code)
        .join(Person, col(Person.id) == TextCorrection.recorded_by)
        .where(TextCorrection.language == language)
        .order_by(col(TextCorrection.id))
    )
    found: dict[str, list[Correction]] = {}
    for row, code in rows:
        said = Correction(
            row.original, row.translation, row.recorded_by or 0, code, row.recorded_at
        )
        found.setdefault(row.original, []).append(said)
    return found


def read_checks(session: Session, language: str) -> dict[str, Check]:
    """By hash; none that was taken back."""
    rows = session.exec(
        select(CheckedText, Person.code)
        .join(Person, col(Person.id) == CheckedText.recorded_by)
        .where(CheckedText.language == language)
        .order_by(col(CheckedText.id))
    )
    latest = {row.text_hash: (row, code) for row, code in rows}
    return {hash: Check(code, row.recorded_at) for hash, (row, code) in latest.items() if row.right}
