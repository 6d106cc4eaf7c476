"""Recognising copies: the index of runs over many quotes, adding a source of 1 MB, and marking
a quote in it, each beside the same without it, as a ratio.

    .venv/bin/python tests/bench/bench_copies.py [--quotes 100000] [--database URL]
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from sample_quotes import fill, words
from sqlmodel import Session

from recommendations.models import Person, Source
from recommendations.quoting import File, add_source, quote_words
from recommendations.reading.parts import ReadSource
from recommendations.records import copies, word_runs
from recommendations.records.descriptions import Described
from recommendations.records.writing import record
from recommendations.vocabulary import Role, SourceKind
from tracker.database import Database, migrate


def given(name: str, otherwise: str) -> str:
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else otherwise


QUOTES, ROUNDS, TODAY = int(given("--quotes", "100000")), 3, date(2026, 11, 22)


def added(session: Session, by: int, text: str) -> Source:
    said = Described(SourceKind.NEWS, "Sample", "Sample", TODAY)
    file = File(text.encode(), ReadSource(text, "sample 1"))
    return add_source(session, by, TODAY, said, file=file)


@contextmanager
def without() -> Iterator[None]:
    """As it was before copies were recognised."""
    noted, copies.noted = copies.noted, lambda session, rows: []
    try:
        yield
    finally:
        copies.noted = noted


def took(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def one_round(database: Database, chance: random.Random, by: int) -> tuple[float, float]:
    """Seconds for a source of 1 MB, and for a quote in it; nothing of it stays."""
    text = "\n\n".join(words(chance, 30) for _ in range(6_000))[: 2**20]
    with database.trying() as session:
        made: list[Source] = []
        adding = took(lambda: made.append(added(session, by, text)))
        marking = took(lambda: quote_words(session, by, made[0].key, text[1000:1300].strip()))
    return adding, marking


def main(database: Database) -> None:
    migrate(database)
    began = time.perf_counter()
    made = fill(database, sources=QUOTES // 100, each=100, rows=0)
    print(f"{made.quotes} quotes filled in {time.perf_counter() - began:.1f} s")
    with database.writing() as session:
        by = record(session, Person(code="SAMPLE", role=Role.EDITOR), None).key
        print(f"index of runs made in {took(lambda: word_runs.remake(session)):.1f} s, ", end="")
        count = session.scalar(sa.select(sa.func.count()).select_from(word_runs.RUNS))
        print(f"{count} runs")
    chance, told = random.Random(3), []
    for _ in range(ROUNDS):
        with without():
            before = one_round(database, chance, by)
        told.append((*before, *one_round(database, chance, by)))
    for n, what in enumerate(("a source of 1 MB", "a quote in it")):
        was, now = (statistics.median(row[n + at] for row in told) for at in (0, 2))
        print(f"{what:18} {1000 * was:8.0f} ms, now {1000 * now:8.0f} ms: {now / was:.1f} times")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        opened = Database(given("--database", f"sqlite:///{Path(temporary) / 'bench.sqlite'}"))
        main(opened)
        opened.close()
