"""The words of every quote by their stems, in memory, read on from where it stopped."""

from collections.abc import Iterable, Iterator
from threading import Lock

from sqlmodel import Session, col, select

from recommendations.models import Change, Quote, Recommendation
from recommendations.ranking import Index
from recommendations.reading.stems import stems
from recommendations.records import chain
from recommendations.records.chain import Head

NEAR = 2000
"""Quotes; a fraction of a second."""


class WordIndex:
    """It follows the history: a quote that is new is added; when words were erased, or the
    record is another than it was, all of it is made again. Cost: a tenth of a millisecond
    for each quote that is read, and a kilobyte of memory."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._forget()

    def _forget(self) -> None:
        self._index = Index()
        self._seen = Head(0, chain.GENESIS)
        self._last = 0

    def current(self, session: Session) -> Index:
        with self._one_at_a_time:
            return self._current(session)

    def soon(self, session: Session, seconds: float) -> Index | None:
        """None where somebody is still at it after so long."""
        if not self._one_at_a_time.acquire(timeout=seconds):
            return None
        try:
            return self._current(session)
        finally:
            self._one_at_a_time.release()

    def _current(self, session: Session) -> Index:
        head = chain.head(session)
        if head != self._seen:
            if not self._follows(session):
                self._forget()
            self._read_on(session)
            self._seen = head
        return self._index

    def takes_long(self, session: Session) -> bool:
        """More is left to read than a page can wait for, and nobody is at it."""
        left = select(Quote.id).where(col(Quote.id) > self._last).offset(NEAR).limit(1)
        return not self._one_at_a_time.locked() and session.exec(left).first() is not None

    def _follows(self, session: Session) -> bool:
        seq = self._seen.seq
        if seq == 0:
            return False
        link = session.exec(select(Change.hash).where(Change.seq == seq)).first()
        erased = session.exec(
            select(Change.seq).where(Change.seq > seq, Change.act == chain.Act.ERASED).limit(1)
        ).first()
        return link == self._seen.hash and erased is None

    def _read_on(self, session: Session) -> None:
        """What was recommended is not suggested for itself."""
        rows = session.exec(
            select(  # type: ignore[call-overload]
                Quote.id, Quote.exact, Quote.heading, Quote.attribution, Quote.section
            )
            .where(col(Quote.id) > self._last)
            .where(col(Quote.id).not_in(select(Recommendation.quote)))
            .order_by(col(Quote.id))
            .execution_options(yield_per=1000)
        )
        for id, exact, heading, attribution, section in rows:
            if id is not None:
                said = said_by(exact, heading, attribution, section)
                self._index.add(id, (one.stem for text in said for one in stems(text)))
                self._last = id


def said_by(exact: str, heading: str, attribution: str, section: Iterable[str]) -> Iterator[str]:
    """What a quote is known by: its own words, and what stands around it on the page."""
    yield from (exact, heading, attribution, *list(section)[-1:])
