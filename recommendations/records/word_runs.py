"""The index of runs: which words stand in which quote, and in what was said to us, quoted
or not. It is made from the records, in the transaction that writes them; of the words it
holds marks alone, and none of those that are erased."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations.models import Quote, Recorded, Source
from recommendations.records.near import numbers
from recommendations.runs import marks_to_keep
from recommendations.vocabulary import SourceKind

SAID_TO_US = frozenset({SourceKind.LETTER, SourceKind.PANEL, SourceKind.MEETING_NOTE})
"""Nobody published them: their words are recognised whether or not they were quoted."""
AT_ONCE = 5_000
TABLES = ("wordrun", "wordrunstate")
MADE_AS = 1
"""Grows whenever words are told apart otherwise: then the index is made again."""
_OURS = sa.MetaData()
RUNS = sa.Table(
    TABLES[0], _OURS,
    sa.Column("mark", sa.BigInteger, primary_key=True),
    sa.Column("source", sa.Integer, primary_key=True),
    sa.Column("quote", sa.Integer, primary_key=True),
)  # fmt: skip
"""`quote` is 0 for the text of a source."""
STATE = sa.Table(TABLES[1], _OURS, sa.Column("made_as", sa.Integer, nullable=False))
_FOUND = sa.select(RUNS).where(
    RUNS.c.mark.in_(numbers("marks")), RUNS.c.source.not_in(numbers("own"))
)
Where = tuple[int, int]
"""A source, and one of its quotes or 0."""


def put(session: Session, rows: Iterable[Recorded]) -> None:
    """Of quotes, and of sources that were said to us; all others have no marks."""
    marks = [
        {"mark": mark, "source": source, "quote": quote}
        for row in rows
        for source, quote, words in _words(row)
        for mark in marks_to_keep(words)
    ]
    if marks:
        session.execute(sa.insert(RUNS), marks)


def put_again(session: Session, rows: Iterable[Recorded]) -> None:
    """What lost words loses their marks."""
    told = [row for row in rows if isinstance(row, Quote | Source)]
    for row in told:
        mine = RUNS.c.quote == row.id
        if isinstance(row, Source):
            mine = sa.and_(RUNS.c.source == row.id, RUNS.c.quote == 0)
        session.execute(sa.delete(RUNS).where(mine))
    put(session, told)


def look_up(
    session: Session, marks: Collection[int], own: Collection[int] = ()
) -> Mapping[int, Sequence[Where]]:
    """Where they were kept, but not in some sources of one's own."""
    found: dict[int, list[Where]] = defaultdict(list)
    each = sorted({*marks})
    for at in range(0, len(each), AT_ONCE):
        asked = {"marks": each[at : at + AT_ONCE], "own": own}
        for mark, source, quote in session.execute(_FOUND, asked):
            found[mark].append((source, quote))
    return found


def is_made(session: Session) -> bool:
    return bool(session.scalar(sa.select(sa.func.max(STATE.c.made_as))) == MADE_AS)


def remake(session: Session) -> None:
    session.execute(sa.delete(RUNS))
    for table in (Source, Quote):
        rows = iter(
            session.scalars(
                sa.select(table).order_by(col(table.id)).execution_options(yield_per=500)
            )
        )
        while some := list(islice(rows, 500)):
            put(session, some)
            for row in some:
                session.expunge(row)
    session.execute(sa.delete(STATE))
    session.execute(sa.insert(STATE), {"made_as": MADE_AS})


def _words(row: Recorded) -> list[tuple[int, int, str]]:
    if isinstance(row, Quote):
        return [(row.source, row.key, row.exact)]
    if isinstance(row, Source) and row.kind in SAID_TO_US:
        return [(row.key, 0, row.text)]
    return []
