"""A disk that is full or read-only: nothing half written, a sentence on the page, and it
goes on without a new start once there is room."""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa
import structlog
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlmodel import select

from recommendations.errors import Refused
from recommendations.models import Embargo
from recommendations.records import chain
from tracker import logs
from tracker.database import Database, broken_keys
from tracker.keeping import keys, ledger, lock
from tracker.keeping.backup import make
from tracker.keeping.content import content_hash
from tracker.keeping.ledger import Entry
from tracker.keeping.restore import restore
from tracker.service import Service
from tracker.settings import Settings

FULL = "The disk is full. Nothing was saved"
READ_ONLY = "The disk is read-only. Nothing was saved"
POINTS = [6, pytest.param(100, marks=pytest.mark.deep)]
PAGE = 4096


@dataclass
class Disk:
    """A real one, of some megabytes, in memory."""

    path: Path
    random: Random = field(default_factory=lambda: Random(20241031))

    @property
    def filler(self) -> Path:
        return self.path / "filler"

    def fill(self, left: int) -> None:
        """Until no more than so many bytes are free."""
        free = shutil.disk_usage(self.path).free
        with self.filler.open("ab") as out, suppress(OSError):
            out.write(b"x" * max(0, free - left))

    def free(self) -> None:
        self.filler.unlink(missing_ok=True)

    def turn(self, how: str) -> None:
        """ "ro" or "rw"."""
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.path)], check=True)


@pytest.fixture
def database_kind() -> str:
    """Where the file is ours. PostgreSQL on a full disk is not tested; read-only is, below."""
    return "sqlite"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    path = tmp_path / "disk"
    path.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "tmpfs", str(path)]
    if not shutil.which("mount") or subprocess.run(words, capture_output=True).returncode:
        pytest.skip("no disk may be mounted here; the limit of pages below is tested all the same")
    yield Disk(path)
    subprocess.run(["umount", "-l", str(path)], check=True)


@pytest.fixture
def home(disk: Disk, sqlite_files) -> Settings:
    settings = Settings(home=disk.path, database_url="")
    prepared = Path(str(make_url(sqlite_files.create("report")).database))
    (disk.path / "tracker.db").write_bytes(prepared.read_bytes())
    keys.secret(settings.home)
    return settings


@pytest.fixture
def on_disk(home: Settings) -> Iterator[Service]:
    service = Service(home, Database(home.database))
    yield service
    service.close()


class Office:
    """Edith saves something, whatever the disk does; what she was told is counted."""

    def __init__(self, service: Service, edith, sentence: str, figure) -> None:
        self.figure = figure
        self.service, self.edith, self.sentence = service, edith, sentence
        self.counts = Counter[str]()
        self.saved = 0

    def save(self, number: int) -> int:
        fields = {"until": f"2027-01-{number % 28 + 1:02}"}
        answer = self.edith.post(f"/quotes/{number % 60 + 1}/embargo", fields)
        if answer.status_code == 303:
            self.saved += 1
        elif answer.status_code in {422, 503} and self.sentence in answer.text:
            self.counts["sentences"] += 1
            assert fields["until"] in answer.text  # what was typed is still there
        else:
            self.counts[f"answered {answer.status_code}"] += 1
        return answer.status_code

    def look(self) -> None:
        with self.service.database.reading() as session:
            there = len(session.exec(select(Embargo)).all())
            broken = [*chain.verify(session), *broken_keys(session.connection())]
        self.counts.update({"points": 1, "partial": there != self.saved, "broken": len(broken)})

    def told(self, what: str) -> None:
        counts = self.counts
        self.figure(
            "disk full, read-only disk",
            f"{what}: {counts['points']} points, {counts['sentences']} sentences, "
            f"{counts['partial']} partial writes, {counts['broken']} broken records, "
            f"{counts['recovered']} times saved again without a new start",
        )
        others = {name for name in counts if name.startswith("answered")}
        assert (counts["partial"], counts["broken"], others) == (0, 0, set())
        assert counts["recovered"] == counts["points"]
        assert counts["sentences"] > 0


@pytest.fixture
def office(figure, service: Service, signed_in):
    def at(sentence: str) -> Office:
        return Office(service, signed_in("EDITH"), sentence, figure)

    return at


class OnADisk:
    """The same tests with the service on that disk."""

    @pytest.fixture
    def service(self, on_disk: Service) -> Service:
        return on_disk


