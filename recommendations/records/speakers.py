"""Who said what, by code. Only what a second person agreed to counts."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations.ladder import Sharing, Voice, sharing
from recommendations.models import Consent, Speaker, Withdrawal
from recommendations.records.review_sql import reviewed
from recommendations.vocabulary import ConsentState


@dataclass(frozen=True)
class Speakers:
    """`counts` are of those who stand for each other on the ladder: whoever has words here
    that were not taken back."""

    of_quote: Mapping[int, str]
    voices: Mapping[str, Voice]
    counts: Sharing

    def of(self, code: str) -> Voice | None:
        return self.voices.get(code)


def read_speakers(session: Session, waiting: bool = False) -> Speakers:
    """`waiting`: with what no second person has agreed to yet, for whoever adds to it."""
    statement = select(Speaker).order_by(col(Speaker.id))
    of_quote, voices = {}, {}
    for row in session.exec(statement if waiting else statement.where(reviewed(Speaker))):
        of_quote[row.quote] = row.code
        voices[row.code] = Voice(row.code, row.rung, row.region)
    gone = _taken_back(session)
    standing = {code for quote, code in of_quote.items() if quote not in gone}
    return Speakers(of_quote, voices, sharing(v for v in voices.values() if v.code in standing))


def _taken_back(session: Session) -> set[int]:
    withdrawn = sa.select(col(Withdrawal.quote))
    refused = sa.select(col(Consent.quote)).where(col(Consent.state) == ConsentState.WITHDRAWN)
    return set(session.scalars(sa.union(withdrawn, refused)))


def speaker_over(codes: Mapping[int, str], over: list[int], whole: frozenset[int]) -> str:
    """The code of who said all of these words; empty where nobody did, or two."""
    found = {codes[quote] for quote in over if quote in codes}
    covered = any(quote in whole and quote in codes for quote in over)
    return found.pop() if covered and len(found) == 1 else ""
