"""`tracker source add`: a file becomes a source, read as it is."""

from pathlib import Path

import pytest
from sqlmodel import select

from recommendations.models import Person, Source
from recommendations.records.scans import scanned_pages
from recommendations.records.writing import record
from recommendations.vocabulary import Role
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tests.sample_pictures import telling_jpeg, telling_png
from tests.terminal import Terminal
from tracker.database import Database

GOLD = Path(__file__).parents[1] / "gold" / "sources"
SAID = ["--kind", "letter", "--title", "Sample", "--publisher", "Sample ministry"]


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What the record asks of either database is tested below the commands."""
    return request.param


def test_a_file_is_added_by_somebody_and_an_encoding_is_asked_for(
    report_database: Database, tmp_path: Path, monkeypatch, capsys
) -> None:
    with report_database.writing() as session:
        record(session, Person(code="AMARA", role=Role.ADMINISTRATOR), None)

    terminal = Terminal(monkeypatch, capsys).at(tmp_path, report_database.url)

    def add(name: str, *more: str) -> tuple[int, str, str]:
        return terminal.run("source", "add", str(GOLD / name), *SAID, *more)

    status, out, err = add("sample-letter.txt", "--published", "2026-02")
    assert (status, out) == (1, "")
    assert "--encoding windows-1252: The café of the sample ministry" in err
    status, out, err = add("sample-letter.txt", "--published", "2026-02", "--encoding", "cp1252")
    assert (status, err) == (0, "")
    assert "by text 1, windows-1252" in out
    status, out, err = add("sample-letter.txt", "--published", "2026-03", "--encoding", "cp1252",
                           "--title", "Sample again")  # fmt: skip
    assert (status, out) == (0, "S2 “Sample” is this very file: nothing was stored.\n")
    burmese = tmp_path / "burmese.txt"
    burmese.write_text("ဤစာသည် နမူနာအဖြစ် ရေးသားထားသော စာသာ ဖြစ်ပါသည်။", encoding="utf-8")
    burmese_said = add(str(burmese), "--published", "2026-02")[1]
    assert "it may be Burmese; --language my" in burmese_said
    assert "as it is known" in add("sample-note.md", "--published", "soon")[2]
    pictures = [tmp_path / name for name in ("one.jpg", "two.png")]
    for path, raw in zip(pictures, (telling_jpeg(), telling_png()), strict=True):
        path.write_bytes(raw)
    words = ("add-image", *map(str, pictures), *SAID[2:], "--published", "2026-02")
    status, out, err = terminal.run("source", *words)
    assert (status, err) == (0, "")
    assert "/transcriptions/1" in out
    with report_database.reading() as session:
        assert [page.place for page in scanned_pages(session, 1)] == [1, 2]
        source = session.exec(select(Source).order_by(Source.id.desc())).first()
        assert (source.published_on.isoformat(), source.precision.value) == ("2026-02-28", "month")
