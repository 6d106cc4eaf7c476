"""A process that writes until it is killed, and says on standard output what it has
written: python writing_child.py URL SEED QUOTE after|before|memory

"before" and "memory" are what must never be: it says so before the change is committed;
the journal that undoes half a change lies in memory, and with it is gone.
"""

import sqlite3
import sys
from datetime import date
from random import Random

import sqlalchemy as sa
from sqlmodel import Session

from recommendations import assessing, reviewing, searching, triage
from recommendations.vocabulary import Stance, Status
from tracker.database import Database

TODAY = date(2026, 11, 22)
EDITOR, REVIEWER = 1, 2
TESTIMONY = range(1, 60)


class Child:
    def __init__(self, seed: int, quote: int) -> None:
        self.random, self.quote = Random(seed), quote
        self.draft: int | None = None

    def write(self, session: Session, act: str, told: str) -> None:
        getattr(self, act)(session, told)

    def record(self, session: Session, told: str) -> None:
        searching.looked(session, EDITOR, TODAY, [1, 2], on=TODAY, places=told)

    def assess(self, session: Session, told: str) -> None:
        finding = assessing.Finding(
            Status.FIRST_STEP,
            told,
            TODAY,
            evidence=[(self.quote, Stance.SUPPORTS)],
            searched=told,
        )
        (made,) = assessing.assess(session, EDITOR, TODAY, [1], finding)
        self.draft = made.key

    def review(self, session: Session, told: str) -> None:
        item = reviewing.Item("assessment", self.draft or 0)
        reviewing.review_all(session, REVIEWER, [item], comment=told)
        self.draft = None

    def withdraw(self, session: Session, told: str) -> None:
        triage.withdraw(session, EDITOR, self.random.choice(TESTIMONY), told)


def without_journal(connection: sqlite3.Connection, _: object) -> None:
    """And with a cache so small that a change is on the disk in part before its end."""
    connection.execute("PRAGMA journal_mode=MEMORY")
    connection.execute("PRAGMA cache_size=1")
    connection.execute("PRAGMA cache_spill=1")


def main(url: str, seed: str, quote: str, when: str) -> None:
    database, child = Database(url), Child(int(seed), int(quote))
    if when == "memory":
        sa.event.listen(database.engine, "connect", without_journal)
    n = 0
    while True:
        n += 1
        act = child.random.choice(["record", "assess", "review", "withdraw"])
        act = "assess" if act == "review" and child.draft is None else act
        told = f"{act} {seed}/{n}"
        with database.writing() as session:
            if when == "before":
                print(told, flush=True)
            child.write(session, act, told)
        if when != "before":
            print(told, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
