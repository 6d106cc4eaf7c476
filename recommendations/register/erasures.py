"""Erasures as they are shown: what was asked for, what it reaches, and what was done."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from recommendations.models import Erasure, Source
from recommendations.records import tombstones
from recommendations.records.writing import get, reviews
from recommendations.register.history import nouns_of_kinds
from recommendations.register.loading import Signatures
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


def read_erasures(session: Session) -> tuple[ErasureView, ...]:
    """Newest first."""
    rows = session.exec(select(Erasure).order_by(col(Erasure.id).desc())).all()
    return tuple(_view(session, row) for row in rows)


def read_erasure(session: Session, id: int) -> ErasureView:
    return _view(session, get(session, Erasure, id, "request"))


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


def read_reach(session: Session, source: int, start: int, end: int) -> tuple[Reach, ...]:
    """What it would touch; nothing is written."""
    made = tombstones.plan(session, get(session, Source, source, "source"), start, end)
    nouns = nouns_of_kinds()
    counted = Counter(nouns[kind] for kind, _ in made.rows)
    return tuple(Reach(kind, count) for kind, count in sorted(counted.items()))
