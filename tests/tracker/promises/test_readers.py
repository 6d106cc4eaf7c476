"""A reader that hangs, swells or dies in the middle of a file: one sentence, nothing stored,
and the service goes on."""

import threading
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from recommendations.confined.child import HOUSE
from recommendations.errors import Unreadable
from recommendations.importing import import_report, read_for_import
from recommendations.reading.apart import Reader, report_reader
from tests.malformed import rows
from tracker.database import Database

IN_FULL = [pytest.mark.deep, pytest.mark.on_sqlite]
REPORT = next((HOUSE / "recommendations" / "library").glob("*.md")).read_bytes()
LONG = REPORT * 8
"""Takes the reader some seconds."""
HOSTILE = """
import os, signal, sys, time
from recommendations.reading import reader, report

def say(raw):
    for handle in range(3, 9):
        try:
            os.write(handle, raw)
        except OSError:
            pass

def read_report(raw, name):
    exec(raw)

report.read_report = read_report
reader.main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
"""
"""A reader that a file has taken over: it runs what it is given to read, confined as ever."""
TAKEN_OVER = {
    "hangs": b"time.sleep(600)",
    "burns time": b"while True: pass",
    "swells": b"x = []\nwhile True: x.append(bytearray(10**7))",
    "dies": b"os.kill(os.getpid(), signal.SIGKILL)",
    "ends": b"os._exit(0)",
    "says too much": b"say(b'\\xff' * 8)\ntime.sleep(600)",
    "says what is no report": b"say((((2).to_bytes(8, 'big') + b'{}') * 2))",
}


def stored(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return rows(session)


def imported(database: Database, raw: bytes, reader: Reader) -> str:
    """The sentence with which it was refused, or nothing."""
    try:
        read = read_for_import(raw, "sample.md", reader)
        with database.writing() as session:
            import_report(session, raw, "sample.md", read=read)
    except Unreadable as refused:
        return str(refused)
    return ""


@pytest.mark.deep
def test_a_reader_that_a_file_has_taken_over_harms_nothing(
    figure, database: Database, tmp_path: Path, monkeypatch
) -> None:
    program = tmp_path / "taken_over.py"
    program.write_text(HOSTILE)
    monkeypatch.setattr("recommendations.reading.apart.PROGRAM", (str(program),))
    before, said = stored(database), {}
    for way, raw in TAKEN_OVER.items():
        with report_reader(seconds=2, limit_mib=128) as reader:
            said[way] = imported(database, raw, reader)
    figure(
        "readers",
        f"{len(said)} ways to fail a reader: {len([s for s in said.values() if s])} sentences",
    )
    assert all("nothing was stored" in sentence for sentence in said.values()), said
    assert "longer than 2 seconds" in said["hangs"]
    assert "memory" in said["swells"] or "more than" in said["swells"]
    assert stored(database) == before


@pytest.mark.deep
def test_a_file_too_large_for_its_limits_is_refused_and_the_next_is_read(
    database: Database,
) -> None:
    before = stored(database)
    with report_reader(seconds=0.5) as hasty:
        assert "longer than 0.5 seconds" in imported(database, LONG, hasty)
    with report_reader(limit_mib=48) as small:
        assert "more" in imported(database, LONG, small)
    assert stored(database) == before
    with report_reader() as reader:
        assert imported(database, REPORT, reader) == ""
    assert stored(database) != before


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=IN_FULL)])
def test_a_reader_killed_in_the_middle_leaves_nothing_and_the_next_one_reads(
    figure, database: Database, kills: int
) -> None:
    before, random, counted = stored(database), Random(20241031), Counter[str]()
    with report_reader() as reader:
        for _ in range(kills):
            child = reader.child.start()
            after = threading.Timer(random.uniform(0.05, 1), child.kill)
            after.start()
            sentence = imported(database, LONG, reader)
            after.join()
            counted["refused" if "interrupted" in sentence else f"said {sentence!r}"] += 1
            counted["stored"] += stored(database) != before
        began = time.monotonic()
        assert imported(database, REPORT, reader) == ""
    took = time.monotonic() - began
    figure("readers", f"{kills} kills of a reader: {dict(counted)}; then a report in {took:.1f} s")
    assert counted == {"refused": kills, "stored": 0}
