"""Reading and importing the bundled report, the overview page, and a second start to
its first page. Each figure is the median of several runs, with least and most."""

import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import sample_quotes
from litestar.testing import TestClient
from sqlmodel import select

from exports.profiles import shipped
from recommendations.importing import import_report
from recommendations.models import Person
from recommendations.profiling import ship_profiles
from recommendations.reading import read_report
from recommendations.records import chain
from recommendations.register.quotes import quotes_by_id
from tracker.accounts import sessions
from tracker.app import create_app
from tracker.demo import fill
from tracker.service import Service, open_service
from tracker.settings import REPORT, Settings
from tracker.web.visitor import COOKIE

PAGES = ("/", "/recommendations/4/eu", "/recommendations/4/eu/update", "/changes", "/packs/eu")
RUNS = int(sys.argv[sys.argv.index("--runs") + 1]) if "--runs" in sys.argv else 5


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def told(what: str, seconds: list[float]) -> None:
    middle = statistics.median(seconds)
    print(f"{what:44} {middle:7.3f} s   ({min(seconds):.3f} to {max(seconds):.3f})")


def reading() -> None:
    raw = REPORT.read_bytes()
    told("read the report", [timed(lambda: read_report(raw)) for _ in range(RUNS)])
    again: list[float] = []
    once: list[float] = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as home:
            service = open_service(Settings(home=Path(home)))
            once.append(timed(lambda: stored(service, raw)))  # noqa: B023 (called at once)
            again.append(timed(lambda: stored(service, raw)))  # noqa: B023
            service.close()
    told("import the report (read and stored)", once)
    told("import it again (changes nothing)", again)


def stored(service: Service, raw: bytes) -> None:
    with service.database.writing() as session:
        import_report(session, raw)


def pages() -> None:
    with tempfile.TemporaryDirectory() as home:
        service = open_service(Settings(home=Path(home), sample=True))
        with service.database.writing() as session:
            ship_profiles(session, shipped())
            import_report(session, REPORT.read_bytes())
        fill(service)
        with service.database.writing() as session:
            person = session.exec(select(Person)).first()
            token = sessions.begin(session, person.key)
            print(f"sample record: {chain.head(session).seq} links in the history")
        with TestClient(create_app(service)) as client:
            client.cookies.set(COOKIE, token)
            for path in PAGES:
                client.get(path)
                told(f"page {path}", [timed(lambda p=path: client.get(p)) for _ in range(RUNS)])
                size = int(client.get(path).headers["content-length"])
                print(f"{'':44} {size / 1024:7.1f} KB compressed")


def many_quotes() -> None:
    """A page of quotes costs what it shows, not what is on record."""
    with tempfile.TemporaryDirectory() as home:
        service = open_service(Settings(home=Path(home), sample=True))
        began = time.perf_counter()
        made = sample_quotes.fill(service.database, sources=500, each=100, rows=50_000)
        took = time.perf_counter() - began
        print(f"{made.quotes} sample quotes, half of them in one source: made in {took:.0f} s")
        chance = random.Random(1)
        scattered = chance.sample(range(1, made.quotes + 1), 20)
        together = chance.sample(range(made.quotes - 49_000, made.quotes + 1), 20)
        for what, ids in {"20 quotes": scattered, "20 of one source": together}.items():
            told(f"{what} among {made.quotes}", [seen(service, ids) for _ in range(RUNS)])
        service.close()


def seen(service: Service, ids: list[int]) -> float:
    with service.database.reading() as session:
        return timed(lambda: quotes_by_id(session, ids))


def second_start() -> None:
    with tempfile.TemporaryDirectory() as home:
        service = open_service(Settings(home=Path(home)))
        stored(service, REPORT.read_bytes())
        service.close()
        told(
            "second start to the first page",
            [timed(lambda: first_page(Path(home))) for _ in range(RUNS)],
        )


def first_page(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "TRACKER_HOME": str(home), "PYTHONPATH": os.getcwd()}
    command = [sys.executable, "-c", "from tracker.commands import main; main()", "serve"]
    child = subprocess.Popen(
        [*command, "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(1200):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in") as page:
                    assert re.search(b"Sign in", page.read())
                return
            except OSError:
                time.sleep(0.02)
        raise TimeoutError("no page within 24 s")
    finally:
        child.terminate()
        child.wait()


if __name__ == "__main__":
    reading()
    pages()
    many_quotes()
    second_start()
