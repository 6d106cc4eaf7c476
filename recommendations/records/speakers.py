"""Who said what, by code. Only what a second person agreed to counts."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations.ladder import TOP, Sharing, Voice, sharing
from recommendations.models import Consent, Quote, Speaker, Withdrawal
from recommendations.records.blanking import ERASED
from recommendations.records.named import sealed_over, sealed_quotes
from recommendations.records.near import QUOTES, about
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
    """`waiting`: with what no second person has agreed to yet, for whoever adds to it. What
    is sealed says nothing of its speaker."""
    statement = (
        select(Speaker)
        .where(col(Speaker.quote).not_in(sealed_quotes()), col(Speaker.code) != ERASED)
        .order_by(col(Speaker.id))
    )
    of_quote, voices = {}, {}
    for row in session.exec(statement if waiting else statement.where(reviewed(Speaker))):
        of_quote[row.quote] = row.code
        voices[row.code] = Voice(row.code, row.rung, row.region)
    gone = _taken_back(session)
    standing = {code for quote, code in of_quote.items() if quote not in gone}
    return Speakers(of_quote, voices, sharing(v for v in voices.values() if v.code in standing))


_CODES = (
    sa.select(col(Speaker.quote), col(Speaker.code))
    .join(Quote, col(Quote.id) == col(Speaker.quote))
    .where(
        col(Speaker.quote).in_(QUOTES),
        ~sealed_over(Quote),
        col(Speaker.code) != ERASED,
        reviewed(Speaker),
    )
    .order_by(col(Speaker.id))
)


def read_codes(session: Session, quotes: Collection[int]) -> Mapping[int, str]:
    """By quote, as in `Speakers.of_quote`."""
    return dict(about(session, _CODES, quotes))


def _taken_back(session: Session) -> set[int]:
    withdrawn = sa.select(col(Withdrawal.quote))
    refused = sa.select(col(Consent.quote)).where(col(Consent.state) == ConsentState.WITHDRAWN)
    return set(session.scalars(sa.union(withdrawn, refused)))


def speaker_over(codes: Mapping[int, str], over: list[int], whole: frozenset[int]) -> str:
    """The code of who said all of these words; empty where nobody did, or two."""
    found = {codes[quote] for quote in over if quote in codes}
    covered = any(quote in whole and quote in codes for quote in over)
    return found.pop() if covered and len(found) == 1 else ""


def unspoken(
    session: Session, quotes: Collection[int]
) -> Iterator[tuple[Speaker, Mapping[str, Any]]]:
    """What becomes of who said these quotes when their words are destroyed: nothing says any
    more who it was. What was said of that speaker last holds on for all their other words,
    which nobody described more exactly again."""
    rows = session.exec(select(Speaker).order_by(col(Speaker.id))).all()
    gone = [row for row in rows if row.quote in quotes and row.code != ERASED]
    agreed = set(session.exec(select(Speaker.id).where(reviewed(Speaker))))
    for row in gone:
        yield row, {"code": ERASED, "rung": TOP, "region": None}
    for code in {row.code for row in gone}:
        said = [row for row in rows if row.code == code and row.id in agreed]
        left = [row for row in said if row.quote not in quotes]
        if left and left[-1] is not said[-1]:
            yield left[-1], {"rung": said[-1].rung, "region": said[-1].region}
