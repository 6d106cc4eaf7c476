"""The search index: which words stand in which record. It is made from the records alone,
in the transaction that writes them, and can be made again at any time.

SQLite and PostgreSQL each have a way of their own to hold words; this is one of the few
places that ask which it is. Both get the words as we tell them apart, because neither
knows where a word of Burmese ends.
"""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlmodel import Session, col

from recommendations.models import Quote, Recorded, Source
from recommendations.records.near import QUOTES, about
from recommendations.records.wording import (
    BREAK,
    KINDS,
    LONGEST,
    PAIR,
    STEM,
    Entry,
    Kind,
    Term,
    entry,
    entry_told,
)
from recommendations.syllables import tokens

TABLE = "searchword"
STATE = "searchstate"
TABLES = (TABLE, STATE)
MADE_AS = 2
"""Grows whenever words are told apart otherwise: then the index is made again."""
AT_ONCE = 2_000
ROOM = 1 << 40
"""Keys of one kind lie together: its number, then the record's."""

_REMOVE = sa.text("DELETE FROM searchword WHERE rowid = :key")
_ADD = sa.text("INSERT INTO searchword (rowid, words) VALUES (:key, :words)")
_PUT = sa.text(
    "INSERT INTO searchword (key, source, words) VALUES (:key, :source, CAST(:words AS tsvector)) "
    "ON CONFLICT (key) DO UPDATE SET words = excluded.words"
)
_FORGET = sa.text("DELETE FROM searchword WHERE key = :key")
_TITLES = sa.select(col(Source.id), col(Source.title), col(Source.publisher)).where(
    col(Source.id).in_(QUOTES)
)


def key(kind: Kind, id: int) -> int:
    return kind * ROOM + id


