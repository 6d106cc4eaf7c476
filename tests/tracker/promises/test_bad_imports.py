"""Malformed files: read, or refused with a reason in words; never a failure, never half
imported."""

import resource
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from recommendations.errors import Refused
from recommendations.importing import import_report, read_for_import
from recommendations.reading.apart import report_reader
from recommendations.reading.bytes import LARGEST
from tests.malformed import Spoiled, Trial, rows, ways
from tracker.database import Database

IN_FULL = [pytest.mark.deep, pytest.mark.on_sqlite]
GOLD = Path(__file__).parents[2] / "gold" / "reports"
SAMPLES = [path.read_bytes() for path in sorted(GOLD.glob("*.md"))]
ZAWGYI = "ေမာင္ေမာင္ ျမန္မာႏိုင္ငံ ေတာ္လွန္ေရး "
"""Letters in the order of the old font encoding; nonsense as Unicode."""
MOST_MEMORY = 512
"""MiB, beyond what the process had needed before."""


class Malformed(Spoiled):
    """Files by seed. Each way takes a report and spoils it."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        super().__init__(random, random.choice(SAMPLES))

    def encoded_otherwise(self) -> bytes:
        text = self._put("é — ’ ".encode()).decode("utf-8", "replace")
        how = self.random.choice(
            ["latin-1", "cp1252", "utf-16-le", "utf-16", "utf-32", "shift_jis"]
        )
        return text.encode(how, "replace")

    def half_another_encoding(self) -> bytes:
        return self.raw[: self.at] + "é’ï".encode("latin-1", "replace") + self.raw[self.at :]

    def with_control_characters(self) -> bytes:
        return self._put(bytes([self.random.choice([1, 7, 8, 27, 127])]))

    def in_zawgyi(self) -> bytes:
        return self._put((ZAWGYI * self.random.randint(1, 40)).encode())

    def with_doubled_headers(self) -> bytes:
        head = b"".join(self.raw.splitlines(keepends=True)[:5])
        return head * self.random.randint(2, 30) + self.raw.replace(b"\n## ", b"\n## ## ")

    def shuffled(self) -> bytes:
        lines = self.raw.splitlines(keepends=True)
        self.random.shuffle(lines)
        return b"".join(lines)

    def a_bomb(self) -> bytes:
        """One thing over and over, where it costs the most."""
        piece = self.random.choice(
            [b"> ", b"[", b"**", b"- a\n", b"# a\n", "“".encode(), b"[^1]: "]
        )
        return self._put(piece * (self.random.randint(1, 20_000) // len(piece)))

    def too_large(self) -> bytes:
        return b"a" * (LARGEST + 1)


WAYS = ways(Malformed)


def most_held() -> int:
    """MiB that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (
        2**20 if sys.platform == "darwin" else 2**10
    )


@pytest.mark.parametrize("files", [60, pytest.param(5000, marks=IN_FULL)])
def test_a_malformed_file_is_read_whole_or_refused_with_its_reason(
    database: Database, figure: Callable[[str, str], None], files: int
) -> None:
    """What can be read is undone again, so that every file meets the same database. One
    child reads them all, so that whatever one of them leaves behind meets the next."""
    held, trial = most_held(), Trial(database)
    reader = report_reader()
    for seed in range(files):
        way = WAYS[seed % len(WAYS)]
        with trial.of(f"{way} {seed}"):
            raw = getattr(Malformed(seed), way)()
            read = read_for_import(raw, "sample.md", reader)
            with database.trying() as session:
                assert import_report(session, raw, "sample.md", read=read).new
    reader.child.end()
    partial, broken = trial.left_behind()
    grown = most_held() - held
    figure(
        "bad imports",
        f"{files} files, {trial.stored} read, {len(trial.refused)} refused with a reason: "
        f"{len(trial.wrong)} tracebacks, {len(partial)} partial writes; "
        f"at most {held + grown} MiB held, {grown} of it for the files",
    )
    assert (trial.wrong, partial, broken) == ([], set(), [])
    assert grown < MOST_MEMORY
    assert trial.stored > 0
    assert trial.refused


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
