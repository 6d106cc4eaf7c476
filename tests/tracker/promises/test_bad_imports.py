"""Malformed files: read, or refused with a reason in words; never a failure, never half
imported."""

import resource
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func
from sqlmodel import Session, SQLModel, select

from recommendations.errors import Refused
from recommendations.importing import import_report, read_for_import
from recommendations.reading.apart import report_reader
from recommendations.reading.bytes import LARGEST
from recommendations.records import chain
from tracker.database import Database

IN_FULL = [pytest.mark.deep, pytest.mark.on_sqlite]
GOLD = Path(__file__).parents[2] / "gold" / "reports"
SAMPLES = [path.read_bytes() for path in sorted(GOLD.glob("*.md"))]
ZAWGYI = "ေမာင္ေမာင္ ျမန္မာႏိုင္ငံ ေတာ္လွန္ေရး "
"""Letters in the order of the old font encoding; nonsense as Unicode."""
MOST_MEMORY = 512
"""MiB, beyond what the process had needed before."""


class Malformed:
    """Files by seed. Each way takes a report and spoils it."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.raw = self.random.choice(SAMPLES)
        self.at = self.random.randrange(len(self.raw))

    def put(self, piece: bytes) -> bytes:
        return self.raw[: self.at] + piece + self.raw[self.at :]

    def truncated(self) -> bytes:
        return self.raw[: self.at]

    def encoded_otherwise(self) -> bytes:
        text = self.put("é — ’ ".encode()).decode("utf-8", "replace")
        how = self.random.choice(
            ["latin-1", "cp1252", "utf-16-le", "utf-16", "utf-32", "shift_jis"]
        )
        return text.encode(how, "replace")

    def half_another_encoding(self) -> bytes:
        return self.raw[: self.at] + "é’ï".encode("latin-1", "replace") + self.raw[self.at :]

    def with_nul(self) -> bytes:
        return self.put(b"\0" * self.random.randint(1, 9))

    def with_lone_surrogates(self) -> bytes:
        return self.put("\ud83d".encode("utf-8", "surrogatepass"))

    def with_control_characters(self) -> bytes:
        return self.put(bytes([self.random.choice([1, 7, 8, 27, 127])]))

    def in_zawgyi(self) -> bytes:
        return self.put((ZAWGYI * self.random.randint(1, 40)).encode())

    def with_doubled_headers(self) -> bytes:
        head = b"".join(self.raw.splitlines(keepends=True)[:5])
        return head * self.random.randint(2, 30) + self.raw.replace(b"\n## ", b"\n## ## ")

    def overwritten(self) -> bytes:
        left = self.random.randint(0, 200)
        return self.raw[: self.at] + self.random.randbytes(left) + self.raw[self.at + left :]

    def shuffled(self) -> bytes:
        lines = self.raw.splitlines(keepends=True)
        self.random.shuffle(lines)
        return b"".join(lines)

    def a_bomb(self) -> bytes:
        """One thing over and over, where it costs the most."""
        piece = self.random.choice(
            [b"> ", b"[", b"**", b"- a\n", b"# a\n", "“".encode(), b"[^1]: "]
        )
        return self.put(piece * (self.random.randint(1, 20_000) // len(piece)))

    def too_large(self) -> bytes:
        return b"a" * (LARGEST + 1)

    def a_program(self) -> bytes:
        start = self.random.choice([b"%PDF-1.7\n", b"PK\x03\x04", b"\x7fELF", b"\x1f\x8b\x08"])
        return start + self.random.randbytes(self.random.randint(0, 4000))

    def blank(self) -> bytes:
        return b" \n\t\r\n" * self.random.randint(0, 50)


WAYS = [name for name in vars(Malformed) if not name.startswith("_") and name != "put"]


def rows(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in SQLModel.metadata.sorted_tables
    }


def most_held() -> int:
    """MiB that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (
        2**20 if sys.platform == "darwin" else 2**10
    )


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.deep])]
)
def database_kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.parametrize("files", [60, pytest.param(5000, marks=IN_FULL)])
def test_a_malformed_file_is_read_whole_or_refused_with_its_reason(
    database: Database, figure: Callable[[str, str], None], files: int
) -> None:
    """What can be read is undone again, so that every file meets the same database. One
    child reads them all, so that whatever one of them leaves behind meets the next."""
    tried, wrong = Counter[str](), []
    held = most_held()
    with database.reading() as session:
        before = rows(session)
    reader = report_reader()
    for seed in range(files):
        way = WAYS[seed % len(WAYS)]
        raw = getattr(Malformed(seed), way)()
        try:
            read = read_for_import(raw, "sample.md", reader)
            with database.trying() as session:
                done = import_report(session, raw, "sample.md", read=read)
                assert done.new
                tried["read"] += 1
        except Refused as refused:
            tried["refused"] += 1
            if len(str(refused).split()) < 4 or "\n" in str(refused):
                wrong.append(f"{way} {seed}: no reason")
        except Exception as error:
            wrong.append(f"{way} {seed}: {type(error).__name__} {error}"[:300])
    reader.child.end()
    with database.reading() as session:
        partial = {name for name, count in rows(session).items() if count != before[name]}
        broken = list(chain.verify(session))
    grown = most_held() - held
    figure(
        "bad imports",
        f"{files} files, {tried['read']} read, {tried['refused']} refused with a reason: "
        f"{len(wrong)} tracebacks, {len(partial)} partial writes; at most {held + grown} MiB held, "
        f"{grown} of it for the files",
    )
    assert (wrong, partial, broken) == ([], set(), [])
    assert grown < MOST_MEMORY
    assert tried["read"] > 0
    assert tried["refused"] > 0


def test_a_malformed_file_leaves_nothing_half_saved_where_it_is_refused_late(
    database: Database,
) -> None:
    """The report without a date is stored before the decision that needs one is refused."""
    undated = (
        b"# Sample\n\n## Recommendations\n\nTo the Sample Council:\n\n- **Lamps:** Put up lamps.\n"
    )
    with database.reading() as session:
        before = rows(session)
    with pytest.raises(Refused, match="says no date"), database.writing() as session:
        import_report(session, undated, "sample.md", published_by="the sample board")
    with database.reading() as session:
        assert rows(session) == before