def named(found: int) -> tuple[Kind, int]:
    return Kind(found // ROOM), found % ROOM


def put(session: Session, rows: Iterable[Recorded]) -> None:
    """Takes the place of what was known of them before."""
    known = [row for row in rows if type(row) in KINDS]
    if known:
        _write(session, list(_entries(session, known)))


def add(
    session: Session, kind: type[Recorded], rows: Sequence[tuple[int, Mapping[str, Any]]]
) -> None:
    """Records of one kind that are new, by id and values."""
    if kind not in KINDS:
        return
    sources = {told["source"] for _, told in rows} if kind is Quote else set()
    titles = {id: said for id, *said in about(session, _TITLES, sources)} if sources else {}
    entries = [entry_told(kind, id, told, titles.get(told.get("source"), ())) for id, told in rows]
    session.execute(_ADD if is_sqlite(session) else _PUT, _told(session, entries))


def forget(session: Session, row: Recorded) -> None:
    if type(row) in KINDS:
        remove = _REMOVE if is_sqlite(session) else _FORGET
        session.execute(remove, {"key": key(KINDS[type(row)], row.key)})


def put_erased(session: Session, rows: Iterable[Recorded]) -> None:
    """Records that lost words. The quotes of a source are found by its title as well."""
    told = list(rows)
    put(session, told)
    for source in told:
        if isinstance(source, Source):
            put(session, session.scalars(sa.select(Quote).where(col(Quote.source) == source.id)))


def remake(session: Session) -> int:
    """All of it, from the records. Returns how many can be found. Cost: about a second for
    ten thousand of them."""
    session.execute(sa.text("DELETE FROM searchword"))
    count = 0
    for table in KINDS:
        rows = iter(session.scalars(sa.select(table).execution_options(yield_per=AT_ONCE)))
        while some := list(islice(rows, AT_ONCE)):
            entries = list(_entries(session, some))
            session.execute(_ADD if is_sqlite(session) else _PUT, _told(session, entries))
            count += len(entries)
            for row in some:
                session.expunge(row)
    session.execute(sa.text("DELETE FROM searchstate"))
    session.execute(sa.text("INSERT INTO searchstate (made_as) VALUES (:how)"), {"how": MADE_AS})
    return count


def catch_up(session: Session) -> None:
    """Makes it where it was never made, or made in another way."""
    if session.scalar(sa.text("SELECT max(made_as) FROM searchstate")) != MADE_AS:
        remake(session)


def _entries(session: Session, rows: Sequence[Recorded]) -> Iterator[Entry]:
    sources = {row.source for row in rows if isinstance(row, Quote)}
    titles = {id: said for id, *said in about(session, _TITLES, sources)}
    for row in rows:
        yield entry(row, titles[row.source] if isinstance(row, Quote) else ())


def _write(session: Session, entries: Sequence[Entry]) -> None:
    told = _told(session, entries)
    if is_sqlite(session):
        session.execute(_REMOVE, [{"key": one["key"]} for one in told])
        session.execute(_ADD, told)
    else:
        session.execute(_PUT, told)


def _told(session: Session, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    written = writer(session)
    return [
        {"key": key(one.kind, one.id), "source": one.source, "words": written(one)}
        for one in entries
    ]


def writer(session: Session) -> Callable[[Entry], str]:
    """Writes words as its database wants them."""
    return _in_a_row if is_sqlite(session) else _with_places


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _in_a_row(one: Entry) -> str:
    return " ".join([*one.words, BREAK, *one.stems])


def _with_places(one: Entry) -> str:
    """As PostgreSQL writes it: each word with its places. It counts no further than this."""
    places: dict[str, list[str]] = defaultdict(list)
    for at, word in enumerate(one.words, start=1):
        if word != BREAK and at < 16_000:
            places[word].append(str(at))
    words = [f"'{word}':{','.join(at)}" for word, at in places.items()]
    marks = {*one.stems, *(_pair(*two) for two in pairwise(one.words) if BREAK not in two)}
    return " ".join([*words, *(f"'{mark}'" for mark in sorted(marks))])


def _pair(word: str, following: str) -> str:
    """PostgreSQL's index knows no order, and would have every record read that has all words
    of a phrase somewhere. Few enough of them to stay small: some pairs share one."""
    return f"{PAIR}{zlib.crc32(f'{word} {following}'.encode()) & 0xFFFF:x}"


KEY: Any = sa.literal_column("searchword.key")
SOURCE: Any = sa.literal_column("searchword.source")
KEY_ON_SQLITE: Any = sa.literal_column("searchword.rowid")
ASKED: Any = sa.bindparam("asked", type_=sa.Text)
HOLDS_ON_SQLITE: Any = sa.literal_column("searchword").op("MATCH")(ASKED)
FITS_ON_SQLITE: Any = sa.literal_column("bm25(searchword)")
"""How well, the least first."""
# In the statement itself, because a plan that is kept knows nothing of how frequent a word is.
_MAY_HOLD: Any = sa.bindparam("may_hold", type_=sa.Text, literal_execute=True)
MAY_HOLD: Any = sa.literal_column("searchword.words").bool_op("@@")(sa.cast(_MAY_HOLD, TSQUERY))
"""All that holds what was asked for, and little else: a phrase by its pairs."""
_QUERY = sa.cast(ASKED, TSQUERY)


def holds(key: Any) -> Any:
    """SQL for PostgreSQL: the entry holds all of it."""
    return _words(key).bool_op("@@")(_QUERY)


def fits(key: Any) -> Any:
    """SQL for PostgreSQL: how well, the least first."""
    return -sa.func.ts_rank(_words(key), _QUERY)


def _words(key: Any) -> Any:
    """Looked up only where it is needed: a join would read them all."""
    words: Any = sa.literal_column("its.words", TSVECTOR)
    return (
        sa.select(words)
        .select_from(sa.text(f"{TABLE} AS its"))
        .where(sa.literal_column("its.key") == key)
        .scalar_subquery()
    )


def pairs(terms: Iterable[Term]) -> str:
    """What `MAY_HOLD` asks for."""
    return " & ".join(f"({_pairs(term)})" for term in terms)


def saying(session: Session, words: str) -> list[int]:
    """The quotes that say all of these words in a row."""
    said = tuple(token[:LONGEST] for token in tokens(words))
    if not said:
        return []
    sqlite, first = is_sqlite(session), key(Kind.QUOTE, 0)
    column = KEY_ON_SQLITE if sqlite else KEY
    holding = (HOLDS_ON_SQLITE,) if sqlite else (MAY_HOLD, holds(KEY))
    found = (
        sa.select(column)
        .select_from(sa.text(TABLE))
        .where(*holding, column.between(first, first + ROOM - 1))
    )
    terms = [Term(said)]
    asked = {"asked": expression(session, terms)} | ({} if sqlite else {"may_hold": pairs(terms)})
    return [named(one)[1] for one in session.execute(found, asked).scalars()]


def expression(session: Session, terms: Iterable[Term]) -> str:
    """All of the terms, as the database wants them. They hold letters and digits only."""
    if is_sqlite(session):
        return " AND ".join(f"({_sqlite(term)})" for term in terms)
    return " & ".join(f"({_postgresql(term)})" for term in terms)


def _sqlite(term: Term) -> str:
    words = '"' + " ".join(term.words) + '"'
    stem = f' OR "{STEM}{term.stem}"' if term.stem else ""
    return words + ("*" if term.begins else "") + stem


def _postgresql(term: Term) -> str:
    words = " <-> ".join(f"'{word}'" for word in term.words)
    stem = f" | '{STEM}{term.stem}'" if term.stem else ""
    return words + (":*" if term.begins else "") + stem


def _pairs(term: Term) -> str:
    if len(term.words) == 1:
        return _postgresql(term)
    return " & ".join(f"'{_pair(*two)}'" for two in pairwise(term.words))
