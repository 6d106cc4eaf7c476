"""The worklist with 250 recommendations to 20 addressees, five years of findings on each, and
100,000 quotes: computed anew after a write, and its page read again. Seconds of the processor and
of the clock, the least of several runs.

    .venv/bin/python tests/bench/bench_work.py [--scale 1]
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import sample_quotes
import sqlalchemy as sa
from litestar.testing import TestClient
from sqlmodel import SQLModel

from exports.profiles import shipped
from recommendations.models import Person
from recommendations.profiling import ship_profiles
from recommendations.records.writing import record
from recommendations.register.work import compute
from recommendations.vocabulary import CallOrigin, MeasureKind, Role, SearchFor, Status, Verdict
from tracker.accounts import sessions
from tracker.app import create_app
from tracker.service import Service, open_service
from tracker.settings import Settings
from tracker.web.visitor import COOKIE

SCALE = float(sys.argv[sys.argv.index("--scale") + 1]) if "--scale" in sys.argv else 1.0
RECOMMENDATIONS, ADDRESSEES, FINDINGS = int(250 * SCALE), 20, 20
QUOTES = int(100_000 * SCALE)
ROUNDS = 3
TODAY = date(2026, 11, 22)
STATUSES = (
    Status.NOTHING_FOUND, Status.FIRST_STEP, Status.PARTLY_IN_EFFECT, Status.IN_EFFECT,
    Status.NOT_BEGUN,
)  # fmt: skip
POSTGRESQL = os.environ.get("BENCH_POSTGRES_URL", "")
"""Of a server, where a database of the bench's own is made; left out where it is not named."""


def _insert(session: Any, table: str, rows: list[dict[str, Any]]) -> None:
    for at in range(0, len(rows), 2_000):
        session.execute(sa.insert(SQLModel.metadata.tables[table]), rows[at : at + 2_000])


def fill(service: Service) -> None:
    """Straight in the tables; every fifth call has no finding."""
    made = sample_quotes.fill(service.database, QUOTES // 200, 100, QUOTES // 2)
    stamp = {"recorded_by": 1, "recorded_at": datetime(2025, 1, 1, tzinfo=UTC)}
    with service.database.writing() as session:
        _insert(
            session, "addressee",
            [
                {
                    **stamp, "id": 1000 + n, "code": f"sample-{n}", "name": f"Sample {n}",
                    "short": f"S{n}", "speaks_for_parent": False, "reply_days": 60, "place": n,
                }
                for n in range(ADDRESSEES)
            ],
        )  # fmt: skip
        told = range(1000, 1000 + RECOMMENDATIONS)
        _insert(
            session, "recommendation",
            [
                {
                    **stamp, "id": n, "source": 1, "quote": made.first + n, "title": f"Sample {n}",
                    "place": n,
                }
                for n in told
            ],
        )  # fmt: skip
        _insert(
            session, "measure",
            [
                {
                    **stamp, "id": n, "recommendation": n, "start": 0, "end": 9,
                    "label": f"Sample measure {n}", "kind": MeasureKind.ONE_OFF, "place": 1,
                    "done_when": "",
                }
                for n in told
            ],
        )  # fmt: skip
        calls = [(n, 1000 + a) for n in told for a in range(ADDRESSEES)]
        _insert(
            session, "call",
            [
                {
                    **stamp, "id": 10_000 + at, "measure": measure, "addressee": whom,
                    "origin": CallOrigin.NAMED_IN_SOURCE,
                }
                for at, (measure, whom) in enumerate(calls)
            ],
        )  # fmt: skip
        findings, evidence, reviews = [], [], []
        for at in range(len(calls)):
            for number in range(FINDINGS if at % 5 else 0):
                id = 10_000 + at * FINDINGS + number
                on = TODAY - timedelta(days=90 * (FINDINGS - number) + at % 90)
                status = STATUSES[(at + number) % len(STATUSES)]
                until = TODAY + timedelta(days=at % 200 - 20)
                findings.append(
                    {
                        **stamp, "id": id, "call": 10_000 + at, "status": status, "true_on": on,
                        "reason": "Sample reason.",
                        "until": until if status is Status.IN_EFFECT else None,
                        "recorded_at": datetime(on.year, on.month, on.day, tzinfo=UTC),
                    }
                )  # fmt: skip
                quote = made.first + (id * 7) % QUOTES
                evidence.append({**stamp, "assessment": id, "quote": quote, "stance": "supports"})
                reviews.append(
                    {
                        **stamp, "recorded_by": 2, "of_kind": "assessment", "of_id": id,
                        "verdict": Verdict.ACCEPTED, "comment": "",
                    }
                )  # fmt: skip
        _insert(session, "assessment", findings)
        _insert(session, "evidence", evidence)
        _insert(session, "review", reviews)
        looked = {**stamp, "places": "Sample", "terms": "", "looked_for": SearchFor.STEP}
        _insert(
            session, "search",
            [{**looked, "id": n + 1, "on": TODAY - timedelta(days=n)} for n in range(400)],
        )  # fmt: skip
        _insert(
            session, "searchcall",
            [{"search": at % 400 + 1, "call": 10_000 + at} for at in range(0, len(calls), 3)],
        )  # fmt: skip
    sample_quotes.analyse(service.database)


def least(act: Callable[[], object]) -> str:
    found = []
    for _ in range(ROUNDS):
        began, cpu = time.perf_counter(), time.process_time()
        act()
        found.append((time.process_time() - cpu, time.perf_counter() - began))
    cpu, clock = min(found)
    return f"{1000 * cpu:6.0f} ms of the processor, {1000 * clock:6.0f} ms"


def measured(url: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        service = open_service(Settings(home=Path(home), sample=True, database_url=url))
        fill(service)
        with service.database.writing() as session:
            ship_profiles(session, shipped())
            person = record(session, Person(code="BENCH", role=Role.EDITOR), None).key
            token = sessions.begin(session, person)
        with service.database.reading() as session:
            items = compute(session, TODAY)
            print(f"{service.database.engine.dialect.name}: {len(items)} items of work")
            print(f"  computed anew        {least(lambda: compute(session, TODAY))}")
        with TestClient(create_app(service)) as client:
            client.cookies.set(COOKIE, token)
            for path in ("/worklist", "/worklist?part=20", "/worklist?kind=discrepancy"):
                answer = client.get(path)
                assert answer.status_code == 200, answer.text
                size = int(answer.headers["content-length"])
                print(f"  {path:26} {least(lambda p=path: client.get(p))}, {size:,} bytes sent")
        service.close()


if __name__ == "__main__":
    measured("")
    if POSTGRESQL:
        name = "bench_work"
        with psycopg.connect(POSTGRESQL, autocommit=True) as server:
            server.execute(f"drop database if exists {name}")
            server.execute(f"create database {name}")
            measured(POSTGRESQL.rsplit("/", 1)[0] + f"/{name}")
            server.execute(f"drop database {name} with (force)")
