"""Sample sources with many quotes, made straight in the tables: invented words, the same
ones every time. A tenth is Burmese; some quotes are open, some withdrawn, a few sealed."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, func, select

from recommendations.models import Person, Quote
from recommendations.records.writing import record
from recommendations.vocabulary import Fidelity, Precision, Role, SourceKind, Tier, Verdict
from tracker.database import Database

SEED = 20241031
AT = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = (SourceKind.NEWS, SourceKind.OFFICIAL_STATEMENT, SourceKind.INDEPENDENT_REPORT)
_BURMESE = (
    "ပြည်သူ စစ်တပ် ရဲ အစိုးရ ညီညွတ်ရေး အာဆီယံ အခွင့်အရေး လူ့ဘောင် မြန်မာ နိုင်ငံ တပ်မတော် "
    "ဥပဒေ ငြိမ်းချမ်းရေး အမျိုးသမီး ကလေး ကျန်းမာရေး ပညာရေး ဒုက္ခသည် ထောက်ခံမှု အကူအညီ"
)
_COMMON = (
    "the of and to in for that with on as by from support council people police army report law "
    "government statement women health money training office union state members defectors"
)
_SYLLABLES = "an ber cor del em fal gar hol in jun kel lor mar nor om pel qui ros sal ter"
BURMESE, COMMON, _PARTS = _BURMESE.split(), _COMMON.split(), _SYLLABLES.split()
WORDS = [*COMMON, *(f"{a}{b}{c}" for a in _PARTS for b in _PARTS for c in _PARTS)]
"""Often to seldom."""


@dataclass(frozen=True)
class Made:
    quotes: int
    first: int
    last: int


def _weights(count: int) -> list[float]:
    return list(accumulate(1 / (n + 3) for n in range(count)))


ENGLISH_OFTEN, BURMESE_OFTEN = _weights(len(WORDS)), _weights(len(BURMESE))


def words(chance: random.Random, count: int, burmese: bool = False) -> str:
    if burmese:
        picked = chance.choices(BURMESE, cum_weights=BURMESE_OFTEN, k=count)
        return "".join(w + ("" if chance.random() < 0.6 else " ") for w in picked).strip()
    return " ".join(chance.choices(WORDS, cum_weights=ENGLISH_OFTEN, k=count))


def fill(database: Database, sources: int, each: int, rows: int) -> Made:
    """`sources` with `each` quotes, and one register with so many rows; others with each call."""
    with database.writing() as session:
        first = (session.exec(select(func.max(col(Quote.id)))).one() or 0) + 1
        chance = random.Random(SEED + first - 1)
        person = _people(session)
        for n in range(sources):
            _source(session, chance, n, each, burmese=n % 10 == 9)
        if rows:
            _source(session, chance, sources, rows, burmese=False)
        last = session.exec(select(func.max(col(Quote.id)))).one() or 0
        _restrictions(session, chance, range(first, last + 1), person)
        # These rows have no links in the history; whoever goes by its head has to see it move.
        record(session, Person(code=f"SAMPLE-{last}", role=Role.REVIEWER), None)
    analyse(database)
    return Made(last - first + 1, first, last)


def analyse(database: Database) -> None:
    """PostgreSQL does it by itself, some time later; SQLite never does."""
    if database.engine.dialect.name == "sqlite":
        return
    with database.engine.execution_options(writes=True).connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _insert(session: Session, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(sa.insert(SQLModel.metadata.tables[table]), rows)


def _people(session: Session) -> tuple[int, int]:
    least = session.scalar(sa.text("SELECT coalesce(max(id), 0) FROM person")) or 0
    ids = (least + 1, least + 2)
    stamp = {"recorded_by": None, "recorded_at": AT, "role": Role.REVIEWER, "active": True}
    _insert(session, "person", [{"id": id, "code": f"SAMPLE{id}", **stamp} for id in ids])
    _move_on(session, "person")
    return ids


def _move_on(session: Session, table: str) -> None:
    """PostgreSQL counts apart from what was given."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            sa.text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        )


def _source(session: Session, chance: random.Random, n: int, quotes: int, burmese: bool) -> int:
    said = [words(chance, chance.randint(8, 40), burmese) for _ in range(quotes)]
    text = "\n\n".join(said)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    _insert(session, "rawfile", [{"sha256": sha256, "raw": b"sample"}])
    made = {
        "recorded_by": None, "recorded_at": AT, "kind": chance.choice(KINDS),
        "title": f"Sample source {n}: {words(chance, 4, burmese)}",
        "publisher": f"Sample publisher {n % 40}", "url": "", "precision": Precision.DAY,
        "published_on": date(2020, 1, 1) + timedelta(days=chance.randrange(2500)),
        "raw_sha256": sha256, "text": text, "extractor": "sample", "caveat": "",
        "replaces": None,
    }  # fmt: skip
    source = session.execute(
        sa.insert(SQLModel.metadata.tables["source"]).returning(sa.column("id")), made
    ).scalar_one()
    _insert(session, "quote", list(_quotes(source, said, text, chance)))
    return int(source)


def _quotes(
    source: int, said: list[str], text: str, chance: random.Random
) -> Iterator[dict[str, Any]]:
    at = 0
    for exact in said:
        end = at + len(exact)
        yield {
            "recorded_by": None, "recorded_at": AT, "source": source, "start": at, "end": end,
            "exact": exact, "prefix": text[max(0, at - 32) : at], "suffix": text[end : end + 32],
            "fidelity": Fidelity.VERBATIM_ORIGINAL, "testimony": chance.random() < 0.2,
            "speaker_code": "", "official": "", "heading": "", "attribution": "",
            "section": [], "notes": [],
        }  # fmt: skip
        at = end + 2


def _restrictions(
    session: Session, chance: random.Random, quotes: range, people: tuple[int, int]
) -> None:
    author, second = people
    stamp = {"recorded_by": author, "recorded_at": AT}
    tiers = [
        {**stamp, "quote": q, "tier": tier, "opens": tier is Tier.OPEN, "why": "sample"}
        for q in quotes
        if (tier := _tier(chance.random()))
    ]
    _insert(session, "tierchange", tiers)
    opened = session.execute(
        sa.text("SELECT id FROM tierchange WHERE opens AND recorded_by = :by"), {"by": author}
    )
    said = {**stamp, "recorded_by": second, "of_kind": "tierchange", "comment": ""}
    _insert(
        session,
        "review",
        [{**said, "of_id": id, "verdict": Verdict.ACCEPTED} for (id,) in opened],
    )
    gone = [{**stamp, "quote": q, "why": "sample"} for q in quotes if chance.random() < 0.005]
    _insert(session, "withdrawal", gone)


def _tier(chance: float) -> Tier | None:
    if chance < 0.001:
        return Tier.SEALED
    return Tier.OPEN if chance < 0.5 else None
