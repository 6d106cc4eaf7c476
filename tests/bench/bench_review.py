"""The whole review of 2011, 190 rows with the state's four answers, through `tracker register
import`: seconds from the command to its answer, the start of the program included (asked: 5).

`bench_review.py [--runs N]`; each run in a home of its own, which has the bundled report.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from recommendations.models import Person
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tests.tracker.test_register_command import ANSWERS, UPR, WHAT_IT_IS
from tracker.service import open_service
from tracker.settings import Settings

RUNS = int(sys.argv[sys.argv.index("--runs") + 1]) if "--runs" in sys.argv else 3
TRACKER = (sys.executable, "-c", "from tracker.commands import main; main()")


def seconds() -> float:
    with tempfile.TemporaryDirectory() as home:
        service = open_service(Settings(home=Path(home)))
        with service.database.writing() as session:
            record(session, Person(code="SAM", role=Role.ADMINISTRATOR), None)
        service.close()
        # The first command of all brings in the bundled report.
        subprocess.run((*TRACKER, "head"), env={**os.environ, "TRACKER_HOME": home}, check=True)
        words = (*TRACKER, "register", "import", str(UPR), *WHAT_IT_IS, "--answers", ANSWERS)
        began = time.perf_counter()
        done = subprocess.run(
            words, env={**os.environ, "TRACKER_HOME": home}, capture_output=True, text=True
        )
        took = time.perf_counter() - began
        assert "190 recommendations were imported" in done.stdout, done.stdout + done.stderr
        return took


took = [seconds() for _ in range(RUNS)]
print(
    f"190 recommendations and 4 positions: {median(took):.1f} s (median of {RUNS}, longest "
    f"{max(took):.1f} s; load {os.getloadavg()[0]:.0f} on {os.cpu_count()})"
)
