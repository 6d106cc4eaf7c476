"""Many recommendations to many addressees with years of quarterly findings, made straight in
the tables: invented words, the same ones every time."""

import hashlib
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sample_quotes import analyse, words
from sqlmodel import Session, SQLModel

from recommendations.rules import MOVEMENT
from recommendations.vocabulary import (
    CallOrigin,
    Channel,
    Fidelity,
    MeasureKind,
    PositionValue,
    Precision,
    Role,
    SearchFor,
    SourceKind,
    Stance,
    Status,
    Supersession,
    Verdict,
)
from tracker.database import Database

SEED = 20241031
QUARTER = timedelta(days=91)
STATEMENTS = 12
"""Sources of one addressee in one quarter."""
KINDS = (SourceKind.OFFICIAL_ACT, SourceKind.OFFICIAL_STATEMENT, SourceKind.INDEPENDENT_REPORT)
STATUSES = (
    Status.NOT_BEGUN, Status.FIRST_STEP, Status.FIRST_STEP, Status.PARTLY_IN_EFFECT,
    Status.IN_EFFECT, Status.COMPLETED, Status.NARROWED_OR_UNDONE, Status.CONTRARY,
    Status.NO_FURTHER_STEP, Status.NOTHING_FOUND,
)  # fmt: skip
SAID = (PositionValue.ACKNOWLEDGED, PositionValue.AGREED, PositionValue.NOT_ACCEPTED)


@dataclass(frozen=True)
class Size:
    recommendations: int = 250
    addressees: int = 20
    quarters: int = 20


