"""The index of passages: which words stand where in the texts of sources, quoted or not. It is
made from the records, in the transaction that writes them.

Words that were withdrawn or sealed are not in it, for whomever, wherever in a text they
stand: so nothing has to be left out of what it finds, nor of what is counted.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlmodel import Session, col

from recommendations.models import (
    Quote,
    Recorded,
    Review,
    SameWords,
    Source,
    TierChange,
    Withdrawal,
)
from recommendations.records import indexing
from recommendations.records.hidden import Hidden, everywhere, hidden_words
from recommendations.records.near import QUOTES, about, sharing_words
from recommendations.records.wording import BREAK, Entry, Kind, Term, entry_of
from recommendations.syllables import placed
from recommendations.vocabulary import Tier

TABLE = "searchpassage"
TABLES = (TABLE, "passagestate")
MADE_AS = 2
"""Grows whenever texts are cut or words told apart otherwise: then the index is made again."""
ROOM = 1 << 20
"""Passages of one source lie together: its number, then theirs."""
LONGEST = 1_000
"""Code points of a passage; most are paragraphs, or some short ones together."""
_BREAKS = (re.compile(r"\n\s*\n"), re.compile(r"\s"))
Span = tuple[int, int]

_REMOVE = {
    True: "DELETE FROM searchpassage WHERE rowid BETWEEN :first AND :last",
    False: "DELETE FROM searchpassage WHERE key BETWEEN :first AND :last",
}
_REMOVE_ONE = {
    True: "DELETE FROM searchpassage WHERE rowid = :key",
    False: "DELETE FROM searchpassage WHERE key = :key",
}
_ADD = {
    True: "INSERT INTO searchpassage (rowid, starts, ends, words) "
    "VALUES (:key, :starts, :ends, :words)",
    False: "INSERT INTO searchpassage (key, starts, ends, words) "
    "VALUES (:key, :starts, :ends, CAST(:words AS tsvector))",
}
"""By whether it is SQLite."""


@dataclass(frozen=True)
class Passage:
    key: int
    source: int
    start: int
    end: int


def put(session: Session, rows: Sequence[Recorded]) -> None:
    """Of sources that are new; and again where a record keeps words of them from readers, or
    does so no longer."""
    for row in rows:
        if isinstance(row, Source):
            _write(session, row)
    if quotes := _kept_or_freed(session, rows):
        quotes |= {quote for (quote,) in about(session, _OVER, quotes)}
        changed = everywhere(session, (row for (row,) in about(session, _THESE, quotes)))
        for id in sorted(changed.quotes):
            source = session.get_one(Source, id)
            _write(session, source, changed.places(id, source.text))


def put_again(session: Session, rows: Iterable[Recorded]) -> None:
    for row in rows:
        if isinstance(row, Source):
            _write(session, row)


_THESE = sa.select(Quote).where(col(Quote.id).in_(QUOTES))
_OVER = sharing_words(QUOTES)
_EVER_SEALED = sa.select(col(TierChange.quote)).where(
    col(TierChange.quote).in_(QUOTES), col(TierChange.tier) == Tier.SEALED
)
_CHANGED = sa.select(col(TierChange.quote)).where(col(TierChange.id).in_(QUOTES))
_KEPT = sa.select(col(Withdrawal.quote)).where(col(Withdrawal.quote).in_(QUOTES))


def _kept_or_freed(session: Session, rows: Sequence[Recorded]) -> set[int]:
    gone = {row.quote for row in rows if isinstance(row, Withdrawal)}
    tied = {row.quote for row in rows if isinstance(row, SameWords)}
    tiers = {row.quote for row in rows if isinstance(row, TierChange)}
    said = {r.of_id for r in rows if isinstance(r, Review) and r.of_kind == "tierchange"}
    tiers |= {quote for (quote,) in about(session, _CHANGED, said)}
    gone |= {quote for (quote,) in about(session, _KEPT, tied)}
    return gone | {quote for (quote,) in about(session, _EVER_SEALED, tiers | tied)}


def catch_up(session: Session) -> None:
    """Makes it where it was never made, or made in another way."""
    if session.scalar(sa.text("SELECT max(made_as) FROM passagestate")) != MADE_AS:
        remake(session)


def remake(session: Session) -> None:
    """All of it. Cost: about a second for a megabyte of text."""
    session.execute(sa.text("DELETE FROM searchpassage"))
    for id in list(session.scalars(sa.select(col(Source.id)))):
        row = session.get_one(Source, id)
        _write(session, row)
        if row not in session.dirty:
            session.expire(row)
    session.execute(sa.text("DELETE FROM passagestate"))
    session.execute(sa.text("INSERT INTO passagestate (made_as) VALUES (:how)"), {"how": MADE_AS})


def _write(session: Session, source: Source, over: Sequence[Span] | None = None) -> None:
    """All of its passages, or those over some places of its text: how a text is cut does not
    depend on what is kept from readers."""
    sqlite, written = indexing.is_sqlite(session), indexing.writer(session)
    first = source.key * ROOM
    cuts = [
        (first + n, cut)
        for n, cut in enumerate(_cut(source.text))
        if over is None or _of(cut, over)
    ]
    if over is None:
        session.execute(sa.text(_REMOVE[sqlite]), {"first": first, "last": first + ROOM - 1})
    elif cuts:
        session.execute(sa.text(_REMOVE_ONE[sqlite]), [{"key": key} for key, _ in cuts])
    kept = hidden_words(session, {source.key}, None).places(source.key, source.text)
    rows = [
        {"key": key, "starts": cut[0], "ends": cut[1], "words": written(entry)}
        for key, cut in cuts
        if (entry := _entry(source.text, cut, kept))
    ]
    if rows:
        session.execute(sa.text(_ADD[sqlite]), rows)


def _of(cut: Span, places: Sequence[Span]) -> list[Span]:
    start, end = cut
    return [(a, b) for a, b in places if a < end and start < b]


def _entry(text: str, cut: Span, kept: Sequence[Span]) -> Entry | None:
    """None where nobody may read any of it."""
    start, end = cut
    over = [(a - start, b - start) for a, b in _of(cut, kept)]
    words = [
        BREAK if any(a < ends and begins < b for a, b in over) else word
        for word, begins, ends in placed(text[start:end])
    ]
    return entry_of(Kind.PASSAGE, 0, words) if any(word != BREAK for word in words) else None


def _cut(text: str) -> Iterator[Span]:
    """Between paragraphs where there are any, or else between words."""
    start = 0
    while len(text) - start > LONGEST:
        window = text[start : start + LONGEST]
        ends = (last for breaks in _BREAKS if (last := _last(breaks, window)))
        cut = start + next(ends, LONGEST)
        yield start, cut
        start = cut
    yield start, len(text)


def _last(breaks: re.Pattern[str], window: str) -> int:
    return max((found.end() for found in breaks.finditer(window)), default=0)


def find(
    session: Session, terms: Sequence[Term], where: Sequence[Any], values: dict[str, Any]
) -> list[tuple[Passage, float]]:
    """The newest that hold all of them, with how well they fit, the least first; `where` are
    conditions on SOURCE."""
    sqlite = indexing.is_sqlite(session)
    asked = {**values, "asked": indexing.expression(session, terms)}
    if not sqlite:
        asked["may_hold"] = indexing.pairs(terms)
    key = KEY_ON_SQLITE if sqlite else KEY
    source: Any = sa.literal_column(f"({key.name} >> 20)", sa.BigInteger)
    wanted = (source.not_in(_REPLACED), *(source.in_(one) for one in where))
    with nullcontext() if sqlite else _by_index(session):
        rows = session.execute(_on_sqlite(wanted) if sqlite else _on_postgresql(wanted), asked)
    return [(Passage(key, key // ROOM, int(start), int(end)), fit) for key, start, end, fit in rows]


def _on_sqlite(wanted: Sequence[Any]) -> sa.Select[Any]:
    return (
        sa.select(KEY_ON_SQLITE, *_PLACE, sa.literal_column("bm25(searchpassage)"))
        .select_from(sa.table(TABLE))
        .where(_MATCHES, *wanted)
        .order_by(KEY_ON_SQLITE.desc())
        .limit(sa.bindparam("most"))
    )


def _on_postgresql(wanted: Sequence[Any]) -> sa.Select[Any]:
    """Their words lie beside the table, so they are read only of those that are ranked, one
    after the other from the newest: the index alone says which may hold what was asked for.
    Not in the order of the keys, which would read the words of all that it passes."""
    held = (
        sa.select(KEY.label("key"), *_PLACE)
        .select_from(sa.table(TABLE))
        .where(_MAY_HOLD, *wanted)
        .order_by((KEY + 0).desc())
        .cte("held")
    )
    words = _words(held.c.key)
    return (
        sa.select(held.c.key, held.c.starts, held.c.ends, -sa.func.ts_rank(words, _QUERY))
        .where(words.bool_op("@@")(_QUERY))
        .limit(sa.bindparam("most"))
    )


def _words(key: Any) -> Any:
    words: Any = sa.literal_column("its.words", TSVECTOR)
    return (
        sa.select(words)
        .select_from(sa.table(TABLE).alias("its"))
        .where(sa.literal_column("its.key") == key)
        .scalar_subquery()
    )


@contextmanager
def _by_index(session: Session) -> Iterator[None]:
    """PostgreSQL takes a row for as small as it is without its words, and would read them all."""
    session.execute(_SET_OFF)
    yield
    session.execute(_SET_ON)


_SET_OFF, _SET_ON = (sa.text(f"SET LOCAL enable_seqscan = {to}") for to in ("off", "on"))


def read(session: Session, keys: Sequence[int]) -> list[Passage]:
    key = KEY_ON_SQLITE if indexing.is_sqlite(session) else KEY
    found = (
        sa.select(key, sa.literal_column("starts"), sa.literal_column("ends"))
        .select_from(sa.table(TABLE))
        .where(key.in_(QUOTES))
    )
    return [
        Passage(key, key // ROOM, int(start), int(end))
        for key, start, end in about(session, found, keys)
    ]


def texts_of(session: Session, some: Sequence[Passage], hidden: Hidden) -> dict[int, str]:
    """By key, with blanks in place of what may not be read, which no words are. All of a text
    is looked through only where there is such a thing, and of the others only what the
    passages lie in is read; each once."""
    kept = {one.source for one in some if hidden.quotes.get(one.source)}
    read = {source: (0, _blanked(session, source, hidden)) for source in kept}
    plain = [one.key for one in some if one.source not in kept]
    for source, first, text in about(session, _PARTS[indexing.is_sqlite(session)], plain):
        read[source] = (first, text)
    told = {}
    for one in some:
        first, text = read[one.source]
        told[one.key] = text[one.start - first : one.end - first]
    return told


def _blanked(session: Session, source: int, hidden: Hidden) -> str:
    text = session.get_one(Source, source).text
    for start, end in hidden.places(source, text):
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def _parts(key: Any) -> sa.Select[Any]:
    """Of each source what some passages lie in, from the first of them to the last."""
    source = sa.literal_column(f"({key.name} >> 20)", sa.BigInteger)
    starts, ends = (sa.cast(one, sa.Integer) for one in _PLACE)
    lies = (
        sa.select(
            source.label("source"),
            sa.func.min(starts).label("first"),
            sa.func.max(ends).label("last"),
        )
        .select_from(sa.table(TABLE))
        .where(key.in_(QUOTES))
        .group_by(source)
        .subquery("lies")
    )
    words = sa.func.substr(col(Source.text), lies.c.first + 1, lies.c.last - lies.c.first)
    return sa.select(col(Source.id), lies.c.first, words).join(lies, lies.c.source == Source.id)


KEY_ON_SQLITE: Any = sa.literal_column("searchpassage.rowid", sa.BigInteger)
KEY: Any = sa.literal_column("searchpassage.key", sa.BigInteger)
_ASKED: Any = sa.bindparam("asked", type_=sa.Text)
_MAY: Any = sa.bindparam("may_hold", type_=sa.Text, literal_execute=True)
_MATCHES: Any = sa.literal_column("searchpassage").op("MATCH")(_ASKED)
_QUERY = sa.cast(_ASKED, TSQUERY)
_WORDS: Any = sa.literal_column("searchpassage.words")
_MAY_HOLD = _WORDS.bool_op("@@")(sa.cast(_MAY, TSQUERY))
_PLACE: tuple[Any, Any] = (
    sa.literal_column("starts", sa.Integer).label("starts"),
    sa.literal_column("ends", sa.Integer).label("ends"),
)
_REPLACED = sa.select(col(Source.replaces)).where(col(Source.replaces).is_not(None))
"""Earlier versions say much of the same again; what was quoted of them is found as a quote."""
_PARTS = {True: _parts(KEY_ON_SQLITE), False: _parts(KEY)}
