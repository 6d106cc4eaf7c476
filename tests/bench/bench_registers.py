"""A register of 50,000 sample rows, as CSV and as a workbook: seconds and MiB to read it and
to store it whole, and what the pages take with it on record.

`bench_registers.py [--rows N] [--pages]`; each format in a process of its own.
"""

import csv
import io
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import xlsxwriter
from litestar.testing import TestClient
from rich.progress import Progress
from sqlmodel import col, func, select

from exports.profiles import shipped
from recommendations.importing import import_report
from recommendations.models import Person, Recommendation
from recommendations.profiling import ship_profiles
from recommendations.reading.columns import Column
from recommendations.reading.described import Described
from recommendations.reading.table_parts import Asked
from recommendations.reading.tables_apart import table_apart
from recommendations.records import chain
from recommendations.records.writing import record
from recommendations.vocabulary import Role, SourceKind
from tracker.accounts import sessions
from tracker.app import create_app
from tracker.registers.storing import store
from tracker.service import Service, open_service
from tracker.settings import REPORT, Settings
from tracker.web.visitor import COOKIE

ROWS = int(sys.argv[sys.argv.index("--rows") + 1]) if "--rows" in sys.argv else 50_000
HEADS = ("No", "Response", "Recommendation", "Recommended by", "Addressee")
COLUMNS = (Column.NUMBER, Column.HEADING, Column.TEXT, Column.BY, Column.ADDRESSEE)
WORDS = ("lamp", "road", "bridge", "well", "gate", "mill", "ferry", "school", "clinic", "record")
PAGES = (
    "/", "/recommendations/5/sample-council-1", "/sources", "/sources/2", "/search?q=lamp",
    "/review", "/packs", "/packs/eu", "/looked", "/addressees", "/changes", "/start/measures",
)  # fmt: skip


def rows() -> list[tuple[str, ...]]:
    """Invented, and the same every time."""
    told = random.Random(20241031)
    return [
        (
            f"{1 + n // 500}.{1 + n % 500}",
            f"Sample answer {1 + n // 500}",
            f"Sample {n}: " + " ".join(told.choices(WORDS, k=told.randint(8, 30))),
            f"Sample State {told.randint(1, 90)}",
            f"Sample Council {told.randint(1, 4)}",
        )
        for n in range(ROWS)
    ]


def as_csv() -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADS, *rows()])
    return out.getvalue().encode()


def as_workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("Register")
    for n, row in enumerate([HEADS, *rows()]):
        sheet.write_row(n, 0, row)
    book.close()
    return out.getvalue()


def bench(kind: str, raw: bytes) -> None:
    said = Described(
        header=1,
        columns={column: n for n, column in enumerate(COLUMNS, start=1)},
        kind=SourceKind.OFFICIAL_STATEMENT,
        title="A sample register",
        publisher="Sample Office",
        published_on=date(2025, 3, 1),
    )
    with tempfile.TemporaryDirectory() as home:
        service = open_service(Settings(home=Path(home), sample=True))
        with service.database.writing() as session:
            ship_profiles(session, shipped())
            import_report(session, REPORT.read_bytes())
            by = record(session, Person(code="SAM", role=Role.ADMINISTRATOR), None).key
        before = mib()
        began, busy = time.perf_counter(), time.process_time()
        tabled = table_apart(raw, Asked())
        read = time.perf_counter()
        with Progress() as bar, service.database.writing() as session:
            task = bar.add_task(kind, total=ROWS)
            store(
                session, by, service.today(), raw, tabled, said,
                lambda more: bar.update(task, advance=more),
            )  # fmt: skip
        stored = time.perf_counter()
        with service.database.reading() as session:
            last = session.exec(select(func.max(col(Recommendation.place)))).one()
            links = chain.head(session).seq
        took = f"read in {read - began:.1f} s, stored in {stored - read:.1f} s"
        held = f"at most {mib()} MiB held, {mib() - before} for this, {child_mib()} by the reader"
        print(
            f"{kind}: {ROWS} rows, {len(raw) / 2**20:.1f} MiB: {took}, together "
            f"{stored - began:.1f} s ({time.process_time() - busy:.1f} s of the processor, "
            f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()}); "
            f"{held}; {last} recommendations on record, {links} links in the history"
        )
        if "--pages" in sys.argv and kind == "CSV":
            pages(service, by)
        service.close()


def pages(service: Service, by: int) -> None:
    with service.database.writing() as session:
        token = sessions.begin(session, by)
    with TestClient(create_app(service)) as client:
        client.cookies.set(COOKIE, token)
        for path in PAGES:
            answer = client.get(path)
            seconds = timed(lambda path=path: client.get(path))
            size = len(answer.content) / 1024
            print(
                f"page {path:40} {answer.status_code} {seconds:7.2f} s {size:9.0f} KB", flush=True
            )
        print(f"at most {mib()} MiB held")


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def child_mib() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


if __name__ == "__main__":
    if "--only" in sys.argv:
        only = sys.argv[sys.argv.index("--only") + 1]
        bench(only, as_csv() if only == "CSV" else as_workbook())
    else:
        for one in ("CSV", "workbook"):
            subprocess.run([sys.executable, *sys.argv, "--only", one], check=True)
