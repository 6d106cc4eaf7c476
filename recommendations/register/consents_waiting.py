"""Consent and speakers that wait for a second person, in words."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from recommendations.models import Consent, Speaker
from recommendations.records.blanking import ERASED
from recommendations.records.consents import read_consents, said_in
from recommendations.records.review_sql import answered_again, reviewed
from recommendations.register.consents import lines, names_of_audiences, speaker_words


@dataclass(frozen=True)
class WaitingConsent:
    """What one person said of a quote's consent and speaker is reviewed as one thing."""

    rows: tuple[Consent | Speaker, ...]
    quote: int
    author: int
    about: str
    lines: tuple[str, ...]


def waiting_consents(session: Session) -> list[WaitingConsent]:
    """What a later word took the place of waits no more."""
    rows: list[Consent | Speaker] = [
        *session.exec(
            select(Consent).where(col(Consent.opens), ~reviewed(Consent), ~answered_again(Consent))
        ),
        *session.exec(
            select(Speaker).where(
                ~reviewed(Speaker), ~answered_again(Speaker), col(Speaker.code) != ERASED
            )
        ),
    ]
    together: dict[tuple[int, int], list[Consent | Speaker]] = {}
    for row in rows:
        together.setdefault((row.quote, row.recorded_by or 0), []).append(row)
    audiences = names_of_audiences(session) if together else {}
    now = read_consents(session, {quote for quote, _ in together}).now
    return [
        WaitingConsent(
            tuple(rows), quote, author, _about(rows), tuple(_shown(rows, now.get(quote), audiences))
        )
        for (quote, author), rows in together.items()
    ]


def _about(rows: list[Consent | Speaker]) -> str:
    said = [f"Consent {row.state.value}" for row in rows if isinstance(row, Consent)]
    return " and ".join([*said, *("who spoke" for row in rows if isinstance(row, Speaker))])


def _shown(
    rows: list[Consent | Speaker], now: Consent | None, audiences: dict[str, str]
) -> list[str]:
    shown = []
    for row in rows:
        if isinstance(row, Speaker):
            shown.append(speaker_words(row))
        else:
            shown += lines(said_in(row), audiences)
            before = now.state.value if now else "nothing on record"
            shown.append(f"In force so far: {before}")
            shown += [f"So far: {line}" for line in lines(said_in(now), audiences)] if now else []
    return shown
