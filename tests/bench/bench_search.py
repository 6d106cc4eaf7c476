"""Searching 100,000 sample quotes: everything the page does, from the words to the snippets
that came through the gate. On SQLite, and on PostgreSQL where TEST_POSTGRES_URL says one (an
empty database). All that the sources say is quoted, so it is twice in the index: as quotes and
as passages. `--small` for a quick look."""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import sample_quotes
import sqlalchemy as sa
from sample_quotes import BURMESE, COMMON, WORDS, Made

from recommendations.records import indexing, passages
from recommendations.records.wording import Kind
from recommendations.register.quote_record import read_quote
from recommendations.search import Narrowed, find
from recommendations.vocabulary import Role, SourceKind, Tier
from tracker.database import Session
from tracker.service import Service, open_service
from tracker.settings import Settings

SMALL = "--small" in sys.argv
SOURCES = 50 if SMALL else 1_000
ROWS = 2_000 if SMALL else 50_000
QUERIES = 240


def asked(chance: random.Random) -> Iterator[tuple[str, Narrowed]]:
    """Of one to four words, phrases, Burmese, frequent and seldom words, a third narrowed."""
    for n in range(QUERIES):
        frequent, seldom = chance.choices(COMMON, k=4), chance.choices(WORDS[200:], k=2)
        words = [
            " ".join(frequent[: 1 + n % 4]),
            " ".join([frequent[0], seldom[0]]),
            seldom[0],
            f'"{frequent[0]} {frequent[1]}"',
            chance.choice(BURMESE),
            " ".join(chance.sample(BURMESE, 2)),
            f"{frequent[0]} {seldom[0]} {seldom[1]}",
            seldom[0][:4],
        ][n % 8]
        yield words, narrowed(chance) if n % 3 == 0 else Narrowed()


def narrowed(chance: random.Random) -> Narrowed:
    return chance.choice(
        [
            Narrowed(kind=SourceKind.NEWS),
            Narrowed(what=Kind.QUOTE, since=date(2025, 1, 1)),
            Narrowed(until=date(2021, 1, 1)),
            Narrowed(tier=Tier.OPEN),
            Narrowed(kind=SourceKind.OFFICIAL_STATEMENT, since=date(2024, 1, 1), tier=Tier.OPEN),
        ]
    )


def told(what: str, seconds: list[float]) -> None:
    ms = sorted(one * 1000 for one in seconds)
    p95 = statistics.quantiles(ms, n=20)[-1]
    print(f"{what:48} p50 {statistics.median(ms):6.1f}   p95 {p95:6.1f}   max {ms[-1]:6.1f} ms")


def server(session: Session) -> Path | None:
    """Where Linux says what the server's process computed, if it is on this machine."""
    if indexing.is_sqlite(session):
        return None
    told = Path(f"/proc/{session.scalar(sa.text('SELECT pg_backend_pid()'))}/schedstat")
    return told if told.exists() else None


def computed_in(process: Path | None) -> float:
    return int(process.read_text().split()[0]) / 1e9 if process else 0


def timed(service: Service, queries: list[tuple[str, Narrowed]], what: str) -> None:
    """By the clock, and as this process and the server's computed: on a machine that does
    other work beside it the first says how busy that is."""
    clock, own, there, none = [], [], [], 0
    for words, narrow in queries:
        with service.database.reading() as session:
            process = server(session)
            before, began, computed = computed_in(process), time.perf_counter(), time.process_time()
            none += not find(session, words, Role.EDITOR, narrow).hits
            clock.append(time.perf_counter() - began)
            own.append(time.process_time() - computed)
            there.append(computed_in(process) - before)
    told(what, clock)
    told("    of that, computed in this process", own)
    if any(there):
        told("    of that, computed in the server's", there)
    print(f"    {len(queries)} queries, {none} of them found nothing")


def register(service: Service, made: Made) -> None:
    """All of it in one source."""
    chance = random.Random(3)
    queries = [(" ".join(chance.sample(COMMON, 2)), Narrowed()) for _ in range(40)]
    timed(service, queries, f"a register of {ROWS} rows in one source: search")
    pages = []
    for id in chance.sample(range(made.first, made.last + 1), 20):
        with service.database.reading() as session:
            began = time.perf_counter()
            try:
                read_quote(session, id)
            except LookupError:
                continue
            pages.append(time.perf_counter() - began)
    told(f"a register of {ROWS} rows: one quote", pages)


def on(url: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        service = open_service(Settings(home=Path(home), sample=True, database_url=url))
        kind = service.database.engine.dialect.name
        try:
            began = time.perf_counter()
            made = sample_quotes.fill(service.database, SOURCES, 100, 0)
            with service.database.writing() as session:
                count = indexing.remake(session)
                passages.remake(session)
            sample_quotes.analyse(service.database)
            print(f"\n{kind}: {made.quotes} sample quotes in {SOURCES} sources, {count} entries; "
                  f"made in {time.perf_counter() - began:.0f} s")  # fmt: skip
            queries = list(asked(random.Random(2)))
            with service.database.reading() as session:
                find(session, "council", Role.EDITOR)
            timed(service, queries, f"{kind}: search, first time each")
            timed(service, queries, f"{kind}: search, again")
            recorded = [(words, one) for words, one in queries if one == Narrowed()]
            for what, only in (("quotes", Kind.QUOTE), ("passages", Kind.PASSAGE)):
                some = [(words, Narrowed(what=only)) for words, _ in recorded]
                timed(service, some, f"{kind}: {what} alone")
            more = sample_quotes.fill(service.database, 0, 0, ROWS)
            with service.database.writing() as session:
                indexing.remake(session)
                passages.remake(session)
            sample_quotes.analyse(service.database)
            register(service, more)
        finally:
            service.close()


if __name__ == "__main__":
    on("")
    if url := os.environ.get("TEST_POSTGRES_URL"):
        on(url)
