"""Files are read by a real child: what comes back, and what a child cannot do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from recommendations.confined.child import HOUSE
from recommendations.errors import Unreadable
from recommendations.reading import carrying, read_report
from recommendations.reading.apart import read_apart, report_reader
from recommendations.reading.parts import ReadReport
from recommendations.reading.reader import reading, work

REPORTS = sorted((Path(__file__).parents[2] / "gold" / "reports").glob("*.md"))
BUNDLED = next((HOUSE / "recommendations" / "library").glob("*.md"))


def test_what_the_child_reads_is_what_would_be_read_here() -> None:
    with report_reader() as reader:
        for path in (BUNDLED, *REPORTS):
            raw = path.read_bytes()
            assert reader.read(raw, path.name) == read_report(raw, path.name)


def test_what_is_no_text_is_refused_with_the_childs_reason() -> None:
    with pytest.raises(Unreadable, match="not text: byte 1 is zero"):
        read_apart(b"\0sample")


def test_a_job_is_answered_with_the_report_or_with_the_reason() -> None:
    told, read = work(reading("report"), [b"sample.md", b"", REPORTS[0].read_bytes()])
    assert json.loads(told) == {"read": True}
    assert carrying.read_in(ReadReport, read) == read_report(REPORTS[0].read_bytes(), "sample.md")
    assert "empty" in json.loads(work(reading("report"), [b"sample.md", b"", b""])[0])["unreadable"]


UNFIT = (b"", b"[]", b"{}", b"[" * 100_000)
SPOILED = (
    {"text": "Sample words that are not those of the report."},
    {"text": None},
    {"quotes": {}},
    {"sections": [{}]},
    {"references": [{"start": 1, "end": 10**9, "number": 1}]},
    {"published_on": "some day"},
    {"precision": "a word of no vocabulary"},
)


@pytest.fixture(scope="module")
def whole() -> str:
    return carrying.written(read_report(BUNDLED.read_bytes()))


@pytest.mark.parametrize("raw", UNFIT, ids=range(len(UNFIT)))
def test_what_is_no_report_is_not_taken_from_a_child(raw: bytes) -> None:
    with pytest.raises(carrying.Unfit):
        carrying.read_in(ReadReport, raw)


@pytest.mark.parametrize("changed", SPOILED, ids=range(len(SPOILED)))
def test_what_is_not_a_whole_report_is_not_taken_from_a_child(changed, whole) -> None:
    raw = json.dumps(json.loads(whole) | changed).encode()
    with pytest.raises(carrying.Unfit):
        carrying.read_in(ReadReport, raw)


ATTEMPTS = [
    "import socket; socket.create_connection(('127.0.0.1', 9))",
    "import socket; socket.getaddrinfo('sample.invalid', 80)",
    "import subprocess; subprocess.run(['true'])",
    "import os; os.system('true')",
    "import os; os.fork()",
    "import ctypes; ctypes.CDLL(None)",
    "open('/etc/passwd').read()",
    "open('pyproject.toml').read()",
    "open('tracker/app.py').read()",
    "import os; os.open('recommendations/errors.py', os.O_WRONLY)",
    "import os; os.remove('recommendations/absent')",
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_reader_has_no_network_no_programs_and_no_other_files(attempt: str, tmp_path) -> None:
    code = (
        "from recommendations.reading.reader import UNUSED, confine\n"
        f"confine('a reader', ('recommendations',), UNUSED)\n{attempt}"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=HOUSE,
        env={"PYTHONPATH": str(HOUSE), "PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert "PermissionError: a reader may not" in done.stderr


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="needs /proc")
def test_a_reader_is_told_no_secrets_and_held_by_the_system(monkeypatch) -> None:
    monkeypatch.setenv("TRACKER_BACKUP_KEYS", "sample-secret")
    with report_reader() as reader:
        reader.read(REPORTS[0].read_bytes())
        proc = Path(f"/proc/{reader.child.process.pid}")
        assert b"sample-secret" not in (proc / "environ").read_bytes()
        limits = (proc / "limits").read_text().splitlines()
    held = {line[:26].strip(): line[26:].split()[1] for line in limits}
    assert held["Max address space"] == str(512 * 2**20)
    assert (held["Max cpu time"], held["Max file size"]) == ("60", "0")
