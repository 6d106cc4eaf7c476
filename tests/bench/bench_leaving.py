"""What the gate's SQL takes to say which quotes may leave: of all, and of 20. A third of the
quotes stand in one source; a fifth is testimony, most of it answered for and chosen; a tenth
stands again in another source. Grows from one count to the next, so that the ratio says
whether the cost is linear. Then what 50 quotes take that stand with 1,000 and with 5,000
others in two versions of a source.

    .venv/bin/python tests/bench/bench_leaving.py [--quotes 250,1000,4000] [--database URL]

The seconds are those of the processor, of PostgreSQL's process as well: those beside do not
count. Each is the least of several runs."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa
from sample_quotes import Made, analyse, fill
from sqlmodel import Session, SQLModel, col, select

from recommendations.gate import Audience
from recommendations.models import BriefingPack, Quote
from recommendations.records.standing import standings
from recommendations.register.audiences import read_leaving
from recommendations.vocabulary import Flag, Tier
from tracker.database import Database, migrate

ROUNDS, EACH = 5, 40
AT = datetime(2026, 1, 2, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ANYBODY = Audience("sample", testimony=True, strictest=Tier.INTERNAL)


def given(name: str, otherwise: str) -> str:
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else otherwise


def insert(session: Session, table: str, rows: list[dict[str, object]]) -> None:
    if rows:
        stamp = {"recorded_by": None, "recorded_at": AT}
        session.execute(
            sa.insert(SQLModel.metadata.tables[table]), [{**stamp, **row} for row in rows]
        )


def grow(database: Database, quotes: int) -> None:
    made = fill(database, sources=2 * quotes // 3 // EACH, each=EACH, rows=quotes // 3)
    with database.writing() as session:
        answered_and_chosen(session, made)
    analyse(database)


def answered_and_chosen(session: Session, made: Made) -> None:
    """And tied to where the words of some stand again."""
    rows = session.exec(
        select(Quote.id, Quote.source, Quote.start, Quote.end, Quote.testimony)
        .where(col(Quote.id).between(made.first, made.last))
        .order_by(col(Quote.id))
    ).all()
    if session.exec(select(BriefingPack.id)).first() is None:
        first = {"source": rows[0][1], "quote": made.first, "title": "Sample", "place": 1}
        insert(session, "briefingpack", [{"profile": ANYBODY.code}])
        insert(session, "recommendation", [first])
    said = [id for id, *_, testimony in rows if testimony and (id or 0) % 5]
    flag = {"level": 0, "proposed": False, "opens": False, "because": ""}
    insert(session, "flagchange", [{**flag, "quote": q, "flag": f} for q in said for f in Flag])
    agreed = {"state": "given", "audiences": [], "opens": False, "purposes": "", "language": ""}
    insert(session, "consent", [{**agreed, "quote": q, "with_region": False} for q in said])
    chosen = {"pack": 1, "recommendation": 1, "chosen": True}
    insert(session, "choice", [{**chosen, "quote": q} for q in said])
    again = zip(rows[::10], rows[EACH + 5 :: 10], strict=False)
    insert(
        session,
        "samewords",
        [
            {"quote": id, "source": there, "start": start, "end": end}
            for (id, here, *_), (_, there, start, end, _) in again
            if here != there
        ],
    )


def two_versions(database: Database, quotes: int) -> list[int]:
    """All of each stands again in the other. The last 50 of the second."""
    made = fill(database, sources=0, each=0, rows=quotes), fill(database, 0, 0, quotes)
    placed = sa.select(col(Quote.id), col(Quote.source), col(Quote.start), col(Quote.end))
    with database.writing() as session:
        first, second = (
            session.execute(placed.where(col(Quote.id).between(m.first, m.last))).all()
            for m in made
        )
        pairs = [*zip(first, second, strict=True), *zip(second, first, strict=True)]
        insert(
            session,
            "samewords",
            [
                {"quote": id, "source": source, "start": start, "end": end}
                for (id, *_), (_, source, start, end) in pairs
            ],
        )
    analyse(database)
    return [id for id, *_ in second[-50:]]


def busy(session: Session) -> Callable[[], float]:
    """Seconds of the processor so far, with those of the server's process for us."""
    if session.get_bind().dialect.name == "sqlite":
        return time.process_time
    server = session.scalar(sa.text("SELECT pg_backend_pid()"))
    stat = Path(f"/proc/{server}/stat")
    if not stat.exists():
        return time.perf_counter

    def both() -> float:
        user, system = stat.read_text().rpartition(") ")[2].split()[11:13]
        return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    return both


def least(session: Session, act: Callable[[], object]) -> float:
    clock, found = busy(session), []
    act()
    for _ in range(ROUNDS):
        began = clock()
        act()
        found.append(clock() - began)
    return min(found)


def main(database: Database) -> None:
    migrate(database)
    before, there = 0.0, 0
    for quotes in map(int, given("--quotes", "250,1000,4000").split(",")):
        grow(database, quotes - there)
        with database.reading() as session:
            ids = list(session.exec(select(Quote.id).order_by(col(Quote.id))))
            few = [id for id in ids[:: max(1, len(ids) // 20)] if id is not None]
            of_all = least(session, lambda: read_leaving(session, ANYBODY, TODAY))
            of_few = least(session, lambda few=few: read_leaving(session, ANYBODY, TODAY, few))
            leave = len(read_leaving(session, ANYBODY, TODAY))
        times = f", {of_all / before:.1f} times for {len(ids) / there:.1f} times" if there else ""
        print(
            f"{len(ids):6} quotes, {leave:5} may leave: {1000 * of_all:7.0f} ms{times}; "
            f"of {len(few)}: {1000 * of_few:6.1f} ms",
            flush=True,
        )
        before, there = of_all, len(ids)
    for quotes in (1_000, 5_000):
        told = two_versions(database, quotes)
        with database.reading() as session:
            rows = session.scalars(sa.select(Quote).where(col(Quote.id).in_(told))).all()
            gate = least(session, lambda t=told: read_leaving(session, ANYBODY, TODAY, t))
            read = least(session, lambda r=rows: standings(session, r))
        print(
            f"50 of {quotes} in each of two versions: may leave {1000 * gate:.0f} ms, "
            f"what is on record {1000 * read:.0f} ms",
            flush=True,
        )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        opened = Database(given("--database", f"sqlite:///{Path(temporary) / 'bench.sqlite'}"))
        main(opened)
        opened.close()
