"""`tracker source add`: a file becomes a source, read as it is."""

import os
import subprocess
import sys
from pathlib import Path

from sqlmodel import select

from recommendations.models import Person, Source
from recommendations.records.scans import scanned_pages
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tests.sample_pictures import telling_jpeg, telling_png
from tracker.database import Database

GOLD = Path(__file__).parents[1] / "gold" / "sources"
SAID = ["--kind", "letter", "--title", "Sample", "--publisher", "Sample ministry"]


def test_a_file_is_added_by_somebody_and_an_encoding_is_asked_for(
    report_database: Database, tmp_path: Path
) -> None:
    with report_database.writing() as session:
        record(session, Person(code="AMARA", role=Role.ADMINISTRATOR), None)

    def add(name: str, *more: str) -> subprocess.CompletedProcess[str]:
        settings = {"TRACKER_HOME": str(tmp_path), "TRACKER_DATABASE_URL": report_database.url}
        command = [sys.executable, "-c", "from tracker.commands import main; main()"]
        return subprocess.run(
            [*command, "source", "add", str(GOLD / name), *SAID, *more],
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
        )

    unsure = add("sample-letter.txt", "--published", "2026-02")
    assert (unsure.returncode, unsure.stdout) == (1, "")
    assert "--encoding windows-1252: The café of the sample ministry" in unsure.stderr
    done = add("sample-letter.txt", "--published", "2026-02", "--encoding", "cp1252")
    assert (done.returncode, done.stderr) == (0, "")
    assert "by text 1, windows-1252" in done.stdout
    assert "as it is known" in add("sample-note.md", "--published", "soon").stderr
    pictures = [tmp_path / name for name in ("one.jpg", "two.png")]
    for path, raw in zip(pictures, (telling_jpeg(), telling_png()), strict=True):
        path.write_bytes(raw)
    command = [sys.executable, "-c", "from tracker.commands import main; main()", "source"]
    added = subprocess.run(
        [*command, "add-image", *map(str, pictures), *SAID[2:], "--published", "2026-02"],
        env={
            **os.environ,
            "TRACKER_HOME": str(tmp_path),
            "TRACKER_DATABASE_URL": report_database.url,
        },
        capture_output=True,
        text=True,
    )
    assert (added.returncode, added.stderr) == (0, "")
    assert "/transcriptions/1" in added.stdout
    with report_database.reading() as session:
        assert [page.place for page in scanned_pages(session, 1)] == [1, 2]
        source = session.exec(select(Source).order_by(Source.id.desc())).first()
        assert (source.published_on.isoformat(), source.precision.value) == ("2026-02-28", "month")
