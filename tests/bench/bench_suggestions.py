"""Suggestions over many quotes: putting the index together, following a new quote, a
recommendation and a quote. Each figure is the median of several runs, with least and most."""

import gc
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sample_quotes import fill
from sqlmodel import Session, col, select

from recommendations.importing import import_report
from recommendations.models import Measure, Person, Quote, Recommendation, Source
from recommendations.quoting import quote_words
from recommendations.records.writing import record
from recommendations.register.quotes import quotes_by_id
from recommendations.register.suggestions import read_bearings, read_suggestions
from recommendations.register.word_index import WordIndex
from recommendations.vocabulary import Role
from tracker.service import open_service
from tracker.settings import REPORT, Settings

QUOTES = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 100_000
RUNS = 5


def told(what: str, act: Callable[[], object], runs: int = RUNS) -> None:
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - began)
    middle = statistics.median(seconds)
    print(f"{what:52} {middle:7.3f} s   ({min(seconds):.3f} to {max(seconds):.3f})")


def megabytes() -> float:
    """That are in use now, on Linux."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def one_more(session: Session) -> None:
    source = session.exec(select(Source).order_by(col(Source.id).desc())).first()
    assert source
    newest = session.exec(select(Quote.end).order_by(col(Quote.id).desc())).first() or 0
    by = session.exec(select(Person.id).where(Person.code == "EDITH")).one() or 0
    at = newest % (len(source.text) - 200)
    quote_words(session, by, source.key, source.text[at : at + 120])


with tempfile.TemporaryDirectory() as home:
    service = open_service(Settings(home=Path(home)))
    with service.database.writing() as writing:
        import_report(writing, REPORT.read_bytes(), REPORT.name)
        record(writing, Person(code="EDITH", role=Role.EDITOR), None)
    fill(service.database, QUOTES // 100, 90, QUOTES // 10)
    words = WordIndex()
    with service.database.reading() as reading:
        before = megabytes()
        told("put the index together", lambda: words.current(reading), 1)
        print(
            f"of {len(words.current(reading).lengths):,} quotes, {megabytes() - before:.0f} MB more"
        )
        told("follow the history when nothing is new", lambda: words.current(reading))
        for about, title in reading.exec(select(Recommendation.id, Recommendation.title)).all():
            told(
                f"suggestions for “{title}”",
                partial(read_suggestions, reading, words.current(reading), about, Role.EDITOR),
            )
        measure = reading.exec(select(Measure).order_by(col(Measure.id))).first()
        assert measure
        told(
            f"suggestions for the measure “{measure.label}”",
            lambda: read_suggestions(
                reading, words.current(reading), measure.recommendation, Role.EDITOR, measure.key
            ),
        )
        quote = next(iter(quotes_by_id(reading, [QUOTES // 2]).values()))
        told(
            "recommendations for a quote",
            lambda: read_bearings(reading, words.current(reading), quote),
        )
    with service.database.writing() as writing:
        one_more(writing)
        told("follow the history when one quote is new", lambda: words.current(writing), 1)
    service.close()