class Sample:
    def __init__(self, session: Session, size: Size, today: date) -> None:
        self.session, self.size, self.today = session, size, today
        self.chance = random.Random(SEED)
        self.moved: set[int] = set()
        self.author, self.second = self.insert(
            "person",
            [{"code": f"BOARD{n}", "role": role, "active": True}
             for n, role in enumerate((Role.EDITOR, Role.BOARD))],
            today,
        )  # fmt: skip

    def insert(
        self, table: str, rows: list[dict[str, Any]], on: date, by: int | None = None
    ) -> list[int]:
        at = datetime.combine(on, time(9), UTC)
        stamped = [{"recorded_by": by, "recorded_at": at, **row} for row in rows]
        made = SQLModel.metadata.tables[table]
        ids: list[int] = []
        for n in range(0, len(stamped), 2_000):
            asked = sa.insert(made).returning(made.c.id, sort_by_parameter_order=True)
            ids += self.session.execute(asked, stamped[n : n + 2_000]).scalars()
        return ids

    def review(self, kind: str, ids: list[int], on: date) -> None:
        row = {"of_kind": kind, "verdict": Verdict.ACCEPTED, "comment": ""}
        self.insert("review", [{**row, "of_id": id} for id in ids], on, self.second)

    def source(self, kind: SourceKind, said: list[str], on: date) -> list[int]:
        """The quotes of a new source."""
        text = "\n\n".join(said)
        sha256 = hashlib.sha256(f"{on}{text}".encode()).hexdigest()
        self.session.execute(
            sa.insert(SQLModel.metadata.tables["rawfile"]), [{"sha256": sha256, "raw": b"sample"}]
        )
        (source,) = self.insert(
            "source",
            [{"kind": kind, "title": f"Sample {words(self.chance, 4)}", "publisher": "Sample",
              "url": "https://sample.example/1", "precision": Precision.DAY, "published_on": on,
              "raw_sha256": sha256, "text": text, "extractor": "sample", "caveat": ""}],
            on,
        )  # fmt: skip
        rows, at = [], 0
        for exact in said:
            rows.append(
                {"source": source, "start": at, "end": at + len(exact), "exact": exact,
                 "prefix": "", "suffix": "", "fidelity": Fidelity.VERBATIM_ORIGINAL,
                 "testimony": False, "speaker_code": "", "official": "", "heading": "",
                 "attribution": "", "section": [], "notes": []}
            )  # fmt: skip
            at += len(exact) + 2
        return self.insert("quote", rows, on)

    def calls(self) -> dict[int, list[int]]:
        """By addressee."""
        on = self.today - QUARTER * (self.size.quarters + 1)
        said = [words(self.chance, 20) for _ in range(self.size.recommendations)]
        quotes = self.source(SourceKind.REPORT, said, on)
        (source,) = self.session.execute(
            sa.text("SELECT source FROM quote WHERE id = :id"), {"id": quotes[0]}
        ).one()
        told = self.insert(
            "recommendation",
            [{"source": source, "quote": q, "title": words(self.chance, 9), "place": n + 5}
             for n, q in enumerate(quotes)],
            on,
        )  # fmt: skip
        self.measures = self.insert(
            "measure",
            [{"recommendation": r, "start": n, "end": n + 9, "label": words(self.chance, 6),
              "kind": MeasureKind.CONTINUING, "done_when": "Sample test", "place": 0}
             for n, r in enumerate(told)],
            on, self.author,
        )  # fmt: skip
        self.review("measure", self.measures, on)
        self.addressees = self.insert(
            "addressee",
            [{"code": f"sample-{n}", "name": f"Sample state number {n}", "short": f"State {n}",
              "speaks_for_parent": False, "reply_days": 60, "place": 100 + n}
             for n in range(self.size.addressees)],
            on,
        )  # fmt: skip
        return {
            whom: self.insert(
                "call",
                [{"measure": m, "addressee": whom, "origin": CallOrigin.NAMED_IN_SOURCE}
                 for m in self.measures],
                on, self.author,
            )
            for whom in self.addressees
        }  # fmt: skip

    def fill(self) -> None:
        calls = self.calls()
        editions = self.editions()
        for quarter in range(self.size.quarters):
            on = self.today - QUARTER * (self.size.quarters - quarter) + timedelta(days=40)
            for whom, its in calls.items():
                self.quarter(whom, its, on, quarter)
            self.insert(
                "delivery",
                [{"addressee": whom, "edition": editions[quarter % 5], "letter": "", "on": on,
                  "channel": Channel.EMAIL, "office": "Sample office", "note": ""}
                 for whom in self.addressees[: 2 * self.size.addressees // 3]],
                on, self.author,
            )  # fmt: skip

    def editions(self) -> list[int]:
        on, ids = self.today - QUARTER * 4, []
        for n in range(5):
            pack = self.insert("briefingpack", [{"profile": f"sample-{n}"}], on, self.author)[0]
            told = {"pack": pack, "as_of": on, "hash": "0" * 64}
            proposal = self.insert("proposal", [{**told, "content": {}}], on, self.author)[0]
            row = {**told, "proposal": proposal, "number": 1, "frozen": {}, "history_head": "0"}
            ids += self.insert("edition", [row], on, self.second)
        return ids

    def quarter(self, whom: int, calls: list[int], on: date, n: int) -> None:
        """What was found on every call, what was said on some, and one search for all."""
        chance = self.chance
        said = [words(chance, chance.randint(12, 40)) for _ in range(STATEMENTS)]
        quotes = [
            quote
            for kind, few in zip(KINDS, (said[:4], said[4:8], said[8:]), strict=True)
            for quote in self.source(kind, few, on)
        ]
        acts = [*quotes[:4], *quotes[8:]]
        self.searched(calls, on, SearchFor.POSITION if n == 0 else SearchFor.STEP)
        rows = [
            {"call": call, "status": status, "reason": f"Sample: {words(chance, 18)}.",
             "true_on": on - timedelta(days=chance.randrange(60))}
            for call in calls
            if (status := self.status(call, n))
        ]  # fmt: skip
        ids = self.insert("assessment", rows, on, self.author)
        self.insert(
            "evidence",
            [{"assessment": id, "quote": chance.choice(acts), "stance": Stance.SUPPORTS}
             for id in ids]
            + [{"assessment": id, "quote": quotes[5], "stance": Stance.CONTRADICTS}
               for id in ids if chance.random() < 0.05],
            on, self.author,
        )  # fmt: skip
        self.review("assessment", ids, on)
        few = chance.sample(range(len(ids)), max(1, len(ids) // 50))
        right = self.insert(
            "assessment",
            [{**rows[i], "reason": "Sample: put right.", "base": ids[i],
              "supersession": Supersession.CORRECTION} for i in few],
            on, self.author,
        )  # fmt: skip
        self.insert(
            "evidence",
            [{"assessment": id, "quote": chance.choice(acts), "stance": Stance.SUPPORTS}
             for id in right],
            on, self.author,
        )  # fmt: skip
        self.review("assessment", right, on)
        if n % 2 == 0:
            self.said(whom, quotes[4], on)

    def status(self, call: int, n: int) -> Status:
        """Nothing that rests on a search before there is one, nor on a step before one."""
        found = self.chance.choice(STATUSES if n and call in self.moved else STATUSES[:8])
        if found in MOVEMENT:
            self.moved.add(call)
        return found

    def searched(self, calls: list[int], on: date, looked_for: SearchFor) -> None:
        row = {"on": on, "places": "Sample gazette", "terms": "", "looked_for": looked_for}
        ids = self.insert("search", [row], on, self.author)
        self.session.execute(
            sa.insert(SQLModel.metadata.tables["searchcall"]),
            [{"search": ids[0], "call": call} for call in calls],
        )
        self.review("search", ids, on)

    def said(self, whom: int, quote: int, on: date) -> None:
        row = {"addressee": whom, "value": self.chance.choice(SAID), "part": "",
               "says_done": False, "quote": quote, "said_on": on}  # fmt: skip
        ids = self.insert("position", [row], on, self.author)
        self.session.execute(
            sa.insert(SQLModel.metadata.tables["positionmeasure"]),
            [{"position": ids[0], "measure": m} for m in self.chance.sample(self.measures, 25)],
        )
        self.review("position", ids, on)


def fill(database: Database, size: Size, today: date) -> None:
    with database.writing() as session:
        Sample(session, size, today).fill()
    analyse(database)
