"""Where words of one version of a source stand in another, and ties that are missing.

A quote of one version restricts the same words in every other: what was withdrawn, sealed,
flagged or put under embargo does not come free in a file that says the same.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from sqlmodel import Session, col, select

from recommendations.models import Quote, SameWords, Source
from recommendations.quotation import occurrences
from recommendations.records import copies, word_runs
from recommendations.records.blanking import shared_runs
from recommendations.records.corrections import moved, typed_here
from recommendations.records.families import families
from recommendations.records.writing import record_all

AT_ONCE = 500


def note_same_words(session: Session, quotes: Sequence[Quote], by: int | None) -> None:
    """Of quotes that are new: where their words stand in the other versions."""
    around = families(session, {quote.source for quote in quotes})
    others = {source for members in around.values() for source in members}
    texts = _texts(session, others) if any(len(members) > 1 for members in around.values()) else {}
    rows = [
        row
        for source, text in texts.items()
        for row in _rows(
            [q for q in quotes if source in around[q.source] - {q.source}], source, text
        )
    ]
    others -= {quote.source for quote in quotes}
    for other in session.exec(select(Source).where(col(Source.id).in_(others))):
        rows += _retyped(session, [q for q in quotes if other.id in around[q.source]], other)
    record_all(session, rows, by)


def note_version(session: Session, newer: Source, by: int | None) -> None:
    """Of a version that is new: where the words of all quotes of the earlier ones stand."""
    earlier = families(session, {newer.key})[newer.key] - {newer.key}
    quotes = session.exec(
        select(Quote).where(col(Quote.source).in_(earlier)).order_by(col(Quote.id))
    ).all()
    rows = [*_rows(quotes, newer.key, newer.text), *_retyped(session, quotes, newer)]
    record_all(session, rows, by)


def tie_all(session: Session) -> None:
    """What was on record before copies were recognised, once: the index of runs, and what
    follows from it, as set-up."""
    if word_runs.is_made(session):
        return
    word_runs.remake(session)
    quotes = iter(session.scalars(select(Quote).order_by(col(Quote.id))).all())
    while some := list(islice(quotes, AT_ONCE)):
        record_all(session, copies.ties_of(session, some), None)


def _rows(quotes: Sequence[Quote], source: int, text: str) -> Iterator[SameWords]:
    """Where all of their words stand, and where a run of them does that gives them away."""
    runs = shared_runs(text, {quote.key: quote.exact for quote in quotes})
    for quote in quotes:
        whole = {(found.start, found.end) for found in occurrences(text, quote.exact)}
        apart = [
            run
            for run in runs.get(quote.key, ())
            if not any(start <= run[0] and run[1] <= end for start, end in whole)
        ]
        for start, end in sorted({*whole, *apart}):
            yield SameWords(quote=quote.key, source=source, start=start, end=end)


def _retyped(session: Session, quotes: Sequence[Quote], other: Source) -> Iterator[SameWords]:
    """Of what was typed here and put right: where a quote stands that has the mistake."""
    for id in sorted({quote.source for quote in quotes}) if typed_here(other) else ():
        before = session.get_one(Source, id)
        its = [quote for quote in quotes if quote.source == id]
        places = moved(before.text, other.text, [(q.start, q.end) for q in its])
        for quote, (start, end) in zip(its, places, strict=True):
            if typed_here(before) and start < end and other.text[start:end] != quote.exact:
                yield SameWords(quote=quote.key, source=other.key, start=start, end=end)


def _texts(session: Session, sources: Collection[int]) -> dict[int, str]:
    rows = session.exec(select(Source.id, Source.text).where(col(Source.id).in_(sources)))
    return {id: text for id, text in rows if id is not None}
