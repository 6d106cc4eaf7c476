"""What the board's pages, and those that staff see most, take with 250 recommendations by 20
addressees and five years of quarterly findings (100,000 of them): milliseconds of the clock and
of the processor, medians of several runs, and bytes compressed: again, after a finding was
recorded and accepted, and as the first reading of a process. On SQLite, and on PostgreSQL where
TEST_POSTGRES_URL says one (an empty database). `--small` for a quick look.

    .venv/bin/python tests/bench/bench_board.py
"""

import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import sample_board
from litestar.testing import TestClient
from sqlmodel import func, select

from exports.profiles import shipped
from recommendations.assessing import Finding, assess
from recommendations.importing import import_report
from recommendations.models import Call, Person
from recommendations.profiling import ship_profiles
from recommendations.register.board import read_board
from recommendations.register.counting import read_counting
from recommendations.register.desk import read_desk
from recommendations.register.kept import forget
from recommendations.register.matrix import read_matrix
from recommendations.reviewing import Item, review_item
from recommendations.vocabulary import Role, Status, Verdict
from tracker.accounts import sessions
from tracker.app import create_app
from tracker.service import Service, open_service
from tracker.settings import REPORT, Settings
from tracker.web.visitor import COOKIE

SIZE = sample_board.Size(25, 5, 8) if "--small" in sys.argv else sample_board.Size()
RUNS = 7
VIEWS_BEFORE = 12
"""PostgreSQL plans a statement anew the first ten times that a connection runs it."""


def median(act: Callable[[], object], before: Callable[[], object] = lambda: None) -> str:
    for _ in range(VIEWS_BEFORE):
        act()
    found = []
    for _ in range(RUNS):
        before()
        clock, cpu = time.perf_counter(), time.process_time()
        act()
        found.append((time.perf_counter() - clock, time.process_time() - cpu))
    clocks, cpus = zip(*found, strict=True)
    return f"{1000 * statistics.median(clocks):6.0f} ms, {1000 * statistics.median(cpus):6.0f} cpu"


def accept_one(service: Service) -> None:
    """On any call, as of today."""
    today = service.today()
    with service.database.writing() as session:
        people = {one.role: one.key for one in session.exec(select(Person))}
        (call,) = session.exec(select(Call.id).order_by(func.random()).limit(1))
        looked = Finding(
            Status.NOTHING_FOUND, "Sample: looked again.", today, searched="Sample register"
        )
        (made,) = assess(session, people[Role.EDITOR], today, [call], looked)
        review_item(session, people[Role.BOARD], Item("assessment", made.key), Verdict.ACCEPTED)


def pages(service: Service) -> None:
    today = service.today()
    past = today - timedelta(days=800)
    with service.database.writing() as session:
        person = session.exec(select(Person).where(Person.role == Role.BOARD)).first()
        token = sessions.begin(session, person.key)
    with service.database.reading() as session:
        asked = read_matrix(session, today, service.closing)
        (whom,) = (one.id for one in asked.addressees if one.code == "sample-3")
        place = next(one.place for one in asked.asked if (one.id, whom) in asked.squares)
        for what, act in {
            "what counts today": lambda: read_counting(session, today, service.closing(today)),
            "the board": lambda: read_board(
                session, today - timedelta(days=90), today, service.closing
            ),
            "the desk": lambda: read_desk(session, person.key, person.role),
        }.items():
            print(f"{what:44} {median(act)}; first {median(act, forget)}")
    logging.disable(logging.INFO)
    with TestClient(create_app(service)) as client:
        client.cookies.set(COOKIE, token)
        year = f"/board?as-of={past}&since={past - timedelta(days=365)}"
        for path in (
            "/board",
            year,
            "/board?addressee=sample-3",
            "/board/changes",
            "/",
            "/changes",
            "/review",
            f"/recommendations/{place}/sample-3",
            "/board/pictures",
            "/board/pictures/sample-3",
        ):
            took = median(lambda p=path: client.get(p))
            later = median(lambda p=path: client.get(p), lambda: accept_one(service))
            first = median(lambda p=path: client.get(p), forget)
            answer = client.get(path)
            assert answer.status_code == 200, path
            size = int(answer.headers["content-length"]) / 1024
            print(f"{path:44} {took}; after a finding {later}; first {first}; {size:5.1f} KB")


def on(url: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), sample=True, **({"database_url": url} if url else {}))
        service = open_service(settings)
        with service.database.writing() as session:
            ship_profiles(session, shipped())
            import_report(session, REPORT.read_bytes())
        began = time.perf_counter()
        sample_board.fill(service.database, SIZE, service.today())
        took = time.perf_counter() - began
        print(f"{service.database.engine.dialect.name}: {SIZE}, made in {took:.0f} s")
        pages(service)
        service.close()


if __name__ == "__main__":
    on("")
    if url := os.environ.get("TEST_POSTGRES_URL"):
        on(url)
