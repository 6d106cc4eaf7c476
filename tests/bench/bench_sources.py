"""Importing a made-up report of 1 MB with 1,500 notes, and adding a source of each format, by
the commands as people give them: how long it takes, how much of that on the processor, and
the most memory that the command and its children hold together.

    .venv/bin/python tests/bench/bench_sources.py [--runs 3]
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

RUNS = int(sys.argv[sys.argv.index("--runs") + 1]) if "--runs" in sys.argv else 3
TRACKER = [sys.executable, "-c", "from tracker.commands import main; main()"]
GOLD = Path(__file__).parents[1] / "gold" / "sources"
NOTES, SIZE = 1_500, 2**20
WORDS = [
    "sample",
    "office",
    "shelter",
    "council",
    "region",
    "officer",
    "soldier",
    "leave",
    "support",
    "policy",
    "measure",
    "period",
    "north",
    "report",
    "winter",
    "bridge",
    "river",
    "lamp",
    "school",
    "teacher",
    "fund",
    "open",
    "close",
    "month",
    "record",
    "letter",
]
PAUSE = 0.01


def a_report(random: Random) -> str:
    """One note for each paragraph; every seventh paragraph is quoted."""
    lines = ["# A sample report of one megabyte", "", "Sample Council", "", "October 2024", ""]
    length = (SIZE - NOTES * 160) // NOTES
    for number in range(1, NOTES + 1):
        if number % 50 == 1:
            lines += [f"## Section {number // 50 + 1} of the sample", ""]
        body = " ".join(_sentence(random) for _ in range(length // 90 + 1))[:length]
        quoted = ["A former officer said:", "", f"“{body}”[{number}]", ""]
        lines += quoted if number % 7 == 0 else [f"{body}[{number}]", ""]
    lines += ["## Recommendations", "", "To the Sample Council:", ""]
    lines += [f"- **Lamps {n}:** Put up lamps. {_sentence(random)}" for n in range(12)]
    lines += ["", "## Notes", ""]
    for number in range(1, NOTES + 1):
        day = f"2023.{number % 12 + 1:02d}.{number % 27 + 1:02d}"
        where = f"https://example.org/sample/{number}"
        lines += [f"[{number}] Sample Council, “Panel {number}”, Sample House, {day}, {where}", ""]
    return "\n".join(lines)


def _sentence(random: Random) -> str:
    return " ".join(random.choices(WORDS, k=14)).capitalize() + "."


def measured(home: Path, *command: str) -> tuple[float, float, int]:
    """Seconds, seconds on the processor, MiB."""
    environment = {**os.environ, "TRACKER_HOME": str(home), "PYTHONPATH": os.getcwd()}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    child = subprocess.Popen([*TRACKER, *command], env=environment, stdout=subprocess.DEVNULL)
    held = 0
    while child.poll() is None:
        held = max(held, sum(_resident(pid) for pid in (child.pid, *_children(child.pid))))
        time.sleep(PAUSE)
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert child.returncode == 0, command
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, used, held // 1024


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _resident(pid: int) -> int:
    """KiB; 0 for one that is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def told(what: str, runs: list[tuple[float, float, int]]) -> None:
    took, used, held = ([run[n] for run in runs] for n in range(3))
    print(
        f"{what:44} {statistics.median(took):6.2f} s ({min(took):.2f} to {max(took):.2f}), "
        f"{statistics.median(used):5.2f} s on the processor, {max(held):4.0f} MiB"
    )


def importing(folder: Path) -> None:
    file = folder / "sample.md"
    file.write_text(a_report(Random(7)))
    size = file.stat().st_size / 2**20
    runs = []
    for n in range(RUNS):
        home = folder / f"home-{n}"
        measured(home, "check")  # the first start imports the bundled report
        runs.append(measured(home, "import", str(file)))
    told(f"import {size:.2f} MiB with {NOTES} notes", runs)


def adding(folder: Path) -> None:
    home = folder / "home-0"
    subprocess.run(
        [sys.executable, "-c", ADMINISTRATOR], check=True,
        env={**os.environ, "TRACKER_HOME": str(home), "PYTHONPATH": os.getcwd()},
    )  # fmt: skip
    said = ["--kind", "news", "--title", "Sample", "--publisher", "Sample", "--published", "2026"]
    for file in sorted(GOLD.glob("sample-*")):
        encoding = ["--encoding", "cp1252"] if file.suffix == ".txt" else []
        runs = [measured(home, "source", "add", str(file), *said, *encoding) for _ in range(RUNS)]
        told(f"source add {file.name}", runs)


ADMINISTRATOR = """
from recommendations.models import Person
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tracker.service import open_service
from tracker.settings import Settings
with open_service(Settings()).database.writing() as session:
    record(session, Person(code="SAMPLE", role=Role.ADMINISTRATOR), None)
"""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        importing(Path(temporary))
        adding(Path(temporary))
