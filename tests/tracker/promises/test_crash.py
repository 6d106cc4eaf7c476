"""A crash: the process is killed while it writes. What it said was saved is there, and
nothing is there by half."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations import quoting
from recommendations.models import Assessment, Evidence, Person, Review, Search, Withdrawal
from recommendations.records import chain
from recommendations.records.descriptions import Described
from recommendations.records.writing import record
from recommendations.vocabulary import Role, SourceKind
from tracker.database import Database, Unavailable, broken_keys

CHILD = Path(__file__).with_name("writing_child.py")
ROOT = Path(__file__).parents[3]
KEPT_IN = {
    "record": Search.places,
    "assess": Assessment.reason,
    "review": Review.comment,
    "withdraw": Withdrawal.why,
}


@dataclass
class Crashes:
    """Kills so many children at random points and looks at what they leave."""

    database: Database
    quote: int
    when: str = "after"
    random: Random = field(default_factory=lambda: Random(20241031))
    counts: Counter[str] = field(default_factory=Counter)

    def kill(self, seed: int) -> None:
        words = [sys.executable, str(CHILD), self.database.url, str(seed), str(self.quote)]
        with subprocess.Popen(
            [*words, self.when], stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT)}
        ) as child:
            assert child.stdout
            said = [child.stdout.readline() for _ in range(self.random.randint(1, 25))]
            time.sleep(self.random.random() * 0.02)
            child.kill()
            said += child.stdout.readlines()
        assert all(said), "the child ended by itself"
        self.look([line.strip() for line in said if line.endswith("\n")], seed)

    def look(self, said: list[str], seed: int) -> None:
        self.database.close()
        try:
            with self.database.reading() as session:
                lost = [line for line in said if not kept(session, line)]
                half = halves(session, seed)
                broken = [*chain.verify(session), *broken_keys(session.connection())]
                broken += damaged(session)
        except (Unavailable, sa.exc.StatementError) as error:
            self.counts.update({"kills": 1, "broken": 1, str(error): 1})
            return
        self.counts.update(
            {"kills": 1, "said": len(said), "lost": len(lost), "half": half, "broken": len(broken)}
        )

    def told(self) -> str:
        return (
            f"{self.counts['kills']} kills, {self.counts['said']} changes acknowledged: "
            f"{self.counts['lost']} lost, {self.counts['half']} half-writes, "
            f"{self.counts['broken']} broken records"
        )


def damaged(session: Session) -> list[str]:
    """What SQLite itself finds wrong with the file."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    found = session.connection().exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    return [] if found == "ok" else [str(found)]


def kept(session: Session, line: str) -> bool:
    column = col(KEPT_IN[line.split(maxsplit=1)[0]])
    return session.exec(select(column).where(column == line)).first() is not None


def halves(session: Session, seed: int) -> int:
    """A finding is written with its search and its evidence; never one without the others."""
    mine = f"assess {seed}/%"
    found = session.exec(select(Assessment).where(col(Assessment.reason).like(mine))).all()
    looked = session.exec(select(Search.places).where(col(Search.places).like(mine))).all()
    resting = select(Evidence.assessment).where(
        col(Evidence.assessment).in_([row.key for row in found])
    )
    return len({row.reason for row in found} ^ set(looked)) + abs(
        len(found) - len(session.exec(resting).all())
    )


@pytest.fixture
def crashes(report_database: Database) -> Crashes:
    with report_database.writing() as session:
        for code, role in (("EDITH", Role.EDITOR), ("RUTH", Role.REVIEWER)):
            record(session, Person(code=code, role=role), None)
        words, on = "A sample step was taken.", date(2025, 3, 1)
        described = Described(SourceKind.OFFICIAL_STATEMENT, "Sample", "Sample", on)
        source = quoting.add_source(session, 1, date(2026, 11, 22), described, text=words)
        quote = quoting.quote_words(session, 1, source.key, words).key
    return Crashes(report_database, quote)


@pytest.mark.parametrize("points", [2, pytest.param(200, marks=pytest.mark.deep)])
def test_what_was_acknowledged_survives_a_crash(
    crashes: Crashes, database_kind: str, figure: Callable[[str, str], None], points: int
) -> None:
    """Fewer on PostgreSQL: starting its sessions takes the time."""
    points = min(points, 40) if database_kind == "postgresql" else points
    for seed in range(points):
        crashes.kill(seed)
    figure("crash", crashes.told())
    assert {name: crashes.counts[name] for name in ("lost", "half", "broken")} == {
        "lost": 0,
        "half": 0,
        "broken": 0,
    }
    assert crashes.counts["said"] >= points


@pytest.mark.deep
def test_a_service_that_acknowledged_too_early_would_be_found_out(
    crashes: Crashes, figure: Callable[[str, str], None]
) -> None:
    """What the promise above is measured with can fail."""
    crashes.when = "before"
    for seed in range(20):
        crashes.kill(seed)
        if crashes.counts["lost"]:
            break
    figure("crash", f"acknowledged before the commit: {crashes.told()}")
    assert crashes.counts["lost"] > 0
    assert crashes.counts["broken"] == 0


class TestWithoutAJournal:
    """PostgreSQL has no such setting: its own log is always on the disk."""

    @pytest.fixture
    def database_kind(self) -> str:
        return "sqlite"

    @pytest.mark.deep
    def test_a_journal_in_memory_would_be_found_out(self, crashes: Crashes, figure) -> None:
        """Nor is what the promise is measured with blind to half a change."""
        crashes.when = "memory"
        for seed in range(60):
            crashes.kill(seed)
            if crashes.counts["broken"] or crashes.counts["half"]:
                break
        figure("crash", f"journal_mode=MEMORY: {crashes.told()}")
        assert crashes.counts["broken"] + crashes.counts["half"] > 0
