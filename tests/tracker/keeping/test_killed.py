"""Killed at any moment: no half backup has the final name, and no home is without a record."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recommendations.errors import Refused
from tracker.keeping.backup import make
from tracker.keeping.content import content_hash
from tracker.keeping.restore import restore
from tracker.service import open_service
from tracker.settings import Settings

POINTS = 20
LONGEST = 1.5
"""Seconds after the first sign of work at which the latest is killed."""

pytestmark = pytest.mark.deep


@pytest.fixture
def database_kind() -> str:
    """A file is what can be half written; PostgreSQL does it in one transaction."""
    return "sqlite"


def killed(settings: Settings, *words: str) -> None:
    """Starts a command, waits until it works in the home, and kills it a little later."""
    env = os.environ | {"TRACKER_HOME": str(settings.home), "TRACKER_DATABASE_URL": ""}
    words = (sys.executable, "-c", "from tracker.commands import main; main()", *words)
    work = f".{words[3]}-*"
    left = set(settings.home.glob(work))
    running = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL)
    while running.poll() is None and not set(settings.home.glob(work)) - left:
        time.sleep(0.005)
    time.sleep(random.uniform(0, LONGEST))
    running.kill()
    running.wait()


def test_a_backup_that_was_killed_leaves_no_half_file(home, empty_home) -> None:
    here = empty_home()
    restore(here, Path(make(home).file))
    for _ in range(POINTS):
        killed(here, "backup")
    found = list((here.home / "backups").glob("tracker-*"))
    for file in found:
        restore(empty_home(), file)
    print(f"\n{POINTS} kills: {len(found)} backups, all of them whole")
    assert len(found) < POINTS
    assert make(here)
    assert not list(here.home.glob(".backup-*"))


def test_a_restore_that_was_killed_leaves_the_old_record_or_the_new_one(home, empty_home) -> None:
    here, made = empty_home(), make(home)
    restore(here, Path(made.file))
    contents = []
    for _ in range(POINTS):
        killed(here, "restore", made.file, "--replace")
        with pytest.raises(Refused, match="--replace"):
            restore(here, Path(made.file))
        service = open_service(here)
        with service.database.reading() as session:
            contents.append(content_hash(session.connection()))
        service.close()
    print(f"\n{POINTS} kills: {contents.count(made.content)} whole records")
    assert contents == [made.content] * POINTS
