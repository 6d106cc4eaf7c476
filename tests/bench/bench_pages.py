"""What the register and the pages take with 1,000 and with 5,000 quotes on record, half of
them in one source: a page costs what it shows. Seconds of the processor, the least of
several runs, and how many statements.

    .venv/bin/python tests/bench/bench_pages.py [--quotes 1000,5000]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import sample_quotes
import sqlalchemy as sa
from litestar.testing import TestClient
from sqlmodel import func, select

from exports.profiles import shipped
from recommendations.importing import import_report
from recommendations.models import Person, Source
from recommendations.profiling import ship_profiles
from recommendations.register.register import read_register
from tracker.accounts import sessions
from tracker.app import create_app
from tracker.demo import fill
from tracker.service import Service, open_service
from tracker.settings import REPORT, Settings
from tracker.web.visitor import COOKIE

QUOTES = [1_000, 5_000]
if "--quotes" in sys.argv:
    QUOTES = [int(one) for one in sys.argv[sys.argv.index("--quotes") + 1].split(",")]
ROUNDS = 3
CLOSING = datetime(2100, 1, 1, tzinfo=UTC)
REGISTER, ITS_SOURCE = "read_register", "/sources/{the largest}"
PAGES = (
    "/", "/sources", ITS_SOURCE, "/review", "/triage", "/triage/1", "/search?q=police",
    "/packs/eu", "/recommendations/4/eu", "/changes", "/looked",
)  # fmt: skip


class Counted:
    def __init__(self, service: Service) -> None:
        self.statements = 0
        sa.event.listen(service.database.engine, "before_cursor_execute", self._count)

    def _count(self, *_: object) -> None:
        self.statements += 1

    def least(self, act: Callable[[], object]) -> tuple[float, int]:
        act()
        found = []
        for _ in range(ROUNDS):
            before, began = self.statements, time.process_time()
            act()
            found.append((time.process_time() - began, self.statements - before))
        return min(found)


def with_quotes(quotes: int) -> dict[str, tuple[float, int]]:
    with tempfile.TemporaryDirectory() as home:
        service = open_service(Settings(home=Path(home), sample=True))
        with service.database.writing() as session:
            ship_profiles(session, shipped())
            import_report(session, REPORT.read_bytes())
        fill(service)
        sample_quotes.fill(service.database, quotes // 100, 50, quotes // 2)
        with service.database.writing() as session:
            person = session.exec(select(Person)).first()
            token = sessions.begin(session, person.key)
            largest = session.exec(select(func.max(Source.id))).one()
        counted = Counted(service)
        with service.database.reading() as session:
            today = service.today()
            found = {REGISTER: counted.least(lambda: read_register(session, today, CLOSING))}
        with TestClient(create_app(service)) as client:
            client.cookies.set(COOKIE, token)
            for path in PAGES:
                asked = f"/sources/{largest}" if path == ITS_SOURCE else path
                assert client.get(asked).status_code == 200, asked
                found[path] = counted.least(lambda a=asked: client.get(a))
        service.close()
        return found


if __name__ == "__main__":
    few, many = map(with_quotes, QUOTES)
    for what, (seconds, statements) in few.items():
        later, then = many[what]
        print(
            f"{what:24} {1000 * seconds:5.0f} ms, {statements:3} statements; "
            f"{1000 * later:5.0f} ms, {then:3} statements: {later / seconds:.1f} times"
        )