class TestADiskOfItsOwn(OnADisk):
    @pytest.mark.parametrize("points", POINTS)
    def test_a_full_disk_takes_nothing_by_half(self, disk: Disk, office, points: int) -> None:
        edith = office(FULL)
        for number in range(points):
            disk.fill(disk.random.randrange(0, 30) * PAGE)
            for again in range(8):
                if edith.save(number + again) != 303:
                    break
            edith.look()
            disk.free()
            edith.counts["recovered"] += edith.save(number + 8) == 303
        edith.told("full disk")

    @pytest.mark.parametrize("points", POINTS)
    def test_a_read_only_disk_takes_nothing(self, disk: Disk, office, points: int) -> None:
        edith = office(READ_ONLY)
        for number in range(points):
            edith.service.database.close()
            disk.turn("ro")
            assert edith.save(number) != 303
            assert edith.edith.get("/").status_code == 200
            edith.look()
            disk.turn("rw")
            edith.counts["recovered"] += edith.save(number) == 303
        edith.told("read-only disk")

    @pytest.mark.parametrize("how", ["full", "read-only"])
    def test_backup_key_ledger_and_lock_on_such_a_disk(
        self, disk: Disk, home: Settings, service: Service, signed_in, how: str
    ) -> None:
        amara, before = signed_in("AMARA"), keys.secret(home.home)
        service.database.close()
        disk.fill(0) if how == "full" else disk.turn("ro")
        answer = amara.post("/keeping/backup")
        assert (answer.status_code, "The disk does not take it" in answer.text) == (422, True)
        answer = amara.post("/keeping/key")
        assert (answer.status_code, "The one before still holds" in answer.text) == (422, True)
        with pytest.raises(OSError, match=r"No space|Read-only"):
            ledger.append(home.home, [Entry("0" * 64, 1, 2, "sample")] * 200)
        assert keys.secret(home.home) == before
        disk.free() if how == "full" else disk.turn("rw")
        assert ledger.read(home.home / ledger.NAME) in ([], [Entry("0" * 64, 1, 2, "sample")])
        assert amara.post("/keeping/backup").status_code == 303
        assert not list(home.home.glob(".*"))

    def test_a_full_disk_does_not_keep_the_lock_open(
        self, disk: Disk, home: Settings, service: Service, signed_in
    ) -> None:
        amara = signed_in("AMARA")
        disk.fill(0)
        assert amara.post("/keeping/lock").headers["location"] == "/sign-in"
        assert lock.is_locked(home.home)
        assert amara.get("/").status_code == 503
        disk.free()
        assert lock.unlock(service.database, home.home)

    def test_a_restore_without_room_changes_nothing(
        self, figure, disk: Disk, home: Settings, service: Service, tmp_path: Path
    ) -> None:
        made, refused = make(home, tmp_path / "sample.tar"), 0
        with service.database.reading() as session:
            before = content_hash(session.connection())
        service.database.close()
        size = (home.home / "tracker.db").stat().st_size
        for part in range(6):
            disk.fill(size * part)
            try:
                restore(home, Path(made.file), replace=True)
            except Refused:
                refused += 1
            disk.free()
            with service.database.reading() as session:
                assert content_hash(session.connection()) == before
            service.database.close()
        figure(
            "disk full, read-only disk",
            f"restore on a full disk: {refused} of 6 refused, the record whole each time",
        )
        assert refused > 2
        assert restore(home, Path(made.file), replace=True).content == before


@pytest.mark.parametrize("points", POINTS)
def test_a_database_that_may_not_grow_takes_nothing_by_half(
    service: Service, office, points: int
) -> None:
    """SQLite's own limit, where no disk may be mounted."""
    edith, random = office(FULL), Random(20241031)
    for number in range(points):
        with service.database.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            most = pages + random.randrange(0, 2)
            connection.exec_driver_sql(f"PRAGMA max_page_count={most}")
        for again in range(200):
            if edith.save(number + again) != 303:
                break
        edith.look()
        service.database.close()
        edith.counts["recovered"] += edith.save(number) == 303
    edith.told("a database that may not grow")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_log_that_cannot_be_written_fails_no_request(signed_in, monkeypatch) -> None:
    full = os.fdopen(os.open("/dev/full", os.O_WRONLY), "w", buffering=1)
    with pytest.raises(OSError, match="No space"):
        full.write("sample line\n")
    monkeypatch.setattr("sys.stderr", full)
    logs.configure()
    try:
        answer = signed_in("EDITH").get("/quotes/999999")
        structlog.get_logger().error("sample")
    finally:
        structlog.reset_defaults()
        monkeypatch.undo()
        with suppress(OSError):
            full.close()
    assert answer.status_code == 404


@pytest.mark.deep
@pytest.mark.postgresql
class TestPostgreSQL:
    @pytest.fixture
    def database_kind(self) -> str:
        return "postgresql"

    def test_a_database_turned_read_only_takes_nothing(
        self, service: Service, office, admin: sa.Engine
    ) -> None:
        """As it is on a standby, and as an administrator makes it when a disk is nearly full."""
        edith = office(READ_ONLY)
        name = service.database.engine.url.database
        for number in range(100):
            for how in ("on", "off"):
                with admin.connect() as connection:
                    connection.execute(
                        text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {how}')
                    )
                service.database.close()
                if how == "on":
                    assert edith.save(number) != 303
                    edith.look()
                else:
                    edith.counts["recovered"] += edith.save(number) == 303
        edith.told("PostgreSQL, read-only")

    @pytest.fixture
    def admin(self, service: Service) -> Iterator[sa.Engine]:
        """The server itself, whatever becomes of the database."""
        url = service.database.engine.url.set(database="postgres")
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        yield engine
        engine.dispose()
