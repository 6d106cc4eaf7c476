"""Erasures as they are shown: what was asked for, what it reaches, and what was done."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations.errors import NotFound
from recommendations.models import Erasure, Quote, Recorded, Source
from recommendations.records import tombstones
from recommendations.records.named import kept_from, sealed_quotes
from recommendations.records.writing import get, reviews
from recommendations.register.history import nouns_of_kinds
from recommendations.register.loading import Signatures
from recommendations.register.tiers import sealed_for as quotes_sealed_for
from recommendations.register.views import Signed
from recommendations.vocabulary import Verdict


@dataclass(frozen=True)
class Reach:
    """How many records of a kind lose words."""

    kind: str
    count: int


@dataclass(frozen=True)
class ErasureView:
    """`quote` is its number, 0 for all of a source. `by` is empty where the ledger had it
    done again. `declined` says why, where somebody did."""

    id: int
    source: int
    title: str
    quote: int
    start: int
    end: int
    why: str
    signed: Signed
    done: bool
    declined: str
    declined_by: str
    whole: bool

    @property
    def waits(self) -> bool:
        return not (self.done or self.declined)

    @property
    def done_at(self) -> datetime | None:
        return (self.signed.reviewed_at or self.signed.at) if self.done else None

    @property
    def what(self) -> str:
        if self.quote:
            return f"the words of Q{self.quote}"
        return f"{'all' if self.whole else 'words'} of S{self.source}, “{self.title}”"


def read_erasures(session: Session, person: int | None) -> tuple[ErasureView, ...]:
    """Newest first. Those of sealed words are there for the two named alone."""
    of = col(Erasure.quote)
    readable = sa.or_(of.is_(None), ~kept_from(of, person))
    rows = session.exec(select(Erasure).where(readable).order_by(col(Erasure.id).desc())).all()
    return tuple(_view(session, row) for row in rows)


def read_erasure(session: Session, id: int, person: int | None) -> ErasureView:
    row = get(session, Erasure, id, "request")
    if session.scalar(select(kept_from(sa.literal(row.quote, sa.Integer), person))):
        raise NotFound(f"There is no request {id}.")
    return _view(session, row)


def _view(session: Session, row: Erasure) -> ErasureView:
    signatures = Signatures(session)
    source = get(session, Source, row.source, "source")
    back = next((r for r in reviews(session, row) if r.verdict is Verdict.SENT_BACK), None)
    signed = signatures.of(row)
    return ErasureView(
        id=row.key,
        source=source.key,
        title=source.title,
        quote=row.quote or 0,
        start=row.start,
        end=row.end,
        why=row.why,
        signed=signed,
        done=row.recorded_by is None or signed.reviewed_at is not None,
        declined=back.comment if back else "",
        declined_by=(signatures.of(back).by or "") if back else "",
        whole=(row.start, row.end) == (0, len(source.text)),
    )


def read_reach(
    session: Session, source: int, start: int, end: int, person: int | None
) -> tuple[Reach, ...]:
    """What it would touch; nothing is written. What is sealed for others is not counted."""
    made = tombstones.plan(session, get(session, Source, source, "source"), start, end)
    nouns = nouns_of_kinds()
    mine = quotes_sealed_for(session, person) if person is not None else ()
    sealed = {id for id in session.scalars(sealed_quotes()) if id not in mine}
    counted = Counter(nouns[k] for (k, _), row in made.rows.items() if about(row) not in sealed)
    return tuple(Reach(kind, count) for kind, count in sorted(counted.items()))


def about(row: Recorded) -> int | None:
    """The quote that it is, or that it says something about."""
    quote: int | None = row.id if isinstance(row, Quote) else getattr(row, "quote", None)
    return quote
